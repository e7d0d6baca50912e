"""Take the picture in the README: the situation page of a running ``make demo``.

``python tools/screenshot.py [ADDRESS] [EMAIL]``; needs Debian's chromium.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import django
from playwright.sync_api import sync_playwright

TARGET = Path(__file__).resolve().parents[1] / "docs" / "images" / "situation.png"
FLAGS = ["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
SIZE = {"width": 1280, "height": 900}
SETTLE = 15_000
"""Milliseconds in which the map is drawn, on a busy machine too."""


def main(address: str, email: str, password: str) -> None:
    """Log in as a member of the demonstration and keep what the browser shows."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", *FLAGS]
        )
        page = browser.new_page(viewport=SIZE, color_scheme="light", locale="en-GB")
        page.goto(f"{address}/account/login/")
        page.fill("[name=login]", email)
        page.fill("[name=password]", password)
        page.press("[name=password]", "Enter")
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(SETTLE)  # the map is drawn in software, tile by tile
        TARGET.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=TARGET)
        browser.close()
    print(TARGET)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goodoffices.web.settings")
    os.environ.setdefault("GOODOFFICES_DEBUG", "yes")
    django.setup()
    from goodoffices.demo.loading import PASSWORD

    defaults = ["http://localhost:8000", "lina@talmora.example"]
    address, email = sys.argv[1:3] + defaults[len(sys.argv[1:3]) :]
    main(address.rstrip("/"), email, PASSWORD)
