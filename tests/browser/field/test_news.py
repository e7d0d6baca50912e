"""What the office made of a report comes back: states, questions, and their answers."""

from __future__ import annotations

from tests.browser.field import forms, photos
from tests.browser.field.test_sending import take_photo, write_report


def asked(office, said, text="Who told you?"):
    """Have the office ask about a report."""
    office.held[said].review = "question"
    question = {"id": 7, "text": text, "at": "2026-02-02T10:00:00+00:00", "answered": False}
    office.held[said].questions.append(question)


def sent_page(one, said):
    """Ask for news and open a receipt."""
    one.page.click("#tabs a:has-text('Sent')")
    one.page.click("text=Ask for news")
    one.page.wait_for_selector("text=This is what your office says now.")
    one.page.click(f'[data-sent="{said}"]')


def test_a_question_is_seen_and_answered_without_a_network(phone, incident):
    one = phone()
    one.wait_ready("incident")
    said = write_report(one)
    one.page.wait_for_selector("text=Nothing is waiting.")
    asked(incident, said)
    sent_page(one, said)
    one.page.wait_for_selector("text=Who told you?")
    one.context.set_offline(True)
    one.page.fill("textarea", "A neighbour.")
    one.page.click("main form .button--primary")
    one.page.wait_for_selector("text=Nothing was sent", state="detached")
    assert one.waits() == 1
    assert incident.answers == []
    one.context.set_offline(False)
    one.page.click("#tabs a:has-text('Waiting')")
    one.page.wait_for_selector("text=Nothing is waiting.")
    assert incident.answers == [{"instanceID": said, "question": 7, "text": "A neighbour."}]
    one.page.click("#tabs a:has-text('Sent')")
    one.page.click(f'[data-sent="{said}"]')
    one.page.wait_for_selector("text=You answered:")


def test_open_questions_are_counted_on_the_tab(phone, incident):
    one = phone()
    one.wait_ready("incident")
    said = write_report(one)
    one.page.wait_for_selector("text=Nothing is waiting.")
    asked(incident, said)
    sent_page(one, said)
    one.page.wait_for_selector("#tabs a:has-text('Sent') .count")


def test_a_report_is_corrected(phone, incident):
    one = phone()
    one.wait_ready("incident")
    one.open_form("incident")
    take_photo(one, "A photo", photos.noise(one.page, 1, 400, 300))
    one.page.fill(".question-container:has-text('When did') input", "01/02/2026")
    one.page.keyboard.press("Tab")
    one.page.fill(".question-container textarea", "It began at noon.")
    said = one.finish()
    one.page.wait_for_selector("text=Nothing is waiting.")
    asked(incident, said, "Was it noon?")
    sent_page(one, said)
    one.page.click("text=Correct the report")
    one.page.wait_for_selector(".odk-form .question-container")
    assert one.page.input_value(".question-container textarea") == "It began at noon."
    one.page.fill(".question-container textarea", "It began at one.")
    one.page.wait_for_selector("#saved[data-kept]")
    one.page.click(".form-bar a")
    one.page.click("a[href^='#/draft/']")  # a correction can be left and gone on with as well
    one.page.wait_for_selector(".odk-form .question-container")
    assert one.page.input_value(".question-container textarea") == "It began at one."
    corrected = one.finish()
    assert corrected != said
    one.page.wait_for_selector("text=Nothing is waiting.")
    xml = incident.held[corrected].xml.decode()
    assert f"{said}</" in xml.split("deprecatedID")[1]
    assert "It began at one." in xml
    (name,) = incident.held[said].files
    assert name in xml, "the photo is still named"
    assert incident.held[corrected].files == {}, "and does not go over the line again"
    assert one.complaints == []


def test_the_programme_hears_what_waits(phone, incident):
    one = phone()
    one.wait_ready("incident")
    write_report(one)
    one.page.wait_for_selector("text=Nothing is waiting.")
    last = incident.states[-1]
    assert last["waiting"] == 0
    assert last["oldest"] is None
    assert len(last["shell"]) == 12


def test_what_was_sent_can_be_removed_from_the_phone(phone, office):
    office.add_form("note", "1", forms.xform(forms.NOTE.format(version=1)))
    one = phone()
    one.wait_ready("note")
    one.open_form("note")
    one.page.fill(".question-container input", "x")
    said = one.finish()
    one.page.wait_for_selector("text=Nothing is waiting.")
    one.page.click("#tabs a:has-text('Sent')")
    one.page.click(f'[data-sent="{said}"]')
    one.page.click("text=Remove from this phone")
    one.page.wait_for_selector("text=Nothing was sent from this phone yet.")
