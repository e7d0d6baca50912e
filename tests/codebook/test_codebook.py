"""The vocabularies say everything in three languages and never change silently."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from goodoffices import codebook
from goodoffices.codebook import LANGUAGES, Scheme
from goodoffices.codebook.errors import InvalidInput, NotFound
from goodoffices.codebook.loading import read_scheme
from goodoffices.codebook.pages import write_pages

BOOK = codebook.load()
ENTRIES = [(scheme, entry) for scheme in BOOK.schemes.values() for entry in scheme]

MEANINGS = {
    ("act_types", 1): "d75299976b8df2d0",
    ("age_groups", 1): "2ebe4d3eeab48148",
    ("case_kinds", 1): "e4b3ad60aa8a7b62",
    ("publication_kinds", 1): "ebe50fbb695f0b69",
    ("case_steps", 1): "739bb3462aae603b",
    ("certainties", 1): "d7d403fe44c187e2",
    ("checklist_items", 1): "ac14fa2ae99f8c15",
    ("code_words", 1): "39678e457289513e",
    ("consent_ways", 1): "194404b704f47cfc",
    ("credibility", 1): "78b7528d6351fa21",
    ("date_precision", 1): "98af7d3b6ff569a0",
    ("derivation_rules", 1): "11ca4fb80a898d3c",
    ("event_types", 1): "6bb2ff9754825172",
    ("evidence_ties", 1): "cdb94e009f46b1f5",
    ("group_kinds", 1): "d070a9fe0524eafa",
    ("involvement_degrees", 1): "ad2550490e1a6ca7",
    ("involvement_roles", 1): "c6dee1c5f664029e",
    ("norms", 1): "7634d0fd172f9b81",
    ("party_kinds", 1): "b22510143e0145e8",
    ("party_roles", 1): "7607b7147509e1b2",
    ("place_precision", 1): "c7fc3fb2e05f088b",
    ("proof_ladder", 1): "7e9b892bda483208",
    ("reliability", 1): "86054485a4878422",
    ("report_channels", 2): "64709f23e7235010",
    ("sexes", 1): "6090c0ea82116423",
    ("source_kinds", 1): "26272512bc221e38",
    ("tlp", 1): "b0ecd2f8e34dbfda",
    ("toll_categories", 1): "a099182ae37a0653",
    ("toll_measures", 1): "f0bedf87b98f372d",
    ("verification_aspects", 1): "2cf42909162c88d6",
    ("verification_states", 1): "7e251428b9c4c053",
}
"""What each version of a vocabulary means. A change of meaning needs a new version and a new
line here; the old lines stay. Better wording in Arabic or Hebrew, or a label, needs neither."""

ACLED_SUB_EVENTS = """
Armed clash|Government regains territory|Non-state actor overtakes territory|Chemical weapon|
Air/drone strike|Suicide bomb|Shelling/artillery/missile attack|Remote explosive/landmine/IED|
Grenade|Sexual violence|Attack|Abduction/forced disappearance|Peaceful protest|
Protest with intervention|Excessive force against protesters|Violent demonstration|Mob violence|
Agreement|Arrests|Change to group/activity|Disrupted weapons use|
Headquarters or base established|Looting/property destruction|Non-violent transfer of territory|
Other
"""
ACLED_EVENTS = (
    "Battles|Explosions/Remote violence|Violence against civilians|Protests|Riots|"
    "Strategic developments"
)
PUBLISHED = {
    ("event_types", "ucdp.type_of_violence"): ["1", "2", "3"],
    ("event_types", "acled.sub_event_type"): [
        name.strip() for name in ACLED_SUB_EVENTS.replace("\n", "").split("|")
    ],
    ("event_types", "acled.event_type"): ACLED_EVENTS.split("|"),
    ("date_precision", "ucdp.date_prec"): ["1", "2", "3", "4", "5"],
    ("place_precision", "ucdp.where_prec"): ["1", "2", "3", "4", "5", "6", "7"],
    ("date_precision", "acled.time_precision"): ["1", "2", "3"],
    ("place_precision", "acled.geo_precision"): ["1", "2", "3"],
    ("party_kinds", "acled.inter"): ["1", "2", "3", "4", "5", "6", "7", "8"],
}


def _meaning(scheme: Scheme) -> str:
    entries = [
        [
            entry.id,
            entry.parent,
            entry.definitions["en"],
            sorted((name, sorted(codes)) for name, codes in entry.mappings.items()),
            sorted(entry.extra.items()),
        ]
        for entry in sorted(scheme, key=lambda entry: entry.id)
    ]
    content = json.dumps(entries, ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()[:16]


@pytest.mark.parametrize(
    ("scheme", "entry"), ENTRIES, ids=[f"{scheme.name}-{entry.id}" for scheme, entry in ENTRIES]
)
def test_each_entry_speaks_three_languages(scheme, entry):
    for words in (entry.labels, entry.definitions):
        assert set(words) == set(LANGUAGES)
        assert all(isinstance(text, str) and text.strip() for text in words.values())
    if scheme.name != "tlp":
        assert any("\u0600" <= letter <= "\u06ff" for letter in entry.labels["ar"])
        assert any("\u0590" <= letter <= "\u05ff" for letter in entry.labels["he"])
    assert all(text.endswith((".", "。")) for text in entry.definitions.values())


@pytest.mark.parametrize("scheme", BOOK.schemes.values(), ids=lambda scheme: scheme.name)
def test_a_vocabulary_says_what_it_is(scheme):
    assert set(scheme.labels) == set(scheme.definitions) == set(LANGUAGES)
    for language in LANGUAGES:
        labels = [entry.labels[language] for entry in scheme]
        assert len(set(labels)) == len(labels), f"two {language} labels are the same"


@pytest.mark.parametrize("scheme", BOOK.schemes.values(), ids=lambda scheme: scheme.name)
def test_a_change_of_meaning_needs_a_new_version(scheme):
    assert MEANINGS[(scheme.name, scheme.version)] == _meaning(scheme), (
        "the meaning changed: raise version and date of the file and pin the new meaning here"
    )


@pytest.mark.parametrize(("key", "codes"), PUBLISHED.items(), ids=lambda value: str(value)[:50])
def test_every_published_code_is_mapped(key, codes):
    scheme, code_list = key
    found = {code: BOOK.from_code(scheme, code_list, code) for code in codes}
    assert None not in found.values(), found


def test_acled_has_25_sub_event_types_and_none_are_joined_by_us():
    codes = PUBLISHED["event_types", "acled.sub_event_type"]
    assert len(codes) == 25
    assert (
        len({BOOK.from_code("event_types", "acled.sub_event_type", code) for code in codes}) == 25
    )


def test_an_unknown_code_is_not_guessed():
    assert BOOK.from_code("event_types", "acled.sub_event_type", "Tea party") is None
    assert BOOK.from_code("place_precision", "ucdp.where_prec", "8") is None


def test_the_tree_knows_what_lies_under_a_type():
    under = BOOK.descendants("event_types", "remote")
    assert {"remote", "remote_air_strike", "remote_shelling"} <= under
    assert not under & BOOK.descendants("event_types", "battle")
    tops = [entry.id for entry in BOOK.children("event_types")]
    everything = set().union(*(BOOK.descendants("event_types", top) for top in tops))
    assert everything == set(BOOK["event_types"].entries)
    assert all(entry.parent in ("", *tops) for entry in BOOK["event_types"])


def test_labels_fall_back_to_english():
    assert BOOK.label("event_types", "riot", "ar") == "أعمال شغب"
    assert BOOK.label("event_types", "riot", "en-GB") == BOOK.label("event_types", "riot", "fr")
    with pytest.raises(NotFound):
        BOOK.label("event_types", "no_such_thing")
    with pytest.raises(NotFound):
        BOOK["no_such_vocabulary"]


def test_the_codebook_cannot_be_changed_by_its_readers():
    with pytest.raises(TypeError):
        BOOK.schemes["event_types"].entries["new"] = None
    with pytest.raises(AttributeError):
        BOOK["event_types"].version = 2
    assert codebook.load() is BOOK


@pytest.mark.parametrize(
    ("entries", "word"),
    [
        ("- {id: a, labels: {}, definition: {}}\n- {id: a, labels: {}, definition: {}}", "twice"),
        ("- {id: a, parent: b, labels: {}, definition: {}}", "hangs"),
        ("- {id: a, parent: a, labels: {}, definition: {}}", "hangs"),
        (
            "- {id: a, labels: {}, definition: {}, mappings: {x: [1]}}\n"
            "- {id: b, labels: {}, definition: {}, mappings: {x: [1]}}",
            "two entries",
        ),
    ],
)
def test_a_broken_vocabulary_is_refused(entries, word):
    text = f"version: 1\ndate: 2026-01-01\nlabels: {{}}\ndefinition: {{}}\nentries:\n{entries}\n"
    with pytest.raises(InvalidInput, match=word):
        read_scheme("broken", text.encode())


def test_importing_the_codebook_reads_nothing():
    code = (
        "import sys, goodoffices.codebook as c; "
        "sys.exit('yaml' in sys.modules or c.load.cache_info().currsize)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_each_entry_has_its_place_in_the_documentation(tmp_path: Path):
    paths = write_pages(tmp_path)
    text = "\n".join(path.read_text("utf-8") for path in paths)
    for scheme, entry in ENTRIES:
        assert f"({scheme.name}-{entry.id})=" in text
        assert all(entry.labels[language] in text for language in LANGUAGES)
    before = {path: path.stat().st_mtime_ns for path in paths}
    assert {path: path.stat().st_mtime_ns for path in write_pages(tmp_path)} == before
