"""The components in a real browser: three languages, two screens, two schemes, no script."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import LANGUAGES, Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Response

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("screen", ["phone", "desktop"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_style_page_is_whole(visit: Visitor, language: str, screen: str, dark: bool) -> None:
    reader = visit(language, screen, dark=dark)
    page = reader.open("/style/")
    page.wait_for_selector("figure[data-alive='yes'] .map-live canvas")
    reader.picture("style")
    assert reader.sideways() <= 0
    assert reader.axe() == []
    assert reader.complaints == []
    assert reader.foreign == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_works_without_script(visit: Visitor, language: str) -> None:
    reader = visit(language, script=False)
    page = reader.open("/style/")
    page.click("details.chip >> nth=0")
    assert page.is_visible("#from")
    assert page.is_visible("figure.map .map-dot >> nth=0")
    assert not page.is_visible(".needs-js >> nth=0")
    page.click(".timeline a >> nth=3")
    assert "from=2026-08-04&to=2026-08-04" in page.url


def test_the_drawn_map_stays_where_there_is_no_webgl(visit: Visitor) -> None:
    reader = visit()
    reader.page.add_init_script(
        "HTMLCanvasElement.prototype.getContext = new Proxy(HTMLCanvasElement.prototype.getContext,"
        "{apply: (f, self, args) => /webgl/.test(args[0]) ? null : f.apply(self, args)})"
    )
    page = reader.open("/style/")
    page.wait_for_timeout(1500)
    assert page.query_selector(".map-live") is None
    assert page.is_visible("figure.map .map-dot >> nth=0")


def test_a_dot_opens_its_incidents_and_escape_closes_them(visit: Visitor) -> None:
    reader = visit()
    page = reader.open("/style/")
    page.wait_for_selector("figure[data-alive='yes'] canvas")
    page.wait_for_timeout(400)
    canvas = page.locator(".map-live canvas")
    box = canvas.bounding_box()
    assert box
    canvas.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".map-popup a")
    assert page.evaluate("document.activeElement.closest('.map-popup') !== null")
    page.keyboard.press("Escape")
    assert page.query_selector(".map-popup") is None
    assert page.evaluate("document.activeElement.tagName") == "CANVAS"


def test_the_area_of_the_map_becomes_a_filter(visit: Visitor) -> None:
    reader = visit()
    page = reader.open("/style/?kind=a&page=4")
    page.click(".map-filter")
    page.wait_for_url("**near=**")
    assert "kind=a" in page.url
    assert "page=" not in page.url


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_period_is_dragged_on_the_timeline(visit: Visitor, language: str) -> None:
    reader = visit(language)
    page = reader.open("/style/")
    first = page.locator(".timeline svg a").nth(10).bounding_box()
    last = page.locator(".timeline svg a").nth(20).bounding_box()
    assert first
    assert last
    page.mouse.move(first["x"] + 1, first["y"] + 20)
    page.mouse.down()
    page.mouse.move(last["x"] + 1, last["y"] + 20, steps=5)
    page.mouse.up()
    page.wait_for_url("**from=**")
    assert "from=2026-08-11&to=2026-08-21" in page.url


@pytest.mark.parametrize(("language", "key"), [("en", "ArrowLeft"), ("he", "ArrowRight")])
def test_arrows_walk_back_in_time(visit: Visitor, language: str, key: str) -> None:
    reader = visit(language)
    page = reader.open("/style/")
    page.locator(".timeline svg a").last.focus()
    page.keyboard.press(key)
    page.keyboard.press(f"Shift+{key}")
    page.keyboard.press(f"Shift+{key}")
    page.keyboard.press("Enter")
    page.wait_for_url("**from=**")
    assert "from=2026-11-17&to=2026-11-19" in page.url


def test_a_dialog_opens_traps_and_closes(visit: Visitor) -> None:
    reader = visit()
    page = reader.open("/style/")
    page.click("[data-dialog=ask]")
    assert page.is_visible("dialog#ask")
    page.keyboard.press("Escape")
    assert not page.is_visible("dialog#ask")


def test_the_first_tab_skips_to_the_content(visit: Visitor) -> None:
    page = visit().open("/style/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_language_switch_keeps_the_page(visit: Visitor) -> None:
    page = visit().open("/style/?kind=a")
    page.click(".langs button[value=ar]")
    page.wait_for_load_state()
    assert page.url.endswith("/style/?kind=a")
    assert page.evaluate("document.documentElement.dir") == "rtl"


def test_paper_gets_the_drawn_map_and_no_buttons(visit: Visitor) -> None:
    page = visit().open("/style/")
    page.wait_for_selector("figure[data-alive='yes'] canvas")
    page.emulate_media(media="print")
    assert not page.is_visible(".map-live")
    assert page.is_visible("figure.map .map-dot >> nth=0")
    assert not page.is_visible(".rail")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_page_is_light(visit: Visitor, language: str) -> None:
    """Bytes of the way in as they are sent: page, style, script and fonts, all cold."""
    reader = visit(language)
    sizes: dict[str, int] = {}

    def weigh(response: Response) -> None:
        body = response.body()
        packed = response.url.endswith("woff2")
        sizes[response.url] = len(body if packed else gzip.compress(body, 6))

    reader.page.on("requestfinished", lambda request: weigh(request.response()))
    reader.open("/account/login/").wait_for_load_state("networkidle")
    fonts = sum(size for url, size in sizes.items() if url.endswith("woff2"))
    assert sum(sizes.values()) <= 160_000
    assert sum(sizes.values()) - fonts <= 60_000
