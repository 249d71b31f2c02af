"""Everything that knows a spreadsheet library: reading people's workbooks, writing ours."""
