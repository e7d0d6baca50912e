"""Reports made of what came from the field: one submission is one report, whatever happens."""

from goodoffices.monitor.services.submissions.taking import TAKE, take_waiting

__all__ = ["TAKE", "take_waiting"]
