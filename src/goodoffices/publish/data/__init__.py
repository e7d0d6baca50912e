"""Releases of open data: defined, prepared, approved by a second person, published."""
