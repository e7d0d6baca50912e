"""Text: one folding for Arabic, Hebrew and English, and search on either database with it."""

from .excerpt import Excerpt, excerpt
from .letters import fold
from .query import Query, Term, fts5, query, tsquery
from .scripts import direction, language_of
from .words import index_text, placed_words, tokens

__all__ = [
    "Excerpt",
    "Query",
    "Term",
    "direction",
    "excerpt",
    "fold",
    "fts5",
    "index_text",
    "language_of",
    "placed_words",
    "query",
    "tokens",
    "tsquery",
]
