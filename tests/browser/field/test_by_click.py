"""ODK's form renderer as a foreign client: each form is filled by click and key, and arrives whole.

The four ready-made forms and the ten others of `tests.field.foreign`. What is asked is found on the
screen, as a person finds it; nothing is set behind the page's back.
"""

from __future__ import annotations

import io
import time

import pytest
from django_scopes import scope
from lxml import etree

from goodoffices.field.models import Submission, SubmissionVersion
from goodoffices.field.services import forms
from goodoffices.formats.xlsforms.shelf import shelf
from tests.browser.field import photos
from tests.cast import Cast
from tests.field.foreign.forms import TEN
from tests.field.forms import xlsx

ITSELF = {"instanceID", "instanceName", "start", "end", "begun", "ended", "today", "deviceid"}

MOST = 60
"""Questions answered of a form: enough to meet each kind, few enough to be done soon."""

LEAST = {"texts": 3, "numbers": 4, "moments": 2, "choices": 3, "cascade": 2, "nested": 2} | {
    "branches": 3,
    "files": 1,
    "large": MOST,
    "places": 0,
}
"""Answers that must have arrived: words are no time of day, and a point needs a satellite, which a
browser under test has not."""


def publish(cast: Cast, name: str) -> str:
    """Publish a form; return the id that phones know it by."""
    by = cast.director.user
    with scope(programme=cast.programme):
        if name in TEN:
            file = io.BytesIO(xlsx(form_id=name, title=name, **({"choices": ""} | TEN[name])))
            done = forms.upload(programme=cast.programme, file=file, name=f"{name}.xlsx", by=by)
            assert done.version is not None
            forms.publish(version=done.version, by=by)
            return name
        made = forms.add_ready_made(programme=cast.programme, key=name, published=True, by=by)
        return made.form.xform_id


def answer(one, place, photo: bytes) -> bool:
    """Answer one question by what it shows; say whether there was anything to answer."""
    ways = {
        "input[type=file]": lambda found: found.last.set_input_files(
            files=[{"name": "river.jpg", "mimeType": "image/jpeg", "buffer": photo}]
        ),
        ".value-option": lambda found: found.first.click(),
        "[role=slider]": lambda found: found.first.press("ArrowRight"),
        ".p-datepicker input, input.p-datepicker-input": lambda found: _typed(found, "01/02/2026"),
        ".p-inputnumber-input": lambda found: found.first.press_sequentially("7"),
        "textarea": lambda found: found.first.fill("seven boats"),
        "input[type=checkbox]": lambda found: found.first.check(),
        "input[type=time]": lambda found: found.first.fill("12:30"),
        "input[type=datetime-local]": lambda found: found.first.fill("2026-02-01T12:30"),
        "[role=combobox]": lambda found: _picked(one, found),
        "input": lambda found: _typed(found, "seven boats"),
    }
    for selector, do in ways.items():
        found = place.locator(selector)
        if found.count():
            do(found)
            return True
    return False


def _typed(found, text: str) -> None:
    found.first.fill(text)
    found.first.press("Tab")


def _picked(one, found) -> None:
    found.first.click()
    one.page.locator("[role=option]:visible").first.click()


def fill(one) -> None:
    """Go down the form; answers open further questions, which are answered in their turn."""
    photo, done = photos.noise(one.page, 5, 320, 240), set()
    for _turn in range(3):
        places = one.page.locator(".question-container:visible")
        names = [places.nth(n).get_attribute("id") or str(n) for n in range(places.count())]
        for n, name in enumerate(names):
            if name not in done and len(done) < MOST:
                done.add(name)
                answer(one, places.nth(n), photo)


QUICKLY = {*shelf(), "choices", "files", "nested"}
"""Filled whenever tests run in a browser; the others in ``make soak``."""

ALL = [
    pytest.param(name, marks=[] if name in QUICKLY else pytest.mark.slow)
    for name in sorted([*shelf(), *TEN])
]


@pytest.mark.parametrize("name", ALL)
def test_a_form_is_filled_by_click_and_arrives(name: str, real_phone, cast) -> None:
    form_id = publish(cast, name)
    one = real_phone()
    one.wait_ready(form_id)
    one.open_form(form_id)
    fill(one)
    one.picture(f"by-click-{name}")
    said = one.finish()
    assert _arrived(cast).root_id == said
    with scope(programme=cast.programme):
        root = etree.fromstring(bytes(SubmissionVersion.objects.get().xml))
    assert len(answers(root)) >= LEAST.get(name, 4)
    assert one.foreign == []


def answers(root: etree._Element) -> list[str]:
    """Return what a person answered, without what the form notes by itself."""
    found = [one for one in root.iter("{*}*") if not len(one) and (one.text or "").strip()]
    names = {etree.QName(one).localname: one for one in found}
    return sorted(names.keys() - ITSELF)


def _arrived(cast: Cast) -> Submission:
    """Wait until the report is here with its files."""
    for _ in range(200):
        with scope(programme=cast.programme):
            found = Submission.objects.filter(awaits_media=False).first()
        if found is not None:
            return found
        time.sleep(0.1)
    raise AssertionError("it did not arrive")
