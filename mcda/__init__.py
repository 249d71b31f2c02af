"""Decision support for policy teams."""
