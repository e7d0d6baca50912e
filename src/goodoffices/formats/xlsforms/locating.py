"""Where in the spreadsheet a message of the converter belongs, and what it says in our words.

pyxform names a place in several ways: ``[row : 5]`` before the text, ``On the 'choices' sheet``
and ``the 'name' value`` within it, a question by its name, or nothing at all. All are looked for;
its own words are kept where they help.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from goodoffices.formats.xlsforms.sheets import Book
from goodoffices.formats.xlsforms.values import NOTE, WARNING, Finding

ROW = re.compile(r"\[row : (\d+|unknown|None)\]\s*")
SHEET = re.compile(r"(?:[Oo]n the|for sheet:) '(\w+)'|'(\w+)' sheet\b")
COLUMN = re.compile(r"the '([^']+)' value (?:'[^']*' )?is (?:invalid|problematic)")
NAMED = re.compile(r"(?:named|[Qq]uestion|name) '([^']+)'|\$\{([^}]+)\}|element named (\S+?)\.")
LEARN = re.compile(r"\s*Learn more: \S+")


@dataclass(frozen=True, slots=True)
class Known:
    """A message whose place or words are better said by us; ``facts`` name its groups."""

    pattern: re.Pattern[str]
    code: str
    column: str = ""
    sheet: str = "survey"
    level: str = ""


KNOWN = tuple(
    Known(re.compile(pattern, re.DOTALL), *rest)
    for pattern, *rest in (
        (r"Question with no type", "no-type", "type"),
        (r"Row without name, text, or label", "skipped-row", "type", "survey", NOTE),
        (r"Unknown question type '(?P<type>.+?)'", "unknown-type", "type"),
        (r"List name not in choices sheet: (?P<list>\S+)", "unknown-list", "type"),
        (r"Question or group with no name", "no-name", "name"),
        (r"'itemset' and 'list_name' must not both be", "no-list", "type"),
        (r"There should be a choices sheet", "no-choices", "type"),
        (r"element named '(?P<name>[^']+)' has no label or hint", "no-label", "label"),
        (r"Missing calculation", "no-calculation", "calculation"),
        (
            r"Choice names with spaces.*See \[(?P<name>.+?)\] in \[(?P<list>.+?)\]",
            "spaced-choice",
            "name",
            "choices",
        ),
        (r"Use the max-pixels parameter", "image-size", "parameters", "survey", NOTE),
        (r"Repeat has no label", "repeat-label", "label", "survey", NOTE),
        (
            r"The following language declarations.*?codes: (?P<names>.+?)\.(?: |$)",
            "languages",
            "",
            "",
        ),
        (r"Duplicate column header: (?P<column>.+)", "repeated-column"),
    )
)
TRANSLATION = re.compile(r"Language '(.+?)' is missing the (\w+) (?:column )?(.+?)\.?$")
PARAMETER = re.compile(r"(?:[Pp]arameter )?([a-z]+(?:-[a-z]+)+) must\b")


def located(message: str, level: str, book: Book) -> tuple[Finding, ...]:
    """Return a message of pyxform as findings: one for each row it names."""
    return tuple(_located(part, level, book) for part in _parts(message))


def _parts(message: str) -> list[str]:
    """Take a message apart that speaks of several rows, or of several languages."""
    lines = message.strip().splitlines() or [""]
    if all(ROW.match(line) for line in lines) or all(TRANSLATION.search(line) for line in lines):
        return lines
    return [message.strip()]


def _located(message: str, level: str, book: Book) -> Finding:
    row = _row(message)
    text = LEARN.sub("", ROW.sub("", message)).strip()
    if translation := _translation(text):
        return translation
    for known in KNOWN:
        if match := known.pattern.search(text):
            return _known(known, match.groupdict(), row, level, book)
    sheet, column = _sheet(message, row, book), _first(COLUMN, message)
    found = Finding("pyxform", level, sheet, row, column, message=text or "unknown")
    return found if row else _searched(found, message, book)


def _row(message: str) -> int | None:
    found = ROW.search(message)
    return int(found.group(1)) if found and found.group(1).isdecimal() else None


def _first(pattern: re.Pattern[str], message: str) -> str:
    found = pattern.search(message)
    return next((group for group in found.groups() if group), "") if found else ""


def _sheet(message: str, row: int | None, book: Book) -> str:
    named = _first(SHEET, message)
    if named in book.sheets:
        return named
    return "survey" if row else ""


def _translation(text: str) -> Finding | None:
    found = TRANSLATION.search(text)
    if not found:
        return None
    language, sheet, columns = found.groups()
    columns = columns.removeprefix("columns ").removesuffix(" column")
    said = ", ".join(f"{column}::{language}" for column in columns.split(", "))
    return Finding("missing-translation", WARNING, sheet, 1, facts={"columns": said})


def _known(known: Known, facts: dict[str, str], row: int | None, level: str, book: Book) -> Finding:
    sheet = known.sheet if known.sheet in book.sheets else ""
    found = Finding(known.code, known.level or level, sheet, row, known.column, facts=facts)
    if row is None and (look := LOOK.get(known.code)):
        return replace(found, row=look(book, facts))
    return found


def _searched(found: Finding, message: str, book: Book) -> Finding:
    """Look for the row of a message that names none: by a question's name or a parameter."""
    survey = book["survey"]
    if parameter := _first(PARAMETER, message):
        for number, row in survey.numbered():
            if parameter in survey.get(row, "parameters"):
                return replace(found, sheet="survey", row=number, column="parameters")
    for name in (part for groups in NAMED.findall(message) for part in groups if part):
        if at := _row_where(book, "survey", ("name",), name):
            return replace(found, sheet="survey", row=at)
    return found


def _row_where(book: Book, sheet: str, headings: tuple[str, ...], value: str) -> int | None:
    found = book[sheet]
    rows = (number for number, row in found.numbered() if found.get(row, *headings) == value)
    return next(rows, None)


def _choice_row(book: Book, facts: dict[str, str]) -> int | None:
    choices = book["choices"]
    for number, row in choices.numbered():
        names = choices.get(row, "list_name", "list name"), choices.get(row, "name", "value")
        if names == (facts["list"], facts["name"]):
            return number
    return None


CHOOSING = re.compile(r"(?:q |add )?(?:select|rank)")
LISTLESS = re.compile(
    r"q select1?|rank|select1|(?:add )?select[ _](?:one|multiple|all that apply)"
    r"(?: from| using| prompt using| external)?"
)


def _row_of_type(book: Book, pattern: re.Pattern[str], *, whole: bool = False) -> int | None:
    survey = book["survey"]
    match = pattern.fullmatch if whole else pattern.match
    rows = (number for number, row in survey.numbered() if match(survey.get(row, "type")))
    return next(rows, None)


LOOK: dict[str, Callable[[Book, dict[str, str]], int | None]] = {
    "unknown-type": lambda book, facts: _row_where(book, "survey", ("type",), facts["type"]),
    "no-label": lambda book, facts: _row_where(book, "survey", ("name",), facts["name"]),
    "spaced-choice": _choice_row,
    "no-list": lambda book, facts: _row_of_type(book, LISTLESS, whole=True),
    "no-choices": lambda book, facts: _row_of_type(book, CHOOSING),
    "languages": lambda book, facts: 1,
    "repeated-column": lambda book, facts: 1,
}


def rows_of_questions(book: Book) -> dict[str, int]:
    """Return the row of each question, group and repeat by its path ("place/district")."""
    return dict(_walked(book))


def _walked(book: Book) -> Iterator[tuple[str, int]]:
    survey, above = book["survey"], list[str]()
    for number, row in survey.numbered():
        kind = survey.get(row, "type", "command").replace(" ", "_").lower()
        name = survey.get(row, "name", "tag", "value")
        if kind.startswith("end_"):
            del above[-1:]
            continue
        if name:
            yield "/".join([*above, name]), number
        if kind.startswith("begin_"):
            above.append(name)
