"""Casualty lists: taking one in, comparing lists, deciding pairs, tying rows, taking one out."""
