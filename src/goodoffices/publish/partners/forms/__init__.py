"""The forms of partners."""
