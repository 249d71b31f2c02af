"""Pure functions on numbers, one method a module, each with its source."""
