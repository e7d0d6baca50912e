"""Logs: structured lines that name actions and codes, never people, places or texts."""

from __future__ import annotations

import logging
import logging.config
import re
import traceback
from collections.abc import Mapping, MutableMapping
from typing import Any

FRAMES = 8
"""How many places in the code a logged error names, the last one first."""


def configure(options: Mapping[str, Any]) -> None:
    """Set up logging; ``options["level"]`` is the level of our own loggers.

    With ``options["whole_errors"]`` (development only) errors are printed with their messages.
    """
    form = {"()": "goodoffices.web.logs.formatter", "whole": options.get("whole_errors", False)}
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"line": form},
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
            "root": {"handlers": ["stderr"], "level": "WARNING"},
            "loggers": {
                "goodoffices": {"level": options.get("level", "INFO")},
                # What somebody asked for and did not find is nobody's business.
                "django.request": {"level": "ERROR"},
            },
        }
    )


def formatter(*, whole: bool = False) -> logging.Formatter:
    """Return structlog's formatter: key=value, one line each, in a stable order."""
    import structlog

    processors: list[Any] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta]
    processors.append(without_secrets)
    processors.append(structlog.processors.format_exc_info if whole else without_words)
    processors.append(
        structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"])
    )
    return structlog.stdlib.ProcessorFormatter(
        processors=processors,
        foreign_pre_chain=[
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
        ],
    )


SECRETS = re.compile(r"(/key/|/invitation/)[^/\s\"']+")
"""Parts of addresses that open something: a device's secret, an invitation's."""


def without_secrets(
    logger: Any, name: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Leave out of a line what would let its reader act as somebody else."""
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = SECRETS.sub(r"\1...", value)
    return event


def without_words(
    logger: Any, name: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Say what kind of error it was and where in the code, not what it said.

    An error's message often quotes the value that caused it: a name, a place, a sentence.
    """
    found = event.pop("exc_info", None)
    if not found:
        return event
    kind, _error, trace = found if isinstance(found, tuple) else (type(found), found, None)
    frames = traceback.extract_tb(trace)[-FRAMES:]
    places = [f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in reversed(frames)]
    event["error"] = kind.__name__ if kind else "unknown"
    event["at"] = " < ".join(places)
    return event
