"""Tables whose rows may tell of the same events, read for linkage."""

from .reading import read

__all__ = ["read"]
