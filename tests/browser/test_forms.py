"""Forms in a real browser: the pages in three languages, the mapping by click, the preview."""

from __future__ import annotations

import io

import pytest
from django.core.cache import cache
from django_scopes import scope

from goodoffices.field.models import FormVersion
from goodoffices.field.services import forms
from goodoffices.formats.xlsforms.shelf import shelf
from tests.browser.conftest import LANGUAGES, Visit, Visitor
from tests.cast import Cast
from tests.field.forms import SURVEY, published, taken, xlsx
from tests.formats.xlsforms.examples import CASCADE, EVERY_TYPE, workbook

pytestmark = pytest.mark.django_db(transaction=True)

HOME = "/p/talmora/field/forms/"


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


def sound(reader: Visit, title: str) -> None:
    """Hold a page to what every page owes."""
    reader.picture(title)
    assert reader.sideways() <= 0, title
    assert reader.axe() == [], title
    assert reader.complaints == [], title
    assert reader.foreign == [], title


def address(version: FormVersion, page: str = "") -> str:
    return f"{HOME}{version.form.code}/versions/{version.number}/{page}"


@pytest.mark.parametrize("screen", ["phone", "desktop"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_of_forms_are_whole(
    member_visit: Visitor, cast: Cast, language: str, screen: str
) -> None:
    with scope(programme=cast.programme):
        whole = taken(cast.monitoring_officer, workbook(**EVERY_TYPE))
        form = published(cast.monitoring_officer)
        assert form.current is not None
    reader = member_visit(language, screen)
    for title, path in (
        ("forms", HOME),
        ("form-new", f"{HOME}new/"),
        ("form-new-version", f"{HOME}new/?form={form.code}"),
        ("form", f"{HOME}{form.code}/"),
        ("form-settings", f"{HOME}{form.code}/settings/"),
        ("form-version", address(whole)),
        ("form-version-published", address(form.current)),
        ("form-mapping", address(form.current, "mapping/")),
        ("form-mapping-long", address(whole, "mapping/")),
    ):
        reader.open(path)
        sound(reader, title)


def test_a_broken_form_is_uploaded_corrected_mapped_and_published(
    member_visit: Visitor, cast: Cast
) -> None:
    reader = member_visit("en", "desktop")
    page = reader.open(f"{HOME}new/")
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def upload(content: bytes) -> None:
        sheet = {"name": "event.xlsx", "mimeType": kind, "buffer": content}
        page.set_input_files("#id_file", files=[sheet])  # type: ignore[list-item]
        page.get_by_role("button", name="Upload").click()
        page.wait_for_load_state()

    upload(xlsx(survey=SURVEY.replace("integer ", "wonder ")))
    assert page.get_by_text("There is no question type wonder.").is_visible()
    reader.complaints.clear()  # the browser notes the status 400
    upload(xlsx())
    page.get_by_role("link", name="Say what they mean").click()
    page.wait_for_load_state("networkidle")
    killed = page.locator("tr", has_text="Killed").locator("select").first
    killed.select_option("narrative")
    page.locator("[name^=measure-]").wait_for(state="detached")
    page.locator("tr", has_text="Killed").locator("select").first.select_option("toll")
    page.locator("[name^=measure-]").wait_for()
    page.get_by_role("button", name="Confirm what the questions mean").click()
    page.get_by_text("Confirmed: 5 claims").wait_for()
    page.get_by_role("button", name="Publish").click()
    page.get_by_text("on phones").wait_for()
    assert reader.complaints == []


@pytest.mark.parametrize("key", list(shelf()))
def test_a_ready_made_form_opens_in_the_preview_in_its_three_languages(
    member_visit: Visitor, cast: Cast, key: str
) -> None:
    with scope(programme=cast.programme):
        version = forms.add_ready_made(programme=cast.programme, key=key, by=cast.director.user)
    reader = member_visit("en", "phone")
    page = reader.open(address(version, "preview/"))
    page.locator("#form-preview .question-container").first.wait_for(timeout=30_000)
    assert page.get_attribute("#form-preview", "dir") == "ltr"
    for name, direction in (
        ("العربية (ar)", "rtl"),
        ("עברית (he)", "rtl"),
        ("English (en)", "ltr"),
    ):
        page.locator(".language-changer:visible").click()
        page.get_by_role("option", name=name).click()
        page.locator(f"#form-preview[dir={direction}]").wait_for()
        reader.picture(f"preview-{key}-{name[-3:-1]}")
        assert reader.sideways() <= 0
    assert reader.complaints == []
    assert reader.foreign == []


def test_the_preview_gives_the_form_its_files_and_sends_nothing(
    member_visit: Visitor, cast: Cast
) -> None:
    survey = SURVEY + "select_one_from_file towns.csv | town | Which town | أي بلدة"
    with scope(programme=cast.programme):
        version = taken(cast.monitoring_officer, survey=survey)
        medium = version.media.get()
        medium.version = version
        forms.store_medium(
            medium=medium, file=io.BytesIO(b"name,label\nh,Harrow\nq,Quay\n"), by=cast.director.user
        )
    reader = member_visit("en", "desktop")
    page = reader.open(address(version, "preview/"))
    page.get_by_text("Harrow", exact=True).wait_for(timeout=30_000)
    posts: list[str] = []
    page.on("request", lambda asked: posts.append(asked.url) if asked.method == "POST" else None)
    page.get_by_role("button", name="Send").click()
    page.get_by_text("Nothing was kept").wait_for()
    assert posts == []
    assert reader.complaints == []


@pytest.mark.parametrize("example", [CASCADE, EVERY_TYPE], ids=["cascade", "every-type"])
def test_other_forms_open_in_the_preview_without_asking_anybody_else(
    member_visit: Visitor, cast: Cast, example: dict[str, str]
) -> None:
    with scope(programme=cast.programme):
        version = taken(cast.monitoring_officer, workbook(**example))
    reader = member_visit("en", "desktop")
    page = reader.open(address(version, "preview/"))
    page.locator("#form-preview .question-container").first.wait_for(timeout=30_000)
    assert reader.foreign == []
    assert not [text for text in reader.complaints if "Security Policy" in text]
