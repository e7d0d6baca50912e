"""Fixtures of the mailing list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.publish.mail.server import Handler, Server


@pytest.fixture(autouse=True)
def _salt(settings: Any) -> None:
    """Hash addresses under a secret of the tests."""
    settings.MAIL_SALT = "a salt for tests"


@pytest.fixture
def server(settings: Any) -> Iterator[Handler]:
    """A mail server that the program is set up to use."""
    with Server() as made:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", made.port
        settings.DEFAULT_FROM_EMAIL = "press@talmora.example.org"
        settings.BOUNCE_ADDRESS = "back@talmora.example.org"
        yield made.handler
