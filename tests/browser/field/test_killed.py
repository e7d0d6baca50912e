"""The battery falls out: whatever the page called saved is there when the phone starts again."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse

from tests.browser.conftest import CHROMIUM, QUIET, VIEWPORTS
from tests.browser.field import forms
from tests.browser.field.conftest import PIN, Phone

SHORT = 3
LONG = 100
STARTS_WITHIN = 30_000


class Killed(Phone):
    """A phone whose browser can be killed like a battery that falls out, and started again."""

    def __init__(self, chromium: Any, server: str, profile: Path) -> None:
        self.chromium, self.server, self.profile = chromium, server, profile
        self.name, self.complaints, self.foreign = "killed", [], []

    def power_on(self, language: str = "en", *, phone: bool = False) -> None:
        """Start the browser with what lies in its profile."""
        width, height = VIEWPORTS["phone" if phone else "desktop"]
        self.context = self.chromium.browser_type.launch_persistent_context(
            self.profile,
            executable_path=str(CHROMIUM),
            args=QUIET,
            locale=language,
            viewport={"width": width, "height": height},
            is_mobile=phone,
            has_touch=phone,
        )
        self.page = self.context.new_page()
        self.page.set_default_timeout(STARTS_WITHIN)

    def battery_out(self) -> int:
        """Kill every process of the browser at once; returns how many there were."""
        mine = list(_processes(str(self.profile)))
        for process in mine:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        for process in mine:
            _gone(process)
        with contextlib.suppress(Exception):
            self.context.close()
        return len(mine)


def _processes(profile: str) -> Iterator[int]:
    """Yield the processes that were started with this profile, and no others."""
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if profile.encode() in (folder / "cmdline").read_bytes():
                yield int(folder.name)


def _gone(process: int) -> None:
    for _ in range(200):
        with contextlib.suppress(OSError):
            if (Path("/proc") / str(process) / "stat").read_text().split(")")[1][1] != "Z":
                time.sleep(0.02)
                continue
        return


@pytest.mark.parametrize("times", [SHORT, pytest.param(LONG, marks=pytest.mark.slow)])
def test_nothing_that_was_called_saved_is_lost(chromium, office, cast, live_server, profile, times):
    office.add_form("note", "1", forms.xform(forms.NOTE.format(version=1)))
    one = Killed(chromium, live_server.url, profile)
    one.power_on()
    one.enrol(cast.field_officer)
    one.wait_ready("note")
    one.wait_kept()
    away = [True]
    # Out of reach also for the service worker, which the browser wakes to send when it starts.
    office.tricks.append(lambda request, rest: HttpResponse(status=503) if away else None)
    chance = random.Random(7)
    saved = []
    for number in range(times):
        one.start() if number else one.page.click("#lock")
        one.page.wait_for_selector(".row-button")
        assert one.waits() == number, "a record that was called saved is missing"
        one.unlock(PIN)
        one.open_form("note")
        one.page.fill(".question-container input", f"record {number}")
        saved.append(one.finish())
        time.sleep(chance.choice([0, 0, 0.01, 0.05]))
        assert one.battery_out() > 0
        one.power_on()
    away.clear()
    one.start()
    one.unlock(PIN)
    one.page.click("#tabs a:has-text('Waiting')")
    one.page.click("text=Send now")
    one.page.wait_for_selector("text=Nothing is waiting.", timeout=60_000 + 1_000 * times)
    assert sorted(office.held) == sorted(saved)
    for number, said in enumerate(saved):
        assert f"record {number}<".encode() in office.held[said].xml
    assert len(office.posts) == times, "and none went twice"
    one.context.close()
