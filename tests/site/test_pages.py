"""Every page of the public site shows what was released, in three languages."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from html.parser import HTMLParser

import pytest

from tests.cast import Cast
from tests.site.asking import get, text
from tests.site.stage import NAMES, OUT, data_set, file_of, many, opened, out

PLAIN = (
    "",
    "news/",
    "reports/",
    "data/",
    "get-involved/",
    "get-involved/thanks/",
    "contact/",
    "privacy/",
)


class Links(HTMLParser):
    """Gathers what a page leads to and what it loads."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.hrefs: list[str] = []
        self.scripts: list[str | None] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        assert not any(name.startswith("on") or name == "style" for name in given), (tag, given)
        if tag == "script":
            self.scripts.append(given.get("type"))
        for name in ("href", "src", "action"):
            if given.get(name):
                self.hrefs.append(str(given[name]))


@pytest.fixture
def site(cast: Cast) -> None:
    """Open the site with one text in three languages, a report, a file and a data set."""
    opened()
    for language in NAMES:
        out(language=language, languages=list(NAMES))
    out("method", kind="report", title="How we count", topics=["votes"])
    data_set()
    file_of("incidents", "incidents-1.csv", made_of="a" * 64)


def test_every_page_stands_in_three_languages_and_leads_nowhere_dead(site: None):
    known, waiting = set[str](), ["/site/talmora/en/", "/site/talmora/sitemap.xml"]
    waiting += [f"/site/talmora/{code}/{path}" for code in NAMES for path in PLAIN]
    while waiting:
        path = waiting.pop()
        if path in known:
            continue
        known.add(path)
        found = get(path)
        assert found.status_code == 200, path
        assert not found.cookies
        if found["Content-Type"].startswith("text/html"):
            page = Links(found.content.decode())
            assert set(page.scripts) <= {"application/ld+json"}
            hrefs = [href for href in page.hrefs if href != "data:,"]
            here = [href.removeprefix("http://testserver") for href in hrefs]
            assert all(href.startswith(("/site/talmora/", "#")) for href in here), here
            waiting += [href for href in here if href.startswith("/")]
    assert len(known) > 45


def test_direction_and_language_follow_the_address(site: None):
    assert '<html lang="ar" dir="rtl">' in text("ar/")
    assert '<html lang="he" dir="rtl">' in text("he/news/well-reopened/")
    assert '<html lang="en" dir="ltr">' in text("en/")
    assert get("fr/").status_code == 404


def test_the_first_address_leads_to_the_browsers_language(site: None):
    assert get("", accept_language="he-IL,he;q=0.9")["Location"] == "/site/talmora/he/"
    assert get("ar")["Location"] == "/site/talmora/ar/"
    assert get("", accept_language="fr")["Location"] == "/site/talmora/en/"


def test_a_publication_with_its_sources_languages_and_fingerprint(site: None):
    page = text("en/news/well-reopened/")
    assert '<li id="source-1" value="1">Incident, verified</li>' in page
    assert 'href="/site/talmora/ar/news/well-reopened/" lang="ar"' in page
    assert '<link rel="alternate" hreflang="he"' in page
    assert re.search("SHA-256.*<code>[0-9a-f]{64}</code>", page)
    assert 'property="og:locale" content="en_US"' in page
    data = json.loads(re.findall('ld\\+json">(.*?)</script>', page)[0])
    assert data["@type"] == "NewsArticle"
    assert data["datePublished"] == "2026-11-20T09:00:00+00:00"
    assert (data["inLanguage"], data["citation"]) == ("en", ["Incident, verified"])


def test_a_text_in_one_language_only_names_no_others(site: None):
    page = text("en/news/method/")
    assert 'hreflang="ar" href' not in page
    assert 'href="/site/talmora/ar/" lang="ar"' in page
    assert get("ar/news/method/").status_code == 404


def test_corrections_lead_both_ways(site: None):
    said = {"at": OUT.isoformat(), "text": "The day was Tuesday.", "address": "well-day"}
    out("wrong", corrections=[said], edition=2, changed_at=OUT + timedelta(days=2))
    out("well-day", kind="correction", title="The day of the well", corrects="wrong")
    wrong, right = text("en/news/wrong/"), text("en/news/well-day/")
    assert "The day was Tuesday." in wrong
    assert '<a href="/site/talmora/en/news/well-day/">The day of the well</a>' in wrong
    assert '<a href="/site/talmora/en/news/wrong/">The well at Harrow' in right
    assert '"@type":"CorrectionComment"' in wrong
    assert "changed on 22 November 2026" in wrong


def test_a_withdrawn_text_says_why_and_nothing_of_its_body(site: None):
    out("gone", withdrawn_at=OUT, withdrawn_why="It named somebody.", body="secret body")
    page = text("en/news/gone/")
    assert "It named somebody." in page
    assert "secret body" not in page
    assert "noindex" in page
    assert "withdrawn" in text("en/news/")
    assert "gone" not in get("/site/talmora/sitemap.xml").content.decode()
    assert "secret" not in get("en/feed.json").content.decode()


def test_lists_are_turned_and_filtered_by_topic(cast: Cast):
    opened()
    many(45)
    assert text("en/news/").count('class="line"') == 20
    assert text("en/news/page/3/").count('class="line"') == 5
    assert get("en/news/page/4/").status_code == 404
    assert get("en/news/page/1/").status_code == 404
    assert text("ar/topics/water/page/2/").count('class="line"') == 2
    assert get("en/topics/nothing/").status_code == 404
    assert text("en/reports/page/2/").count('class="line"') == 2


def test_a_data_set_with_versions_columns_and_files(site: None):
    data_set(2, rows=4, sha256="b" * 64)
    file_of("incidents", "incidents-2.csv", content=b"new", made_of="b" * 64)
    page = text("en/data/incidents/")
    assert "Version 2" in page
    assert "4 rows" in page
    assert "/site/talmora/en/data/incidents/1/" in page
    assert '"@type":"Dataset"' in page
    assert "The day" in page
    first = get("en/data/incidents/1/incidents-1.csv")
    assert (first.content, first["Content-Disposition"]) == (
        b"a,b\n1,2\n",
        'attachment; filename="incidents-1.csv"',
    )
    assert get("en/data/incidents/2/incidents-2.csv").content == b"new"
    assert get("en/data/incidents/1/incidents-2.csv").status_code == 404


def test_a_withdrawn_version_gives_no_files(site: None):
    data_set(2, withdrawn_at=OUT, withdrawn_why={"en": "Wrong places."})
    file_of("incidents", "incidents-2.csv", content=b"new")
    assert "Wrong places." in text("en/data/incidents/2/")
    assert get("en/data/incidents/2/incidents-2.csv").status_code == 404
    assert "Version 1" in text("en/data/incidents/")


def test_own_pages_stand_where_they_are_written(site: None):
    assert "Harrow" in text("en/contact/")
    assert get("en/imprint/").status_code == 404
    assert "/en/imprint/" not in text("en/")


def test_giving_leads_out_without_a_trace(cast: Cast):
    opened(donate_url="https://give.example.org/talmora")
    page = text("en/")
    assert (
        '<a class="give" href="https://give.example.org/talmora" rel="noopener external">' in page
    )
    assert '"@type":"DonateAction"' in page
    assert get("en/")["Referrer-Policy"] == "no-referrer"
