"""Packs of terminology: the one that ships is whole, and what is wrong in another is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from goodoffices.codebook.errors import InvalidInput
from goodoffices.codebook.schemes import LANGUAGES
from goodoffices.formats import term_packs
from goodoffices.methods.terminology import Checker

GOOD = b"""
id: own
version: 3
date: 2026-11-01
title: {en: Own}
attribution: {en: [said]}
names: [Square of the Martyrs]
rules:
- {id: one, severity: block, terms: {en: [foe]}, reason: {en: It takes a side.}, leans: a}
"""


def test_the_starter_pack_speaks_three_languages_about_every_rule() -> None:
    pack = term_packs.starter()
    assert len(pack.rules) >= 15
    for rule in pack.rules:
        for texts in (rule.terms, rule.reason, rule.instead):
            assert set(texts) == set(LANGUAGES), rule.id
            assert all(texts.values()), rule.id


def test_every_term_of_the_starter_pack_is_met_where_it_stands() -> None:
    pack = term_packs.starter()
    checker = Checker([pack])
    for rule in pack.rules:
        for terms in rule.terms.values():
            for term in terms:
                assert checker.check(term), f"{rule.id}: {term} is never met"


def test_a_pack_of_ones_own_is_read() -> None:
    pack = term_packs.read(GOOD, name="own.yaml")
    assert (pack.id, pack.version, pack.names) == ("own", 3, ("Square of the Martyrs",))
    assert pack.rules[0].terms == {"en": ("foe",)}
    assert pack.rules[0].leans == "a"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b"severity: block", b"severity: fatal", "rule 1: severity must be one of"),
        (b"terms: {en: [foe]}", b"terms: {fr: [foe]}", "terms must have texts by language"),
        (b"terms: {en: [foe]}", b"terms: {en: [no]}", "put it in quotation marks"),
        (b"terms: {en: [foe]}", b"terms: {en: []}", "has no terms"),
        (b"terms: {en: [foe]}", b"terms: {en: ['---']}", "is no word"),
        (b"terms: {en: [foe]}", b"terms: foe", "terms must have texts"),
        (b"reason: {en: It takes a side.}", b"why: {en: x}", "has the field why"),
        (b"reason: {en: It takes a side.}, ", b"", "reason must have texts"),
        (b"id: one", b"id: ''", "id must be a word"),
        (b"names: [Square of the Martyrs]", b"names: 7", "names must be a list"),
        (b"id: own", b"id: [", "is not YAML at line"),
        (b"names: [Square", b"names: [&a x, *a, Square", "aliases"),
        (b"names: [Square", b"names: [\x00, Square", "is not YAML"),
    ],
)
def test_what_is_wrong_is_named(old: bytes, new: bytes, said: str) -> None:
    assert old in GOOD
    with pytest.raises(InvalidInput) as caught:
        term_packs.read(GOOD.replace(old, new), name="own.yaml")
    assert said.casefold() in caught.value.message.casefold()


@pytest.mark.parametrize("content", [b"", b"[]", b"just words", b"a: b", b"\xff\xfe", b"rules: []"])
def test_what_is_no_pack_is_refused(content: bytes) -> None:
    with pytest.raises(InvalidInput):
        term_packs.read(content, name="x.yaml")


def test_a_rule_twice_and_a_file_too_large_are_refused(tmp_path: Path) -> None:
    twice = GOOD + GOOD.rstrip().splitlines()[-1] + b"\n"
    with pytest.raises(InvalidInput, match="twice"):
        term_packs.read(twice, name="own.yaml")
    path = tmp_path / "large.yaml"
    path.write_bytes(b"#" * (term_packs.MOST_BYTES + 1))
    with pytest.raises(InvalidInput, match="larger"):
        term_packs.read_file(path)
