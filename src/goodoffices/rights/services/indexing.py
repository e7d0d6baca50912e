"""The words under which persons, groups, cases and acts are found: never those of an identity.

Persons and groups are filed under their code names alone, in every language of the codebook. What
is noted of them is not searched, and identities are not read here at all.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from goodoffices import codebook
from goodoffices.core import search
from goodoffices.methods.text import index_text
from goodoffices.rights.models import Act, Case, Group, Person

LANGUAGES = ("en", "ar", "he")
SIGNS = 4
"""So many signs of the code stand in a code name."""


def file_person(*persons: Person) -> None:
    """File persons under their code names."""
    search.index("person", (_row(one, _codenames(one)) for one in persons))


def file_group(*groups: Group) -> None:
    """File groups under their code names."""
    search.index("group", (_row(one, _codenames(one)) for one in groups))


def file_case(*cases: Case) -> None:
    """File cases under title, summary and kind."""
    search.index("case", (_row(one, _case(one)) for one in cases))


def file_act(*acts: Act) -> None:
    """File acts under their description and kind; never under a place or a person of theirs,
    which one who sees the act may not see."""
    search.index("act", (_row(one, _act(one)) for one in acts))


def mark_anew(record: Any) -> None:
    """Say anew who may find a record whose mark changed."""
    kind = str(record._meta.model_name)
    if kind in search.KINDS:  # estimates and lists of people are not found by words
        search.rescope(kind, [(record.pk, record.programme_id, int(record.tlp))])


def forget(sender: Any, instance: Any, **_more: Any) -> None:
    """Take a record that is deleted out of the search."""
    search.remove(str(sender._meta.model_name), [instance.pk])


def _row(record: Any, words: Iterable[str]) -> tuple[int, int, int, str]:
    return record.pk, record.programme_id, int(record.tlp), index_text("\n".join(words))


def _codenames(subject: Person | Group) -> list[str]:
    if subject.alias:
        return [subject.alias]
    signs = subject.code[:SIGNS]
    return [f"{said} {signs}" for said in _labels("code_words", subject.word) or [subject.word]]


def _case(case: Case) -> list[str]:
    return [case.title, case.summary, *_labels("case_kinds", case.kind)]


def _act(act: Act) -> list[str]:
    return [act.description, *_labels("act_types", act.kind)]


def _labels(scheme: str, code: str) -> list[str]:
    entries = codebook.load()[scheme]
    return [entries[code].label(one) for one in LANGUAGES] if code in entries else []
