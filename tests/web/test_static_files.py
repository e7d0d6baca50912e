"""Static files: gathered under hashed names, compressed, and quiet before that."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

from django.test import Client

from goodoffices.web.collecting import collect


def test_a_server_that_gathered_nothing_yet_does_not_warn(settings: Any, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path / "never"
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert Client().get("/static/web/mark.svg").status_code == 200


def weight(address: str, form: str) -> int:
    """Return how many bytes a browser gets that takes one form of compression."""
    answer: Any = Client(headers={"accept-encoding": form}).get(address)
    assert answer.status_code == 200
    assert answer.get("Content-Encoding", "identity") == form
    return len(b"".join(answer.streaming_content))


def test_a_file_goes_out_in_the_smallest_form_a_browser_takes(
    settings: Any, tmp_path: Path
) -> None:
    (tmp_path / "source").mkdir()
    words = "\n".join(f".rule-{number} {{ color: red }}" for number in range(500))
    (tmp_path / "source" / "theme.css").write_text(words)
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATICFILES_DIRS = [tmp_path / "source"]
    settings.STATIC_ROOT = tmp_path / "static"
    assert collect()
    assert not collect(), "nothing has changed"
    [name] = [path.name for path in (tmp_path / "static").glob("theme.*.css")]
    sizes = [weight(f"/static/{name}", form) for form in ("br", "gzip", "identity")]
    assert sizes == sorted(set(sizes))


def test_the_map_of_the_world_is_sent_as_what_it_is() -> None:
    answer = Client().get("/static/built/world.geojson")
    assert answer["Content-Type"].startswith("application/geo+json")
