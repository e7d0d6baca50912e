"""Reading packs of terminology: YAML files that a programme or a partner writes, and our own.

What is wrong is said with the rule and the field it stands in, for somebody who edits the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

from goodoffices.codebook.errors import InvalidInput
from goodoffices.codebook.schemes import LANGUAGES
from goodoffices.methods.terminology import SEVERITIES, Pack, Rule

MOST_BYTES, MOST_RULES, MOST_TERMS = 2**20, 2000, 500
KNOWN = frozenset({"id", "severity", "terms", "reason", "instead", "leans"})


def starter() -> Pack:
    """Return the neutral pack that comes with the program."""
    folder = resources.files("goodoffices.codebook").joinpath("term_packs")
    return read(folder.joinpath("starter.yaml").read_bytes(), name="starter.yaml")


def read_file(path: Path) -> Pack:
    """Read a pack from a file. Raises `InvalidInput`."""
    if path.stat().st_size > MOST_BYTES:
        raise InvalidInput(f"{path.name} is larger than a pack of terminology can be (1 MB).")
    return read(path.read_bytes(), name=path.name)


def read(content: bytes, *, name: str) -> Pack:
    """Read a pack from the bytes of its YAML file. Raises `InvalidInput` naming rule and field."""
    data = _parsed(content, name)
    rules = data.get("rules")
    if not isinstance(rules, list) or not rules or len(rules) > MOST_RULES:
        raise InvalidInput(f"{name} needs a list called rules, of 1 to {MOST_RULES}.")
    read_rules = tuple(_rule(one, f"{name}, rule {at}") for at, one in enumerate(rules, start=1))
    ids = [rule.id for rule in read_rules]
    for one in ids:
        if ids.count(one) > 1:
            raise InvalidInput(f"{name} has the rule {one} twice.")
    day, said = data.get("date"), data.get("attribution")
    return Pack(
        id=_word(data.get("id"), f"{name}, id"),
        version=data["version"] if isinstance(data.get("version"), int) else 1,
        date=day if isinstance(day, date) else date.min,
        title=_texts(data.get("title"), f"{name}, title"),
        rules=read_rules,
        attribution=_lists(said, f"{name}, attribution") if said else {},
        names=_words(data.get("names") or [], f"{name}, names"),
    )


def _parsed(content: bytes, name: str) -> dict[str, Any]:
    import yaml

    if len(content) > MOST_BYTES:
        raise InvalidInput(f"{name} is larger than a pack of terminology can be (1 MB).")
    if b"&" in content and b"*" in content:
        _refuse_aliases(content, name)
    try:
        data = yaml.safe_load(content)
    except (yaml.YAMLError, UnicodeDecodeError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f" at line {mark.line + 1}" if mark else ""
        raise InvalidInput(f"{name} is not YAML{where}.") from None
    if not isinstance(data, dict):
        raise InvalidInput(f"{name} is no pack of terminology: it begins with id, title, rules.")
    return data


def _refuse_aliases(content: bytes, name: str) -> None:
    """Refuse what grows when it is read: a few lines of aliases can fill the memory."""
    import yaml

    try:
        aliases = any(isinstance(one, yaml.AliasEvent) for one in yaml.parse(content))
    except (yaml.YAMLError, UnicodeDecodeError, ValueError, RecursionError):
        return  # said by the reader, with its line
    if aliases:
        raise InvalidInput(f"{name} uses YAML aliases (*name): write the words out.")


def _rule(data: object, where: str) -> Rule:
    if not isinstance(data, dict):
        raise InvalidInput(f"{where} must have id, severity, terms and reason.")
    if unknown := sorted(map(str, set(data) - KNOWN)):
        raise InvalidInput(f"{where} has the field {unknown[0][:60]}, which no rule has.")
    severity = data.get("severity")
    if severity not in SEVERITIES:
        raise InvalidInput(f"{where}: severity must be one of {', '.join(SEVERITIES)}.")
    terms = _lists(data.get("terms"), f"{where}, terms")
    if not any(terms.values()):
        raise InvalidInput(f"{where} has no terms.")
    return Rule(
        id=_word(data.get("id"), f"{where}, id"),
        severity=severity,
        terms=terms,
        reason=_texts(data.get("reason"), f"{where}, reason"),
        instead=_texts(data.get("instead") or {"en": ""}, f"{where}, instead"),
        leans=str(data.get("leans", ""))[:60],
    )


def _word(data: object, where: str) -> str:
    if not isinstance(data, str) or not data.strip():
        raise InvalidInput(f"{where} must be a word.")
    return data.strip()[:100]


def _words(data: object, where: str) -> tuple[str, ...]:
    if not isinstance(data, list) or len(data) > MOST_TERMS:
        raise InvalidInput(f"{where} must be a list of at most {MOST_TERMS} terms.")
    for one in data:
        if not isinstance(one, str) or not any(letter.isalnum() for letter in one):
            said = str(one)[:40]
            raise InvalidInput(f'{where}: {said} is no word. Put it in quotation marks: "{said}".')
    return tuple(one.strip() for one in data)


def _lists(data: object, where: str) -> dict[str, tuple[str, ...]]:
    return {code: _words(words, f"{where}, {code}") for code, words in _keyed(data, where).items()}


def _texts(data: object, where: str) -> dict[str, str]:
    found = _keyed(data, where)
    for code, text in found.items():
        if not isinstance(text, str):
            raise InvalidInput(f"{where}, {code} must be a text.")
    return {code: str(text).strip() for code, text in found.items()}


def _keyed(data: object, where: str) -> Mapping[str, object]:
    if not isinstance(data, dict) or not data or not set(data) <= set(LANGUAGES):
        raise InvalidInput(f"{where} must have texts by language: {', '.join(LANGUAGES)}.")
    return data
