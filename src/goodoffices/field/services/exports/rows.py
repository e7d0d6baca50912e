"""The rows of an export, read so many submissions at a time."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.db.models import F, QuerySet

from goodoffices.core.tlp import TLP
from goodoffices.field.models import Submission, SubmissionVersion
from goodoffices.field.services.exports.columns import Column, Layout, Table, around, rounds

CHUNK = 500
"""Submissions read at a time: what an export of any size costs in memory."""

LATITUDE, LONGITUDE = "//latitude", "//longitude"
"""Keys of the first point answered: no columns of a table, and no question can be called so."""

RELATED = ("form", "office", "device", "by")

Row = dict[str, Any]


class Selection:
    """The submissions to be written, in the order of a query; only their ids are held."""

    def __init__(self, rows: QuerySet[Submission]) -> None:
        found = rows.values_list("pk", flat=True).iterator(chunk_size=CHUNK)
        self._ids = array("q", found)
        self._known: dict[str, dict[int, Any]] = {name: {} for name in RELATED}

    def __len__(self) -> int:
        return len(self._ids)

    def parts(self) -> Iterator[list[Submission]]:
        """Yield the submissions, so many at a time, with the few forms, offices, devices and
        officers they share."""
        for start in range(0, len(self._ids), CHUNK):
            wanted = self._ids[start : start + CHUNK]
            kept = Submission.objects.in_bulk(list(wanted))
            part = [kept[pk] for pk in wanted if pk in kept]
            for name in RELATED:
                self._share(part, name)
            yield part

    def _share(self, part: list[Submission], name: str) -> None:
        known, column = self._known[name], f"{name}_id"
        missing = {getattr(one, column) for one in part} - {None} - known.keys()
        if missing:
            model: Any = Submission._meta.get_field(name).related_model
            known.update(model._default_manager.in_bulk(missing))
        for one in part:
            pk = getattr(one, column)
            if pk is not None:
                setattr(one, name, known[pk])

    def facts(self) -> Iterator[Row]:
        """Yield what every submission has, without its answers."""
        for part in self.parts():
            versions = _versions(part)
            for one in part:
                yield facts(one, versions.get(one.pk, ""))

    def rows(self, layout: Layout, table: Table) -> Iterator[Row]:
        """Yield the rows of one table of a form."""
        repeats = [one.repeat for one in layout.tables if one.repeat]
        for part in self.parts():
            versions = {} if table.repeat else _versions(part)
            for one in part:
                if not table.repeat:
                    yield facts(one, versions.get(one.pk, "")) | answered(layout, table, one)
                else:
                    yield from _repeated(layout, table, one, repeats)


def _versions(part: list[Submission]) -> dict[int, str]:
    found = SubmissionVersion.objects.filter(
        submission__in=[one.pk for one in part], number=F("submission__current")
    )
    return dict(found.values_list("submission_id", "form_version__version"))


def facts(one: Submission, version: str) -> Row:
    """Return what every submission has, by the names of `columns.FACTS`."""
    return {
        "code": one.code,
        "instanceID": one.root_id,
        "form": one.form.xform_id,
        "version": version,
        "number": one.current,
        "received_at": one.received_at,
        "started_at": one.started_at,
        "ended_at": one.ended_at,
        "office": one.office.name if one.office else "",
        "officer": one.by.name if one.by else "",
        "device": one.device.name if one.device else "",
        "channel": one.channel,
        "review": one.review,
        "mapping": one.mapping_state,
        "flags": list(one.flags),
        "language": one.language,
        "name": one.name,
        "tlp": TLP(one.tlp).name.replace("_", "+"),
        "files_awaited": one.awaits_media,
        LATITUDE: one.latitude,
        LONGITUDE: one.longitude,
    }


def answered(layout: Layout, table: Table, one: Submission) -> Row:
    """Return the answers outside of repeats, by the keys of the table's columns."""
    return _values(layout, table, one.answers, lambda column: column.question.path)


def _repeated(layout: Layout, table: Table, one: Submission, repeats: list[str]) -> Iterator[Row]:
    answers: dict[str, str] = one.answers
    for at in rounds(answers, table.repeat):
        outer = around(at, repeats)
        links = {
            "instanceID": one.root_id,
            "key": f"{one.root_id}/{at}",
            "parent_key": f"{one.root_id}/{outer}" if outer else one.root_id,
        }
        yield links | _values(layout, table, answers, _placed(table, at))


def _placed(table: Table, at: str) -> Callable[[Column], str]:
    return lambda column: at + column.question.path.removeprefix(table.repeat)


def _values(
    layout: Layout, table: Table, answers: Mapping[str, str], key: Callable[[Column], str]
) -> Row:
    return {
        column.key: layout.value(column, answers.get(key(column), "")) for column in table.columns
    }
