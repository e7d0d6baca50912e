"""From setting a phone up to the report that arrives."""

from __future__ import annotations

import pytest

from tests.browser.field import forms

SHELLING = ".question-container:has-text('What was it?') >> text=Shelling"


def fill_in(one, story="It began at noon."):
    """Answer the incident form in English."""
    one.page.click(SHELLING)
    one.page.locator(".question-container:has-text('wounded') input").press_sequentially("3")
    one.page.fill(".question-container:has-text('When did') input", "01/02/2026")
    one.page.keyboard.press("Tab")
    one.page.fill(".question-container textarea", story)


def test_a_report_is_filled_in_and_arrives(phone, incident):
    one = phone()
    one.wait_ready("incident")
    one.open_form("incident")
    fill_in(one)
    said = one.finish()
    one.page.wait_for_selector("text=Nothing is waiting.")
    xml = incident.held[said].xml.decode()
    assert "<when>2026-02-01</when>" in xml
    assert "<kind>shelling</kind>" in xml
    assert "<wounded>3</wounded>" in xml
    assert "It began at noon." in xml
    one.page.click("#tabs a:has-text('Sent')")
    one.page.wait_for_selector(f'[data-sent="{said}"]')
    assert one.complaints == []
    assert one.foreign == []


def test_what_was_not_answered_is_asked_for(phone, incident):
    one = phone()
    one.wait_ready("incident")
    one.open_form("incident")
    one.page.click(".form-place .footer button")
    one.page.wait_for_selector("text=1 question with error.")
    assert one.waits() == 0


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("he", "rtl"), ("en", "ltr")])
def test_the_page_follows_the_language_of_the_form(phone, incident, language, direction):
    one = phone(language)
    one.wait_ready("incident")
    one.open_form("incident")
    one.page.wait_for_selector(f'html[lang="{language}"][dir="{direction}"]')
    assert one.page.locator(".form-bar").get_attribute("dir") == direction
    titles = {"en": "Incident", "ar": "حادث", "he": "אירוע"}
    assert one.page.locator(".odk-form h1:visible").inner_text() == titles[language]
    one.page.locator(".language-changer:visible").click()
    other = "English (en)" if language != "en" else "Arabic (ar)"
    one.page.click(f".p-select-option:has-text('{other}')")
    turned = "ltr" if language != "en" else "rtl"
    one.page.wait_for_selector(f'html[dir="{turned}"]')
    assert one.page.locator(".form-bar").get_attribute("dir") == direction
    one.page.click(".form-bar a")
    one.page.wait_for_selector(f'html[lang="{language}"][dir="{direction}"]')
    assert one.complaints == []


def test_a_draft_is_kept_as_it_is_written_and_goes_on(phone, incident):
    one = phone()
    one.wait_ready("incident")
    one.open_form("incident")
    one.page.fill(".question-container textarea", "Half a sen")
    one.page.wait_for_selector("#saved[data-kept]")
    kept = one.page.locator("#saved").get_attribute("data-kept")
    one.start()  # as after the browser was closed without a word
    one.unlock()
    one.page.click("a[href^='#/draft/']")
    one.page.wait_for_selector(".odk-form .question-container")
    assert one.page.input_value(".question-container textarea") == "Half a sen"
    fill_in(one, "Half a sentence, and the rest.")
    said = one.finish()
    assert said == kept
    one.page.wait_for_selector("text=Nothing is waiting.")
    xml = incident.held[said].xml.decode()
    assert "and the rest" in xml
    assert "deprecatedID" not in xml
    one.page.click("#tabs a:has-text('Forms')")
    one.page.wait_for_selector("[data-form]")
    assert one.page.locator("a[href^='#/draft/']").count() == 0


def test_a_deleted_draft_comes_back(phone, incident):
    one = phone()
    one.wait_ready("incident")
    one.open_form("incident")
    one.page.fill(".question-container textarea", "Half")
    one.page.click(".form-bar a")
    one.page.click("[aria-label^='Delete the draft']")
    one.page.wait_for_selector("a[href^='#/draft/']", state="detached")
    one.page.click("text=Undo")
    one.page.click("a[href^='#/draft/']")
    one.page.wait_for_selector(".odk-form .question-container")
    assert one.page.input_value(".question-container textarea") == "Half"


def test_a_draft_keeps_the_version_it_was_begun_with(phone, office):
    office.add_form("note", "1", forms.xform(forms.NOTE.format(version=1)))
    one = phone()
    one.wait_ready("note")
    one.open_form("note")
    one.page.fill(".question-container input", "Begun in the first version")
    one.page.click(".form-bar a")
    office.add_form("note", "2", forms.xform(forms.NOTE.format(version=2)))
    one.page.click("text=Look for forms")
    one.page.wait_for_selector('[data-form="note"][data-version="2"]')
    one.page.click("a[href^='#/draft/']")
    one.page.wait_for_selector(".odk-form .question-container")
    said = one.finish()
    one.page.wait_for_selector("text=Nothing is waiting.")
    assert b'version="1"' in office.held[said].xml
    one.page.click("#tabs a:has-text('Forms')")
    one.open_form("note")
    one.page.fill(".question-container input", "x")
    said = one.finish()
    one.page.wait_for_selector("text=Nothing is waiting.")
    assert b'version="2"' in office.held[said].xml


def test_a_form_is_ready_only_when_every_byte_is_here(phone, office):
    xml = forms.xform(
        "| survey |\n| | type | name | label | media::image |\n"
        "| | note | look | Look | map.png |\n| | text | what | What | |\n\n"
        "| settings |\n| | form_title | form_id | version |\n| | Media | media | 1 |\n"
    )
    office.add_form("media", "1", xml, media={"map.png": b"not what was announced"})
    address = office.forms[0]["media"][0]["url"].removeprefix("/field/talmora/")
    office.bytes_of[address] = b"other bytes"
    one = phone()
    one.page.wait_for_selector("text=Not complete: needs the network once")
    assert one.page.locator('[data-form="media"][data-ready="yes"]').count() == 0
    office.bytes_of[address] = b"not what was announced"
    one.page.click("text=Look for forms")
    one.wait_ready("media")
