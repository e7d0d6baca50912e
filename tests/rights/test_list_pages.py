"""The pages of casualty lists: what they do, and that nobody learns what is not theirs."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from goodoffices.core import jobs
from goodoffices.core.models import AuditEntry, Job, Membership
from goodoffices.core.tlp import TLP
from goodoffices.rights.identities import keys
from goodoffices.rights.models import (
    CasualtyList,
    ListDecision,
    ListPair,
    ListUpload,
    PersonLink,
    RowPerson,
)
from goodoffices.rights.services.lists import deciding, matching, tying
from tests.cast import Cast, sign_in
from tests.rights.list_stage import ALEF, BET, NAMES, compared, rows_of, source, uploaded
from tests.rights.stage import known, person


def client(member: Membership) -> Client:
    return sign_in(Client(), member)


def at(name: str, **parts: Any) -> str:
    return reverse(f"rights:{name}", kwargs={"programme": "talmora", **parts})


def text(answer: Any) -> str:
    if getattr(answer, "streaming", False):
        return b"".join(answer.streaming_content).decode("utf-8", "replace")
    return str(answer.content.decode())


def named(page: str) -> list[str]:
    return [name for name in NAMES if name in page]


def test_a_list_is_uploaded_confirmed_and_loaded(in_programme: Cast) -> None:
    officer, origin = client(in_programme.rights_officer), source(in_programme.programme)
    file = SimpleUploadedFile("names of the dead.csv", ALEF.encode())
    answer = officer.post(at("list-new"), {"file": file})
    held = ListUpload.objects.get()
    assert answer["Location"] == at("list-confirm", code=held.code)
    page = text(officer.get(answer["Location"]))
    assert "Mahmud Khatibyan" in page
    assert client(in_programme.director).get(answer["Location"]).status_code == 404
    given = {
        "title": "Register of the hospital",
        "source": origin.code,
        "tlp": "3",
        "name_0": "name",
        "id": "id",
        "sex": "sex",
        "age": "age",
        "date": "date",
        "date_order": "iso",
        "place_0": "place",
        "status": "status",
        "word_0": "killed",
        "word_1": "missing",
    }
    bad = officer.post(answer["Location"], given | {"name_0": ""})
    assert bad.status_code == 400
    answer = officer.post(answer["Location"], given)
    made = CasualtyList.objects.get()
    assert answer["Location"] == at("list", code=made.code)
    assert "Each name is encrypted" in text(officer.get(answer["Location"]))
    jobs.run_now(Job.objects.get())
    page = text(officer.get(answer["Location"]))
    assert "3 rows" in page
    assert rows_of(made)[0].code in page
    assert not named(page)
    assert "names of the dead" not in str(list(AuditEntry.objects.values()))


def test_a_file_that_is_no_list_is_told_and_not_kept(in_programme: Cast) -> None:
    officer = client(in_programme.rights_officer)
    uploaded(in_programme)
    for content in (b"", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, b"%PDF-1.7"):
        answer = officer.post(at("list-new"), {"file": SimpleUploadedFile("list.csv", content)})
        assert answer.status_code == 400
    keys.path().unlink()
    good = SimpleUploadedFile("list.csv", ALEF.encode())
    answer = officer.post(at("list-new"), {"file": good})
    assert answer.status_code == 409
    assert "key of the identities is not here" in text(answer)
    assert not ListUpload.objects.exists()


def test_pairs_are_decided_without_names_and_with_them_for_a_reason(in_programme: Cast) -> None:
    one, other = uploaded(in_programme, title="A"), uploaded(in_programme, BET, title="B")
    officer, mona = client(in_programme.rights_officer), client(in_programme.monitoring_officer)
    answer = mona.post(at("lists-compare"), {"lists": [one.code, other.code]})
    assert "/tasks/" in answer["Location"]
    jobs.run_now(Job.objects.get(kind="rights.lists.match"))
    address = f"{at('list-pairs', code=one.code)}?with={other.code}"
    page = text(mona.get(address))
    assert "The names are written alike in two scripts, the same age" in page
    assert "1 day apart" in page
    assert not named(page)
    assert "Show the names" not in page
    names = f"{at('list-names', code=one.code)}?with={other.code}"
    assert mona.get(names).status_code == 403
    assert officer.post(names, {"reason": ""}).status_code == 400
    assert not named(text(officer.get(address)))
    officer.post(names, {"reason": "Deciding the pairs"})
    page = text(officer.get(address))
    assert {"Khatibyan", "خطيبيان"} <= set(named(page))
    opened = AuditEntry.objects.filter(action="rights.list.names_opened").order_by("seq")
    assert {entry.reason for entry in opened} == {"Deciding the pairs"}
    assert [len(entry.data["rows"]) for entry in opened] == [0, 0, 1, 1]
    pair = ListPair.objects.get()
    decide = at("pair-decide", code=pair.code)
    answer = mona.post(decide, {"verdict": "same", "first": one.code})
    assert answer["Location"] == address
    assert "Every pair is decided" in text(mona.get(address))
    assert "meanwhile" in text(officer.post(decide, {"verdict": "different"}, follow=True))
    said = ListDecision.objects.get()
    mona.post(at("pair-undo", code=said.code), {"reason": "Looked again"})
    assert "1 pair is left" in text(mona.get(address))
    page = text(mona.get(at("lists-overlap")))
    assert "People on both lists" in page


def test_a_row_shows_its_name_once_and_whom_it_is_tied_to(in_programme: Cast) -> None:
    made, whose = uploaded(in_programme), person(in_programme.programme)
    row = rows_of(made)[0]
    parts = {"code": made.code, "row": row.code}
    officer, ana = client(in_programme.rights_officer), client(in_programme.analyst)
    answer = officer.post(at("row-name", **parts), {"reason": "The family asked"})
    assert "Mahmud Khatibyan" in text(answer)
    assert "no-store" in answer["Cache-Control"]
    assert not named(text(officer.get(at("list-row", **parts))))
    officer.post(at("row-tie", **parts), {"who": whose.code, "reason": "Same papers"})
    tie = RowPerson.objects.get()
    assert whose.codename in text(ana.get(at("list-row", **parts)))
    assert row.code in text(ana.get(at("person", code=whose.code)))
    whose.tlp = TLP.RED
    whose.save()
    page = text(ana.get(at("list-row", **parts)))
    assert whose.code not in page
    assert whose.codename not in page
    assert tie.reason not in page


def test_a_list_is_taken_out(in_programme: Cast) -> None:
    made, address = uploaded(in_programme), ""
    address = at("list-export", code=made.code)
    officer = client(in_programme.rights_officer)
    out = officer.post(address, {"use": "share", "form": "csv"})
    page = text(out)
    assert not named(page)
    assert rows_of(made)[0].code in page
    refused = officer.post(address, {"use": "share", "form": "csv", "names": "on"})
    assert refused.status_code == 400
    with_names = {"use": "share", "form": "csv", "names": "on", "reason": "The court asked"}
    assert "Khatibyan" in text(officer.post(address, with_names))
    sheet = officer.post(address, {"use": "share", "form": "xlsx"})
    assert text(sheet)[:2] == "PK"
    entries = AuditEntry.objects.filter(action="core.export").order_by("seq")
    assert [entry.data["names"] for entry in entries] == [False, True, False]


def test_a_list_goes_out_of_use_and_comes_back(in_programme: Cast) -> None:
    made = uploaded(in_programme)
    mona = client(in_programme.monitoring_officer)
    mona.post(at("list-use", code=made.code), {"reason": "The wrong file"})
    assert "The wrong file" in text(mona.get(at("list", code=made.code)))
    assert made.code not in text(mona.get(at("lists-compare")))
    mona.post(at("list-use", code=made.code), {"reason": "It was right"})
    assert made.code in text(mona.get(at("lists-compare")))


def test_two_persons_are_the_same_on_both_pages(in_programme: Cast) -> None:
    one, other = known(in_programme.programme), known(in_programme.programme)
    mona, officer = client(in_programme.monitoring_officer), client(in_programme.rights_officer)
    given = {"who": other.code, "certainty": "likely", "reason": "Came with the same papers"}
    mona.post(at("person-same", code=one.code), given)
    for subject, named_there in ((one, other), (other, one)):
        page = text(mona.get(at("person", code=subject.code)))
        assert named_there.codename in page
        assert "Came with the same papers" in page
    page = text(officer.post(at("person-alike", code=one.code), {"reason": "Two files"}))
    assert other.codename in page
    assert "Zubaida" not in page
    link = PersonLink.objects.get()
    mona.post(at("person-part", code=other.code, said=link.code), {"reason": "Two sisters"})
    assert "Two sisters" in text(mona.get(at("person", code=one.code)))


def test_a_hidden_person_leaves_no_trace_on_the_other(in_programme: Cast) -> None:
    one, other = known(in_programme.programme), known(in_programme.programme)
    director = in_programme.director.user
    page_before = at("person", code=one.code)
    mona, officer = client(in_programme.monitoring_officer), client(in_programme.rights_officer)
    other.tlp = TLP.RED
    other.save()
    plain = without_token(text(mona.get(page_before)))
    other.tlp = TLP.AMBER
    other.save()
    tying.same_person(one=one, other=other, certainty="likely", reason="Papers", by=director)
    other.tlp = TLP.RED
    other.save()
    assert without_token(text(mona.get(page_before))) == plain
    found = officer.post(at("person-alike", code=one.code), {"reason": "x"})
    assert other.codename not in text(found)
    assert "0 persons" in text(found)
    given = {"who": other.code, "certainty": "likely", "reason": "x"}
    unknown = mona.post(at("person-same", code=one.code), given | {"who": "nobody"})
    hidden = mona.post(at("person-same", code=one.code), given)
    assert hidden.status_code == unknown.status_code == 400
    told = without_token(text(hidden)).replace(other.code, "nobody")
    assert told == without_token(text(unknown))


def test_a_hidden_list_leaves_no_trace(in_programme: Cast) -> None:
    """Pages of who may not see a list say the same as if it were not there."""
    director = in_programme.director.user
    one, other = uploaded(in_programme, title="A"), uploaded(in_programme, BET, title="B")
    compared(in_programme, one, other)
    jobs.run_now(matching.start(programme=one.programme, lists=[one], by=director))
    row = rows_of(one)[0]
    addresses = [
        at("lists"),
        at("list", code=one.code),
        at("lists-overlap"),
        at("lists-compare"),
        at("list-pairs", code=one.code),
        at("list-row", code=one.code, row=row.code),
        at("people"),
        reverse("core:history", args=["talmora"]),
        reverse("home"),
    ]
    people = (in_programme.analyst, in_programme.monitoring_officer, in_programme.rights_officer)
    readers = [client(member) for member in people]

    def seen() -> list[set[str]]:
        """What each page says, in pieces: that a list was compared once more it may say."""
        pages = [reader.get(address) for reader in readers for address in addresses]
        return [set(without_times(without_token(text(page))).split("<li")) for page in pages]

    before = seen()
    hidden = uploaded(in_programme, title="C", by=in_programme.director.user, tlp=TLP.RED)
    jobs.run_now(matching.start(programme=one.programme, lists=[one, hidden], by=director))
    deciding.decide(one=row, other=rows_of(hidden)[0], verdict="same", by=director)
    assert [n for n, (a, b) in enumerate(zip(before, seen(), strict=True)) if a != b] == []
    reader = readers[2]
    pair = ListPair.objects.filter(match__other=hidden, match__one=one)[0]
    for name, parts in (
        ("list", {"code": hidden.code}),
        ("list-pairs", {"code": hidden.code}),
        ("list-export", {"code": hidden.code}),
        ("pair-decide", {"code": pair.code}),
        ("pair-undo", {"code": ListDecision.objects.get().code}),
    ):
        assert reader.post(at(name, **parts)).status_code in {404, 405}, name
    beside = f"{at('list-pairs', code=one.code)}?with={hidden.code}"
    assert reader.get(beside).status_code == 404


def without_times(page: str) -> str:
    import re

    return re.sub(r"<time.*?</time>", "", page)


def without_token(page: str) -> str:
    """A page without what differs at each showing."""
    import re

    page = re.sub(r'csrfmiddlewaretoken" value="[^"]*"', "", page)
    page = re.sub(r'nonce="[^"]*"', "", page)
    return re.sub(r'CSRFToken": "[^"]*"', "", page)
