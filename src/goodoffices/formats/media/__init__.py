"""Pictures and PDF documents from strangers: read and redacted in a process with limits."""

from goodoffices.formats.media.calling import describe, page, redact, smaller, text
from goodoffices.formats.media.labels import expected, is_mislabelled
from goodoffices.formats.media.values import Box, Facts, Failed, parse_boxes

__all__ = [
    "Box",
    "Facts",
    "Failed",
    "describe",
    "expected",
    "is_mislabelled",
    "page",
    "parse_boxes",
    "redact",
    "smaller",
    "text",
]
