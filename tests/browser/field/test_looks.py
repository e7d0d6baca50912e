"""Every state of the page as it is seen: nothing wider than the screen, nothing axe would mind."""

from __future__ import annotations

import pytest

from tests.browser.field import standin
from tests.browser.field.test_filling import fill_in
from tests.browser.field.test_news import asked
from tests.cast import PASSWORD

NARROW = {"width": 360, "height": 740}
NOT_OURS = (".p-datepicker-panel",)
"""Upstream's calendar says `aria-selected` on spans."""


def sound(one, title: str) -> None:
    """Keep a picture, and hold the page to its promises."""
    one.page.wait_for_timeout(150)  # what fades in is in
    one.picture(f"fill-{title}")
    # The tabs lie over whatever is scrolled beneath them; what is judged is the page.
    one.page.evaluate("document.getElementById('tabs')?.style.setProperty('position', 'static')")
    assert one.axe(exclude=NOT_OURS) == [], title
    one.page.evaluate("document.getElementById('tabs')?.style.removeProperty('position')")
    size = one.page.viewport_size
    if size["width"] < 500:
        one.page.set_viewport_size(NARROW)
        assert one.sideways() <= 0, title
        one.page.set_viewport_size(size)
    assert one.sideways() <= 0, title


@pytest.mark.parametrize(
    ("language", "screen", "dark"),
    [
        ("en", "phone", False),
        ("ar", "phone", False),
        ("he", "phone", True),
        ("ar", "desktop", False),
    ],
)
def test_every_state(phone, incident, cast, language, screen, dark):
    one = phone(language, screen, dark=dark)
    one.wait_ready("incident")
    sound(one, "forms")
    first = english(one, "A report that arrives")
    one.page.wait_for_selector("[data-record]", state="detached")
    asked(incident, first)
    one.page.click("#tabs a >> nth=2")
    one.page.click("main .actions .button")
    one.page.wait_for_selector("#tabs a >> nth=2 >> .count")
    sound(one, "sent")
    one.page.click(f'[data-sent="{first}"]')
    sound(one, "question")
    refuse(incident)
    second = english(one, "A report that is stuck")
    one.page.wait_for_selector(f'[data-record="{second}"] .state--stuck')
    sound(one, "waiting")
    one.page.click(f'[data-record="{second}"]')
    one.page.click("summary")
    sound(one, "record")
    one.page.click("main .actions .button >> nth=1")
    sound(one, "export")
    one.page.click("dialog .button >> nth=1")
    one.page.click("main .button--stop")
    sound(one, "delete")
    one.page.click("dialog .button >> nth=1")
    one.page.click("#tabs a >> nth=3")
    one.page.click("summary")
    sound(one, "phone")
    one.page.click("#tabs a >> nth=0")
    one.open_form("incident")
    one.page.fill(".question-container textarea", "A draft")
    one.page.wait_for_selector("#saved[data-kept]")
    one.page.click(".form-place .footer button")
    sound(one, "form")
    one.page.click(".form-bar a")
    one.page.wait_for_selector("a[href^='#/draft/']")
    sound(one, "draft")
    one.page.click("#lock")
    one.page.click(".row-button")
    one.page.fill("#pin", "wrong wrong")
    one.page.keyboard.press("Enter")
    one.page.wait_for_selector("#pin-error:not(:empty)")
    sound(one, "door")
    assert one.foreign == []


def refuse(office) -> None:
    """Have the programme take nothing more."""
    office.tricks.append(
        lambda request, rest: (
            standin.openrosa(409, "Other answers were received before.")
            if rest == "submission"
            else None
        )
    )


def english(one, story: str) -> str:
    """Write a report in the English version of the form, whatever the page speaks."""
    one.page.click("#tabs a >> nth=0")
    one.page.click('[data-form="incident"]')
    one.page.wait_for_selector(".odk-form .question-container")
    if one.page.get_attribute("html", "lang") != "en":
        one.page.locator(".language-changer:visible").click()
        one.page.click(".p-select-option:has-text('English (en)')")
        one.page.wait_for_selector('html[lang="en"]')
    fill_in(one, story)
    return one.finish()


def test_a_phone_that_nobody_has_set_up(phone, office, visit):
    one = visit("en", "phone")
    one.open("/field/fill/")
    one.page.wait_for_selector("text=Nobody is set up on this phone yet")
    sound(one, "nobody")


def test_setting_up_as_it_is_seen(phone, office, cast, visit):
    for language in ("en", "ar"):
        one = visit(language, "phone")
        one.log_in(cast.field_officer.user.email, PASSWORD)
        one.open("/p/talmora/field/web-form/")
        sound(one, "web-form")
        one.page.fill("#id_name", "Small phone")
        one.page.click("main form .button--primary")
        one.page.wait_for_selector("#label")
        sound(one, "enrol")
        one.open("/p/talmora/field/carried/")
        sound(one, "carried")
