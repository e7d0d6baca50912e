"""SQLite as the public may use it."""
