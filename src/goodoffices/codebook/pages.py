"""Write the vocabularies as documentation pages (MyST Markdown), one page per vocabulary.

A build step of the documentation calls ``python -m goodoffices.codebook.pages FOLDER``.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from goodoffices.codebook.loading import load
from goodoffices.codebook.schemes import LANGUAGES, Entry, Scheme

LANGUAGE_NAMES = {"en": "English", "ar": "العربية", "he": "עברית"}
RIGHT_TO_LEFT = {"ar", "he"}


def write_pages(folder: Path) -> list[Path]:
    """Write an index and a page per vocabulary into a folder; return the paths written.

    A page whose content has not changed is left alone, so that the next build skips it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    schemes = load().schemes
    pages = {f"codebook-{name}.md": page(scheme) for name, scheme in schemes.items()}
    pages["codebook.md"] = index(schemes)
    written = []
    for name, content in pages.items():
        path = folder / name
        if not path.exists() or path.read_text("utf-8") != content:
            path.write_text(content, "utf-8")
        written.append(path)
    return written


def index(schemes: Mapping[str, Scheme]) -> str:
    """Return the page that lists all vocabularies with version and date."""
    lines = [
        "# Codebook",
        "",
        "The vocabularies of the programme. A code never changes its meaning; each file has a "
        "version and a date.",
        "",
        "| vocabulary | what it says | codes | version | date |",
        "| --- | --- | --- | --- | --- |",
    ]
    lines += [
        f"| [{scheme.labels['en']}](codebook-{name}.md) | {_cell(scheme.definitions['en'])} "
        f"| {len(scheme.entries)} | {scheme.version} | {scheme.date.isoformat()} |"
        for name, scheme in schemes.items()
    ]
    names = [f"codebook-{name}" for name in schemes]
    return "\n".join([*lines, "", "```{toctree}", ":hidden:", "", *names, "```", ""])


def page(scheme: Scheme) -> str:
    """Return the page of one vocabulary: every code in three languages with its mappings."""
    lines = [
        f"# {scheme.labels['en']}",
        "",
        scheme.definitions["en"],
        "",
        f"Vocabulary `{scheme.name}`, version {scheme.version} of {scheme.date.isoformat()}.",
        "",
    ]
    lines += _table(scheme)
    for entry in scheme:
        lines += _section(scheme, entry)
    return "\n".join(lines)


def _table(scheme: Scheme) -> list[str]:
    header = " | ".join(LANGUAGE_NAMES[language] for language in LANGUAGES)
    lines = [f"| code | {header} |", "| --- | --- | --- | --- |"]
    for entry in scheme:
        words = " | ".join(_spoken(entry.labels[language], language) for language in LANGUAGES)
        lines.append(f"| {_indent(scheme, entry)}`{entry.id}` | {words} |")
    return [*lines, ""]


def _indent(scheme: Scheme, entry: Entry) -> str:
    depth, parent = 0, entry.parent
    while parent:
        depth, parent = depth + 1, scheme[parent].parent
    return "&emsp;" * depth


def _section(scheme: Scheme, entry: Entry) -> list[str]:
    lines = [f"({scheme.name}-{entry.id})=", f"## `{entry.id}`", ""]
    for language in LANGUAGES:
        said = f"**{entry.labels[language]}**: {entry.definitions[language]}"
        lines += [_spoken(said, language), ""]
    facts = [f"part of `{entry.parent}`"] if entry.parent else []
    facts += [f"{name}: {'not known' if v is None else v}" for name, v in entry.extra.items()]
    facts += [f"`{name}`: {', '.join(codes)}" for name, codes in entry.mappings.items()]
    return lines + [f"- {fact}" for fact in facts] + ([""] if facts else [])


def _spoken(text: str, language: str) -> str:
    """Mark text of another language so that browsers give it its own direction."""
    if language not in RIGHT_TO_LEFT:
        return _cell(text)
    inside = text.replace("**", "")
    return f'<span lang="{language}" dir="rtl">{_cell(inside)}</span>'


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def main(arguments: list[str] | None = None) -> int:
    """Write the pages into the folder named, by default docs/reference/generated."""
    given = sys.argv[1:] if arguments is None else arguments
    folder = Path(given[0]) if given else Path("docs/reference/generated")
    paths = write_pages(folder)
    sys.stdout.write(f"{len(paths)} codebook pages in {folder}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
