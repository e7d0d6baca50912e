"""Identities under a key that the database never holds."""
