"""A phone with the page of field reports, and a stand-in for the programme behind it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from goodoffices.field.fill import shell
from tests.browser.conftest import CHROMIUM, QUIET, VIEWPORTS, Visit, Visitor
from tests.browser.field import forms, standin
from tests.cast import PASSWORD, Cast

PIN = "open sesame 7"
PATIENCE = 30_000
"""Milliseconds a browser may take on a busy machine. What has a bar is measured apart."""


@pytest.fixture
def office(settings: Any) -> Iterator[standin.Standin]:
    """Put the stand-in in the place of the server's side of the protocol."""
    settings.ROOT_URLCONF = "tests.browser.field.standin"
    shell._made.cache_clear()
    standin.current = standin.Standin()
    yield standin.current
    standin.current.tricks.clear()


@pytest.fixture
def incident(office: standin.Standin) -> standin.Standin:
    """Hand out the incident form."""
    office.add_form(
        "incident",
        "1",
        forms.xform(forms.INCIDENT),
        titles={"en": "Incident", "ar": "حادث", "he": "אירוע"},
        languages=["en", "ar", "he"],
    )
    return office


class Phone(Visit):
    """A reader on the page of field reports."""

    def enrol(
        self, member: Any, *, label: str = "Blue", pin: str = PIN, language: str = ""
    ) -> None:
        """Set this browser up, from the programme's page to the list of forms."""
        if language:
            cookie = {"name": "django_language", "value": language, "url": self.server}
            self.context.add_cookies([cookie])  # type: ignore[list-item]
        self.log_in(member.user.email, PASSWORD)
        self.open("/p/talmora/field/web-form/")
        self.page.fill("#id_name", "Small phone")
        self.page.click("main form .button--primary")
        self.page.wait_for_selector("#label")
        self.page.fill("#label", label)
        self.page.fill("#pin", pin)
        self.page.fill("#again", pin)
        self.page.click("main form .button--primary")
        self.page.wait_for_selector("#lock")
        self.complaints.clear()  # the programme's pages are judged by their own tests

    def start(self) -> None:
        """Open the page anew, as after a tap on its icon."""
        self.page.goto("about:blank")
        self.page.goto(self.server + "/field/fill/")
        self.page.wait_for_selector("body[data-ready]")

    def unlock(self, pin: str = PIN, label: str = "Blue") -> None:
        """Say the PIN."""
        self.page.locator(".row-button", has_text=label).click()
        self.page.fill("#pin", pin)
        self.page.keyboard.press("Enter")

    def wait_ready(self, form: str) -> None:
        """Wait until a form is whole on the phone."""
        self.page.wait_for_selector(f'[data-form="{form}"][data-ready="yes"]')

    def wait_kept(self) -> None:
        """Wait until the page itself is kept for the time without a network."""
        self.page.wait_for_selector("body[data-kept]")

    def open_form(self, form: str) -> None:
        """Open a form and wait for its first questions."""
        self.page.click(f'[data-form="{form}"]')
        self.page.wait_for_selector(".odk-form .question-container")

    def finish(self) -> str:
        """Finish the form; return the instanceID once the page calls it saved."""
        self.page.click(".form-place .footer button")
        self.page.wait_for_selector("body[data-saved]")
        said = self.page.evaluate("document.body.dataset.saved")
        self.page.evaluate("delete document.body.dataset.saved")
        return str(said)

    def waits(self) -> int:
        """Return how many records lie in the outbox."""
        return int(self.page.evaluate(COUNT))


COUNT = """() => new Promise((resolve, reject) => {
    const opening = indexedDB.open("offices-field");
    opening.onerror = reject;
    opening.onsuccess = () => {
        const asked = opening.result.transaction("outbox").objectStore("outbox").count();
        asked.onsuccess = () => { opening.result.close(); resolve(asked.result); };
    };
})"""


@pytest.fixture
def real_phone(visit: Visitor, cast: Cast, monkeypatch: Any) -> Any:
    """Return a maker of phones that speak with the real server: ``real_phone("ar")``."""
    monkeypatch.setattr("tests.browser.conftest.Visit", Phone)

    def make(language: str = "en", screen: str = "phone", **more: Any) -> Phone:
        member = more.pop("member", cast.field_officer)
        made: Phone = visit(language, screen, **more)
        made.page.set_default_timeout(PATIENCE)
        made.enrol(member)
        made.wait_kept()
        return made

    return make


@pytest.fixture
def phone(office: standin.Standin, real_phone: Any) -> Any:
    """Return a maker of phones that speak with the stand-in, with the page kept."""
    return real_phone


@pytest.fixture
def profile() -> Iterator[Path]:
    """Return a folder for a browser that outlives its own death."""
    with tempfile.TemporaryDirectory(prefix="field-profile-") as folder:
        yield Path(folder)


__all__ = ["CHROMIUM", "PIN", "QUIET", "VIEWPORTS", "Phone"]
