"""Linkage: which reports tell of one event, why, and which of them copied one another."""

from .model import Model
from .reasons import CODES, Reason, reasons
from .records import Record, toll
from .suggesting import Suggestion, suggest

__all__ = ["CODES", "Model", "Reason", "Record", "Suggestion", "reasons", "suggest", "toll"]
