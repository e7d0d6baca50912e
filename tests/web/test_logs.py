"""What reaches the logs of a server that holds people's names."""

from __future__ import annotations

import logging
import sys

from goodoffices.web.logs import formatter


def logged(*, whole: bool = False) -> str:
    try:
        int("Amal of the old town")
    except ValueError:
        record = logging.LogRecord(
            "django.request", logging.ERROR, __file__, 1, "Failed: %s", ("/p/x/",), sys.exc_info()
        )
    return formatter(whole=whole).format(record)


def test_an_error_is_logged_by_its_kind_and_place_without_its_words() -> None:
    line = logged()
    assert "error=ValueError" in line
    assert "test_logs.py:" in line
    assert "Amal" not in line
    assert "\n" not in line


def test_a_developer_sees_the_whole_error() -> None:
    assert "Amal" in logged(whole=True)


def test_a_line_holds_no_secret_of_an_address() -> None:
    path = "/field/talmora/key/Hi_ZTgyohtrhfj4whYOKP9mac15O-SXYhAY1BPV5hHg/submission"
    record = logging.LogRecord(
        "django.request", logging.ERROR, __file__, 1, "Internal Server Error: %s", (path,), None
    )
    line = formatter().format(record)
    assert "/field/talmora/key/.../submission" in line
    assert "Hi_ZT" not in line
