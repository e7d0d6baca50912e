"""The hierarchical log-linear models of two to five lists, each as the terms it holds.

A term is the set of lists whose membership it ties together, as bits: 0b0011 ties the first list
to the second. A model is hierarchical when with a term it holds all parts of it. All models hold
each list for itself; none holds the term of all lists, which would leave the unseen free.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import combinations

Model = tuple[int, ...]
"""The terms of a model that tie two lists or more, rising by size, then by value."""


@cache
def hierarchical_models(lists: int) -> tuple[Model, ...]:
    """Return all hierarchical models: 1 for two lists, 8 for three, 113 for four, 6,893 for five.

    The model of independence comes first.
    """
    models: list[tuple[int, ...]] = [()]
    for size in range(2, lists):
        models = [grown for model in models for grown in _with_terms(model, lists, size)]
    return tuple(sorted(models, key=lambda model: (len(model), model)))


def _with_terms(model: Model, lists: int, size: int) -> list[Model]:
    """Return the model with each set of terms of one size all of whose parts it holds."""
    held = set(model)
    free = [
        term
        for term in _terms(lists, size)
        if size == 2 or all(term ^ 1 << place in held for place in _places(term))
    ]
    return [
        (*model, *chosen) for many in range(len(free) + 1) for chosen in combinations(free, many)
    ]


def _terms(lists: int, size: int) -> list[int]:
    return sorted(sum(1 << one for one in some) for some in combinations(range(lists), size))


def _places(term: int) -> list[int]:
    return [place for place in range(term.bit_length()) if term >> place & 1]


def generators(model: Model, lists: int) -> Model:
    """Return the largest terms of a model, which imply all others; lists alone where untied."""
    alone = tuple(1 << place for place in range(lists))
    terms = (*alone, *model)
    return tuple(
        term for term in terms if not any(term != other and term & other == term for other in terms)
    )


def named(model: Model, names: Sequence[str]) -> str:
    """Write a model by its generators in brackets, as the literature does: "[A B] [B C]"."""
    groups = (
        " ".join(names[place] for place in _places(term)) for term in generators(model, len(names))
    )
    return " ".join(f"[{group}]" for group in groups)
