"""Settings from the environment, through strict parsers.

Every setting is read here by its ``GOODOFFICES_*`` name; a value that does not parse stops the
program with a sentence that names the setting. ``NAME_FILE`` may hold the path of a file whose
content is the value (for secrets). The settings read are kept in `READ`, so that ``goodoffices
check`` and the documentation test know them all.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

PREFIX = "GOODOFFICES_"


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting as read: its name, what it means, whether it was given, what holds if not."""

    name: str
    meaning: str
    given: bool
    secret: bool = False
    default: str = ""


READ: dict[str, Setting] = {}


class BadSetting(Exception):
    """A setting holds a value that cannot be used; the message names it."""


def _raw(name: str, meaning: str, *, secret: bool = False, default: str = "") -> str | None:
    key = PREFIX + name
    value = os.environ.get(key)
    path = os.environ.get(key + "_FILE")
    if value is None and path:
        try:
            value = Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise BadSetting(f"{key}_FILE names a file that cannot be read: {error}") from error
    READ[key] = Setting(key, meaning, value is not None, secret, default)
    return value


def text(name: str, default: str, meaning: str) -> str:
    """Read a plain text setting."""
    value = _raw(name, meaning, default=default)
    return default if value is None else value


def secret(name: str, meaning: str) -> str | None:
    """Read a secret; None when it was not given."""
    return _raw(name, meaning, secret=True)


def flag(name: str, default: bool, meaning: str) -> bool:
    """Read a yes/no setting; anything but yes, no, true, false, 1, 0, on, off is refused."""
    value = _raw(name, meaning, default="yes" if default else "no")
    if value is None:
        return default
    known = {"1": True, "true": True, "yes": True, "on": True}
    known |= {"0": False, "false": False, "no": False, "off": False}
    try:
        return known[value.strip().lower()]
    except KeyError:
        raise BadSetting(f"{PREFIX}{name} must be yes or no, not {value!r}") from None


def number(name: str, default: int, meaning: str, *, low: int = 0, high: int = 2**62) -> int:
    """Read a whole number between ``low`` and ``high``."""
    value = _raw(name, meaning, default=str(default))
    if value is None:
        return default
    try:
        found = int(value)
    except ValueError:
        raise BadSetting(f"{PREFIX}{name} must be a whole number, not {value!r}") from None
    if not low <= found <= high:
        raise BadSetting(f"{PREFIX}{name} must lie between {low} and {high}, not {found}")
    return found


def words(name: str, default: list[str], meaning: str) -> list[str]:
    """Read a comma-separated list."""
    value = _raw(name, meaning, default=", ".join(default))
    return default if value is None else [item.strip() for item in value.split(",") if item.strip()]


def pairs(name: str, meaning: str) -> dict[str, str]:
    """Read a comma-separated list of ``key=value``; both in small letters."""
    found = {}
    for item in words(name, [], meaning):
        key, sign, value = item.lower().partition("=")
        if not (sign and key.strip() and value.strip()):
            raise BadSetting(f"{PREFIX}{name} must look like key=value, not {item!r}")
        found[key.strip()] = value.strip()
    return found


def folder(name: str, default: Path, meaning: str) -> Path:
    """Read the path of a folder (made when it is first written to)."""
    value = _raw(name, meaning)
    return default if value is None else Path(value).expanduser().resolve()


def database(data: Path) -> dict[str, Any]:
    """Return Django's DATABASES["default"] from GOODOFFICES_DATABASE, SQLite when not given."""
    meaning = "postgresql://user:password@host:port/name; SQLite in the data folder if not given"
    value = _raw("DATABASE", meaning, secret=True)
    if value is None or value == "sqlite":
        return sqlite(data / "goodoffices.sqlite3")
    if urlsplit(value).scheme == "sqlite":
        return sqlite(Path(unquote(urlsplit(value).path)))
    return _postgresql("DATABASE", value)


def _postgresql(name: str, value: str) -> dict[str, Any]:
    parts = urlsplit(value)
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        raise BadSetting(f"{PREFIX}{name} must look like postgresql://user:password@host/name")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 8}},
    }


def public_database(main: dict[str, Any]) -> dict[str, Any]:
    """Return the settings of the connection that public sites read through.

    It reaches the same database. On SQLite the connection itself refuses whatever was not
    released; on PostgreSQL it takes on a role that may read nothing else, or logs in as one
    (GOODOFFICES_SITE_DATABASE). See `goodoffices.site.confining`.
    """
    meaning = "postgresql:// address of the public sites' own login, which can read nothing else"
    value = _raw("SITE_DATABASE", meaning, secret=True)
    same = {"CONN_MAX_AGE": 600, "TEST": {"MIRROR": "default"}}
    if main["ENGINE"].endswith("sqlite3"):
        options = {"timeout": 20, "init_command": SITE_PRAGMAS}
        return main | same | {"ENGINE": "goodoffices.site.sqlite", "OPTIONS": options}
    own = _postgresql("SITE_DATABASE", value) if value else main
    options = {} if value else {"assume_role": SITE_ROLE}
    return own | same | {"ENGINE": "goodoffices.site.postgresql", "OPTIONS": options}


SITE_ROLE = "goodoffices_site"  # as in `goodoffices.site.role`
SITE_PRAGMAS = "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA mmap_size=1073741824;"


def sqlite(path: Path) -> dict[str, Any]:
    """Return Django's settings of an SQLite database that survives a power cut.

    FULL synchronous writes, because what was acknowledged must not be lost; IMMEDIATE
    transactions, because a read that later writes would otherwise fail under load. Connections
    stay open: closing the last one makes SQLite tidy its log, 5 ms a request (measured).
    """
    pragmas = "journal_mode=WAL", "synchronous=FULL", "mmap_size=1073741824", "cache_size=-20000"
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": 600,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": ";".join(f"PRAGMA {pragma}" for pragma in pragmas) + ";",
        },
    }
