"""Sending: once, whole, again where it broke off; and what is said when it does not go."""

from __future__ import annotations

import json

import pytest
from django.http import HttpResponse

from tests.browser.field import forms, photos, standin
from tests.browser.field.test_filling import fill_in


def write_report(one, story="It began at noon."):
    """Finish an incident report; return its instanceID."""
    one.open_form("incident")
    fill_in(one, story)
    return one.finish()


def take_photo(one, question: str, content: bytes, name: str = "IMG_Samira_home.jpg"):
    """Answer a question by a photo, and wait until it is shown."""
    place = one.page.locator(f".question-container:has-text('{question}')")
    file = {"name": name, "mimeType": "image/jpeg", "buffer": content}
    place.locator("input[type=file]").last.set_input_files(files=[file])
    place.locator("img").wait_for()


def test_without_a_network_it_waits_and_then_goes(phone, incident):
    one = phone()
    one.wait_ready("incident")
    one.context.set_offline(True)
    one.start()  # the page opens from the phone
    one.unlock()
    said = write_report(one)
    one.page.wait_for_selector(f'[data-record="{said}"]')
    assert one.waits() == 1
    assert incident.held == {}
    one.context.set_offline(False)  # the page hears of it by itself
    one.page.wait_for_selector("text=Nothing is waiting.")
    assert list(incident.held) == [said]
    assert one.waits() == 0


def test_what_waits_is_sent_while_the_page_is_locked(phone, incident):
    one = phone()
    one.wait_ready("incident")
    one.context.set_offline(True)
    said = write_report(one)
    one.page.click("#lock")
    one.page.wait_for_selector("text=/report is waiting to be sent/")
    locked = one.page.inner_text("body")
    assert "Incident" not in locked
    assert said not in one.page.content()
    one.context.set_offline(False)
    one.page.wait_for_selector("text=/is waiting to be sent/", state="detached")
    assert list(incident.held) == [said]
    one.unlock()
    one.page.click("#tabs a:has-text('Sent')")
    one.page.wait_for_selector(f'[data-sent="{said}"]')  # the receipt came through the letterbox


def test_an_answer_that_is_not_about_the_report_counts_for_nothing(phone, incident):
    """A hotel's login page answers every address with 200; a broken proxy repeats old answers."""
    lies = [
        HttpResponse("<html>Welcome to the hotel</html>"),
        standin.openrosa(201, "Received.", "uuid:something-else"),
        standin.openrosa(201, "Received."),
    ]

    def lie(request, rest):
        return lies.pop(0) if rest == "submission" and lies else None

    incident.tricks.append(lie)
    one = phone()
    one.wait_ready("incident")
    said = write_report(one)
    for left in (2, 1, 0):
        one.page.wait_for_timeout(300)
        assert one.waits() == 1
        assert len(lies) == left
        one.page.click("text=Send now")
    one.page.wait_for_selector("text=Nothing is waiting.")
    assert list(incident.held) == [said]


def test_a_lost_answer_doubles_nothing(phone, incident):
    """The line broke before the answer: it is asked what the server holds, and not posted again."""
    lost = []

    def lose(request, rest):
        if rest == "submission" and not lost:
            lost.append(standin.submission(request, incident))
            return HttpResponse(status=500)
        return None

    incident.tricks.append(lose)
    one = phone()
    one.wait_ready("incident")
    said = write_report(one)
    one.page.wait_for_timeout(300)
    assert one.waits() == 1
    one.page.click("text=Send now")
    one.page.wait_for_selector("text=Nothing is waiting.")
    assert len(incident.posts) == 1
    assert any(asked.startswith("GET receipt/") for asked in incident.asked)
    assert list(incident.held) == [said]


def test_patience_is_had_when_it_is_asked_for(phone, incident):
    def busy(request, rest):
        if rest != "submission":
            return None
        return HttpResponse(status=503, headers={"Retry-After": "3600"})

    incident.tricks.append(busy)
    one = phone()
    one.wait_ready("incident")
    write_report(one)
    one.page.wait_for_selector("text=Next try")
    tried = incident.asked.count("POST submission")
    incident.tricks.clear()
    one.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    one.page.wait_for_timeout(500)
    assert incident.asked.count("POST submission") == tried
    one.page.click("text=Send now")  # a person may be less patient
    one.page.wait_for_selector("text=Nothing is waiting.")


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (400, "The programme did not take it."),
        (403, "The form is closed, or not for you."),
        (404, "The programme does not know this form"),
        (409, "The programme holds something else under the same name."),
        (413, "It is larger than the programme takes."),
    ],
)
def test_what_is_refused_stays_and_says_why(phone, incident, status, sentence):
    def refuse(request, rest):
        return standin.openrosa(status, "Because of this.") if rest == "submission" else None

    incident.tricks.append(refuse)
    one = phone()
    one.wait_ready("incident")
    said = write_report(one)
    one.page.click(f'[data-record="{said}"]')
    one.page.wait_for_selector("text=This record needs you")
    shown = one.page.inner_text("main")
    assert sentence in shown
    assert "Because of this." in shown
    one.page.click("summary")
    assert "It began at noon." in one.page.inner_text("main")
    incident.tricks.clear()
    one.page.click("text=Try again now")
    one.page.wait_for_selector("text=This record is not here any more")
    assert list(incident.held) == [said]


def test_one_stuck_record_does_not_hold_the_others_up(phone, incident):
    def refuse(request, rest):
        if rest == "submission" and b"stuck" in request.FILES["xml_submission_file"].read():
            return standin.openrosa(400, "No.")
        if rest == "submission":
            request.FILES["xml_submission_file"].seek(0)
        return None

    incident.tricks.append(refuse)
    one = phone()
    one.wait_ready("incident")
    first = write_report(one, "stuck")
    one.page.click("#tabs a:has-text('Forms')")
    second = write_report(one, "goes")
    one.page.wait_for_selector(f'[data-record="{second}"]', state="detached")
    assert list(incident.held) == [second]
    one.page.click(f'[data-record="{first}"]')
    one.page.click("text=Delete")
    one.page.click("text=Leave it")
    assert one.waits() == 1
    one.page.click("text=Delete")
    one.page.click("text=Delete it for good")
    one.page.wait_for_selector("text=Nothing is waiting.")
    assert one.waits() == 0


def test_a_revoked_phone_keeps_everything_and_says_so(phone, incident):
    one = phone()
    one.wait_ready("incident")
    incident.revoked = True
    write_report(one)
    one.page.click("#tabs a:has-text('Forms')")
    one.page.wait_for_selector("text=The programme does not let this phone in any more")
    assert one.waits() == 1
    incident.revoked = False  # the office had the wrong phone
    one.page.click("#tabs a:has-text('Waiting')")
    one.page.click("text=Send now")
    one.page.wait_for_selector("text=Nothing is waiting.")
    one.page.click("#tabs a:has-text('Forms')")
    one.page.wait_for_selector("[data-form]")
    assert "does not let this phone in" not in one.page.inner_text("main")


def test_two_pages_are_one_sender(phone, incident):
    one = phone()
    one.wait_ready("incident")
    one.context.set_offline(True)
    for story in ("one", "two", "three"):
        write_report(one, story)
        one.page.click("#tabs a:has-text('Forms')")
    other = one.context.new_page()
    other.goto(one.server + "/field/fill/")
    other.wait_for_selector("body[data-ready]")
    one.context.set_offline(False)
    other.evaluate("dispatchEvent(new Event('online'))")
    one.page.click("#tabs a:has-text('Waiting')")
    one.page.wait_for_selector("text=Nothing is waiting.")
    assert len(incident.posts) == 3
    assert len(incident.held) == 3


def test_photos_go_one_a_post_smallest_first(phone, office):
    office.add_form("photos", "1", forms.photos(3))
    one = phone()
    one.wait_ready("photos")
    one.open_form("photos")
    sizes = [(800, 600), (400, 300), (600, 450)]
    for number, size in enumerate(sizes):
        take_photo(one, f"Photo {number:02}", photos.noise(one.page, number, *size))
    said = one.finish()
    one.page.wait_for_selector("text=Nothing is waiting.")
    assert [what == "xml" for what, _size in office.posts] == [True, False, False, False]
    sent = [size for _what, size in office.posts[1:]]
    assert sent == sorted(sent)
    held = office.held[said]
    assert len(held.files) == 3
    for name in held.files:
        assert name.encode() in held.xml
        assert "Samira" not in name


def test_a_report_of_twenty_photos_cut_at_nine_tenths_goes_on_where_it_was(phone, office):
    """The bar: at most 15 % of its bytes go over the line a second time."""
    office.add_form("photos", "1", forms.photos(20))
    cut: list[int] = []

    def cutting(request, rest):
        if rest != "submission" or cut:
            return None
        done = sum(size for _what, size in office.posts)
        if len(office.posts) < 19:
            return None
        cut.append(int(request.headers["Content-Length"]))
        assert done > 0
        return HttpResponse(status=502)

    office.tricks.append(cutting)
    one = phone()
    one.page.set_default_timeout(60_000)
    one.wait_ready("photos")
    one.open_form("photos")
    for number in range(20):
        take_photo(one, f"Photo {number:02}", photos.noise(one.page, number, 640, 480))
    said = one.finish()
    one.page.wait_for_selector("text=/18. of .20. files are over/")
    before = sum(size for _what, size in office.posts)
    posts = len(office.posts)
    one.page.click("text=Send now")
    one.page.wait_for_selector("text=Nothing is waiting.")
    again = cut[0]  # what had gone over when the line broke, and goes once more
    whole = before + sum(size for _what, size in office.posts[posts:])
    print(json.dumps({"bytes": whole, "again": again, "share": round(again / whole, 4)}))
    assert len(office.held[said].files) == 20
    assert again / whole <= 0.15


def test_what_cannot_be_saved_is_not_called_saved(phone, incident):
    one = phone()
    one.wait_ready("incident")
    one.open_form("incident")
    fill_in(one)
    one.page.evaluate(NO_ROOM)
    one.page.click(".form-place .footer button")
    one.page.wait_for_selector("text=It could not be saved")
    assert one.page.get_attribute("body", "data-saved") is None
    assert one.waits() == 0
    one.page.evaluate("() => { IDBObjectStore.prototype.put = window.wasPut; }")
    said = one.finish()
    one.page.wait_for_selector("text=Nothing is waiting.")
    assert b"It began at noon." in incident.held[said].xml


NO_ROOM = """() => {
    window.wasPut = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (...given) {
        if (this.name === "outbox") throw new DOMException("full", "QuotaExceededError");
        return window.wasPut.apply(this, given);
    };
}"""
