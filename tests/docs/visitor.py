"""Somebody with a browser that runs no script: logs in and reads pages."""

from __future__ import annotations

import re
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener


class Visitor:
    """Keeps cookies between requests to one address."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.browser = build_opener(HTTPCookieProcessor(CookieJar()))

    def read(self, path: str) -> str:
        """Return a page; raises where it is refused."""
        with self.browser.open(self.address + path, timeout=60) as answer:
            text: str = answer.read().decode("utf-8")
        return text

    def log_in(self, email: str, password: str) -> None:
        """Fill in the login page and send it."""
        page = "/account/login/"
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.read(page))
        assert found
        form = {"csrfmiddlewaretoken": found[1], "login": email, "password": password}
        login = self.address + page
        sent = Request(login, urlencode(form).encode(), {"Referer": login})  # noqa: S310
        with self.browser.open(sent, timeout=60) as answer:
            assert page not in answer.url, "the login was refused"
