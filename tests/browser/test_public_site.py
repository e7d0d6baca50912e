"""The public site in a real browser: light, whole, in three languages, without script."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import LANGUAGES, Visitor
from tests.site.stage import NAMES, data_set, file_of, many, opened, out

if TYPE_CHECKING:
    from playwright.sync_api import Response

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "site"])

PAGES = ("", "news/", "news/well-reopened/", "data/incidents/", "get-involved/")
MOST = 60_000
TITLES = {
    "en": "The well at Harrow is open again",
    "ar": "بئر هارو مفتوحة من جديد بعد اتفاق المجلسين",
    "he": "הבאר בהארו נפתחה מחדש לאחר הסכמת שתי המועצות",
}
BODIES = {
    "en": "Both councils agreed on hours for the well on Monday, 12 (9–15) people were there.",
    "ar": "اتفق المجلسان يوم الاثنين على ساعات فتح البئر، وحضر 12 (9–15) شخصًا من القريتين.",
    "he": "שתי המועצות הסכימו ביום שני על שעות הפתיחה של הבאר, ונכחו 12 (9–15) בני אדם.",
}


@pytest.fixture
def site(settings: object) -> None:
    """Open the site with a few texts, read through the public's own connection."""
    settings.PUBLIC_DATABASE = "site"  # type: ignore[attr-defined]
    opened(donate_url="https://give.example.org/")
    many(25)
    for language in NAMES:
        body = (
            f"<p>{BODIES[language]}</p><h2>{TITLES[language]}</h2>"
            + f"<p>{BODIES[language]}</p>" * 8
        )
        out(
            language=language,
            languages=list(NAMES),
            title=TITLES[language],
            summary=BODIES[language],
            body=body,
            corrections=[
                {"at": "2026-11-21T09:00:00+00:00", "text": BODIES[language], "address": ""}
            ],
        )
    data_set(
        columns=[{"name": "date_start", "kind": "date", "meaning": {"en": "The first day"}}] * 9
    )
    file_of("incidents", "incidents-1.csv", made_of="a" * 64)


@pytest.mark.parametrize("screen", ["phone", "desktop"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_whole_light_and_alone(
    site: None, visit: Visitor, language: str, screen: str
) -> None:
    for path in PAGES:
        # A fresh browser for each: nothing was loaded before.
        reader = visit(language, screen, dark=screen == "phone" and language == "he")
        sent: list[Response] = []
        reader.page.on("response", lambda one, sent=sent: sent.append(one))
        reader.open(f"/site/talmora/{language}/{path}")
        reader.page.wait_for_load_state("networkidle")
        reader.picture(f"site-{path}")
        weight = sum(one.request.sizes()["responseBodySize"] for one in sent)
        assert 3_000 < weight < MOST, (path, weight, [one.url for one in sent])
        assert reader.sideways() <= 0, path
        assert reader.axe() == [], path
        assert reader.complaints == [], path
        assert reader.foreign == [], path
        reader.context.close()


def test_a_message_is_sent_without_script(site: None, visit: Visitor) -> None:
    from goodoffices.publish.models import Letter

    reader = visit("ar", "phone", script=False)
    page = reader.open("/site/talmora/ar/get-involved/")
    page.fill("#id_email", "a@example.org")
    page.fill("#id_message", "مرحبا")
    page.wait_for_timeout(3_000)
    page.click("main button")
    page.wait_for_url("**/thanks/")
    assert Letter.objects.get().content["message"] == "مرحبا"
    reader.picture("site-thanks")
