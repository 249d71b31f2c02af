"""`peers.py` runs in an environment that has other packages and not ours."""

collect_ignore = ["peers.py"]
