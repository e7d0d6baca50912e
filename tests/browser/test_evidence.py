"""Files in a real browser: their pages in three languages, and covering parts by dragging."""

from __future__ import annotations

import numpy as np
import pytest
from django.core.cache import cache
from django_scopes import scope
from PIL import Image

from goodoffices.core import evidence
from goodoffices.core.evidence import bundling, describing
from goodoffices.core.jobs.worker import work
from goodoffices.core.models import CopyOrder, Evidence
from tests.browser.conftest import LANGUAGES, Visit, Visitor
from tests.cast import Cast
from tests.core.evidence.items import item
from tests.formats.media.pictures import png_bytes, scene

pytestmark = pytest.mark.django_db(transaction=True)

HOME = "/p/talmora/"


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def one(cast: Cast) -> Evidence:
    """Return a picture that was looked through."""
    with scope(programme=cast.programme):
        made = item(cast, png_bytes(scene()), name="a photo.png")
        describing.turn()
    return made


def sound(reader: Visit, title: str) -> None:
    """Hold a page to what every page owes."""
    reader.picture(title)
    assert reader.sideways() <= 0, title
    assert reader.axe() == [], title
    assert reader.complaints == [], title
    assert reader.foreign == [], title


@pytest.mark.parametrize("screen", ["phone", "desktop"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_of_files_are_whole(
    member_visit: Visitor, cast: Cast, one: Evidence, language: str, screen: str
) -> None:
    with scope(programme=cast.programme):
        asked, _job = bundling.ask(
            items=[one], recipient="x", reason="x", tlp=2, names=False, by=cast.director.user
        )
        bundle = bundling.make(asked)
    reader = member_visit(language, screen)
    for title, path in (
        ("files", "evidence/"),
        ("file", f"evidence/{one.code}/"),
        ("file-metadata", f"evidence/{one.code}/metadata/"),
        ("file-mark", f"evidence/{one.code}/mark/"),
        ("file-smaller", f"evidence/{one.code}/smaller/"),
        ("file-redact", f"evidence/{one.code}/redact/"),
        ("bundles", "bundles/"),
        ("bundle", f"bundles/{bundle.code}/"),
        ("bundle-new", f"bundles/new/?code={one.code}"),
    ):
        reader.open(HOME + path)
        sound(reader, title)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_parts_are_covered_by_dragging(
    member_visit: Visitor, cast: Cast, one: Evidence, language: str
) -> None:
    reader = member_visit(language, "desktop")
    page = reader.open(f"{HOME}evidence/{one.code}/redact/")
    page.wait_for_load_state("networkidle")
    box = page.locator("[data-redact] img").bounding_box()
    assert box is not None

    def drag(left: float, top: float, right: float, bottom: float) -> None:
        page.mouse.move(box["x"] + box["width"] * left, box["y"] + box["height"] * top)
        page.mouse.down()
        page.mouse.move(box["x"] + box["width"] * right, box["y"] + box["height"] * bottom, steps=4)
        page.mouse.up()

    drag(0.0, 0.0, 0.5, 0.5)
    drag(0.9, 0.9, 1.4, 1.4)
    assert page.locator(".cover").count() == 2
    lines = page.input_value("textarea[name=boxes]").split("\n")
    first, second = ([float(part) for part in line.split()] for line in lines[:2])
    assert first[3:] == pytest.approx([50, 50], abs=1)
    assert second[1] + second[3] <= 100, "what is dragged beyond the edge ends at it"
    page.locator(".cover").last.click()
    assert page.locator(".cover").count() == 1
    page.fill("textarea[name=reason]", "A face")
    page.locator("form#act .button--primary").click()
    page.wait_for_load_state()
    work(until_idle=True)
    with scope(programme=cast.programme):
        order = CopyOrder.objects.select_related("copy__file").get()
        assert order.copy is not None
        seen = np.asarray(Image.open(evidence.path(order.copy.file)))
    assert not seen[:110, :150].any()
    assert seen[130:, 170:].any()
    assert reader.complaints == []
