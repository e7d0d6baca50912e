"""The programme's words: versioned vocabularies in three languages, and the one tree of errors.

Usage: ``from goodoffices import codebook`` and then ``codebook.load().label("event_types",
"battle_clash", "ar")``. Importing this package reads no file; `load` does, once per process.
"""

from goodoffices.codebook.loading import load
from goodoffices.codebook.schemes import LANGUAGES, Codebook, Entry, Scheme

__all__ = ["LANGUAGES", "Codebook", "Entry", "Scheme", "load"]
