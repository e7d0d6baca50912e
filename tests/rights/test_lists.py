"""Casualty lists come in encrypted, are compared without showing a name, decided and taken out."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.db import connection

from goodoffices.codebook.errors import Conflict, InvalidInput, NotFound, NotPermitted
from goodoffices.core import jobs
from goodoffices.core.models import AuditEntry, Job
from goodoffices.core.tlp import TLP
from goodoffices.formats import casualty_lists
from goodoffices.rights.identities import keys
from goodoffices.rights.identities.keys import IdentitiesClosed
from goodoffices.rights.models import (
    CasualtyList,
    Identity,
    ListDecision,
    ListPair,
    ListRejection,
    ListRow,
    ListUpload,
)
from goodoffices.rights.queries.lists import capture_histories
from goodoffices.rights.services import consent, identity_keys
from goodoffices.rights.services.lists import deciding, exporting, matching, names, tying, uploads
from tests.cast import Cast
from tests.rights.list_stage import ALEF, BET, NAMES, compared, rows_of, source, uploaded
from tests.rights.stage import consented, person


def everything_stored() -> str:
    """All that the database holds, as text: what a thief of the file would read."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - our own tables
            for row in cursor.fetchall():
                found += [
                    bytes(v).decode("utf-8", "replace")
                    if isinstance(v, bytes | memoryview)
                    else str(v)
                    for v in row
                ]
    return "\n".join(found)


def test_no_name_is_stored_open_and_all_else_is_read(in_programme: Cast) -> None:
    bad = (
        ALEF + "A-4,Zubaida Kharrazyan,m,a hundred,2026-03-07,Harrow,killed\n,Noname Nobody,,,,,\n"
    )
    made = uploaded(in_programme, bad)
    assert (made.state, made.rows_total) == ("ready", 5)
    first = rows_of(made)[0]
    assert (first.number, first.sex, first.age, first.born) == (2, "m", 30, 1996)
    assert (first.date, first.places, first.status) == ("2026-03-05", ["Harrow"], "killed")
    refused = list(ListRejection.objects.order_by("line").values_list("line", "column", "reason"))
    assert refused == [(5, "age", "bad_number"), (6, "id", "missing_value")]
    stored = everything_stored()
    for name in (*NAMES[:4], "Kharrazyan", "Noname", "A-1", "hundred"):
        assert name not in stored
    assert not ListUpload.objects.exists()
    found = names.open_names(of=[made], rows=[first], by=in_programme.director.user, reason="x")
    assert found[first.pk].names == ("Mahmud Khatibyan",)
    assert found[first.pk].documents == ("A-1",)
    entry = AuditEntry.objects.get(action="rights.list.names_opened")
    assert (entry.reason, entry.data) == ("x", {"rows": [first.code]})


def test_a_file_without_a_header_tells_nothing_of_its_first_row(in_programme: Cast) -> None:
    from goodoffices.formats.casualty_lists import PersonColumns

    by = in_programme.rights_officer.user
    text = b"Mahmud Khatibyan,m,x\nRivka Dorveshi,f,y\n"
    held = uploads.keep(programme=in_programme.programme, file=BytesIO(text), by=by)
    given = uploads.GivenList(title="R", source=source(in_programme.programme))
    columns = PersonColumns(name=("Mahmud Khatibyan",), age="x")
    made = uploads.confirm(upload=held, given=given, columns=columns, by=by)
    assert "Khatibyan" not in everything_stored()
    assert made.job is not None
    jobs.run_now(made.job)
    assert "Khatibyan" not in everything_stored()
    assert ListRejection.objects.get().column == "age"


def test_without_a_key_nothing_is_stored(in_programme: Cast) -> None:
    made = uploaded(in_programme)
    held = keys.path().read_text()
    keys.path().unlink()
    by = in_programme.rights_officer.user
    for attempt in (
        lambda: uploads.keep(programme=made.programme, file=BytesIO(ALEF.encode()), by=by),
        lambda: matching.start(programme=made.programme, lists=[made], by=by),
        lambda: names.open_names(of=[made], rows=rows_of(made), by=by, reason="x"),
    ):
        with pytest.raises(IdentitiesClosed, match="key"):
            attempt()
    assert not ListUpload.objects.exists()
    keys.path().write_text(held)
    upload = uploads.keep(programme=made.programme, file=BytesIO(ALEF.encode()), by=by)
    given = uploads.GivenList(title="R", source=source(made.programme))
    columns = casualty_lists.suggest_columns(*uploads.top(upload))
    second = uploads.confirm(upload=upload, given=given, columns=columns, by=by)
    keys.evict()
    assert second.job is not None
    done = jobs.run_now(second.job)
    assert (done.state, done.error_code) == ("failed", "keys-evicted")
    second.refresh_from_db()
    assert second.state == "failed"
    assert not ListRow.objects.filter(casualty_list=second).exists()
    assert not ListUpload.objects.exists()


def test_another_key_opens_nothing_and_a_new_one_everything(in_programme: Cast) -> None:
    made = uploaded(in_programme)
    by = in_programme.rights_officer.user
    assert identity_keys.rotate().done == 3
    assert len(names.open_names(of=[made], rows=rows_of(made), by=by, reason="x")) == 3
    moved = Identity.objects.filter(row__isnull=False).order_by("pk")
    one, other = moved[0], moved[1]
    one.sealed, other.sealed = other.sealed, one.sealed
    one.save()
    other.save()
    assert len(names.open_names(of=[made], rows=rows_of(made), by=by, reason="x")) == 1
    keys.path().write_text(f"another {'A' * 43}=\n")
    assert names.open_names(of=[made], rows=rows_of(made), by=by, reason="x") == {}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "xls"),
        (b"%PDF-1.7 people", "PDF"),
        (b"\x7fELF" + bytes(range(256)) * 4, "program"),
        (b"name\n" + b"x" * (25 * 2**20), "larger than 25 MB"),
    ],
)
def test_what_is_no_list_is_refused(in_programme: Cast, data: bytes, words: str) -> None:
    by = in_programme.rights_officer.user
    with pytest.raises(InvalidInput, match=words):
        uploads.keep(programme=in_programme.programme, file=BytesIO(data), by=by)
    assert not ListUpload.objects.exists()


def test_pairs_are_found_across_scripts_with_reasons_that_hold_no_name(in_programme: Cast) -> None:
    one, other = uploaded(in_programme), uploaded(in_programme, BET)
    compared(in_programme, one, other)
    pair = ListPair.objects.get()
    assert (pair.one, pair.other) == (rows_of(one)[0], rows_of(other)[0])
    assert pair.band == "certain"
    assert {"same-birth-year", "date-near", "same-place"} <= set(pair.facts)
    stored = everything_stored()
    assert not [name for name in NAMES if name in stored]
    compared(in_programme, one, other)
    assert ListPair.objects.count() == 1


def test_a_long_list_names_somebody_twice(in_programme: Cast) -> None:
    twice = ALEF + "A-9,Khatibyan Mahmoud,m,30,2026-03-05,Harrow,killed\n"
    made = uploaded(in_programme, twice)
    compared(in_programme, made)
    pair = ListPair.objects.get()
    assert [pair.one.number, pair.other.number] == [2, 5]


def test_decisions_are_appended_withdrawn_and_hold(in_programme: Cast) -> None:
    one, other = uploaded(in_programme), uploaded(in_programme, BET)
    by = in_programme.monitoring_officer.user
    left, right = rows_of(one), rows_of(other)
    said = deciding.decide(one=right[0], other=left[0], verdict="same", by=by)
    with pytest.raises(Conflict, match="meanwhile"):
        deciding.decide(one=left[0], other=right[0], verdict="different", by=by)
    with pytest.raises(Conflict, match="two rows of one list"):
        deciding.decide(one=left[0], other=right[1], verdict="same", by=by)
    deciding.undo(decision=said, by=by, reason="Looked again")
    deciding.decide(one=left[0], other=right[0], verdict="different", by=by)
    assert ListDecision.objects.count() == 2
    assert set(
        AuditEntry.objects.filter(action__startswith="rights.list.deci").values_list(
            "action", flat=True
        )
    ) == {"rights.list.decided", "rights.list.decision_withdrawn"}
    with pytest.raises(InvalidInput):
        deciding.decide(one=left[0], other=right[1], verdict="perhaps", by=by)
    with pytest.raises(NotPermitted):
        deciding.decide(one=left[0], other=right[1], verdict="same", by=in_programme.analyst.user)


def test_not_the_same_is_a_wall_round_every_corner(in_programme: Cast) -> None:
    lists = [uploaded(in_programme, title=str(number)) for number in range(3)]
    a, b, c = (rows_of(one)[0] for one in lists)
    by = in_programme.director.user
    deciding.decide(one=a, other=b, verdict="different", by=by)
    deciding.decide(one=a, other=c, verdict="same", by=by)
    with pytest.raises(Conflict):
        deciding.decide(one=b, other=c, verdict="same", by=by)
    a2, b2, c2 = (rows_of(one)[1] for one in lists)
    deciding.decide(one=a2, other=b2, verdict="same", by=by)
    deciding.decide(one=b2, other=c2, verdict="same", by=by)
    with pytest.raises(Conflict, match="By way of other rows"):
        deciding.decide(one=a2, other=c2, verdict="different", by=by)


def test_a_hidden_list_speaks_against_nothing(in_programme: Cast) -> None:
    """A refusal for a decision on a hidden list would tell that there is one."""
    lists = [uploaded(in_programme, title=str(number)) for number in range(3)]
    a, b, c = (rows_of(one) for one in lists)
    director, officer = in_programme.director.user, in_programme.monitoring_officer.user
    deciding.decide(one=a[0], other=c[0], verdict="same", by=director)
    deciding.decide(one=b[1], other=c[0], verdict="same", by=director)
    CasualtyList.objects.filter(pk=lists[2].pk).update(tlp=TLP.RED)
    lists[2].refresh_from_db()
    deciding.decide(one=a[0], other=b[0], verdict="same", by=officer)
    c[1].casualty_list = lists[2]
    with pytest.raises(NotFound):
        deciding.decide(one=a[1], other=c[1], verdict="same", by=officer)
    assert capture_histories(in_programme.analyst, lists[:2])[True, True] == 1


def taken_out(made: CasualtyList, wanted: exporting.Wanted) -> str:
    people = exporting.rows(one=made, wanted=wanted)
    return b"".join(casualty_lists.as_csv(people)).decode()


def test_a_list_goes_out_with_codes_or_for_a_reason_with_names(in_programme: Cast) -> None:
    text = ALEF + "=A-4,=cmd() Evil,m,30,2026-03-05,Harrow,killed\n"
    made, officer = uploaded(in_programme, text), in_programme.rights_officer
    plain = exporting.Wanted()
    exporting.begin(one=made, member=officer, wanted=plain)
    out = taken_out(made, plain)
    assert rows_of(made)[0].code in out
    assert not [name for name in (*NAMES, "A-1", "Evil") if name in out]
    named = exporting.Wanted(names=True)
    with pytest.raises(InvalidInput, match="why"):
        exporting.begin(one=made, member=officer, wanted=named)
    exporting.begin(one=made, member=officer, wanted=named, reason="For the partner")
    out = taken_out(made, named)
    assert "A-1,Mahmud Khatibyan" in out
    assert "'=A-4,'=cmd() Evil" in out
    back = list(casualty_lists.read(BytesIO(out.encode()), mapping=casualty_lists.OWN_MAPPING))
    assert [row.name for row in back][3] == "=cmd() Evil"  # type: ignore[union-attr]
    with pytest.raises(InvalidInput):
        exporting.begin(
            one=made, member=officer, reason="x", wanted=exporting.Wanted("publish", names=True)
        )
    with pytest.raises(NotPermitted):
        exporting.begin(one=made, member=in_programme.monitoring_officer, wanted=plain)
    made.tlp = TLP.RED
    with pytest.raises(InvalidInput, match="RED"):
        exporting.begin(one=made, member=officer, wanted=plain)


def test_a_tied_row_leaves_while_the_person_allows_it(in_programme: Cast) -> None:
    made, whose = uploaded(in_programme), person(in_programme.programme)
    by = in_programme.monitoring_officer.user
    row = rows_of(made)[0]
    tie = tying.tie_row(row=row, person=whose, by=by)
    with pytest.raises(Conflict):
        tying.tie_row(row=row, person=person(in_programme.programme), by=by)
    assert row.code not in taken_out(made, exporting.Wanted())
    given = consented(whose, "share")
    out = exporting.rows(one=made, wanted=exporting.Wanted())
    assert next(out).external_id == row.code
    consent.withdraw(consent=given, by=by, reason="Asked for it")
    assert row.code not in taken_out(made, exporting.Wanted())
    tying.untie_row(tie=tie, by=by, reason="Another one")
    assert row.code in taken_out(made, exporting.Wanted())


def test_a_tie_to_a_hidden_person_speaks_against_nothing(in_programme: Cast) -> None:
    made = uploaded(in_programme)
    hidden = person(in_programme.programme, tlp=TLP.RED, by=in_programme.director.user)
    row = rows_of(made)[0]
    tying.tie_row(row=row, person=hidden, by=in_programme.director.user)
    seen = person(in_programme.programme)
    tying.tie_row(row=row, person=seen, by=in_programme.monitoring_officer.user)
    consented(seen, "share")
    assert row.code not in taken_out(made, exporting.Wanted())


def test_two_persons_are_said_to_be_one(in_programme: Cast) -> None:
    one, other = (person(in_programme.programme) for _ in range(2))
    by = in_programme.monitoring_officer.user
    given: dict[str, Any] = {"certainty": "likely", "reason": "The same papers", "by": by}
    link = tying.same_person(one=other, other=one, **given)
    with pytest.raises(Conflict):
        tying.same_person(one=one, other=other, **given)
    with pytest.raises(InvalidInput):
        tying.same_person(one=one, other=one, **given)
    tying.part_again(link=link, by=by, reason="Two brothers")
    tying.same_person(one=one, other=other, **given)
    hidden = person(in_programme.programme, tlp=TLP.RED)
    with pytest.raises(NotFound):
        tying.same_person(one=one, other=hidden, **given)


def test_the_work_tells_nothing_to_who_sees_the_task(in_programme: Cast) -> None:
    made = uploaded(in_programme, tlp=TLP.RED)
    compared(in_programme, made)
    for job in Job.objects.all():
        assert job.result == {}
        assert job.total == 100
        assert job.note == ""
    assert made.title not in str(list(AuditEntry.objects.values_list("data", "reason")))
