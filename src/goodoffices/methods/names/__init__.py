"""The same person? Names in Arabic, Hebrew and Latin script set side by side, with reasons."""

from .blocking import blocking_keys, candidate_pairs
from .evidence import GRADES, POINTS, Comparison, Entry, compare_entries
from .likeness import REASONS, Likeness, compare_names
from .parts import NamePart, PersonName, person_name

__all__ = [
    "GRADES",
    "POINTS",
    "REASONS",
    "Comparison",
    "Entry",
    "Likeness",
    "NamePart",
    "PersonName",
    "blocking_keys",
    "candidate_pairs",
    "compare_entries",
    "compare_names",
    "person_name",
]
