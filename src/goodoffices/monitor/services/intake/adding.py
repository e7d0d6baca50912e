"""New reports in bulk: the report, its words, its claims, and the incident it opens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from goodoffices.core import bulk, search
from goodoffices.core.codes import new_codes
from goodoffices.formats.values import ReportRow
from goodoffices.monitor.models import (
    Claim,
    Incident,
    IncidentParty,
    Report,
    ReportLink,
    ReportVersion,
)
from goodoffices.monitor.services.intake.arrivals import Arrival, Origin, stored_moment
from goodoffices.monitor.services.intake.claims import CLAIM_COLUMNS, TAIL, Tail, cut
from goodoffices.monitor.services.intake.desk import Desk
from goodoffices.monitor.services.intake.words import report_words
from goodoffices.monitor.services.linking.expecting import expect
from goodoffices.monitor.services.values import COLUMNS, Values

REPORT_COLUMNS = (
    *("id", "programme_id", "code", "tlp", "source_id", "external_id", "channel", "office_id"),
    *("language", "title", "credibility", "current", "first_day", "last_day", "received_at"),
    *("withdrawn_at", "withdrawn_reason", "is_linked", "set_aside_at", "imported_id", "by_id"),
    "submission_id",
)
VERSION_COLUMNS = (
    *("report_id", "number", "raw", "digest", "title", "text", "language", "links"),
    *("published", "received_at", "imported_id", "by_id"),
)
INCIDENT_COLUMNS = (
    *("id", "programme_id", "code", "tlp", "own_tlp", "title", "title_language", "summary"),
    *("summary_language", "office_id", "state", "revision"),
    *("date_rule", "place_rule", "type_rule", "toll_rule", *COLUMNS),
    *("report_count", "withdrawn_count", "source_count", "sole_source_id"),
    *("created_at", "updated_at"),
)
LINK_COLUMNS = (
    *("report_id", "incident_id", "reason", "by_id", "at"),
    *("withdrawn_at", "withdrawn_by_id", "withdrawn_reason"),
)
PARTY_COLUMNS = ("incident_id", "party_id", "role")

_KIND, _FIRST, _LAST = TAIL.index("kind"), TAIL.index("first_day"), TAIL.index("last_day")
_PLACE_TEXT, _PARTY_TEXT = TAIL.index("place_text"), TAIL.index("party_text")


def add_reports(
    desk: Desk,
    arrival: Arrival,
    rows: Sequence[ReportRow],
    *,
    opening: bool,
    origins: Sequence[Origin] = (),
) -> range:
    """Add reports that their source has not given before; each opens an incident if asked.

    ``origins``: the submissions that the rows are made of, one a row, where they come from the
    field. Must run inside a transaction. Returns the ids of the reports, in the order of the rows.
    """
    desk.prepare(rows, arrival.tlp)
    ids = bulk.reserve_ids(Report, len(rows))
    tails = [list(desk.recorder.tails(row)) for row in rows]
    began = _began(arrival, rows, origins)
    bulk.insert(Report, REPORT_COLUMNS, _reports(arrival, rows, ids, tails, began, linked=opening))
    bulk.insert(
        ReportVersion,
        VERSION_COLUMNS,
        (
            version(pk, 1, row, arrival, moment)
            for pk, row, (_, moment) in zip(ids, rows, began, strict=True)
        ),
    )
    bulk.insert(Claim, CLAIM_COLUMNS, _claims(ids, tails))
    words = [words_of(row, said) for row, said in zip(rows, tails, strict=True)]
    search.index("report", _filed(arrival, ids, words))
    if opening:
        _open(desk, arrival, ids, tails, words)
    expect(arrival.programme, ids)
    return ids


def _began(
    arrival: Arrival, rows: Sequence[ReportRow], origins: Sequence[Origin]
) -> list[tuple[int | None, Any]]:
    """Return the submission of each row, or None, and when the row came in."""
    if not origins:
        return [(None, arrival.moment)] * len(rows)
    return [(one.submission_id, stored_moment(one.received_at)) for one in origins]


def _reports(
    arrival: Arrival,
    rows: Sequence[ReportRow],
    ids: range,
    tails: Sequence[Sequence[Tail]],
    began: Sequence[tuple[int | None, Any]],
    *,
    linked: bool,
) -> Iterator[Tail]:
    codes = new_codes(len(rows))
    programme_id = arrival.programme.pk
    for pk, code, row, said, (submission_id, moment) in zip(
        ids, codes, rows, tails, began, strict=True
    ):
        first, last = days_of(said)
        yield (
            *(pk, programme_id, code, arrival.tlp, arrival.source_id, row.external_id),
            *(arrival.channel, arrival.office_id, row.language[:8], cut(row.title, 300), None, 1),
            *(first, last, moment),
            *(moment if row.withdrawn else None, "", linked, None),
            *(arrival.imported_id, arrival.by_id, submission_id),
        )


def days_of(tails: Sequence[Tail]) -> tuple[int | None, int | None]:
    """Return the first and last day of a report's first date claim."""
    for tail in tails:
        if tail[_KIND] == "date":
            return tail[_FIRST], tail[_LAST]
    return None, None


def words_of(row: ReportRow, tails: Sequence[Tail]) -> str:
    """Return the tokens by which a report is found."""
    named = (tail[_PLACE_TEXT] or tail[_PARTY_TEXT] for tail in tails)
    return report_words(row.title, row.text, named)


def version(report_id: int, number: int, row: ReportRow, arrival: Arrival, moment: Any) -> Tail:
    """Return one version of a report as a row of `VERSION_COLUMNS`."""
    return (
        *(report_id, number, row.raw, row.digest, cut(row.title, 300), row.text),
        *(row.language[:8], list(row.links), row.published[:40], moment),
        *(arrival.imported_id, arrival.by_id),
    )


def _claims(ids: range, tails: Sequence[Sequence[Tail]]) -> Iterator[Tail]:
    for pk, said in zip(ids, tails, strict=True):
        head = (pk, 1, True)
        for tail in said:
            yield head + tail


def _filed(
    arrival: Arrival, ids: range, words: Iterable[str]
) -> Iterator[tuple[int, int, int, str]]:
    programme_id, tlp = arrival.programme.pk, arrival.tlp
    return ((pk, programme_id, tlp, text) for pk, text in zip(ids, words, strict=True))


def _open(
    desk: Desk,
    arrival: Arrival,
    report_ids: range,
    tails: Sequence[Sequence[Tail]],
    words: Sequence[str],
) -> None:
    """Open one unverified incident per report."""
    ids = bulk.reserve_ids(Incident, len(report_ids))
    values = [desk.values(said) for said in tails]
    moment, by_id = arrival.moment, arrival.by_id
    bulk.insert(Incident, INCIDENT_COLUMNS, _incidents(desk, arrival, ids, values))
    bulk.insert(
        ReportLink,
        LINK_COLUMNS,
        (
            (report, incident, "", by_id, moment, None, None, "")
            for report, incident in zip(report_ids, ids, strict=True)
        ),
    )
    bulk.insert(
        IncidentParty,
        PARTY_COLUMNS,
        (
            (pk, party, role)
            for pk, found in zip(ids, values, strict=True)
            for party, role in found.parties
        ),
    )
    search.index("incident", _filed(arrival, ids, desk.incident_words(values, words)))


def _incidents(
    desk: Desk, arrival: Arrival, ids: range, values: Sequence[Values]
) -> Iterator[Tail]:
    programme, moment, tlp = arrival.programme, arrival.moment, arrival.tlp
    rules = (
        *(programme.date_rule, programme.place_rule, programme.type_rule, programme.toll_rule),
    )
    before = (tlp, tlp, "", "", "", "", arrival.office_id, "unverified", 1, *rules)
    after = (1, 0, 1, arrival.source_id, moment, moment)
    for pk, code, value in zip(ids, new_codes(len(ids)), values, strict=True):
        yield (pk, programme.pk, code, *before, *value.columns, *after)
