"""Search: one table of folded words per kind of record, scope applied inside the database.

Rooms index what they write and ask for conditions on their own querysets; nothing here returns
more than ids, and nothing a person types reaches a database as syntax.
"""

from goodoffices.core.search.asking import (
    among,
    best,
    count,
    estimate,
    matching,
)
from goodoffices.core.search.kinds import KINDS
from goodoffices.core.search.looking import which
from goodoffices.core.search.writing import index, remove, rescope

__all__ = [
    "KINDS",
    "among",
    "best",
    "count",
    "estimate",
    "index",
    "matching",
    "remove",
    "rescope",
    "which",
]
