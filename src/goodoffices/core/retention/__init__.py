"""What kinds of records a programme keeps, why, on what ground, and when to look again."""

from goodoffices.core.retention.registry import (
    AGAINST,
    KINDS,
    Kind,
    Purge,
    against,
    kinds,
    register,
)

__all__ = ["AGAINST", "KINDS", "Kind", "Purge", "against", "kinds", "register"]
