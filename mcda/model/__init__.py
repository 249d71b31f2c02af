"""What people write (frozen records) and what we hand back (frozen dataclasses), with the checks between them."""
