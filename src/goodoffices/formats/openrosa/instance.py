"""The head of a submission: which form it answers, what it calls itself, which files it names."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from goodoffices.formats.openrosa.xml import Malformed, local, safe_tree

ENCRYPTED = "http://opendatakit.org/submissions"
"""The namespace of the envelope around a submission that was encrypted on the phone."""

LONGEST_ID = 500
"""Characters of an instanceID that are kept as they are; longer ones are cut and told apart by
their hash."""


@dataclass(frozen=True, slots=True)
class Instance:
    """What a submission says of itself. ``instance_id`` is derived from the bytes where the XML
    has none, so that the same bytes sent again are known again."""

    form_id: str
    version: str
    instance_id: str
    deprecated_id: str
    is_encrypted: bool
    root: Any


def read_instance(data: bytes) -> Instance:
    """Read a submission's head. Raises `Malformed` with the code malformed-xml, xml-doctype or
    no-form-id."""
    root = safe_tree(data)
    form_id = (root.get("id") or "").strip()
    if not form_id:
        raise Malformed("The XML does not say which form it answers.", code="no-form-id")
    meta = next((child for child in root if local(child) == "meta"), None)
    return Instance(
        form_id=form_id,
        version=(root.get("version") or "").strip(),
        instance_id=_short(_said(meta, "instanceID") or (root.get("instanceID") or "").strip())
        or f"sha256:{hashlib.sha256(data).hexdigest()}",
        deprecated_id=_short(_said(meta, "deprecatedID")),
        is_encrypted=root.get("encrypted") == "yes" or root.tag == f"{{{ENCRYPTED}}}data",
        root=root,
    )


def file_names(instance: Instance, paths: Collection[str]) -> list[str]:
    """Return the names of files the XML speaks of, once each, in its order.

    ``paths`` are those of the questions that are answered by a file; an encrypted envelope lists
    its files itself.
    """
    found = _enveloped(instance.root) if instance.is_encrypted else _answered(instance.root, paths)
    return list(dict.fromkeys(name for name in found if name))


def _enveloped(root: Any) -> Iterator[str]:
    for element in root.iter():
        if local(element) in {"file", "encryptedXmlFile"}:
            yield (element.text or "").strip()


def _answered(root: Any, paths: Collection[str]) -> Iterator[str]:
    wanted = frozenset(paths)
    waiting = [(child, local(child)) for child in reversed(root)]
    while waiting:
        element, path = waiting.pop()
        if path in wanted:
            yield (element.text or "").strip()
        waiting += [(child, f"{path}/{local(child)}") for child in reversed(element)]


def _said(meta: Any, name: str) -> str:
    if meta is None:
        return ""
    found = next((child for child in meta if local(child) == name), None)
    return "" if found is None else (found.text or "").strip()


def _short(said: str) -> str:
    if len(said) <= LONGEST_ID:
        return said
    return said[: LONGEST_ID - 65] + "#" + hashlib.sha256(said.encode()).hexdigest()
