"""A newer version of the page: complete before it is offered, and never under somebody's hands."""

from __future__ import annotations

import dataclasses
import re

import pytest

from goodoffices.field.fill import shell

LOOK = "navigator.serviceWorker.getRegistration('/field/fill/').then((one) => one.update())"


@pytest.fixture
def publish(monkeypatch):
    """Return how to publish a newer version of the page."""

    def make(version: str = "0123456789ab") -> str:
        now = shell.shell()
        page = now.page.replace(now.version.encode(), version.encode())
        worker = now.worker.replace(now.version.encode(), version.encode())
        worker = worker.replace(shell._digest(now.page).encode(), shell._digest(page).encode())
        newer = dataclasses.replace(now, version=version, page=page, worker=worker)
        monkeypatch.setattr("goodoffices.field.fill.views.shell", lambda: newer)
        return version

    return make


def test_it_is_taken_at_once_where_nobody_is_in(phone, incident, publish):
    one = phone()
    one.page.click("#lock")
    one.page.wait_for_selector(".row-button")
    version = publish()
    one.page.evaluate(LOOK)
    one.page.wait_for_selector(f'body[data-shell="{version}"][data-ready]')
    one.unlock()
    one.wait_ready("incident")


def test_it_is_offered_where_somebody_is_in(phone, incident, publish):
    one = phone()
    one.wait_ready("incident")
    version = publish()
    one.page.evaluate(LOOK)
    one.page.wait_for_selector("text=A newer version of this page is ready.")
    assert one.page.get_attribute("body", "data-shell") != version
    one.page.click("text=Take it now")
    one.page.wait_for_selector(f'body[data-shell="{version}"][data-ready]')


def test_it_waits_until_a_form_is_done(phone, incident, publish):
    one = phone()
    one.wait_ready("incident")
    one.open_form("incident")
    one.page.fill(".question-container textarea", "In the middle of")
    version = publish()
    one.page.evaluate(LOOK)
    one.page.wait_for_timeout(1500)
    assert one.page.locator("text=A newer version").count() == 0
    assert one.page.input_value(".question-container textarea") == "In the middle of"
    one.start()  # the next time the page opens, it is the newer one, and the draft is there
    one.page.wait_for_selector(f'body[data-shell="{version}"][data-ready]')
    one.unlock()
    one.page.wait_for_selector("a[href^='#/draft/']")


def test_half_a_page_is_never_kept(phone, incident, publish, monkeypatch):
    one = phone()
    version = publish()
    now = shell.shell()
    broken = re.sub(
        rb'"sha256":"[0-9a-f]{64}"', b'"sha256":"' + b"0" * 64 + b'"', now.worker, count=1
    )
    worker = broken.replace(now.version.encode(), version.encode())
    half = dataclasses.replace(now, version=version, worker=worker)
    monkeypatch.setattr("goodoffices.field.fill.views.shell", lambda: half)
    one.page.evaluate(f"{LOOK}.catch(() => {{}})")
    one.page.wait_for_timeout(1500)
    one.context.set_offline(True)
    one.start()
    assert one.page.get_attribute("body", "data-shell") != version
    one.unlock()
    one.wait_ready("incident")
