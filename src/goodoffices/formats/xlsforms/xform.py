"""Read an XForm: its questions, languages, choices, media, and what it relies on.

The parser takes no document type, no entity and nothing from the network; whatever else a form
holds that is not understood is passed over, as phones do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeAlias

from lxml import etree

from goodoffices.formats.xlsforms.languages import language_code
from goodoffices.formats.xlsforms.sheets import Refused

Element: TypeAlias = "etree._Element"

PLAIN = "default"
"""The key of texts that a form gives in no named language."""

CONTROLS = {"input", "select1", "select", "upload", "range", "rank", "trigger", "secret"}
MEDIA = {"image", "big-image", "audio", "video"}


def local(element: Element) -> str:
    """Return an element's name without its namespace."""
    return str(etree.QName(element).localname)


def attributes(element: Element) -> dict[str, str]:
    """Return an element's attributes without their namespaces."""
    return {etree.QName(name).localname: value for name, value in element.attrib.items()}


def children(element: Element | None, *names: str) -> list[Element]:
    """Return the child elements of some names, or of any."""
    if element is None:
        return []
    found = [child for child in element if isinstance(child.tag, str)]
    return [child for child in found if local(child) in names] if names else found


def child(element: Element | None, name: str) -> Element | None:
    """Return the first child element of a name, or None."""
    return next(iter(children(element, name)), None)


def parse(content: bytes) -> Element:
    """Parse the bytes of an XForm. Raises `Refused`."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = str(getattr(error, "lineno", None) or 1)
        why = str(error).split(", line ")[0][:150] or "unreadable"
        raise Refused("bad-xml", row=None, why=why, line=line) from None
    if root.getroottree().docinfo.doctype:
        raise Refused("hostile")
    return root


@dataclass(slots=True)
class Control:
    """A question as the body shows it."""

    element: Element
    kind: str
    path: str
    repeat: str


@dataclass
class XForm:
    """The parts of a parsed XForm."""

    root: Element
    title: str = ""
    model: Element | None = None
    instance: Element | None = None
    binds: dict[str, dict[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, root: Element) -> XForm:
        """Take an XForm apart. Raises `Refused` when it is none."""
        head = next((one for one in children(root, "head")), root)
        model = child(head, "model")
        instance = next(iter(children(child(model, "instance"))), None)
        if model is None or instance is None:
            raise Refused("not-xform")
        title = "".join("".join(one.itertext()) for one in children(head, "title")).strip()
        form = cls(root, title, model, instance)
        form.binds = {
            form.path(bind.get("nodeset", "")): attributes(bind) for bind in children(model, "bind")
        }
        return form

    def path(self, reference: str, within: str = "") -> str:
        """Return a reference as a path without the root: "/data/place/point" is "place/point"."""
        reference = reference.strip().rstrip("/")
        assert self.instance is not None
        top = f"/{local(self.instance)}"
        if reference == top:
            return ""
        if reference.startswith(f"{top}/"):
            return reference.removeprefix(f"{top}/")
        if reference.startswith("/"):
            return reference[1:]
        return "/".join(part for part in (within, reference.removeprefix("./")) if part)

    @cached_property
    def body(self) -> Element | None:
        """The part that says how questions are shown."""
        return child(self.root, "body")

    @cached_property
    def controls(self) -> dict[str, Control]:
        """The questions that are shown, by their path."""
        found = list(self._controls(self.body, "", "")) if self.body is not None else []
        return {control.path: control for control in found}

    def _controls(self, element: Element, within: str, repeat: str) -> Iterator[Control]:
        by_id = {bind.get("id", ""): path for path, bind in self.binds.items() if bind.get("id")}
        for one in children(element):
            name = local(one)
            given = one.get("ref") or one.get("nodeset")
            path = self.path(given, within) if given else by_id.get(one.get("bind", ""), within)
            if name in CONTROLS:
                yield Control(one, name, path, repeat)
            elif name in {"group", "repeat"}:
                yield from self._controls(one, path, path if name == "repeat" else repeat)

    @cached_property
    def repeats(self) -> tuple[str, ...]:
        """The paths of the repeats, outer ones first."""
        if self.body is None:
            return ()
        found = (one for one in self.body.iter("{*}repeat"))
        return tuple(sorted((self.path(one.get("nodeset", "")) for one in found), key=len))

    @cached_property
    def actions(self) -> dict[str, str]:
        """What is done by itself (a point taken, a sound recorded), by the path it fills."""
        found = (one for one in self.root.iter("{*}setgeopoint", "{*}recordaudio"))
        return {self.path(one.get("ref", "")): local(one) for one in found}

    @cached_property
    def itext(self) -> dict[str, dict[str, dict[str, str]]]:
        """The texts: id, then language as the form names it, then kind ("" is the text itself)."""
        texts: dict[str, dict[str, dict[str, str]]] = {}
        for translation in children(child(self.model, "itext"), "translation"):
            for text in children(translation, "text"):
                values = {
                    value.get("form", "").replace("long", ""): said(value)
                    for value in children(text, "value")
                }
                texts.setdefault(text.get("id", ""), {})[translation.get("lang", "")] = values
        return texts

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages as the form names them, the default one first."""
        found = children(child(self.model, "itext"), "translation")
        ordered = sorted(found, key=lambda one: one.get("default") is None)
        return tuple(one.get("lang", "") for one in ordered)

    def labels(self, element: Element | None) -> dict[str, str]:
        """Return what a label or hint says, by language code."""
        if element is None:
            return {}
        reference = element.get("ref", "")
        if not reference.startswith("jr:itext("):
            plain = said(element)
            return {PLAIN: plain} if plain else {}
        return self.text(reference[len("jr:itext(") :].rstrip(")").strip("'\" "))

    def text(self, identifier: str, kind: str = "") -> dict[str, str]:
        """Return a text of the form by language code; languages that lack it are left out."""
        found = self.itext.get(identifier, {})
        texts = ((language_code(name), values.get(kind, "")) for name, values in found.items())
        return {code: text for code, text in texts if text and text != "-"}

    @cached_property
    def secondary(self) -> dict[str, Element]:
        """The lists and other instances beside the form's own, by id."""
        found = children(self.model, "instance")[1:]
        return {one.get("id", ""): one for one in found if one.get("id")}


def said(element: Element) -> str:
    """Return the text of an element; a value that is put in is shown as ``${name}``."""
    parts = [element.text or ""]
    for one in element:
        if isinstance(one.tag, str) and local(one) == "output":
            reference = one.get("value") or one.get("ref") or ""
            parts.append(f"${{{reference.strip().rsplit('/', 1)[-1]}}}")
        elif isinstance(one.tag, str):
            parts.append(said(one))
        parts.append(one.tail or "")
    return " ".join("".join(parts).split())


def choices_of(form: XForm) -> dict[str, tuple[Mapping[str, Any], ...]]:
    """Return the lists of choices that the form itself holds."""
    lists = {
        name: tuple(_item(form, item) for item in instance.iter("{*}item"))
        for name, instance in form.secondary.items()
        if not instance.get("src")
    }
    for control in form.controls.values():
        items = children(control.element, "item")
        if items:
            lists[control.path] = tuple(_static(form, item) for item in items)
    return {name: items for name, items in lists.items() if items}


def list_of(control: Control, form: XForm) -> str:
    """Return the name of the list that a question chooses from, or an empty text."""
    itemset = child(control.element, "itemset")
    if itemset is None:
        return control.path if children(control.element, "item") else ""
    nodeset = itemset.get("nodeset", "")
    if "instance(" not in nodeset:
        return ""
    name = nodeset.split("instance(", 1)[1].split(")", 1)[0].strip("'\" ")
    return name if name in form.secondary else ""


def _item(form: XForm, item: Element) -> dict[str, Any]:
    values = {local(one): said(one) for one in children(item)}
    identifier = values.get("itextId")
    plain = values.get("label", "")
    labels = form.text(identifier) if identifier else {PLAIN: plain} if plain else {}
    return {"name": values.get("name", ""), "labels": labels}


def _static(form: XForm, item: Element) -> dict[str, Any]:
    value = child(item, "value")
    name = said(value) if value is not None else ""
    return {"name": name, "labels": form.labels(child(item, "label"))}
