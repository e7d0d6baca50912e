"""The interface speaks Arabic and Hebrew completely, with every placeholder in its place."""

from __future__ import annotations

import re
from pathlib import Path

import polib
import pytest

from tools import messages

LANGUAGES = ("ar", "he")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


@pytest.fixture(scope="module")
def extracted() -> dict[messages.Message, list[str]]:
    """Return the messages of the source."""
    return messages.extract()


@pytest.fixture(params=LANGUAGES)
def catalogue(request: pytest.FixtureRequest) -> polib.POFile:
    """Return the catalogue of each language."""
    return polib.pofile(str(messages.catalogue_path(request.param)))


def test_catalogue_holds_what_the_source_says(catalogue, extracted):
    held = {(e.msgctxt or "", e.msgid, e.msgid_plural) for e in catalogue if not e.obsolete}
    wanted = {(m.context, m.text, m.plural) for m in extracted}
    assert sorted(wanted - held) == [], "run: make messages"
    assert sorted(held - wanted) == [], "run: make messages"


def test_nothing_is_left_untranslated(catalogue):
    assert [entry.msgid for entry in catalogue.untranslated_entries()] == []
    assert [entry.msgid for entry in catalogue.fuzzy_entries()] == []


def test_placeholders_survive_translation(catalogue):
    wrong = [entry.msgid for entry in catalogue.translated_entries() if lost_or_invented(entry)]
    assert wrong == []


def lost_or_invented(entry: polib.POEntry) -> bool:
    """Say whether a translation lost a placeholder or has one of its own.

    A form for exactly none, one or two may leave the number out: the noun says it.
    """
    if not entry.msgid_plural:
        return found(entry.msgstr) != found(entry.msgid)
    wanted = found(entry.msgid) | found(entry.msgid_plural)
    forms = [found(text) for text in entry.msgstr_plural.values()]
    most = forms[-1]
    return most != found(entry.msgid_plural) or any(form - wanted for form in forms)


def found(text: str) -> set[str]:
    """Return the placeholders of a text."""
    return set(PLACEHOLDER.findall(text.replace("%%", "")))


def test_plural_forms_are_those_of_the_language(catalogue):
    language = catalogue.metadata["Language"]
    assert catalogue.metadata["Plural-Forms"] == messages.PLURALS[language]


def test_no_message_is_put_together_before_it_is_looked_up():
    made = [
        f"{path.relative_to(messages.ROOT)}:{line}"
        for path in messages.python_files()
        for line in messages.badly_made(path.read_text(encoding="utf-8"))
    ]
    assert made == []


def test_extraction_reads_python_and_templates():
    python = "_('one'); ngettext('a', 'b', n); pgettext('of a door', 'open'); _('x' 'y'); _(z)"
    assert sorted(messages.in_python(python)) == [
        messages.Message("", "a", "b"),
        messages.Message("", "one"),
        messages.Message("", "xy"),
        messages.Message("of a door", "open"),
    ]
    template = (
        '{% load i18n %}{% translate "Save" %}{% translate "May" context "month" %}'
        "{% blocktranslate count n=rows trimmed %}{{ n }} row{% plural %}{{ n }} rows"
        '{% endblocktranslate %}{% field label=_("Name") %}{{ x|default:_("none") }}'
    )
    assert sorted(messages.in_template(template)) == [
        messages.Message("", "%(n)s row", "%(n)s rows"),
        messages.Message("", "Name"),
        messages.Message("", "Save"),
        messages.Message("", "none"),
        messages.Message("month", "May"),
    ]


def test_merging_keeps_translations_and_drops_the_rest(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(messages, "LOCALE", tmp_path)
    path = messages.catalogue_path("he")
    path.parent.mkdir(parents=True)
    first = {messages.Message("", "Save"): ["a.py"], messages.Message("", "Old"): ["a.py"]}
    catalogue = messages.merged("he", first)
    for entry in catalogue:
        entry.msgstr = "שמירה"
    catalogue.save(str(path))
    second = {messages.Message("", "Save"): ["b.py"], messages.Message("", "%(n)s", "%(n)s!"): []}
    kept = messages.merged("he", second)
    assert [(entry.msgid, entry.msgstr) for entry in kept] == [("Save", "שמירה"), ("%(n)s", "")]
    assert kept[1].msgstr_plural == {0: "", 1: "", 2: ""}


def test_compiled_catalogue_counts_in_arabic(tmp_path: Path):
    import gettext

    from tools.compile_messages import compile_catalogue

    path = tmp_path / "ar" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    catalogue = messages.merged("ar", {})
    forms = {number: f"form {number}" for number in range(6)}
    catalogue.append(polib.POEntry(msgid="n row", msgid_plural="n rows", msgstr_plural=forms))
    half = forms | {3: ""}
    catalogue.append(polib.POEntry(msgid="n hill", msgid_plural="n hills", msgstr_plural=half))
    catalogue.save(str(path))
    with compile_catalogue(path).open("rb") as file:
        spoken = gettext.GNUTranslations(file)
    said = [spoken.ngettext("n row", "n rows", n) for n in (0, 1, 2, 3, 11, 100)]
    assert said == [f"form {number}" for number in range(6)]
    assert spoken.ngettext("n hill", "n hills", 3) == "n hills"
