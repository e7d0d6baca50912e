"""What a form is once it is read: frozen values, the same for an XLSForm and a plain XForm."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from goodoffices.formats.xlsforms.messages import MESSAGES

ERROR, WARNING, NOTE = "error", "warning", "note"
"""An error keeps a form from being converted or published; a warning is to be looked at."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to know about a form, and where in its spreadsheet it stands.

    ``code`` is one of `goodoffices.formats.xlsforms.messages`, whose sentence ``facts`` fill, or
    ``pyxform``: then ``message`` is the converter's own. ``row`` counts from 1 as a spreadsheet
    program shows it, ``column`` is the column's heading, ``path`` the question's.
    """

    code: str
    level: str = WARNING
    sheet: str = ""
    row: int | None = None
    column: str = ""
    path: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    message: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Write it as plain values, the English sentence included."""
        return asdict(self) | {"message": self.message or MESSAGES[self.code] % self.facts}


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a form; ``path`` has no root, ``repeat`` is the innermost repeat's path.

    ``conditional``: earlier answers decide whether it is asked, or has to be answered.
    """

    path: str
    name: str
    type: str
    labels: Mapping[str, str] = field(default_factory=dict)
    repeat: str = ""
    list: str = ""
    required: bool = False
    conditional: bool = False
    appearance: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Write it as ``FormVersion.fields`` keeps it."""
        kept = asdict(self)
        del kept["appearance"]
        return kept


@dataclass(frozen=True, slots=True)
class Medium:
    """A file that the form needs on the phone: a picture, a sound, a video or a list."""

    name: str
    is_list: bool = False


@dataclass(frozen=True, slots=True)
class Use:
    """Something of the XForm standard that a form relies on, at a question or for all of it."""

    what: str
    path: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class FormDefinition:
    """All that is known of a form by reading it.

    ``xform`` is what phones get. ``languages`` are BCP-47 codes where the form's own names of
    them are known, else those names; ``choices`` maps a list to ``[{"name", "labels"}]``;
    ``content`` holds media that the form itself brings (``itemsets.csv``); ``uses`` names what of
    the XForm standard the form relies on, for the feature check.
    """

    xform: bytes
    xform_id: str
    version: str
    titles: Mapping[str, str]
    languages: tuple[str, ...]
    default_language: str
    questions: tuple[Question, ...]
    choices: Mapping[str, tuple[Mapping[str, Any], ...]]
    media: tuple[Medium, ...]
    encrypted: bool
    content: Mapping[str, str] = field(default_factory=dict)
    uses: tuple[Use, ...] = ()


def _form(data: dict[str, Any]) -> FormDefinition:
    return FormDefinition(
        **data
        | {
            "xform": data["xform"].encode("utf-8", "surrogateescape"),
            "languages": tuple(data["languages"]),
            "questions": tuple(Question(**one) for one in data["questions"]),
            "choices": {name: tuple(items) for name, items in data["choices"].items()},
            "media": tuple(Medium(**one) for one in data["media"]),
            "uses": tuple(Use(**one) for one in data["uses"]),
        }
    )


@dataclass(frozen=True, slots=True)
class Conversion:
    """What came of a file: a form, or none and the errors that say why; findings in either."""

    form: FormDefinition | None
    findings: tuple[Finding, ...] = ()
    features: tuple[Finding, ...] = ()

    def to_json(self) -> str:
        """Write it as JSON that `from_dict` reads back, parsed, to an equal value."""
        data = asdict(self)
        if self.form is not None:
            data["form"]["xform"] = self.form.xform.decode("utf-8", "surrogateescape")
        return json.dumps(data, ensure_ascii=False)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Conversion:
        """Read it back from what `to_json` wrote, parsed."""
        form = _form(data["form"]) if data["form"] is not None else None
        findings = tuple(Finding(**one) for one in data["findings"])
        return cls(form, findings, tuple(Finding(**one) for one in data["features"]))

    @property
    def errors(self) -> tuple[Finding, ...]:
        """Return what keeps the form from being taken."""
        return tuple(finding for finding in self.findings if finding.level == ERROR)
