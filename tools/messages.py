"""Bring the translation catalogues up to date with the source, without gettext.

Reads every message of the Python code (by its syntax tree) and of the templates (by Django's own
``templatize``), and merges them into ``locale/<language>/LC_MESSAGES/django.po``: translations
are kept, what is no longer used is dropped, new messages stand there untranslated. Entries are
sorted, with the files they come from but no line numbers, so that a catalogue changes only when
a message does. ``tests/checks/test_translations.py`` holds that the catalogues are complete.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polib
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "goodoffices"
LOCALE = PACKAGE / "locale"

PLURALS = {
    "ar": "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3"
    " : n%100>=11 && n%100<=99 ? 4 : 5;",
    "he": "nplurals=3; plural=n==1 ? 0 : n==2 ? 1 : 2;",
}
"""How many forms a counted noun has; Arabic: zero, one, two, few, many, other."""

SHAPES = {
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "_": (None, 0, None),
    "_now": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
    "ngettext_noop": (None, 0, 1),
}
"""Which argument of each function is the context, the message and its plural."""

LITERAL = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
CALL = re.compile(rf"\b(n?p?gettext|_)\(\s*({LITERAL}(?:\s*,\s*{LITERAL})*)", re.DOTALL)


@dataclass(frozen=True, slots=True, order=True)
class Message:
    """One text to translate: its context (or ""), its English, its English plural (or "")."""

    context: str
    text: str
    plural: str = ""


def in_python(source: str) -> Iterator[Message]:
    """Yield the messages of Python code."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        words = [arg.value if isinstance(arg, ast.Constant) else None for arg in node.args]
        if name in SHAPES:
            yield from _message(name, words)


def in_template(source: str, origin: str = "") -> Iterator[Message]:
    """Yield the messages of a Django template."""
    for name, arguments in CALL.findall(templatize(source, origin=origin)):
        words = [ast.literal_eval(literal) for literal in re.findall(LITERAL, arguments)]
        yield from _message(name, words)


def _message(name: str, words: list[object]) -> Iterator[Message]:
    context, text, plural = (
        words[at] if at is not None and at < len(words) else "" for at in SHAPES[name]
    )
    if isinstance(text, str) and text and isinstance(context, str) and isinstance(plural, str):
        yield Message(context, text, plural)


def badly_made(source: str) -> Iterator[int]:
    """Yield the lines of messages that cannot be translated: put together before the look-up."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and node.args:
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            made = isinstance(node.args[0], ast.JoinedStr | ast.BinOp)
            if name in SHAPES and made:
                yield node.lineno


def python_files() -> Iterator[Path]:
    """Yield our Python files that may hold messages."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if "migrations" not in path.parts:
            yield path


def templates() -> Iterator[Path]:
    """Yield our templates, of pages and of mail."""
    for path in sorted(PACKAGE.rglob("templates/**/*")):
        if path.suffix in {".html", ".txt", ".svg"}:
            yield path


def extract() -> dict[Message, list[str]]:
    """Return every message of the source with the files it stands in."""
    if not settings.configured:
        settings.configure()
    found: dict[Message, set[str]] = {}
    for path in python_files():
        for message in in_python(path.read_text(encoding="utf-8")):
            found.setdefault(message, set()).add(str(path.relative_to(ROOT)))
    for path in templates():
        for message in in_template(path.read_text(encoding="utf-8"), path.name):
            found.setdefault(message, set()).add(str(path.relative_to(ROOT)))
    return {message: sorted(found[message]) for message in sorted(_merged(found))}


def _merged(found: dict[Message, set[str]]) -> list[Message]:
    """Let a message with a plural stand for the same one without, as gettext keys them alike."""
    plural = {(m.context, m.text): m for m in found if m.plural}
    for message in [m for m in found if not m.plural and (m.context, m.text) in plural]:
        found[plural[message.context, message.text]] |= found.pop(message)
    return list(found)


def catalogue_path(language: str) -> Path:
    """Return where a language's catalogue lies."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def merged(language: str, messages: dict[Message, list[str]]) -> polib.POFile:
    """Return the catalogue of a language with exactly these messages, translations kept."""
    path = catalogue_path(language)
    before = polib.pofile(str(path)) if path.exists() else polib.POFile()
    kept = {(e.msgctxt or "", e.msgid): e for e in before if not e.obsolete}
    made = polib.POFile(wrapwidth=96)
    made.metadata = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS[language],
    }
    for message, files in messages.items():
        made.append(_entry(message, files, kept.get((message.context, message.text)), language))
    return made


def _entry(
    message: Message, files: list[str], before: polib.POEntry | None, language: str
) -> polib.POEntry:
    entry = polib.POEntry(
        msgctxt=message.context or None,
        msgid=message.text,
        occurrences=[(file, "") for file in files],
        flags=["python-format"] if re.search(r"%(\(\w+\))?[sd]", message.text) else [],
    )
    if before is not None:
        entry.tcomment = before.tcomment
    if message.plural:
        entry.msgid_plural = message.plural
        forms = int(re.findall(r"nplurals=(\d)", PLURALS[language])[0])
        kept = before.msgstr_plural if before is not None else {}
        entry.msgstr_plural = {number: kept.get(number, "") for number in range(forms)}
    elif before is not None:
        entry.msgstr = before.msgstr
    return entry


def main() -> int:
    """Write every catalogue; say what waits for a translator."""
    messages = extract()
    for language in PLURALS:
        path = catalogue_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        catalogue = merged(language, messages)
        catalogue.save(str(path))
        waiting = len(catalogue.untranslated_entries())
        print(f"{language}: {len(messages)} messages, {waiting} to translate")
    return 0


if __name__ == "__main__":
    sys.exit(main())
