"""Own pages are versions; the site opens and closes; letters come to one inbox and go."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django_scopes import scopes_disabled

from goodoffices.codebook.errors import Conflict, InvalidInput, NotPermitted
from goodoffices.core.models import AuditEntry
from goodoffices.publish import site_rows
from goodoffices.publish.models import Letter, ReleasedSite, SiteText
from goodoffices.publish.pages import services
from tests.cast import Cast, sign_in

SAFE = "# Who we are\n\nWe help. <script>alert(1)</script> [x](javascript:alert(1))"


def saved(cast: Cast, body: str = SAFE, seen: int = 0, **more: str) -> SiteText:
    """Save a version of a page as the press officer."""
    where = {"page": "about", "language": "en"} | more
    by = cast.press_officer.user
    return services.save_text(programme=cast.programme, body=body, seen=seen, by=by, **where)


def at(name: str, **more: str | int) -> str:
    """Return an address of the room."""
    return reverse(f"publish:{name}", kwargs={"programme": "talmora", **more})


def test_a_version_is_public_only_once_it_is_published(in_programme: Cast):
    first = saved(in_programme)
    assert not ReleasedSite.objects.exists()
    services.publish_text(text=first, by=in_programme.press_officer.user)
    saved(in_programme, "Newer.", seen=1)
    site_rows.changed("talmora")
    site = ReleasedSite.objects.get()
    assert site.words["en"]["about"].startswith("<h2>Who we are</h2>")
    assert "<script" not in site.words["en"]["about"]
    assert "javascript:" not in site.words["en"]["about"].replace("[x](javascript:", "")
    assert site.words["ar"] == {"name": "Talmora programme"}
    with pytest.raises(Conflict):
        services.publish_text(text=first, by=in_programme.press_officer.user)
    done = AuditEntry.objects.filter(action__startswith="publish.site.").order_by("seq")
    assert [one.data.get("version") for one in done] == [1, 1, 2]


def test_two_people_do_not_overwrite_one_another(in_programme: Cast):
    saved(in_programme)
    with pytest.raises(Conflict):
        saved(in_programme, "Mine.", seen=0)
    again = saved(in_programme, SAFE, seen=1)
    assert (again.number, SiteText.objects.count()) == (1, 1)


def test_who_may_not_write_the_site_is_refused(in_programme: Cast):
    for who in (in_programme.analyst, in_programme.monitoring_officer, in_programme.field_officer):
        with pytest.raises(NotPermitted):
            services.set_open(programme=in_programme.programme, is_open=True, by=who.user)


def test_opening_and_closing_raise_the_serial_and_are_on_record(in_programme: Cast):
    by = in_programme.administrator.user
    for is_open in (True, True, False):
        services.set_open(programme=in_programme.programme, is_open=is_open, by=by)
    site = ReleasedSite.objects.get()
    assert (site.open, site.serial) == (False, 3)
    said = AuditEntry.objects.filter(action__startswith="publish.site.").values_list("action")
    assert {one for (one,) in said} == {"publish.site.opened", "publish.site.closed"}


@pytest.mark.parametrize(
    "given", ["javascript:alert(1)", "http://x.example", "https://", "https://a:b@x.example", "x"]
)
def test_only_whole_safe_addresses_are_taken(in_programme: Cast, given: str):
    for more in ({"donate_url": given, "address": ""}, {"donate_url": "", "address": given}):
        with pytest.raises(InvalidInput):
            services.change_site(programme=in_programme.programme, by=None, **more)


def test_its_address_follows_from_the_settings_until_one_is_given(in_programme: Cast, settings):
    settings.ADDRESS = "https://offices.example.org/"
    services.set_open(programme=in_programme.programme, is_open=True, by=None)
    assert ReleasedSite.objects.get().address == "https://offices.example.org/site/talmora"
    settings.SITE_HOSTS, settings.HTTPS = {"talmora.example.org": "talmora"}, True
    services.change_site(programme=in_programme.programme, donate_url="", address="", by=None)
    assert ReleasedSite.objects.get().address == "https://talmora.example.org"


def test_a_page_is_written_looked_at_and_published_by_form(cast: Cast, client: Client):
    sign_in(client, cast.press_officer)
    page = at("site-page", page="about", language="ar")
    looked = client.post(page, {"body": "# من نحن", "seen": 0, "preview": "yes"})
    assert "<h2>من نحن</h2>" in looked.content.decode()
    assert client.post(page, {"body": "# من نحن", "seen": 0}).status_code == 302
    assert client.post(page, {"body": "Late", "seen": 0}).status_code in (200, 409)
    shown = client.get(page).content.decode()
    assert "Publish version 1" in shown
    client.post(at("site-publish", page="about", language="ar"), {"number": "1"})
    assert ReleasedSite.objects.get().words["ar"]["about"] == "<h2>من نحن</h2>\n"
    assert client.get(at("site-page", page="x", language="ar")).status_code == 404


def letter(programme: str = "talmora", kind: str = "message") -> Letter:
    """Put a letter into the letterbox."""
    content = {"name": "<b>Ann</b>", "email": "ann@example.org", "message": "Hello <i>you</i>"}
    return Letter.objects.create(programme=programme, kind=kind, content=content)


def test_the_inbox_shows_own_messages_only_and_lets_them_go(cast: Cast, client: Client):
    mine, theirs, other = letter(), letter("elsewhere"), letter(kind="signup")
    sign_in(client, cast.press_officer)
    shown = client.get(at("inbox")).content.decode()
    assert shown.count("ann@example.org") == 2
    assert "<b>Ann" not in shown
    assert "&lt;i&gt;you" in shown
    for foreign in (theirs, other):
        for way in ("inbox-answered", "inbox-delete"):
            assert client.post(at(way, number=foreign.pk)).status_code == 404
    client.post(at("inbox-answered", number=mine.pk))
    mine.refresh_from_db()
    assert mine.answered_at is not None
    assert client.get(at("inbox-delete", number=mine.pk)).status_code == 200
    assert Letter.objects.filter(pk=mine.pk).exists()
    client.post(at("inbox-delete", number=mine.pk))
    assert set(Letter.objects.all()) == {theirs, other}
    with scopes_disabled():
        entry = AuditEntry.objects.get(action="publish.site.letter_deleted")
    assert "ann" not in str(entry.data)
