"""Read the vocabularies from the YAML files beside this module, once, into frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from goodoffices.codebook.errors import InvalidInput
from goodoffices.codebook.schemes import Codebook, Entry, Scheme

KNOWN = {"id", "parent", "labels", "definition", "mappings"}


@lru_cache(maxsize=1)
def load() -> Codebook:
    """Return every vocabulary. Reads the files once; later calls cost nothing."""
    folder = resources.files("goodoffices.codebook")
    files = sorted(item.name for item in folder.iterdir() if item.name.endswith(".yaml"))
    schemes = {name[:-5]: _scheme(name[:-5], folder.joinpath(name).read_bytes()) for name in files}
    return Codebook(schemes=MappingProxyType(schemes))


def read_scheme(name: str, content: bytes) -> Scheme:
    """Read one vocabulary from the bytes of its YAML file. Raises `InvalidInput`."""
    return _scheme(name, content)


def _scheme(name: str, content: bytes) -> Scheme:
    data = _parse(content)
    entries: dict[str, Entry] = {}
    for item in data["entries"]:
        entry = _entry(item)
        if entry.id in entries:
            raise InvalidInput(f"{name}.yaml has {entry.id!r} twice: each id stands for one thing.")
        entries[entry.id] = entry
    return Scheme(
        name=name,
        version=data["version"],
        date=data["date"],
        labels=MappingProxyType(data["labels"]),
        definitions=MappingProxyType(data["definition"]),
        entries=MappingProxyType(entries),
        by_code=MappingProxyType(_by_code(name, entries)),
        below=MappingProxyType(_below(name, entries)),
    )


def _parse(content: bytes) -> dict[str, Any]:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(content, Loader=loader)  # type: ignore[no-any-return]  # noqa: S506


def _entry(item: Mapping[str, Any]) -> Entry:
    mappings = {key: tuple(map(str, codes)) for key, codes in item.get("mappings", {}).items()}
    return Entry(
        id=item["id"],
        labels=MappingProxyType(item["labels"]),
        definitions=MappingProxyType(item["definition"]),
        parent=item.get("parent", ""),
        mappings=MappingProxyType(mappings),
        extra=MappingProxyType({key: item[key] for key in item if key not in KNOWN}),
    )


def _by_code(name: str, entries: Mapping[str, Entry]) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for entry in entries.values():
        for code_list, codes in entry.mappings.items():
            for code in codes:
                if found.setdefault((code_list, code.casefold()), entry.id) != entry.id:
                    raise InvalidInput(f"{name}.yaml maps {code_list} {code!r} to two entries.")
    return found


def _below(name: str, entries: Mapping[str, Entry]) -> dict[str, frozenset[str]]:
    below: dict[str, set[str]] = {entry_id: {entry_id} for entry_id in entries}
    for entry in entries.values():
        parent, steps = entry.parent, 0
        while parent:
            if parent not in entries or steps > len(entries):
                raise InvalidInput(f"{name}.yaml: {entry.id!r} hangs under nothing that exists.")
            below[parent].add(entry.id)
            parent, steps = entries[parent].parent, steps + 1
    return {entry_id: frozenset(ids) for entry_id, ids in below.items()}
