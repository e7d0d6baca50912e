"""The manual inside the program: each page shows, each link leads somewhere, nothing else does."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from urllib.parse import urljoin

import pytest
from django.test import Client
from django.urls import reverse

from goodoffices.web.manual import helping, shelf
from goodoffices.web.manual.rendering import Manual

# The pages need no database: they are public text.


def names() -> list[str]:
    """Return every page there is."""
    return [entry.name for chapter in shelf.contents() for entry in chapter.entries]


def shown(address: str) -> str:
    answer = Client().get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


@pytest.mark.parametrize("name", names())
def test_a_page_shows_and_its_links_lead_somewhere(name: str) -> None:
    address = reverse("docs", kwargs={"page": f"{name}.html"})
    page = shown(address)
    article = page[page.index("<article") : page.index("</article>")]
    assert "<h1" in article
    assert "{doc}" not in article
    for link in re.findall(r'href="([^"#]+)[^"]*"', article):
        if "//" not in link and not link.startswith("mailto:"):
            assert Client().get(urljoin(address, link)).status_code == 200, link


def test_the_first_page_lists_the_others() -> None:
    page = shown("/docs/index.html")
    for name in names():
        assert f'href="/docs/{name}.html"' in page
    assert Client().get("/docs/")["Location"] == "/docs/index.html"


def test_each_page_of_the_program_offers_the_manual() -> None:
    assert 'href="/docs/explanation/interface.html"' in shown("/style/")


def test_the_help_of_every_page_is_there() -> None:
    for beginning, page in helping.HELP.items():
        assert shelf.page(page.removesuffix(".html")), beginning


def test_the_longest_beginning_decides() -> None:
    assert helping.help_for("monitor:report-new") == "how-to/add-a-report.html"
    assert helping.help_for("monitor:report-link") == "how-to/decide-on-reports.html"
    assert helping.help_for("account_login") == ""


SECRETS = [
    "../pyproject.toml",
    "../pyproject",
    "..%2f..%2fpyproject.toml",
    "how-to/../../README",
    "how-to/%2e%2e/%2e%2e/README.html",
    "....//....//etc/passwd",
    "/etc/passwd",
    "%2fetc%2fpasswd",
    "conf.py",
    "conf",
    "_build/html/index.html",
    "images/../conf.py",
    "images/%2e%2e/%2e%2e/secret-key.png",
    "index.md",
    "how-to/",
    "how-to",
    "how-to/search.html%00.png",
    "HOW-TO/SEARCH.html",
    "no-such-page.html",
    "a/" * 50,
    "x" * 5000,
]


@pytest.mark.parametrize("page", SECRETS)
def test_nothing_else_is_served(page: str) -> None:
    assert Client().get(f"/docs/{page}").status_code in {301, 404}


def test_a_link_out_of_the_folder_is_no_way_out(tmp_path: Path, settings: object) -> None:
    pages = tmp_path / "goodoffices" / "web" / "manual" / "pages" / "how-to"
    pages.mkdir(parents=True)
    secret = tmp_path / "secret.md"
    secret.write_text("# Secret")
    (pages / "sly.md").symlink_to(secret)
    settings.PACKAGE = tmp_path / "goodoffices"  # type: ignore[attr-defined]
    assert shelf.page("how-to/sly") is None
    (pages / "open.md").write_text("# Open")
    assert shelf.page("how-to/open") == pages / "open.md"


def html(text: str, name: str = "how-to/search") -> str:
    return Manual(name).html(text)


def test_markup_in_a_page_stays_text() -> None:
    assert "<script" not in html("<script>alert(1)</script>\n\nx <b>y</b>")
    for link in ("javascript:alert(1)", "data:text/html,x", "//evil.example/x"):
        assert "href" not in html(f"[x]({link})")
    assert "<b>" not in html(":::{note} <b>x</b>\ny\n:::")
    assert "<i" not in html("```{figure} ../images/x.png\n<i>x</i>\n```")


def test_links_lead_to_pages_inside_the_program() -> None:
    formats = posixpath.relpath("reference/formats", "how-to")
    assert f'href="{formats}.html#csv"' in html("[formats](../reference/formats.md#csv)")
    assert "href" not in html("[source](../../src/goodoffices/core/roles.py)")
    assert "href" not in html("[gone](no-such-page.md)")
    assert 'rel="noopener noreferrer"' in html("[FIRST](https://www.first.org/tlp/)")


def test_admonitions_stand_apart_whichever_fence_they_have() -> None:
    for text in (":::{warning}\nKeep *off*.\n:::", "```{warning}\nKeep *off*.\n```"):
        assert '<aside class="notice notice--warm">' in html(text)
        assert "<em>off</em>" in html(text)
    nested = "::::{note} Outer\n:::{tip}\nInner\n:::\n::::"
    assert html(nested).count("<aside") == 2


def test_a_page_can_hold_another_but_not_itself_for_ever() -> None:
    assert "<h1" in html("```{include} ../reference/formats.md\n```")
    assert "made when the documentation is built" in html("```{include} ../../README.md\n```")


def test_headings_can_be_linked_to() -> None:
    page = Manual("how-to/search")
    assert '<h2 id="who-may-see-it">' in page.html("## Who may see it\n\n## Who may see it")
    assert page.headings[1][0] == "who-may-see-it-2"
