"""Write the reference pages that are generated: commands, settings, audit actions, roles, API.

``docs/conf.py`` calls `write_pages` before each build, so that these pages cannot rot; the pages
in ``docs/reference`` include them. Tests hold that everything in them is explained.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "reference" / "generated"


def start() -> None:
    """Start Django as the documentation needs it: no installation's settings, no data."""
    import django

    for name in [name for name in os.environ if name.startswith("GOODOFFICES_")]:
        del os.environ[name]
    os.environ["GOODOFFICES_DATA"] = str(ROOT / "docs" / "_build" / "data")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goodoffices.web.settings")
    django.setup()


def commands() -> Iterator[tuple[str, Any]]:
    """Yield every command with the words that call it, groups before what is in them."""
    import typer.main

    from goodoffices.cli import app

    def walk(words: str, command: Any) -> Iterator[tuple[str, Any]]:
        yield words, command
        for name, below in getattr(command, "commands", {}).items():
            yield from walk(f"{words} {name}", below)

    yield from walk("goodoffices", typer.main.get_command(app))


def cli_page() -> str:
    """Return the help of every command, as the program itself prints it."""
    from typer.testing import CliRunner

    from goodoffices.cli import app

    parts = []
    for words, _command in commands():
        said = CliRunner().invoke(app, [*words.split()[1:], "--help"], terminal_width=88)
        parts.append(f"## `{words}`\n\n```text\n{said.output.strip()}\n```\n")
    return "\n".join(parts)


def settings_page() -> str:
    """Return a table of every setting read from the environment."""
    from goodoffices.web.environment import READ

    rows = ["| setting | what it means | without it |", "| --- | --- | --- |"]
    for setting in sorted(READ.values(), key=lambda found: found.name):
        default = f"`{setting.default}`" if setting.default else ""
        rows.append(f"| `{setting.name}` | {setting.meaning} | {default} |")
    return "\n".join(rows) + "\n"


def actions_page() -> str:
    """Return a table of every action the audit log can hold."""
    from goodoffices.core.audit import ACTIONS

    rows = ["| action | so-and-so ... |", "| --- | --- |"]
    rows += [f"| `{name}` | {meaning} |" for name, meaning in sorted(ACTIONS.items())]
    return "\n".join(rows) + "\n"


def roles_page() -> str:
    """Return a table of which role holds which permission, and sees up to which mark."""
    from goodoffices.core.roles import PERMISSIONS, ROLES, Role, default_clearance
    from goodoffices.core.tlp import TLP

    roles = list(Role)
    rows = ["| permission | " + " | ".join(str(role.label) for role in roles) + " |"]
    rows.append("| --- |" + " :-: |" * len(roles))
    for name, meaning in PERMISSIONS.items():
        holds = ("✓" if name in ROLES[role] else "" for role in roles)
        rows.append(f"| {meaning} (`{name}`) | " + " | ".join(holds) + " |")
    marks = (TLP(default_clearance(role)).label for role in roles)
    rows.append("| sees, unless named on a record, up to | " + " | ".join(map(str, marks)) + " |")
    return "\n".join(rows) + "\n"


def routes() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield every route of the API: method, path, and its OpenAPI description."""
    from goodoffices.web.api import api

    for path, methods in api.get_openapi_schema()["paths"].items():
        for method, operation in methods.items():
            yield method.upper(), path, operation


def api_page() -> str:
    """Return every route of the API with its parameters."""
    return "\n".join(_route(*route) for route in routes())


def _route(method: str, path: str, operation: dict[str, Any]) -> str:
    lines = [f"## {operation['summary']}", "", f"`{method} {path}`", ""]
    lines += [operation.get("description", ""), ""]
    given = [one for one in operation.get("parameters", []) if one["in"] != "path"]
    if given:
        lines += ["| parameter | what it asks for |", "| --- | --- |"]
        for one in given:
            meaning = one.get("description") or one.get("schema", {}).get("description", "")
            lines.append(f"| `{one['name']}` | {' '.join(meaning.split())} |")
    return "\n".join([*lines, ""])


PAGES = {
    "cli.md": cli_page,
    "settings.md": settings_page,
    "audit-actions.md": actions_page,
    "roles.md": roles_page,
    "api.md": api_page,
}


def write_pages(folder: Path = FOLDER) -> list[Path]:
    """Write every generated page; one whose content has not changed is left alone."""
    from goodoffices.codebook.pages import write_pages as write_codebook

    folder.mkdir(parents=True, exist_ok=True)
    written = write_codebook(folder)
    for name, page in PAGES.items():
        path, content = folder / name, page()
        if not path.exists() or path.read_text(encoding="utf-8") != content:
            path.write_text(content, encoding="utf-8")
        written.append(path)
    return written


if __name__ == "__main__":
    start()
    for made in write_pages(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER):
        print(made)
