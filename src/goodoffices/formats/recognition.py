"""Tell what a table looks like from its columns, so that a refusal can say it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn

from goodoffices.codebook.errors import InvalidInput

SIGNS: tuple[tuple[str, frozenset[str]], ...] = (
    (
        "UCDP GED events that were compared between two releases",
        frozenset({"id", "date_start_old", "date_start_new", "best_old", "best_new"}),
    ),
    ("UCDP GED events", frozenset({"id", "type_of_violence", "date_start", "best"})),
    ("an ACLED export", frozenset({"event_id_cnty", "event_date", "sub_event_type"})),
    ("an ACLED list of deletions", frozenset({"event_id_cnty", "deleted_timestamp"})),
    ("a UCDP country-year or dyad-year table", frozenset({"conflict_id", "year", "side_a"})),
    ("ICEWS events", frozenset({"event_id", "event_date", "cameo_code"})),
    ("a Good Offices export", frozenset({"code", "date", "verification", "killed_best"})),
)


def looks_like(columns: Sequence[str]) -> str:
    """Name the kind of table some columns belong to, or nothing."""
    names = {name.strip().lower() for name in columns}
    for what, sign in SIGNS:
        if sign <= names:
            return what
    if len(columns) in (58, 61) and columns[0].strip().isdecimal():
        return "GDELT events"
    return ""


def refuse_columns(wanted: str, missing: Sequence[str], columns: Sequence[str]) -> NoReturn:
    """Refuse a table for the columns it lacks, and say what it looks like instead."""
    what = looks_like(columns)
    shown = ", ".join(columns[:6]) + (", …" if len(columns) > 6 else "")
    instead = f"It looks like {what}." if what else f"Its columns are {shown[:300]}."
    raise InvalidInput(
        f"The table is not {wanted}: it has no column {', '.join(missing)}. {instead} "
        "Choose another reader, or map its columns by hand."
    )
