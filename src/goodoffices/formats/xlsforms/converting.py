"""From the bytes of a file to a form and its findings; run in a process of its own.

`goodoffices.formats.xlsforms.calling.convert` is the door; nothing else calls this, because
hostile files can make it slow or large.
"""

from __future__ import annotations

import csv
import io
import logging
import re
from collections.abc import Iterator
from typing import Any

from goodoffices.formats.xlsforms.circles import circles
from goodoffices.formats.xlsforms.describing import describe
from goodoffices.formats.xlsforms.features import features
from goodoffices.formats.xlsforms.languages import language_code
from goodoffices.formats.xlsforms.locating import located, rows_of_questions
from goodoffices.formats.xlsforms.sheets import LIMITS, Book, Refused, Sheet, read_book
from goodoffices.formats.xlsforms.values import (
    ERROR,
    NOTE,
    WARNING,
    Conversion,
    Finding,
    FormDefinition,
)
from goodoffices.formats.xlsforms.xform import XForm

logging.getLogger("pyxform").setLevel(logging.CRITICAL)

OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TITLE = re.compile(r"form_title\s*::?\s*(.+)\Z", re.IGNORECASE)
NOT_IN_ID = re.compile(r"[^\w.-]+")


def converted(content: bytes, name: str = "") -> Conversion:
    """Read a file as an XLSForm or an XForm. Never raises for what the file holds."""
    try:
        return _converted(content, name)
    except Refused as refused:
        return Conversion(None, (refused.finding,))


def _converted(content: bytes, name: str) -> Conversion:
    if not content.strip():
        raise Refused("empty")
    if len(content) > LIMITS.file_bytes:
        raise Refused("too-large", limit=f"{LIMITS.file_bytes // 2**20:,}")
    if content.startswith(OLD_EXCEL):
        raise Refused("old-excel")
    if content.startswith(b"PK"):
        return _from_sheets(read_book(content), name)
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") or content[:2] in _UTF16:
        return _from_xform(content)
    raise Refused("not-a-form")


_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def _from_xform(content: bytes) -> Conversion:
    form, parsed = describe(content)
    found = [
        Finding("circular", ERROR, path=path[0], facts=_circle(path)) for path in _once(parsed)
    ]
    if not form.version:
        found.append(Finding("no-version", WARNING))
    return Conversion(form, tuple(found), features(form, {}))


def _from_sheets(book: Book, name: str) -> Conversion:
    findings = list(book.findings)
    if any(finding.level == ERROR for finding in findings):
        return Conversion(None, tuple(findings))
    if not any(row for row in book["survey"].rows):
        raise Refused("no-questions", sheet="survey")
    titles = _titles(book["settings"])
    xform, content, said = _pyxform(book, name)
    findings += said
    if xform is None:
        return Conversion(None, tuple(findings))
    form, parsed = describe(xform, titles=titles, content_of=content)
    rows = rows_of_questions(book)
    findings += _own(book, form, parsed, rows)
    return Conversion(form, tuple(_in_order(findings)), features(form, rows))


def _pyxform(book: Book, name: str) -> tuple[bytes | None, dict[str, str], list[Finding]]:
    """Have pyxform make the XForm; whatever it stumbles over becomes findings."""
    from pyxform.errors import PyXFormError

    warnings: list[str] = []
    try:
        xform, itemsets = _made(_workbook(book, name), warnings)
    except PyXFormError as error:
        found = _said(warnings, WARNING, book) + list(located(str(error), ERROR, book))
        return None, {}, found
    except (MemoryError, RecursionError):
        raise
    except Exception as error:
        found = _said(warnings, WARNING, book)
        facts = {"kind": type(error).__name__}
        return None, {}, [*found, Finding("unexpected", ERROR, "survey", facts=facts)]
    content = {"itemsets.csv": itemsets} if itemsets else {}
    return xform.encode(), content, _said(warnings, WARNING, book)


def _made(workbook: dict[str, Any], warnings: list[str]) -> tuple[str, str | None]:
    """Take the steps of ``pyxform.xls2xform.convert``, with lists on a sheet of their own.

    All but one: it looks through all choices of each question for external ones, which takes
    most of the time of a large form; the sheet ``external_choices`` tells as well.
    """
    from pyxform.builder import create_survey_element_from_dict
    from pyxform.xls2json import workbook_to_json
    from pyxform.xls2json_backends import DefinitionData

    data = DefinitionData(**workbook)
    read = workbook_to_json(
        workbook_dict=data, fallback_form_name=data.fallback_form_name, warnings=warnings
    )
    survey = create_survey_element_from_dict(read)
    xform = survey.to_xml(validate=False, pretty_print=False, warnings=warnings)
    return xform, _itemsets(data.external_choices_header, data.external_choices)


def _itemsets(headings: Any, rows: Any) -> str | None:
    """Write the choices that stand on a sheet of their own as the list phones look them up in."""
    if not rows:
        return None
    target = io.StringIO(newline="")
    table = csv.DictWriter(target, list(headings[0]), restval="", quoting=csv.QUOTE_ALL)
    table.writeheader()
    table.writerows(row for row in rows if row)
    return target.getvalue()


def _said(warnings: list[str], level: str, book: Book) -> list[Finding]:
    return [finding for warning in warnings for finding in located(warning, level, book)]


def _workbook(book: Book, name: str) -> dict[str, Any]:
    """Return the sheets as pyxform takes them, without what only we read."""
    workbook: dict[str, Any] = {
        "sheet_names": book.names,
        "fallback_form_name": NOT_IN_ID.sub("_", name.rsplit(".", 1)[0]).strip("_.-") or "form",
    }
    for sheet in book.sheets.values():
        headings = [heading for heading in sheet.headings if not _is_title(sheet, heading)]
        rows: list[dict[str, str]] = sheet.rows
        if len(headings) < len(sheet.headings):
            rows = [{key: row[key] for key in row if key in headings} for row in rows]
        if sheet.name == "settings":
            rows = [row for row in rows if row][:1]
        workbook[sheet.name] = rows
        workbook[f"{sheet.name}_header"] = [dict.fromkeys(headings)]
    return workbook


def _is_title(sheet: Sheet, heading: str) -> bool:
    return sheet.name == "settings" and bool(TITLE.match(heading))


def _titles(settings: Sheet) -> dict[str, str]:
    """Return the titles in other languages: ``form_title::Arabic (ar)``, which only we read."""
    row = next((row for row in settings.rows if row), {})
    found = ((TITLE.match(heading), text) for heading, text in row.items())
    return {language_code(match.group(1)): text for match, text in found if match}


def _own(book: Book, form: FormDefinition, parsed: XForm, rows: dict[str, int]) -> list[Finding]:
    """Return what we look at beside pyxform: circles, ids, texts that are not translated."""
    settings = book["settings"]
    found = [
        Finding("circular", ERROR, "survey", rows.get(path[0]), path=path[0], facts=_circle(path))
        for path in _once(parsed)
    ]
    first = next((row for row in settings.rows if row), {})
    if not settings.get(first, "form_id", "id_string"):
        found.append(Finding("no-id", WARNING, "settings", column="form_id"))
    if not form.version:
        found.append(Finding("no-version", WARNING, "settings", column="version"))
    found += _untranslated(book)
    found += (
        Finding("unused-list", NOTE, "choices", facts={"list": name})
        for name in form.choices
        if name in parsed.secondary and f"instance('{name}')".encode() not in form.xform
    )
    return found


def _once(parsed: XForm) -> Iterator[tuple[str, ...]]:
    """Yield each circle once, wherever round it one begins."""
    seen: set[frozenset[str]] = set()
    for path in circles(parsed):
        if frozenset(path) not in seen:
            seen.add(frozenset(path))
            yield path


def _circle(path: tuple[str, ...]) -> dict[str, str]:
    names = [step.rsplit("/", 1)[-1] for step in path[:12]]
    return {"names": " → ".join([*names, names[0]])}


def _untranslated(book: Book) -> Iterator[Finding]:
    """Say for each language and kind of text how many rows lack it, and where the first is."""
    for name in ("survey", "choices"):
        sheet = book[name]
        kinds: dict[str, list[str]] = {}
        for heading in sheet.headings:
            kind, double, _language = heading.partition("::")
            if double and kind.strip() in {"label", "hint"}:
                kinds.setdefault(kind.strip(), []).append(heading)
        for headings in kinds.values():
            yield from _lacking(sheet, headings)


def _lacking(sheet: Sheet, headings: list[str]) -> Iterator[Finding]:
    for heading in headings:
        lacking = [
            number
            for number, row in sheet.numbered()
            if heading not in row and any(other in row for other in headings)
        ]
        if lacking:
            facts = {"count": f"{len(lacking):,}", "column": heading}
            yield Finding("untranslated", WARNING, sheet.name, lacking[0], heading, facts=facts)


ORDER = {ERROR: 0, WARNING: 1, NOTE: 2}


def _in_order(findings: list[Finding]) -> list[Finding]:
    """Return findings with errors first, then in the order of the spreadsheet, each once."""
    once = {repr(finding): finding for finding in findings}
    return sorted(once.values(), key=lambda one: (ORDER[one.level], one.sheet, one.row or 0))
