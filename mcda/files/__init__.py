"""The files of a study: read with the place of everything in them, written whole or not at all."""
