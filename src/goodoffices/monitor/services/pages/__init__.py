"""Web pages that reports link to, saved as evidence."""

from goodoffices.monitor.services.pages.keeping import KIND, ask, may_save, save_waiting

__all__ = ["KIND", "ask", "may_save", "save_waiting"]
