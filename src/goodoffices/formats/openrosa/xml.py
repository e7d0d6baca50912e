"""Parsing XML that anybody may have written: no document type, no entity, no network, no size."""

from __future__ import annotations

from typing import Any

from lxml import etree

from goodoffices.codebook.errors import InvalidInput

DOCTYPE = "<!DOCTYPE"
_DOCTYPES = tuple(DOCTYPE.encode(name) for name in ("ascii", "utf-16-le", "utf-16-be"))


class Malformed(InvalidInput):
    """The bytes are not well-formed XML, or XML of a kind that is never taken."""

    code = "malformed-xml"


def safe_tree(data: bytes) -> Any:
    """Return the root element of an XML document; raises `Malformed` for anything unsafe.

    A document type is refused before a parser sees it (entities are declared there), and libxml2
    keeps its limits: 10 MB a text or attribute, 256 levels.
    """
    if any(mark in data for mark in _DOCTYPES):
        raise Malformed("The XML has a document type, which is never taken.", code="xml-doctype")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Malformed("The XML is not well-formed.") from error
    if root is None or root.getroottree().docinfo.internalDTD is not None:
        raise Malformed("The XML has a document type, which is never taken.", code="xml-doctype")
    return root


def local(element: Any) -> str:
    """Return an element's name without its namespace; empty for comments and the like."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
