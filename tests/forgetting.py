"""What the program keeps in memory and a test has to forget: ids come again after a rollback."""

from __future__ import annotations


def forget_forms() -> None:
    """Forget published versions of forms."""
    from goodoffices.field.services.receiving import finding

    for kept in vars(finding).values():
        if hasattr(kept, "cache_clear"):
            kept.cache_clear()
