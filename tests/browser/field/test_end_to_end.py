"""The whole way, with nothing standing in for anything: a phone, the server, the office.

The shipped incident form is filled in Arabic at the size of a phone without a network; the browser
is killed, comes back, finds the network; the incident stands on the Situation page with its photo.
"""

from __future__ import annotations

import time

import pytest
from django_scopes import scope

from goodoffices.core import jobs
from goodoffices.core.models import Job
from goodoffices.field.models import Attachment, Device, Submission
from goodoffices.field.services import forms, reviewing
from goodoffices.monitor.models import Incident
from tests.browser.field import photos
from tests.browser.field.conftest import PIN
from tests.browser.field.test_killed import Killed
from tests.browser.field.test_sending import take_photo
from tests.cast import PASSWORD, Cast


@pytest.fixture
def form(cast: Cast):
    """Publish the shipped incident form, with its mapping."""
    with scope(programme=cast.programme):
        return forms.add_ready_made(
            programme=cast.programme, key="incident-report", published=True, by=cast.director.user
        ).form


def question(one, text: str):
    """Return the place of a question."""
    return one.page.locator(f'.question-container:has-text("{text}")').first


def fill_in_arabic(one) -> None:
    """Answer what the shipped form asks for."""
    question(one, "في أي يوم وقعت").locator("input").fill("01/02/2026")
    one.page.keyboard.press("Tab")
    question(one, "البلدة أو القرية").locator("input").fill("تل مورا")
    question(one, "بمَ تتعلق الحادثة").locator("label.value-option, .value-option").first.click()
    question(one, "ما هي بالتحديد").locator("label.value-option, .value-option").first.click()
    question(one, "في سطر واحد").locator("input").fill("إطلاق نار عند الجسر")
    question(one, "بكلماتك").locator("textarea").fill("بدأ إطلاق النار عند الظهر قرب الجسر.")
    question(one, "القتلى، على الأقل").locator("input").press_sequentially("2")
    question(one, "القتلى، على الأكثر").locator("input").press_sequentially("3")
    question(one, "كيف عرفت ذلك").locator("label.value-option, .value-option").first.click()


def delivered(cast: Cast, number: int = 1) -> None:
    """Wait until the server has so many reports, and do what a worker would."""
    for _ in range(150):
        with scope(programme=cast.programme):
            if Submission.objects.filter(awaits_media=False).count() == number:
                break
        time.sleep(0.1)
    with scope(programme=cast.programme):
        for waiting in Job.objects.filter(state=Job.State.WAITING):
            jobs.run_now(waiting)


def test_from_a_phone_without_a_network_to_the_situation_page(
    chromium, cast, live_server, profile, form, visit
):
    one = Killed(chromium, live_server.url, profile)
    one.power_on("ar", phone=True)
    one.enrol(cast.field_officer, language="ar")
    one.wait_ready("go-incident")
    one.wait_kept()
    one.context.set_offline(True)
    one.open_form("go-incident")
    one.page.wait_for_selector('html[lang="ar"][dir="rtl"]')
    fill_in_arabic(one)
    take_photo(one, "صورة", photos.with_exif(photos.noise(one.page, 3, 1600, 1200)))
    one.picture("end-to-end-form")
    said = one.finish()
    one.picture("end-to-end-saved")
    assert one.battery_out() > 0
    with scope(programme=cast.programme):
        assert not Submission.objects.exists()
    one.power_on("ar", phone=True)
    one.start()
    one.unlock(PIN)
    one.page.click("#tabs a >> nth=2")
    one.page.wait_for_selector(f'[data-sent="{said}"]', timeout=30_000)
    delivered(cast)
    with scope(programme=cast.programme):
        submission = Submission.objects.get()
        assert submission.root_id == said
        assert submission.device == Device.objects.get(kind="web")
        assert submission.channel == "web"
        assert submission.mapping_state == "mapped"
        photo = Attachment.objects.get(state="present")
        incident = Incident.objects.get()
    office = visit("en", "desktop")
    office.log_in(cast.monitoring_officer.user.email, PASSWORD)
    office.open("/p/talmora/situation/")
    office.page.locator(f'main a[href*="{incident.code}"]').first.click()
    office.page.wait_for_url(f"**/{incident.code}/")
    assert "إطلاق نار عند الجسر" in office.page.inner_text("main")
    office.page.wait_for_selector('[aria-labelledby="evidence"] >> text=.jpg')
    office.picture("end-to-end-incident")
    assert photo.file.sha256
    one.context.close()


def test_a_question_of_the_office_and_a_correction(real_phone, cast, form):
    one = real_phone()
    one.wait_ready("go-incident")
    one.open_form("go-incident")
    question(one, "On which day did it happen").locator("input").fill("01/02/2026")
    one.page.keyboard.press("Tab")
    question(one, "Town, village").locator("input").fill("Harrow")
    question(one, "What was it about").locator(".value-option").first.click()
    question(one, "more exactly").locator(".value-option").first.click()
    question(one, "in your own words").locator("textarea").fill("It began at noon.")
    question(one, "How do you know it").locator(".value-option").first.click()
    take_photo(one, "photo", photos.noise(one.page, 3, 400, 300))
    said = one.finish()
    delivered(cast)
    with scope(programme=cast.programme):
        submission = Submission.objects.get(root_id=said)
        reviewing.ask(submission=submission, text="At noon?", by=cast.monitoring_officer.user)
    one.page.click("#tabs a:has-text('Sent')")
    one.page.click("text=Ask for news")
    one.page.click(f'[data-sent="{said}"]')
    one.page.fill("textarea", "At one.")
    one.page.click("main form .button--primary")
    one.page.click(f'[data-sent="{said}"]')
    one.page.click("text=Correct the report")
    one.page.wait_for_selector(".odk-form .question-container")
    question(one, "in your own words").locator("textarea").fill("It began at one.")
    one.finish()
    one.page.wait_for_selector("text=Nothing is waiting.")
    with scope(programme=cast.programme):
        submission.refresh_from_db()
        assert submission.current == 2
        assert not submission.awaits_media
        assert [note.text for note in submission.notes.filter(kind="answer")] == ["At one."]
        assert Submission.objects.count() == 1


def test_the_outbox_goes_by_hand(real_phone, cast, form, visit, tmp_path):
    one = real_phone()
    one.wait_ready("go-incident")
    one.context.set_offline(True)
    one.open_form("go-incident")
    question(one, "On which day did it happen").locator("input").fill("01/02/2026")
    one.page.keyboard.press("Tab")
    question(one, "Town, village").locator("input").fill("Harrow")
    question(one, "What was it about").locator(".value-option").first.click()
    question(one, "more exactly").locator(".value-option").first.click()
    question(one, "in your own words").locator("textarea").fill("It began at noon.")
    question(one, "How do you know it").locator(".value-option").first.click()
    take_photo(one, "photo", photos.noise(one.page, 3, 400, 300))
    said = one.finish()
    files = [exported(one, tmp_path, phrase) for phrase in ("three quiet words", "")]
    assert one.waits() == 1
    office = visit("en", "desktop")
    office.log_in(cast.monitoring_officer.user.email, PASSWORD)
    office.open("/p/talmora/field/carried/")
    for file, phrase, outcome in zip(
        files, ("three quiet words", ""), ("received", "known"), strict=True
    ):
        office.page.set_input_files("#id_file", file)
        office.page.fill("#id_passphrase", phrase)
        office.page.click("main form .button--primary")
        office.page.wait_for_selector(f'[data-outcome="{outcome}"]')
    office.picture("carried")
    assert office.sideways() <= 0
    with scope(programme=cast.programme):
        submission = Submission.objects.get(root_id=said)
        assert submission.device.name == "Small phone"
        assert submission.by == cast.field_officer.user
        assert not submission.awaits_media
    one.context.set_offline(False)
    one.page.wait_for_selector("text=Nothing is waiting.")
    with scope(programme=cast.programme):
        assert Submission.objects.count() == 1


def exported(one, folder, phrase: str):
    """Save the outbox as a file; return where."""
    one.page.click("text=Save as a file")
    if phrase:
        one.page.fill("#phrase", phrase)
    else:
        one.page.check("#plain")
    with one.page.expect_download() as download:
        one.page.click("dialog .button--primary")
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    one.page.wait_for_selector("dialog", state="detached")
    return path
