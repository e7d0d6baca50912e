"""The same person? Names in Arabic, Hebrew and Latin script set side by side, with reasons."""

from .blocking import blocking_keys, candidate_pairs
from .evidence import GRADES, POINTS, Comparison, Entry, compare_entries
from .grouping import Groups, grouped
from .likeness import REASONS, Likeness, compare_names
from .pairing import CERTAIN, POSSIBLE, RowPair, banded, candidates, pair_rows
from .parts import NamePart, PersonName, person_name

__all__ = [
    "CERTAIN",
    "GRADES",
    "POINTS",
    "POSSIBLE",
    "REASONS",
    "Comparison",
    "Entry",
    "Groups",
    "Likeness",
    "NamePart",
    "PersonName",
    "RowPair",
    "banded",
    "blocking_keys",
    "candidate_pairs",
    "candidates",
    "compare_entries",
    "compare_names",
    "grouped",
    "pair_rows",
    "person_name",
]
