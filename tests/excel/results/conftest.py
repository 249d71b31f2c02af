"""What pytest must not import: only LibreOffice's own Python can."""

collect_ignore = ["office_server.py"]
