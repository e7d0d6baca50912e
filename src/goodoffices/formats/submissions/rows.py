"""From the answers of a submission, by a confirmed mapping, to a report row."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, TypeVar

from goodoffices.formats.claims import digested
from goodoffices.formats.submissions import flags as codes
from goodoffices.formats.submissions.answers import Answers
from goodoffices.formats.submissions.counting import claim_tolls
from goodoffices.formats.submissions.entries import (
    DateEntry,
    Entry,
    LinkEntry,
    NarrativeEntry,
    PartyEntry,
    PlaceEntry,
    TitleEntry,
    TollEntry,
    TypeEntry,
    paths_of,
)
from goodoffices.formats.submissions.flags import Flag
from goodoffices.formats.submissions.questions import Questions
from goodoffices.formats.submissions.telling import (
    Teller,
    links,
    narrative,
    parties,
    title,
    types,
)
from goodoffices.formats.submissions.when_where import claim_dates, claim_places
from goodoffices.formats.values import ReportRow

E = TypeVar("E")
LONGEST_ID = 200
OWN_ID = "instanceID"


@dataclass(frozen=True, slots=True)
class Made:
    """The report of a submission, or None where it says nothing; and what had to be flagged."""

    row: ReportRow | None
    flags: tuple[Flag, ...]


def make_row(
    answers: Answers,
    questions: Questions,
    entries: Sequence[Entry],
    *,
    root_id: str,
    origin: Mapping[str, str],
    received: datetime,
) -> Made:
    """Make the report row of a submission by the entries of a confirmed mapping.

    ``root_id``: the instanceID the submission began with, which stays over its edits; ``origin``
    says which instance of which form it is read from, and is part of ``raw``, so that every edit
    is a version of its own and reading the same again gives the same digest.
    """
    teller = Teller(answers, questions, received)
    _flag_gone(teller, entries)
    said: dict[str, Any] = {
        "title": title(teller, _of(entries, TitleEntry)),
        "text": narrative(teller, _of(entries, NarrativeEntry)),
        "dates": _each(claim_dates(teller, one) for one in _of(entries, DateEntry)),
        "places": _each(claim_places(teller, one) for one in _of(entries, PlaceEntry)),
        "types": _each(types(teller, one) for one in _of(entries, TypeEntry)),
        "parties": _each(parties(teller, one) for one in _of(entries, PartyEntry)),
        "tolls": tuple(claim_tolls(teller, _of(entries, TollEntry))),
        "links": _each(links(teller, one) for one in _of(entries, LinkEntry)),
    }
    if not (any(said.values()) and _is_answered(answers, entries)):
        teller.flag(codes.NOTHING_SAID)
        return Made(None, tuple(teller.flags))
    raw, digest = digested({**origin, **_as_text(said)})
    row = ReportRow(
        external_id=short_id(root_id),
        raw=raw,
        digest=digest,
        line=1,
        language=answers.language or "en",
        **said,
    )
    return Made(row, tuple(teller.flags))


def short_id(root_id: str) -> str:
    """Return a submission's own id as a report holds it; a very long one is told by its hash."""
    if len(root_id) <= LONGEST_ID:
        return root_id
    return f"sha256:{digested({OWN_ID: root_id})[1]}"


def _is_answered(answers: Answers, entries: Sequence[Entry]) -> bool:
    """Say whether any question that gives a claim was answered (a constant type alone says
    nothing of what happened)."""
    paths = {path for entry in entries for path in paths_of(entry)}
    return any(answers.keys.get(path) or answers.rounds.get(path) for path in paths)


def _flag_gone(teller: Teller, entries: Iterable[Entry]) -> None:
    known = teller.questions
    for entry in entries:
        for path in paths_of(entry):
            if path not in known.by_path and path not in known.repeats:
                teller.flag(codes.QUESTION_GONE, path)


def _of(entries: Sequence[Entry], kind: type[E]) -> list[E]:
    return [entry for entry in entries if isinstance(entry, kind)]


def _each(groups: Iterable[Iterable[Any]]) -> tuple[Any, ...]:
    """Return claims of one kind, each once, in order."""
    return tuple(dict.fromkeys(claim for group in groups for claim in group))


def _as_text(said: Mapping[str, Any]) -> dict[str, str]:
    return {
        name: value if isinstance(value, str) else json.dumps(_plain(value), ensure_ascii=False)
        for name, value in said.items()
        if value
    }


def _plain(claims: Iterable[Any]) -> list[Any]:
    """Return claims as JSON holds them, without what they leave open."""
    return [
        claim
        if isinstance(claim, str)
        else {name: value for name, value in asdict(claim).items() if value not in ("", None, ())}
        for claim in claims
    ]
