"""Nothing stale is ever shown, and nothing is sent that the reader has already."""

from __future__ import annotations

import gzip
import json
from datetime import timedelta

import brotli
import pytest
from django.utils import timezone
from django.utils.http import http_date
from lxml import etree

from goodoffices.publish import site_rows
from goodoffices.publish.models import ReleasedPage, ReleasedSite
from goodoffices.site.answers import Kept, Shelf
from goodoffices.site.middleware import SHELF
from tests.cast import Cast
from tests.site.asking import get, text
from tests.site.stage import NAMES, OUT, opened, out

ATOM = "{http://www.w3.org/2005/Atom}"
EVERYTHING = (
    "en/",
    "en/news/",
    "en/news/well-reopened/",
    "en/feed.rss",
    "en/feed.json",
    "sitemap.xml",
)


@pytest.fixture
def site(cast: Cast) -> None:
    """Open the site with one text."""
    opened()
    for language in NAMES:
        out(language=language, languages=list(NAMES))


def test_a_page_is_made_once_until_something_is_released(site: None, monkeypatch):
    first = text("en/")
    ReleasedPage.objects.update(title="Another title")
    assert text("en/") == first  # no serial rose: whoever changes a row says so
    site_rows.changed("talmora")
    for path in EVERYTHING:
        assert "Another title" in text(path) or path == "sitemap.xml"


def test_what_another_process_kept_is_of_no_account(site: None):
    """Each process asks the database: a page kept at an older serial is not shown."""
    text("en/")
    stale = SHELF.get(("/site/talmora", "http://testserver", "en/"), 1)
    assert stale is not None
    ReleasedPage.objects.update(title="Another title")
    ReleasedSite.objects.update(serial=2)
    assert "Another title" in text("en/")
    SHELF.put(("/site/talmora", "http://testserver", "en/"), 1, stale)
    assert "Another title" in text("en/")


def test_every_answer_can_be_asked_again_for_nothing(site: None):
    for path in EVERYTHING:
        found = get(path)
        tag = found["ETag"]
        assert tag.startswith('"')
        again = get(path, if_none_match=tag)
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
        assert get(path, if_none_match=f'"x", W/{tag}').status_code == 304
        assert get(path, if_none_match='"x"').status_code == 200
        assert get(path, if_modified_since=found["Last-Modified"]).status_code == 304
        before = http_date((OUT - timedelta(days=1)).timestamp())
        assert get(path, if_modified_since=before).status_code == 200
        assert found["Cache-Control"] == "public, no-cache"


def test_two_changes_within_a_second_are_two(site: None):
    site_rows.changed("talmora")
    found = get("en/")
    assert "Last-Modified" not in found
    now = http_date(timezone.now().timestamp())
    assert get("en/", if_modified_since=now).status_code == 200


def test_tags_differ_by_content_and_by_packing(site: None):
    plain, packed = get("en/"), get("en/", accept_encoding="gzip")
    best = get("en/", accept_encoding="gzip, br")
    assert gzip.decompress(packed.content) == plain.content == brotli.decompress(best.content)
    assert len({plain["ETag"], packed["ETag"], best["ETag"]}) == 3
    assert best["Vary"] == "Accept-Encoding"
    assert "Content-Encoding" not in get("en/", accept_encoding="br;q=0")
    ReleasedPage.objects.update(title="Another title")
    site_rows.changed("talmora")
    assert get("en/", if_none_match=plain["ETag"]).status_code == 200


def test_the_style_is_kept_for_good_under_its_hash(site: None):
    page = text("en/")
    href = page.split('rel="stylesheet" href="')[1].split('"')[0]
    assert "immutable" in get(href)["Cache-Control"]


def test_a_form_is_never_kept(site: None):
    found = get("en/get-involved/")
    assert found["Cache-Control"] == "no-store"
    assert "ETag" not in found


def test_the_shelf_holds_no_more_than_it_may():
    shelf = Shelf(most=8_000)
    kept = [Kept(bytes([n]) * 900, "application/octet-stream", OUT) for n in range(12)]
    for n, one in enumerate(kept):
        shelf.put((str(n),), 1, one)
    assert sum(shelf.get((str(n),), 1) is not None for n in range(12)) == 8
    shelf.put(("large",), 1, Kept(b"x" * 1_001, "application/octet-stream", OUT))
    assert shelf.get(("large",), 1) is None


def test_rss_is_well_formed_and_whole(site: None):
    found = get("ar/feed.rss")
    assert found["Content-Type"].startswith("application/rss+xml")
    channel = etree.fromstring(found.content).find("channel")
    assert channel is not None
    assert channel.findtext("language") == "ar"
    assert channel.find(f"{ATOM}link").get("rel") == "self"
    item = channel.find("item")
    assert item.findtext("guid") == item.findtext("link")
    assert item.findtext("link") == "http://testserver/site/talmora/ar/news/well-reopened/"
    assert item.findtext("pubDate") == "Fri, 20 Nov 2026 09:00:00 +0000"
    assert item.findtext("category") == "water"


def test_atom_is_well_formed_and_whole(site: None):
    root = etree.fromstring(get("he/feed.atom").content)
    assert root.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated"):
        assert root.findtext(f"{ATOM}{name}")
    entry = root.find(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}published") == "2026-11-20T09:00:00+00:00"
    assert entry.findtext(f"{ATOM}id").endswith("/he/news/well-reopened/")
    assert {link.get("rel") for link in root.findall(f"{ATOM}link")} == {"alternate", "self"}


def test_json_feed_follows_its_rules(site: None):
    found = json.loads(get("en/feed.json").content)
    assert found["version"] == "https://jsonfeed.org/version/1.1"
    assert found["feed_url"] == "http://testserver/site/talmora/en/feed.json"
    assert found["language"] == "en"
    for item in found["items"]:
        assert isinstance(item["id"], str)
        assert item["content_text"]
        assert item["date_published"].endswith("+00:00")


def test_feeds_of_a_topic_hold_that_topic_only(site: None):
    out("vote", topics=["votes"], title="A vote")
    site_rows.changed("talmora")
    opened()
    assert b"A vote" in get("en/topics/votes/feed.rss").content
    assert b"A vote" not in get("en/topics/water/feed.atom").content
    assert get("en/topics/none/feed.rss").status_code == 404


def test_the_map_names_every_language_of_every_page(site: None):
    out("one", title="Only English")
    site_rows.changed("talmora")
    root = etree.fromstring(get("sitemap.xml").content)
    space = {
        "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
        "x": "http://www.w3.org/1999/xhtml",
    }
    entries = {one.findtext("s:loc", "", space): one for one in root.findall("s:url", space)}
    well = entries["http://testserver/site/talmora/ar/news/well-reopened/"]
    assert {a.get("hreflang") for a in well.findall("x:link", space)} == {"en", "ar", "he"}
    assert well.findtext("s:lastmod", "", space) == "2026-11-20"
    assert "http://testserver/site/talmora/ar/news/one/" not in entries
    assert all(
        get(address.removeprefix("http://testserver")).status_code == 200 for address in entries
    )
