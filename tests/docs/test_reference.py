"""The documentation cannot rot: what the program has is explained, what is told exists."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from django.utils.translation import override

from goodoffices import codebook
from goodoffices.core.audit import ACTIONS
from goodoffices.core.roles import PERMISSIONS
from goodoffices.web.environment import READ
from tests.docs.shell import ROOT, commands, pages
from tools import reference


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the generated pages by name."""
    with override("en"):
        made = reference.write_pages(tmp_path_factory.mktemp("generated"))
    return {path.name: path.read_text(encoding="utf-8") for path in made}


def program() -> dict[str, object]:
    """Return every command by the words that call it."""
    return dict(reference.commands())


def test_every_command_and_option_is_explained(written):
    silent = [
        f"{words} {option.name}"
        for words, command in reference.commands()
        for option in command.params
        if option.name != "help" and not getattr(option, "help", "")
    ]
    silent += [words for words, command in reference.commands() if not command.help]
    assert silent == []
    assert [words for words in program() if f"## `{words}`" not in written["cli.md"]] == []


def test_every_setting_is_explained(written):
    assert len(READ) > 10
    missing = [name for name, found in READ.items() if not found.meaning.strip()]
    assert missing + [name for name in READ if f"`{name}`" not in written["settings.md"]] == []


def test_every_audit_action_is_explained(written):
    page = written["audit-actions.md"]
    silent = [name for name, meaning in ACTIONS.items() if not str(meaning).strip()]
    assert silent + [name for name in ACTIONS if f"`{name}`" not in page] == []


def test_every_permission_is_explained(written):
    assert [name for name in PERMISSIONS if f"`{name}`" not in written["roles.md"]] == []


def test_every_codebook_entry_is_explained(written):
    missing = []
    for name, scheme in codebook.load().schemes.items():
        page = written[f"codebook-{name}.md"]
        missing += [f"{name}: {entry.id}" for entry in scheme if f"`{entry.id}`" not in page]
    assert missing == []


def test_every_route_and_parameter_of_the_api_is_explained(written):
    silent = []
    for method, path, operation in reference.routes():
        assert f"`{method} {path}`" in written["api.md"]
        silent += [f"{method} {path}"] if not operation.get("description") else []
        silent += [
            f"{method} {path} {given['name']}"
            for given in operation.get("parameters", [])
            if given["in"] != "path"
            and not (given.get("description") or given["schema"].get("description"))
        ]
    assert silent == []


def test_every_generated_page_is_shown():
    shown = "".join(path.read_text(encoding="utf-8") for path in pages())
    assert [name for name in reference.PAGES if f"generated/{name}" not in shown] == []


def test_no_page_speaks_of_a_setting_that_is_not_there():
    spoken = {
        (path.name, name)
        for path in pages()
        for name in re.findall(r"\bGOODOFFICES_[A-Z_]+[A-Z]", path.read_text(encoding="utf-8"))
    }
    tests_only = {"GOODOFFICES_SHARED_DATA"}
    known = {*READ, *(f"{name}_FILE" for name in READ), *tests_only}
    assert {(page, name) for page, name in spoken if name not in known} == set()


def test_no_page_gives_a_command_that_is_not_there():
    unknown = [
        f"{path.name}: {line}"
        for path in pages()
        for line in commands(path)
        if (complaint(line)) is not None
    ]
    assert unknown == []


def complaint(line: str) -> str | None:
    """Return what is wrong with a ``goodoffices`` command or a ``make`` target, if anything."""
    if not re.match(r"([A-Z_]+=\S+ )*(goodoffices|make) ", line):
        return None
    words = [word for word in shlex.split(line) if not re.fullmatch(r"[A-Z_]+=.*", word)]
    if words[0] == "make":
        targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
        return None if set(words[1:]) <= set(targets) else "no such target"
    found = "goodoffices"
    while len(words) > 1 and f"{found} {words[1]}" in program():
        found = f"{found} {words.pop(1)}"
    options = {opt for param in program()[found].params for opt in param.opts}
    options |= {opt for param in program()[found].params for opt in param.secondary_opts}
    given = {word.split("=")[0] for word in words if word.startswith("--")} - {"--help"}
    return None if given <= options else "no such option"


def test_a_wrong_command_would_be_found():
    assert complaint("goodoffices load ucdp-ged x.csv --releese 1")
    assert complaint("make everything")
    assert complaint("GOODOFFICES_DATA=x goodoffices load ucdp-ged x.csv --release 1") is None


def test_every_method_has_its_algorithm_page_linked():
    text = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    folders = {path.name for path in (ROOT / "docs").iterdir() if any(path.glob("*.md"))}
    assert {name for name in folders if f"{name}/*" not in text} <= {"images"}


def test_every_link_between_pages_leads_somewhere():
    broken = []
    for path in pages():
        for target in re.findall(r"\]\(([^)#:]+\.md)[^)]*\)", path.read_text(encoding="utf-8")):
            place: Path = path.parent / target
            if not place.exists() and "generated/" not in target:
                broken.append(f"{path.name}: {target}")
    assert broken == []
