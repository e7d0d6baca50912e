"""The shelf: ready-made forms that come with the program, each with what its questions mean.

Each is a YAML file beside this one, readable as text: titles, what it is for, the questions in
three languages, lists (from the codebook where it has one) and the mapping. The workbook that
people download and change is written from it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from goodoffices import codebook
from goodoffices.codebook.errors import NotFound
from goodoffices.formats.submissions.entries import Entry, read_entries
from goodoffices.formats.xlsforms.writing import write_workbook

LANGUAGES = {"en": "English (en)", "ar": "العربية (ar)", "he": "עברית (he)"}
"""What the languages are called in the forms, in themselves."""

TRANSLATED = ("label", "hint", "constraint_message")
PLAIN = (
    *("type", "name", "required", "relevant", "constraint", "calculation", "default"),
    *("appearance", "parameters", "choice_filter", "repeat_count"),
)


@dataclass(frozen=True, slots=True)
class ReadyMade:
    """A form on the shelf. ``tlp`` is the name of the mark it should begin with, or empty."""

    key: str
    xform_id: str
    version: str
    purpose: str
    tlp: str
    opens_incident: bool
    titles: Mapping[str, str]
    about: Mapping[str, str]
    sheets: Mapping[str, Sequence[Mapping[str, str]]]
    entries: tuple[Entry, ...]

    @property
    def file_name(self) -> str:
        """The name of its workbook."""
        return f"{self.key}.xlsx"

    def workbook(self) -> bytes:
        """Return the bytes of its XLSX workbook."""
        return write_workbook(self.sheets)


@lru_cache(maxsize=1)
def shelf() -> Mapping[str, ReadyMade]:
    """Return the ready-made forms by their key, in the order of their files' names."""
    folder = resources.files(__name__)
    names = sorted(item.name for item in folder.iterdir() if item.name.endswith(".yaml"))
    read = (_ready_made(name[:-5], folder.joinpath(name).read_bytes()) for name in names)
    return MappingProxyType({one.key: one for one in read})


def ready_made(key: str) -> ReadyMade:
    """Return one form of the shelf. Raises `NotFound`."""
    try:
        return shelf()[key]
    except KeyError:
        raise NotFound(f"There is no ready-made form {key[:60]!r}.") from None


def _ready_made(name: str, content: bytes) -> ReadyMade:
    import yaml

    data = yaml.load(content, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    lists = {key: _list(given) for key, given in data["lists"].items()}
    return ReadyMade(
        key=name.replace("_", "-").lstrip("0123456789-"),
        xform_id=data["form_id"],
        version=str(data["version"]),
        purpose=data["purpose"],
        tlp=data.get("tlp", ""),
        opens_incident=data.get("opens_incident", False),
        titles=MappingProxyType(data["titles"]),
        about=MappingProxyType(data["about"]),
        sheets=MappingProxyType(_sheets(data, lists)),
        entries=read_entries([_entry(entry, lists) for entry in data["mapping"]]),
    )


def _sheets(data: Mapping[str, Any], lists: Mapping[str, Any]) -> dict[str, Any]:
    settings = {"form_title": data["titles"]["en"]}
    settings |= {f"form_title::{LANGUAGES[code]}": data["titles"][code] for code in ("ar", "he")}
    settings |= {
        "form_id": data["form_id"],
        "version": str(data["version"]),
        "default_language": LANGUAGES["en"],
        "instance_name": data["instance_name"],
    }
    return {
        "survey": [_question(row) for row in data["survey"]],
        "choices": [
            {"list_name": name, **choice} for name, choices in lists.items() for choice in choices
        ],
        "settings": [settings],
    }


def _question(row: Mapping[str, Any]) -> dict[str, str]:
    """Return a row of the survey with a column for each language, headings always in one order."""
    cells = {name: str(row.get(name, "")) for name in PLAIN[:2]}
    for name in TRANSLATED:
        for code, language in LANGUAGES.items():
            cells[f"{name}::{language}"] = row.get(name, {}).get(code, "")
    return cells | {name: str(row.get(name, "")) for name in PLAIN[2:]}


def _list(given: Any) -> list[dict[str, str]]:
    """Return the choices of a list: those written down, or those of a vocabulary.

    ``{codebook: name}`` takes all of it; ``under`` only these groups with all in them, each with
    its group in the column ``parent``; ``tops`` only the groups; ``without`` leaves some out.
    """
    if not isinstance(given, dict):
        return [_choice(item["name"], item["label"], item.get("parent", "")) for item in given]
    scheme, without = codebook.load()[given["codebook"]], set(given.get("without", ()))
    under = given.get("under") or [entry.id for entry in scheme if not entry.parent]
    return [
        _choice(entry.id, entry.labels, entry.parent or entry.id)
        for top in under
        for entry in scheme
        if (entry.id == top or (entry.parent == top and not given.get("tops")))
        and entry.id not in without
    ]


def _choice(name: str, labels: Mapping[str, str], parent: str) -> dict[str, str]:
    said = {f"label::{language}": labels[code] for code, language in LANGUAGES.items()}
    return {"name": name, **said, "parent": parent}


def _entry(entry: Mapping[str, Any], lists: Mapping[str, Any]) -> dict[str, Any]:
    """Return an entry of the mapping; ``values: {list: x}`` means each choice of it as it is."""
    values = entry.get("values")
    if not isinstance(values, dict) or "list" not in values:
        return dict(entry)
    return {**entry, "values": {item["name"]: item["name"] for item in lists[values["list"]]}}
