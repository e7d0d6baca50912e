"""PostgreSQL as the public may use it."""
