"""Pages of places, parties and boundaries: what they show, take, refuse and hide."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django_scopes import scope, scopes_disabled

from goodoffices.codebook.errors import InvalidInput
from goodoffices.core.jobs.worker import work
from goodoffices.core.models import (
    AuditEntry,
    BoundarySet,
    Job,
    Membership,
    Party,
    PartyLabel,
    Place,
    Programme,
)
from goodoffices.core.queries import places as reading
from goodoffices.core.services import parties, places
from goodoffices.core.services.parties import GivenParty, GivenPartyName
from goodoffices.core.services.places import GivenName, GivenPlace
from tests.cast import Cast

pytestmark = pytest.mark.django_db
HOME = "/p/talmora/"


def client(member: Membership, language: str = "en") -> Client:
    made = Client()
    made.cookies["django_language"] = language
    made.force_login(member.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return made


def place(cast: Cast, name: str = "Harrow", **more: Any) -> Place:
    given = GivenPlace(more.pop("kind", "town"), name, **more)
    with scope(programme=cast.programme):
        return places.add(programme=cast.programme, given=given, by=None)


def party(cast: Cast, name: str = "Front", **more: Any) -> Party:
    given = GivenParty(more.pop("kind", "armed_group"), name, **more)
    with scope(programme=cast.programme):
        return parties.add(programme=cast.programme, given=given, by=None)


def text(answer: Any) -> str:
    return str(answer.content.decode())


PLACE = {
    "kind": "town",
    "name": "Harrow",
    "name_en": "",
    "name_ar": "هارو",
    "name_he": "",
    "others": "Harro\nمدينة هارو\n\nHarro",
    "parent": "",
    "latitude": "11.5",
    "longitude": "31.25",
    "radius_m": "2500",
    "population": "",
    "tlp": "0",
}


def test_a_place_is_added_by_a_form_and_shown(cast: Cast) -> None:
    own = client(cast.monitoring_officer)
    answer = own.post(f"{HOME}places/new/", PLACE)
    assert answer.status_code == 302
    with scope(programme=cast.programme):
        made = Place.objects.get()
        names = set(made.names.values_list("language", "name", "status"))
    assert names == {
        ("en", "Harrow", "preferred"),
        ("ar", "هارو", "preferred"),
        ("und-Latn", "Harro", "alternate"),
        ("und-Arab", "مدينة هارو", "alternate"),
    }
    page = text(own.get(answer["Location"]))
    assert "Harro" in page
    assert "<svg" in page
    assert "added a place" in page
    assert "هارو" in text(client(cast.analyst, "ar").get(f"{HOME}places/"))


def test_what_is_wrong_is_said_on_the_form_and_nothing_is_lost(cast: Cast) -> None:
    own = client(cast.monitoring_officer)
    page = text(own.post(f"{HOME}places/new/", PLACE | {"latitude": "91"}))
    assert "between -90 and 90" in page
    assert "مدينة هارو" in page
    page = text(own.post(f"{HOME}places/new/", PLACE | {"parent": "Nowhere"}))
    assert "no place of this name" in page


def test_a_place_is_corrected_and_the_second_of_two_is_told(cast: Cast) -> None:
    made = place(cast, names=(GivenName("ar", "هارو", "preferred"), GivenName("fr", "Harrou")))
    own = client(cast.director)
    address = f"{HOME}places/{made.code}/change/"
    shown = own.get(address).context["form"].initial
    assert (shown["name_ar"], shown["others"]) == ("هارو", "Harrou")
    asked = PLACE | {"others": "Harrou", "seen": shown["seen"], "reason": "surveyed"}
    assert own.post(address, asked).status_code == 302
    with scope(programme=cast.programme):
        assert made.names.get(name="Harrou").language == "fr"
        assert AuditEntry.objects.get(action="core.place.changed").reason == "surveyed"
    late = own.post(address, asked | {"name": "Other"})
    assert late.status_code == 409
    with scope(programme=cast.programme):
        made.refresh_from_db()
    assert made.name == "Harrow"


def test_lists_find_filter_and_count_only_what_one_may_see(cast: Cast) -> None:
    region = place(cast, "North", kind="region")
    place(cast, "Harrow", parent=region)
    place(cast, "Harrow Quay", kind="site", parent=region, tlp=3)
    for member, count in ((cast.director, 2), (cast.partner, 1)):
        page = client(member).get(f"{HOME}places/?q=harrow")
        assert page.context["page"].paginator.count == count
        assert ("Harrow Quay" in text(page)) is (member == cast.director)
        inside = client(member).get(f"{HOME}places/?in={region.code}")
        assert inside.context["page"].paginator.count == count
        assert client(member).get(f"{HOME}places/{region.code}/").context["inside_count"] == count
    assert "Harrow" not in text(client(cast.director).get(f"{HOME}places/?kind=region&q="))


@pytest.mark.parametrize(
    "query", ["q=%22%27)%20OR%201=1", "kind=x&page=-4", "in=%00", "q=" + "x" * 3000]
)
@pytest.mark.parametrize("room", ["places", "parties"])
def test_nonsense_in_the_address_is_a_clear_page(cast: Cast, room: str, query: str) -> None:
    place(cast)
    assert client(cast.director).get(f"{HOME}{room}/?{query}").status_code == 200


def test_a_larger_place_one_may_not_see_is_not_named(cast: Cast) -> None:
    hidden = place(cast, "Safe House District", kind="district", tlp=3)
    seen = place(cast, "Harrow", parent=hidden)
    for address in ("places/", f"places/{seen.code}/", "places/suggest/?q=harrow"):
        assert "Safe House" not in text(client(cast.partner).get(HOME + address))
        assert "Harrow" in text(client(cast.partner).get(HOME + address))
    assert "Safe House" in text(client(cast.director).get(f"{HOME}places/{seen.code}/"))


def test_a_hidden_larger_place_survives_a_correction(cast: Cast) -> None:
    hidden = place(cast, "Safe House District", kind="district", tlp=4)
    seen = place(cast, "Harrow", parent=hidden)
    own = client(cast.director)
    address = f"{HOME}places/{seen.code}/change/"
    page = own.get(address)
    assert "Safe House" not in text(page)
    seen_before = page.context["form"].initial["seen"]
    asked = PLACE | {"seen": seen_before, "reason": "x"}
    assert own.post(address, asked).status_code == 302
    with scope(programme=cast.programme):
        seen.refresh_from_db()
    assert seen.parent_id == hidden.pk


def test_typed_words_mean_one_place_or_none(in_programme: Cast) -> None:
    cast, member = in_programme, in_programme.director
    north, south = (place(cast, name, kind="region") for name in ("North", "South"))
    one = place(cast, "Harrow", parent=north, names=(GivenName("ar", "هارو"),))
    two = place(cast, "Harrow", parent=south)
    assert reading.by_words(" ", member) is None
    assert reading.by_words("هارو", member) == one
    assert reading.by_words("harrow, SOUTH", member) == two
    assert reading.by_words("هارو، North", member) == one
    assert reading.words_for(two, member) == "Harrow, South"
    assert reading.words_for(north, member) == "North"
    for words in ("Harrow", "Nowhere", "Harrow, East"):
        with pytest.raises(InvalidInput):
            reading.by_words(words, member)


def test_names_that_carry_markup_stay_text(cast: Cast) -> None:
    made = place(cast, "<script>alert(1)</script>")
    other = party(cast, '"><img src=x onerror=alert(1)>')
    for address in ("places/", f"places/{made.code}/", "parties/", f"parties/{other.code}/"):
        page = text(client(cast.director).get(HOME + address))
        assert "<script>alert" not in page
        assert "<img src=x" not in page


PARTY = {
    "kind": "political_party",
    "name": "League of Quay",
    "name_ar": "رابطة",
    "others": "LQ",
    "external_ids": "ucdp:118\nACLED: 7",
    "note": "founded 1990",
    "tlp": "1",
}


def test_a_party_is_added_corrected_and_shown(cast: Cast) -> None:
    own = client(cast.monitoring_officer)
    answer = own.post(f"{HOME}parties/new/", PARTY)
    assert answer.status_code == 302
    with scope(programme=cast.programme):
        made = Party.objects.get()
    assert made.external_ids == {"ucdp": "118", "acled": "7"}
    address = f"{HOME}parties/{made.code}/change/"
    shown = own.get(address).context["form"].initial
    assert shown["external_ids"] == "ucdp:118\nacled:7"
    changed = {**PARTY, "name": "League", "seen": shown["seen"], "reason": "renamed"}
    assert own.post(address, changed).status_code == 302
    page = text(own.get(f"{HOME}parties/{made.code}/"))
    assert "ucdp:118" in page
    assert "renamed" in page
    wrong = text(own.post(f"{HOME}parties/new/", PARTY | {"external_ids": "118"}))
    assert "scheme:id" in wrong


def test_what_others_call_a_party_is_kept_and_taken_back(cast: Cast) -> None:
    made = party(cast, names=(GivenPartyName("en", "The Front"),))
    own = client(cast.monitoring_officer)
    label = {"label": "the bandits", "language": "en", "used_by": "Radio Sarend"}
    assert own.post(f"{HOME}parties/{made.code}/labels/", label).status_code == 302
    page = text(own.get(f"{HOME}parties/{made.code}/"))
    assert "the bandits" in page
    assert "Radio Sarend" in page
    assert own.post(f"{HOME}parties/{made.code}/labels/", {"label": "x"}).status_code == 400
    drop = f"{HOME}parties/{made.code}/labels/drop/"
    assert own.post(drop, label).status_code == 400
    assert own.post(drop, label | {"used_by": "Other", "reason": "x"}).status_code == 404
    assert own.post(drop, label | {"reason": "misheard"}).status_code == 302
    with scopes_disabled():
        assert PartyLabel.objects.count() == 0


def test_roles_strangers_and_other_programmes(cast: Cast) -> None:
    made, front = place(cast), party(cast)
    for address in ("places/new/", "places/gazetteer/", "boundaries/new/", "parties/new/"):
        assert client(cast.analyst).get(HOME + address).status_code == 403
        assert client(cast.outsider).get(HOME + address).status_code == 404
        assert Client().get(HOME + address).status_code == 302
    for address in (f"places/{made.code}/", f"parties/{front.code}/", "boundaries/"):
        assert client(cast.outsider).get(HOME + address).status_code == 404
        assert client(cast.outsider).get(f"/p/elsewhere/{address}").status_code in (200, 404)
    elsewhere = client(cast.outsider).get(f"/p/elsewhere/places/{made.code}/")
    assert elsewhere.status_code == 404


def lines() -> bytes:
    ring = [[30, 10], [31, 10], [31, 11], [30, 10]]
    geometry = {"type": "Polygon", "coordinates": [ring]}
    feature = {"type": "Feature", "properties": {"name": "North"}, "geometry": geometry}
    return json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()


def test_a_file_of_boundaries_is_loaded_in_the_background(
    cast: Cast, tmp_path: Any, settings: Any
) -> None:
    settings.DATA = tmp_path
    own = client(cast.monitoring_officer)
    asked = {
        "file": SimpleUploadedFile("lines.geojson", lines()),
        "source": "Survey office",
        "licence": "CC BY 4.0",
        "note": "as of 2025",
    }
    answer = own.post(f"{HOME}boundaries/new/", asked)
    assert "/tasks/" in answer["Location"]
    work(until_idle=True)
    with scopes_disabled():
        job, made = Job.objects.get(), BoundarySet.objects.get()
    assert (job.state, job.result) == ("done", {"set": "survey-office", "areas": 1})
    page = text(own.get(f"{HOME}boundaries/"))
    assert "Survey office" in page
    assert "CC BY 4.0" in page
    assert "as of 2025" in page
    own.post(f"{HOME}boundaries/{made.code}/shown/", {"shown": "no"})
    with scopes_disabled():
        made.refresh_from_db()
    assert not made.shown
    assert own.get(answer["Location"]).status_code == 200


def test_a_file_that_is_no_geojson_fails_with_a_sentence(
    cast: Cast, tmp_path: Any, settings: Any
) -> None:
    settings.DATA = tmp_path
    own = client(cast.monitoring_officer)
    asked = {"file": SimpleUploadedFile("x.geojson", b"\x00\x01"), "source": "a", "licence": "b"}
    answer = own.post(f"{HOME}boundaries/new/", asked)
    work(until_idle=True)
    assert "not GeoJSON" in text(own.get(answer["Location"]))
    with scopes_disabled():
        assert BoundarySet.objects.count() == 0


def test_the_gazetteer_is_filled_in_the_background(
    cast: Cast, tmp_path: Any, settings: Any
) -> None:
    settings.DATA = tmp_path
    Programme.objects.filter(pk=cast.programme.pk).update(countries=["PS"])
    own = client(cast.director)
    assert own.get(f"{HOME}places/gazetteer/").context["form"].initial == {"countries": ["PS"]}
    assert own.post(f"{HOME}places/gazetteer/", {"countries": ["XX"]}).status_code == 200
    own.post(f"{HOME}places/gazetteer/", {"countries": ["MC"]})
    work(until_idle=True)
    with scopes_disabled():
        assert Job.objects.get().state == "done"
        assert Place.objects.filter(kind="country").get().external_ids["iso"] == "MC"
