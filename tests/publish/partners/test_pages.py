"""The pages of partners: from an agreement to a file in somebody's hands, and files back."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from goodoffices.core.models import Membership
from goodoffices.core.tlp import TLP
from goodoffices.monitor.models import Import, SavedMapping
from goodoffices.publish.models import ExchangeRun, Partner, PartnerToken
from goodoffices.publish.partners.services import incoming
from tests.cast import Cast, sign_in
from tests.publish.partners.stage import agreed, approved, incident, partner, places, prepared

HOME = "/p/talmora/partners/"


def client(member: Membership) -> Client:
    return sign_in(Client(), member)


def body(answer: Any) -> str:
    return unescape(answer.content.decode())


def given(**more: Any) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "fields_": ["date", "place"],
        "place_level": "district",
        "grid_km": "25",
        "time_unit": "month",
        "smallest": "5",
        "ceiling": "1",
        "states": ["verified"],
        "language": "en",
        "purpose": "To watch together",
        "basis": "public",
        "agreed_with": "Its office",
        "since": today.isoformat(),
        "until": (today + timedelta(days=9)).isoformat(),
        **more,
    }


def test_from_a_partner_to_a_file_in_somebodys_hands(in_programme: Cast) -> None:
    cast = in_programme
    incident(cast.programme, place=places(cast.programme)["village"])
    one, other = client(cast.rights_officer), client(cast.director)
    said = {"name": "Peace Watch", "name_ar": "مراقبة السلام", "kind": "rights", "tlp": "3"}
    there = one.post(f"{HOME}new/", said).url
    assert "No agreement holds today" in body(one.get(there))
    made = one.post(f"{there}agree/", given())
    assert made.status_code == 302, body(made)
    assert "What stays here" in body(one.get(made.url))
    run = one.post(f"{there}prepare/", {"form": "csv", "bom": "on", "hxl": "on"}).url
    page = body(one.get(run))
    assert "Somebody else has to look at it" in page
    assert "The district" in page
    assert "Xanthippe" not in page
    assert one.post(f"{run}approve/").status_code == 403
    assert one.post(f"{run}file/").status_code == 409
    assert other.post(f"{run}approve/").status_code == 302
    assert other.post(f"{run}approve/").status_code == 409
    sent = other.post(f"{run}file/")
    assert sent["Content-Disposition"].endswith('.csv"')
    assert sent.content.startswith(b"\xef\xbb\xbfid,date_from,date_to,place,place_kind\r\n#meta+id")
    assert other.get(f"{run}metadata.json").json()["rows"] == 1
    assert one.post(f"{run}hand-over/", {"how": "In person"}).status_code == 302
    assert "handed over" in body(one.get(there))


def test_what_the_editor_refuses_comes_back_with_all_that_was_typed(in_programme: Cast) -> None:
    cast = in_programme
    with_, browser = partner(cast.programme), client(cast.director)
    there = f"{HOME}{with_.code}/agree/"
    for wrong, words in (
        ({"places": "Nowhere"}, "Nowhere: There is no place of this name."),
        ({"papers": "0000"}, "There is no file of this code."),
        ({"first_day": "2026-03-04"}, "cut a period in two"),
        ({"ceiling": "3"}, "Select a valid choice"),
        ({"fields_": ["title"]}, "Select a valid choice"),
    ):
        answer = browser.post(there, given(**wrong))
        assert answer.status_code == 400
        assert words in body(answer)
        assert "To watch together" in body(answer)
    assert not with_.agreements.exists()


def test_a_finer_version_warns_before_and_after(in_programme: Cast) -> None:
    cast = in_programme
    with_ = partner(cast.programme)
    agreed(with_)
    incident(cast.programme)
    run = approved(cast, with_)
    browser = client(cast.director)
    assert "This partner already has files" in body(browser.get(f"{HOME}{with_.code}/agree/"))
    agreed(with_, time_unit="day", smallest=0)
    for page in (f"{HOME}{with_.code}/agreements/2/", f"{HOME}{with_.code}/prepare/"):
        assert "Periods become shorter" in body(browser.get(page))
    assert "does not hold any more" in body(browser.get(f"/p/talmora/exchanges/{run.code}/"))


def test_how_many_stayed_for_their_mark_is_told_to_those_who_may_see_them(
    in_programme: Cast,
) -> None:
    cast = in_programme
    with_ = partner(cast.programme, tlp=TLP.GREEN)
    agreed(with_)
    incident(cast.programme, tlp=TLP.AMBER)
    run = prepared(with_, cast.rights_officer.user)
    address, words = f"/p/talmora/exchanges/{run.code}/", "Left out for their mark"
    assert words in body(client(cast.director).get(address))
    Membership.objects.filter(pk=cast.director.pk).update(clearance=TLP.GREEN)
    assert words not in body(client(cast.director).get(address))


def test_a_partners_own_people_see_nothing_new(in_programme: Cast) -> None:
    cast = in_programme
    with_ = partner(cast.programme, members=[cast.partner], tlp=TLP.GREEN)
    browser = client(cast.partner)
    assert browser.get(HOME).status_code == 403
    assert browser.get(f"{HOME}{with_.code}/").status_code == 403
    assert "/partners/" not in body(browser.get("/p/talmora/situation/"))


def test_a_code_of_another_programme_or_a_guess_leads_nowhere(in_programme: Cast) -> None:
    from django_scopes import scope

    cast = in_programme
    with scope(programme=cast.other_programme):
        theirs = partner(cast.other_programme, "Theirs")
    browser = client(cast.director)
    for code in (theirs.code, "0000000000", "x"):
        assert browser.get(f"{HOME}{code}/").status_code == 404
        assert browser.get(f"/p/talmora/exchanges/{code}/").status_code == 404
        assert browser.post(f"/p/talmora/exchanges/{code}/file/").status_code == 404


def test_a_token_is_shown_once_and_waits_for_a_second_person(in_programme: Cast) -> None:
    cast = in_programme
    with_ = partner(cast.programme)
    agreed(with_)
    there = f"{HOME}{with_.code}/"
    one, other = client(cast.rights_officer), client(cast.director)
    [secret] = re.findall(
        r"goodpartner_[\w-]+(?=\" autocomplete)",
        body(one.post(f"{there}tokens/", {"name": "Nightly", "days": "30"})),
    )
    assert secret not in body(one.get(there))
    key = PartnerToken.objects.get()
    assert one.post(f"{there}tokens/{key.code}/approve/").status_code == 403
    assert other.post(f"{there}tokens/{key.code}/approve/").status_code == 302
    assert "open" in body(one.get(there))
    other.post(f"{there}tokens/{key.code}/revoke/")
    assert "revoked" in body(one.get(there))


def test_two_people_at_once_overwrite_nothing(in_programme: Cast) -> None:
    cast = in_programme
    with_ = partner(cast.programme)
    said = {"name": "New name", "kind": "un", "tlp": "3", "revision": "1"}
    browser = client(cast.director)
    assert browser.post(f"{HOME}{with_.code}/change/", said).status_code == 302
    assert browser.post(f"{HOME}{with_.code}/change/", said).status_code == 409
    partner(cast.programme, "Taken")
    said |= {"name": "Taken", "revision": "2"}
    assert browser.post(f"{HOME}{with_.code}/change/", said).status_code == 409
    with_.refresh_from_db()
    assert (with_.name, with_.revision) == ("New name", 2)


@pytest.fixture
def mapping(in_programme: Cast) -> SavedMapping:
    told = {"title": "What", "date": "Day", "source": "Says"}
    return SavedMapping.objects.create(
        programme=in_programme.programme, name="Their table", mapping=told
    )


def test_a_partners_file_is_filed_under_the_partner(
    in_programme: Cast, mapping: SavedMapping
) -> None:
    cast = in_programme
    with_ = partner(cast.programme)
    content = b"What,Day,Says\nShelling,2026-03-04,Somebody else\n"
    browser = client(cast.monitoring_officer)
    answer = browser.post(
        f"{HOME}{with_.code}/take-in/",
        {
            "file": SimpleUploadedFile("theirs.csv", content),
            "reader": f"mapping:{mapping.code}",
            "tlp": "2",
        },
    )
    started = Import.objects.get()
    assert answer.url.endswith(f"/imports/{started.code}/"), body(answer)
    run = ExchangeRun.objects.get()
    with_.refresh_from_db()
    assert started.source == with_.source
    assert started.mapping["source"] == ""
    assert (run.direction, run.imported, run.sha256) == ("in", started, started.file.sha256)
    page = body(browser.get(f"/p/talmora/exchanges/{run.code}/"))
    assert "theirs.csv" in page
    assert "Not taken" in page
    assert browser.post(f"/p/talmora/exchanges/{run.code}/approve/").status_code == 403
    assert client(cast.director).post(f"/p/talmora/exchanges/{run.code}/file/").status_code == 404


def test_the_rows_of_a_partners_file_are_counted(in_programme: Cast, mapping: SavedMapping) -> None:
    from io import BytesIO

    from goodoffices.core import jobs

    cast = in_programme
    with_ = partner(cast.programme)
    content = b"What,Day\nShelling,2026-03-04\nFire,not a day at all\n"
    started = incoming.take_in(
        partner=with_,
        file=BytesIO(content),
        name="theirs.csv",
        reader="table",
        by=cast.director.user,
        mapping={**mapping.mapping, "source": ""},
    )
    assert started.job is not None
    jobs.run_now(started.job)
    started.refresh_from_db()
    assert started.added + started.rejected == 2
    assert incoming.source_of(Partner.objects.get(), by=cast.director.user) == started.source
