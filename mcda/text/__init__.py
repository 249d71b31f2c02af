"""Words for the terminal and for Markdown: tables, the first screen, findings."""
