"""The files of a study: YAML, CSV and JSON read with the place of everything in them, and written whole or not at all."""
