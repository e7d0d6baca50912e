"""Which words of a text take a side or judge, in Arabic, Hebrew and English, and why."""

from .called import Called
from .matching import Checker, Hit
from .rules import SEVERITIES, Pack, Rule

__all__ = ["SEVERITIES", "Called", "Checker", "Hit", "Pack", "Rule"]
