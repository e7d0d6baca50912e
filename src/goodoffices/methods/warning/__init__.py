"""Early warning: what is usual, and what is not."""

from .usual import compared, daily_band, usual_range

__all__ = ["compared", "daily_band", "usual_range"]
