"""Filled forms: what their questions mean, and what they claim."""
