"""What kinds of records a programme keeps, why, on what ground, and when to look again."""

from goodoffices.core.retention.registry import KINDS, Kind, Purge, kinds, register

__all__ = ["KINDS", "Kind", "Purge", "kinds", "register"]
