"""Whatever is tried from outside, nothing comes out but what was released."""

from __future__ import annotations

import re

import pytest
from django.test import Client, RequestFactory
from django_scopes import scopes_disabled

from goodoffices.publish.models import Letter, Publication, ReleasedFile, ReleasedPage, Text
from goodoffices.site import failing
from goodoffices.site.middleware import PublicFace
from tests.cast import Cast, sign_in
from tests.site.asking import get, post
from tests.site.stage import NAMES, OUT, data_set, file_of, opened, out

SECRET = "the-names-of-the-witnesses"


@pytest.fixture
def site(cast: Cast) -> Cast:
    """Open a site with one text; the workspace holds a draft, another programme a text."""
    opened()
    out()
    opened("elsewhere")
    out("theirs", programme="elsewhere", title=SECRET, body=SECRET)
    with scopes_disabled():
        draft = Publication.objects.create(
            programme=cast.programme, kind="statement", address=SECRET, by=cast.press_officer.user
        )
        Text.objects.create(publication=draft, language="en", number=1, title=SECRET, body=SECRET)
    return cast


PATHS = (
    *("en/news/theirs/", f"en/news/{SECRET}/", "en/news/../theirs/", "en/news/%2e%2e/theirs/"),
    *("en/news/1/", "en/news/well-reopened/../../../etc/passwd", "en/../../elsewhere/en/"),
    *("en/news/well-reopened/goodoffices.sqlite3", "en/news/well-reopened/..%2f..%2fsecret-key"),
    *("en/news/well-reopened/%00", "en/news/well-reopened/theirs-en.pdf", "fr/", "EN/"),
    *("look/x/site.css", "look/x/fonts/../../../settings.py", "en/feed.xml", "en/feed.rss/"),
    *("en/data/1/", "en/data/incidents/0/", "en/data/incidents/99999999999999999999/"),
    *("admin/", "api/", "account/login/", "p/talmora/", "static/built/theme.css", "en/p/talmora/"),
    *("en/news/page/0/", "en/news/page/-1/", "en/news/page/99999999999999999999999/"),
    "en/news/" + "a" * 5000,
)


def test_guessed_addresses_lead_nowhere_and_look_alike(site: Cast):
    pages = set()
    for path in PATHS:
        found = get(path)
        assert found.status_code == 404, (path, found.status_code)
        pages.add(found.content)
        assert SECRET not in str(found.headers)
    assert len(pages) == 1
    for path in ("/site/nowhere/en/", "/site/", "/site/talmora", "/site//en/", "/site/../site/x/"):
        assert get(path).content == next(iter(pages)), path


def test_nothing_unreleased_is_on_any_page_feed_or_map(site: Cast):
    for path in ("en/", "en/news/", "en/reports/", "en/data/", "sitemap.xml", "robots.txt"):
        assert SECRET not in get(path).content.decode(), path
    for form in ("rss", "atom", "json"):
        found = get(f"en/feed.{form}")
        assert found.status_code == 200
        assert SECRET not in found.content.decode()
        assert "theirs" not in found.content.decode()


def test_a_draft_changes_no_tag_and_no_date(site: Cast):
    before = {path: get(path).headers["ETag"] for path in ("en/", "en/feed.rss", "sitemap.xml")}
    with scopes_disabled():
        Text.objects.create(
            publication=Publication.objects.get(), language="en", number=2, title="x", body="x"
        )
        Publication.objects.create(programme=site.programme, kind="report", address="another")
    from goodoffices.site.middleware import SHELF

    SHELF.clear()
    assert {path: get(path).headers["ETag"] for path in before} == before


def test_a_closed_site_answers_404_everywhere(site: Cast):
    data_set()
    file_of("incidents", "incidents.csv", made_of="a" * 64)
    paths = ["", "en/", "en/news/", "en/news/well-reopened/", "en/feed.rss", "sitemap.xml"]
    paths += ["robots.txt", "en/get-involved/", "en/data/incidents/1/incidents.csv", "en/contact/"]
    assert all(get(path).status_code in (200, 302) for path in paths)
    opened(open=False)
    found = {path: get(path) for path in paths}
    assert {one.status_code for one in found.values()} == {404}
    nowhere = get("/site/nowhere/en/").content
    assert all(one.content == nowhere for one in found.values())
    sent = post("en/get-involved/", {"email": "a@example.org", "message": "x"})
    assert (sent.status_code, Letter.objects.count()) == (404, 0)


def test_other_methods_are_refused(site: Cast):
    client = Client()
    for method in ("post", "put", "patch", "delete", "options", "trace"):
        found = getattr(client, method)("/site/talmora/en/news/well-reopened/")
        assert (found.status_code, found["Allow"]) == (405, "GET, HEAD"), method
    assert client.put("/site/talmora/en/get-involved/").status_code == 405
    assert client.generic("PROPFIND", "/site/talmora/en/").status_code == 405
    head = client.head("/site/talmora/en/")
    assert (head.status_code, head.content) == (200, b"")
    assert int(head["Content-Length"]) > 1000


def test_a_foreign_host_gets_nothing(site: Cast):
    for host in ("evil.example", "testserver.evil.example", "testserver:x", "a b"):
        assert get("en/", host=host).status_code == 400
    found = get("en/", x_forwarded_host="evil.example", forwarded="host=evil.example")
    assert "evil" not in found.content.decode()


def test_one_host_does_not_show_anothers_links(site: Cast, settings):
    settings.ALLOWED_HOSTS = ["testserver", "other.example"]
    assert "http://testserver/site/talmora/en/" in get("en/").content.decode()
    assert "http://testserver" not in get("en/", host="other.example").content.decode()


def test_html_in_what_was_written_stays_text(site: Cast):
    evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>\x08\u2028]]>{{ 7|add:7 }}"
    said = {"at": "<b>", "text": evil, "address": "../../x"}
    notes = [{"number": "1", "text": evil, "href": "javascript:alert(1)"}]
    out("evil", title=evil[:200], summary=evil, notes=notes, corrections=[said], corrects="x")
    words = {code: {"name": evil} for code in NAMES}
    opened(words=words, topics=[{"slug": "water", "names": {"en": evil}}], serial=7)
    for path in ("en/", "en/news/", "en/news/evil/", "en/topics/water/", "en/get-involved/"):
        page = get(path).content.decode()
        assert "<script>alert" not in page, path
        assert "<img" not in page
        assert "javascript:" not in page
        assert "14" not in re.sub(
            "[0-9a-f]{12,64}", "", page.split("</head>")[0].split("add:7")[-1]
        )
    for form in ("rss", "atom", "json"):
        assert get(f"en/feed.{form}").status_code == 200
    assert get("sitemap.xml").status_code == 200


def test_what_is_posted_cannot_break_out_of_a_line_or_a_limit(site: Cast, monkeypatch):
    monkeypatch.setattr("goodoffices.site.guarding.SOONEST", -1)
    from goodoffices.site import guarding

    given = {"name": "A\r\nBcc: x@example.org", "email": "a@example.org", "message": "m"}
    given["begun"] = guarding.begun()
    assert post("en/get-involved/", given)["Location"] == "/site/talmora/en/get-involved/thanks/"
    assert Letter.objects.get().content["name"] == "A Bcc: x@example.org"
    for bad in (
        {"email": "a@example.org\r\nBcc: b@example.org"},
        {"message": "x" * 5001},
        {"message": ""},
    ):
        assert post("en/get-involved/", given | bad).status_code == 200
    assert post("en/get-involved/", given | {"message": "x" * 70_000}).status_code == 413
    assert Letter.objects.count() == 1


def test_machines_are_kept_out_and_see_the_same_page(site: Cast, monkeypatch):
    from goodoffices.site import guarding

    given = {"email": "a@example.org", "message": "m", "begun": guarding.begun()}
    assert post("en/get-involved/", given).status_code == 200  # sooner than anybody writes
    monkeypatch.setattr("goodoffices.site.guarding.SOONEST", -1)
    trapped = post("en/get-involved/", given | {"website": "x"})
    assert Letter.objects.count() == 0
    for forged in ("", "x", "form:aaa:bbb"):
        assert post("en/get-involved/", given | {"begun": forged}).status_code == 200
    assert Letter.objects.count() == 0
    sent = [post("en/get-involved/", given) for _n in range(7)]
    assert [one.status_code for one in sent] == [303] * 5 + [200] * 2
    assert Letter.objects.count() == 5
    assert (trapped.status_code, trapped["Location"]) == (303, sent[0]["Location"])


def test_somebody_logged_in_is_nobody_here(site: Cast):
    client = sign_in(Client(), site.director)
    found = client.get("/site/talmora/en/")
    assert found.content == get("en/").content
    assert not found.cookies
    assert "Vary" not in found or "Cookie" not in found["Vary"]


def test_an_error_says_nothing(site: Cast, monkeypatch, caplog):
    def break_down(*args: object, **more: object) -> None:
        raise RuntimeError(SECRET)

    monkeypatch.setattr("goodoffices.site.reading.items", break_down)
    found = get("en/news/")
    assert found.status_code == 500
    assert SECRET not in found.content.decode()
    assert SECRET not in caplog.text
    assert "RuntimeError" in caplog.text


def test_views_that_reach_for_the_workspace_fail(site: Cast, monkeypatch):
    def steal(programme: str, language: str | None = None) -> list[str]:
        with scopes_disabled():
            return [text.body for text in Text.objects.all()]

    monkeypatch.setattr("goodoffices.site.reading.items", steal)
    found = get("en/news/")
    assert found.status_code == 500
    assert SECRET not in found.content.decode()
    assert get("en/contact/").status_code == 200


def test_files_go_out_as_what_they_are(site: Cast):
    out("files")
    file_of("files", "x.html", "text/html", content=b"<script>alert(1)</script>")
    file_of("files", "chart.svg", "image/svg+xml", content=b"<svg/>")
    found = get("en/news/files/x.html")
    assert found["Content-Type"] == "application/octet-stream"
    assert found["Content-Disposition"].startswith("attachment")
    drawn = get("en/news/files/chart.svg")
    assert drawn["Content-Type"] == "image/svg+xml"
    assert "default-src 'none'" in drawn["Content-Security-Policy"]
    assert drawn["X-Content-Type-Options"] == "nosniff"
    ReleasedPage.objects.filter(address="files").update(withdrawn_at=OUT)
    opened(serial=9)
    assert get("en/news/files/chart.svg").status_code == 404
    ReleasedFile.objects.create(
        programme="elsewhere",
        of="well-reopened",
        name="y.csv",
        media_type="text/csv",
        content=b"x",
        size=1,
        sha256="x",
    )
    assert get("en/news/well-reopened/y.csv").status_code == 404


def test_the_site_and_the_workspace_stay_apart_by_host(site: Cast, settings):
    settings.SITE_HOSTS = {"talmora.example.org": "talmora"}
    settings.ALLOWED_HOSTS = ["testserver", "talmora.example.org"]
    own = {"host": "talmora.example.org"}
    assert get("/en/news/well-reopened/", **own).status_code == 200
    assert 'href="/en/contact/"' in get("/en/", **own).content.decode()
    assert get("/", **own)["Location"] == "/en/"
    assert get("/robots.txt", **own).status_code == 200
    for path in ("/account/login/", "/p/talmora/", "/api/openapi.json", "/docs/", "/style/"):
        assert get(path, **own).status_code == 404, path
    for path in ("/site/talmora/en/", "/site/elsewhere/en/", "/static/built/theme.css", "/field/"):
        assert get(path, **own).status_code == 404, path
    assert get("en/").status_code == 404
    assert get("/en/").status_code == 404
    assert get("/site/elsewhere/en/").status_code == 200


def test_serving_the_site_only_serves_nothing_else(site: Cast, settings):
    settings.SITE_ONLY = True
    for path in ("/", "/account/login/", "/p/talmora/", "/static/built/theme.css", "/api/docs"):
        assert get(path).status_code == 404, path
    assert get("en/").status_code == 200


def test_the_pages_of_errors_are_dressed_like_all_others():
    request = RequestFactory().get("/site/x/ar/")
    found = failing.page(request, 404)
    assert b'lang="ar" dir="rtl"' in found.content
    assert "default-src 'none'" in found["Content-Security-Policy"]
    assert found["Cache-Control"] == "no-store"
    assert PublicFace(lambda request: found)(RequestFactory().get("/")) is found
    assert b"<script" not in found.content
