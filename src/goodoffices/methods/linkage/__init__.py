"""Linkage: which reports tell of one event, why, and which of them copied one another."""

from .learning import Decision, learn
from .linking import Linked, link
from .model import Model
from .origins import Origin, copied, origins
from .passing import passed_on
from .quality import Quality, evaluate
from .reasons import CODES, Reason, reasons
from .records import Record, toll
from .suggesting import Suggestion, suggest

__all__ = [
    "CODES",
    "Decision",
    "Linked",
    "Model",
    "Origin",
    "Quality",
    "Reason",
    "Record",
    "Suggestion",
    "copied",
    "evaluate",
    "learn",
    "link",
    "origins",
    "passed_on",
    "reasons",
    "suggest",
    "toll",
]
