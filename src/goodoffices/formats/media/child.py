"""The process that reads one file of a stranger: limits first, then the file, then it is gone.

``python -m goodoffices.formats.media.child VERB SECONDS`` takes JSON from its standard input and
answers JSON: ``{"done": ...}`` or ``{"failed": code}``.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from goodoffices.formats.media.values import Refused

MEMORY = 3 << 29
"""Bytes of address space: one and a half gigabytes."""

WRITTEN = 512 << 20
"""Bytes of the largest file it may write."""


def main(arguments: list[str]) -> None:
    """Do one thing with one file, and say what came of it."""
    verb, seconds = arguments[0], int(arguments[1])
    asked = json.loads(sys.stdin.buffer.read())
    _limit(seconds)
    json.dump(_answer(verb, asked), sys.stdout)


def _answer(verb: str, asked: dict[str, Any]) -> dict[str, Any]:
    try:
        return {"done": _done(verb, asked)}
    except Refused as refused:
        return {"failed": str(refused)}
    except MemoryError:
        return {"failed": "too-much-memory"}
    except RecursionError:
        return {"failed": "corrupt"}
    except Exception:
        return {"failed": "corrupt"}


def _done(verb: str, asked: dict[str, Any]) -> dict[str, Any]:
    if verb == "describe":
        from goodoffices.formats.media.reading import described

        return described(asked["path"], asked["media_type"]).to_dict()
    if verb == "text":
        from goodoffices.formats.media.recognising import text

        return text(**asked)
    from goodoffices.formats.media import drawing

    return dict(getattr(drawing, {"page": "drawn"}.get(verb, verb))(**asked))


def _limit(seconds: int) -> None:
    import resource

    for limit, most in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, WRITTEN),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        try:
            resource.setrlimit(limit, (most, most))
        except (OSError, ValueError):  # a system that does not know the limit
            continue


if __name__ == "__main__":
    main(sys.argv[1:])
