"""A real browser over a real server: Debian's Chromium, driven by Playwright.

Nothing is downloaded: where Chromium is missing, the fixture says which package brings it.
Pictures of pages are kept in ``var/screenshots`` for people to look at.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page
    from pytest_django.live_server_helper import LiveServer

    from tests.cast import Cast

ROOT = Path(__file__).parents[2]
CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
BUILT = ROOT / "src" / "goodoffices" / "web" / "static" / "built" / "theme.css"
SCREENSHOTS = ROOT / "var" / "screenshots"
LANGUAGES = ("en", "ar", "he")
VIEWPORTS = {"phone": (390, 844), "desktop": (1280, 900)}

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
"""WebGL in software, and no calls of the browser's own to the internet."""

# Playwright's loop runs in the tests' thread, where Django would refuse the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder ``browser``."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep the database in a file: one in memory does not wait for its other writer."""
    from django.db import connections

    tested = connections["default"].settings_dict
    if tested["ENGINE"].endswith("sqlite3"):
        tested["TEST"]["NAME"] = str(tmp_path_factory.mktemp("browser") / "base.sqlite3")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Return the one browser of the run."""
    if not CHROMIUM.exists():
        pytest.fail("Chromium is missing: install Debian's package `chromium`.", pytrace=False)
    if not AXE.exists() or not BUILT.exists():
        pytest.fail("The frontend is not built: run `npm ci && npm run build`.", pytrace=False)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        yield browser
        browser.close()


class Visit:
    """One reader: a language, a screen, a colour scheme; notes what the browser complains of."""

    def __init__(self, context: BrowserContext, server: str, name: str) -> None:
        self.context = context
        self.server = server
        self.name = name
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.foreign: list[str] = []
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self._asked)

    def _heard(self, message: Any) -> None:
        if message.type == "error" or "Content Security Policy" in message.text:
            self.complaints.append(message.text)

    def _asked(self, request: Any) -> None:
        if not request.url.startswith((self.server, "data:", "blob:")):
            self.foreign.append(request.url)

    def open(self, path: str) -> Page:
        """Go to a path of the server and wait for the page."""
        self.page.goto(self.server + path)
        return self.page

    def log_in(self, email: str, password: str) -> None:
        """Log in through the page, as a person does."""
        self.open("/account/login/")
        self.page.fill("#id_login", email)
        self.page.fill("#id_password", password)
        self.page.click("main form .button--primary")
        self.page.wait_for_load_state()

    def picture(self, title: str = "") -> Path:
        """Keep a picture of the whole page, and return where."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        path = re.sub(r"\W+", "-", title or self.page.url.removeprefix(self.server)).strip("-")
        kept = SCREENSHOTS / f"{path or 'home'}.{self.name}.png"
        self.page.screenshot(path=kept, full_page=True)
        return kept

    def sideways(self) -> int:
        """Return by how many pixels the page is wider than the screen."""
        width = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        return int(width)

    def axe(self, *, exclude: tuple[str, ...] = ()) -> list[str]:
        """Return the serious and critical findings of axe, one line each."""
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = self.page.evaluate(
            """async (exclude) => (await axe.run(
                {exclude: exclude.map((one) => [one])},
                {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
            )).violations""",
            list(exclude),
        )
        return [
            f"{one['id']}: {node['html'][:160]} ({node['failureSummary'][:200]})"
            for one in found
            if one["impact"] in ("serious", "critical")
            for node in one["nodes"]
        ]


Visitor = Callable[..., Visit]


@pytest.fixture
def visit(chromium: Browser, live_server: LiveServer) -> Iterator[Visitor]:
    """Return a maker of readers: ``visit("ar", "phone", dark=True)``."""
    contexts: list[BrowserContext] = []

    def make(
        language: str = "en",
        screen: str = "desktop",
        *,
        dark: bool = False,
        script: bool = True,
        **more: Any,
    ) -> Visit:
        width, height = VIEWPORTS[screen]
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            has_touch=screen == "phone",
            is_mobile=screen == "phone",
            java_script_enabled=script,
            **more,
        )
        cookie = {"name": "django_language", "value": language, "url": live_server.url}
        context.add_cookies([cookie])  # type: ignore[list-item]
        contexts.append(context)
        return Visit(context, live_server.url, f"{language}.{screen}{'.dark' if dark else ''}")

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def member_visit(visit: Visitor, cast: Cast) -> Visitor:
    """Return a maker of readers who are logged in, by default as the monitoring officer."""

    def make(language: str = "en", screen: str = "desktop", **more: Any) -> Visit:
        from tests.cast import PASSWORD

        member = more.pop("member", cast.monitoring_officer)
        member.user.language = language
        member.user.save(update_fields=["language"])
        reader: Visit = visit(language, screen, **more)
        reader.log_in(member.user.email, PASSWORD)
        return reader

    return make
