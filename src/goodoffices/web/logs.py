"""Logs: structured lines that name actions and codes, never people, places or texts."""

from __future__ import annotations

import logging
import logging.config
from typing import Any


def configure(options: dict[str, Any]) -> None:
    """Set up logging; ``options["level"]`` is the level of our own loggers."""
    level = options.get("level", "INFO")
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"line": {"()": "goodoffices.web.logs.formatter"}},
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
            "root": {"handlers": ["stderr"], "level": "WARNING"},
            "loggers": {"goodoffices": {"level": level}},
        }
    )


def formatter() -> logging.Formatter:
    """Return structlog's formatter: key=value, one line each, in a stable order."""
    import structlog

    return structlog.stdlib.ProcessorFormatter(
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"]),
        ],
        foreign_pre_chain=[
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
        ],
    )
