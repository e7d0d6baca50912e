"""Whether a file is what its name promises."""

from __future__ import annotations

_OFFICE = "application/vnd.openxmlformats-officedocument."
_ENDINGS: dict[str, tuple[str, ...]] = {
    "jpg": ("image/jpeg",),
    "jpeg": ("image/jpeg",),
    "png": ("image/png",),
    "gif": ("image/gif",),
    "webp": ("image/webp",),
    "bmp": ("image/bmp", "image/x-ms-bmp"),
    "tif": ("image/tiff",),
    "tiff": ("image/tiff",),
    "heic": ("image/",),
    "svg": ("image/svg+xml", "application/xml"),
    "pdf": ("application/pdf",),
    "txt": ("text/",),
    "csv": ("text/",),
    "mp4": ("video/", "audio/"),
    "mov": ("video/",),
    "3gp": ("video/", "audio/"),
    "mkv": ("video/",),
    "webm": ("video/", "audio/"),
    "mp3": ("audio/",),
    "m4a": ("audio/", "video/"),
    "ogg": ("audio/", "video/", "application/ogg"),
    "wav": ("audio/",),
    "zip": ("application/zip",),
    "docx": (f"{_OFFICE}word", "application/zip"),
    "xlsx": (f"{_OFFICE}spreadsheet", "application/zip"),
    "pptx": (f"{_OFFICE}presentation", "application/zip"),
}
"""What a file may be by the ending of its name: beginnings of media types."""

_UNKNOWN = "application/octet-stream"


def expected(name: str) -> tuple[str, ...]:
    """Return the beginnings of the types that a name promises; empty for one that promises none."""
    return _ENDINGS.get(name.rpartition(".")[2].lower(), ()) if "." in name else ()


def is_mislabelled(name: str, media_type: str) -> bool:
    """Say whether a file is something else than its name says.

    Of videos and sound the bytes are not always known; where they tell nothing, neither do we.
    """
    wanted = expected(name)
    if not wanted or any(media_type.startswith(kind) for kind in wanted):
        return False
    return media_type != _UNKNOWN or not wanted[0].startswith(("video/", "audio/"))
