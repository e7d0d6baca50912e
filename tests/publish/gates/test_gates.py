"""What each gate finds and what it leaves alone, in three languages, without a database."""

from __future__ import annotations

from datetime import timedelta

import pytest

from goodoffices.formats import term_packs
from goodoffices.methods.exposure import KnownNames
from goodoffices.methods.terminology import Called, Checker
from goodoffices.publish.evidence import Standing
from goodoffices.publish.gates.draft import Asked, Rules
from goodoffices.publish.gates.registry import run
from tests.publish.gates.drafts import NOW, PARTIES, TODAY, cited, draft, found, text, words


@pytest.mark.parametrize(
    ("language", "body", "hit"),
    [
        ("en", "Shells fell on the market. We call on all. [~]", "Shells fell on the market."),
        ("ar", "سقطت قذائف على السوق. ندعو الجميع. [~]", "سقطت قذائف على السوق."),
        ("he", "פגזים נפלו על השוק. אנו קוראים לכולם. [~]", "פגזים נפלו על השוק."),
    ],
)
def test_a_fact_without_a_citation_is_found(language: str, body: str, hit: str) -> None:
    assert words("uncited", draft(text(body, language))) == [hit]
    with_citation = body.replace(".", ". [@c1]", 1)
    assert words("uncited", draft(text(with_citation, language), citations={"c1": cited()})) == []


def test_a_mark_that_leads_nowhere_is_found_and_cannot_be_overridden() -> None:
    (one,) = found("uncited", draft(text("Shells fell. [@gone]")))
    assert (one.key, one.overridable, one.blocking) == ("gone", False, True)


@pytest.mark.parametrize(
    ("evidence", "rules", "hits"),
    [
        ({}, {}, 0),
        ({"level": "corroborated"}, {}, 1),
        ({"level": "corroborated"}, {"level": "corroborated"}, 0),
        ({"level": "contested"}, {"level": "unverified"}, 1),
        ({"level": ""}, {}, 1),
        ({"kind": "publication", "level": ""}, {}, 0),
        ({"standing": Standing.WITHDRAWN}, {}, 1),
        ({"standing": Standing.MERGED}, {}, 1),
        ({"kind": "toll", "level": "pending", "levels": {"pending": 2, "verified": 5}}, {}, 1),
        ({"kind": "toll", "level": "verified", "levels": {"verified": 5}}, {}, 0),
    ],
)
def test_evidence_has_to_stand_and_be_verified(evidence: dict, rules: dict, hits: int) -> None:
    of = draft(
        text("Shells fell. [@c1]"), citations={"c1": cited(**evidence)}, rules=Rules(**rules)
    )
    assert len(found("evidence", of)) == hits


def test_what_the_reader_may_not_see_says_nothing_but_that() -> None:
    hidden = cited(standing=Standing.HIDDEN, level="", tlp=None, last_day=None)
    of = draft(text("In [=c1.place] shells fell. [@c1]"), citations={"c1": hidden})
    (one,) = run(of)
    assert (one.gate, one.overridable) == ("evidence", False)
    assert "may not see" in one.why


@pytest.mark.parametrize(("tlp", "most", "hits"), [(0, 0, 0), (1, 0, 1), (2, 2, 0), (3, 2, 1)])
def test_nothing_above_the_mark_is_cited(tlp: int, most: int, hits: int) -> None:
    of = draft(text("A. [@c1]"), citations={"c1": cited(tlp=tlp)}, rules=Rules(tlp=most))
    assert [one.overridable for one in found("tlp", of)] == [False] * hits


@pytest.mark.parametrize(("days", "hits"), [(0, 1), (6, 1), (7, 0), (400, 0)])
def test_what_is_too_recent_is_found(days: int, hits: int) -> None:
    recent = cited(last_day=TODAY.toordinal() - days)
    assert len(found("fresh", draft(text("A. [@c1]"), citations={"c1": recent}))) == hits
    later = draft(text("A. [@c1]"), citations={"c1": recent}, out_at=NOW + timedelta(days=7))
    assert found("fresh", later) == []


def test_a_day_that_is_not_known_is_advice() -> None:
    (one,) = found("fresh", draft(text("A. [@c1]"), citations={"c1": cited(last_day=None)}))
    assert not one.blocking


@pytest.mark.parametrize(
    ("checked", "now", "hits"), [({"killed": 12}, 12, 0), ({"killed": 11}, 12, 1), ({}, 12, 1)]
)
def test_a_figure_that_changed_is_found(checked: dict, now: int, hits: int) -> None:
    one = cited(checked=checked, facts={"killed": now}, figures={"killed": str(now)})
    of = draft(text("There were [=c1.killed] dead."), citations={"c1": one})
    assert [each.words for each in found("figures", of)] == ["[=c1.killed]"] * hits


def test_a_figure_that_is_not_known_is_found() -> None:
    (one,) = found("figures", draft(text("In [=c1.place]."), citations={"c1": cited()}))
    assert not one.overridable


def test_a_chart_that_changed_is_found() -> None:
    bars = {"bars": [[1, 7, 3]]}
    same = cited(kind="chart", checked=bars, facts={"bars": [(1, 7, 3)]})
    other = cited(kind="chart", checked=bars, facts={"bars": [(1, 7, 4)]})
    assert words("figures", draft(text("[!c1]"), citations={"c1": same})) == []
    assert words("figures", draft(text("[!c1]"), citations={"c1": other})) == ["[!c1]"]


@pytest.mark.parametrize(
    ("language", "body", "hits"),
    [
        ("en", "Shells killed 20 people. [@c1]", ["20 people"]),
        ("en", "Shells killed 12 people. [@c1]", []),
        ("en", "Shells killed twelve people and hurt 40 others. [@c1]", []),
        ("en", "On 20 May shells fell. [@c1]", []),
        ("ar", "قُتل ٢٠ شخصاً. [@c1]", ["٢٠ شخصاً"]),
        ("ar", "قُتل ١٢ شخصاً. [@c1]", []),
        ("he", "עשרים אנשים נהרגו. [@c1]", ["עשרים אנשים"]),
        ("he", "12 אנשים נהרגו. [@c1]", []),
    ],
)
def test_a_number_that_contradicts_its_record_is_advice(
    language: str, body: str, hits: list[str]
) -> None:
    toll = cited(killed_low=9, killed_best=12, killed_high=15)
    seen = found("figures", draft(text(body, language), citations={"c1": toll}))
    assert [one.words for one in seen] == hits
    assert not any(one.blocking for one in seen)


@pytest.mark.parametrize(
    ("language", "body", "hits"),
    [
        ("en", "At 31.5017, 34.4668 shells fell in 12 Harbour Street.", 2),
        ("en", "Shells fell on the market of Harrow.", 0),
        ("ar", "سقطت قذيفة في شارع الميناء ١٢ عند ٣١٫٥٠١٧، ٣٤٫٤٦٦٨.", 2),
        ("ar", "سقطت قذيفة على السوق في هارو.", 0),
        ("he", "פגז נפל ברחוב הנמל 12, נ.צ. 31.5017, 34.4668.", 2),
        ("he", "פגז נפל על השוק בהארו.", 0),
    ],
)
def test_exact_places_are_found(language: str, body: str, hits: int) -> None:
    assert len(found("places", draft(text(body, language)))) == hits


def test_a_site_of_what_is_cited_is_advice_and_a_map_of_one_is_not() -> None:
    site = cited(exact_places=("Old Mill",))
    of = draft(text("Shells fell on the Old Mill. [@c1]"), citations={"c1": site})
    assert [(one.words, one.blocking) for one in found("places", of)] == [("Old Mill", False)]
    drawn = cited(kind="map", exact_places=("Old Mill",))
    of = draft(text("[!c1]"), citations={"c1": drawn})
    assert [(one.words, one.blocking) for one in found("places", of)] == [("[!c1]", True)]


@pytest.mark.parametrize(
    ("language", "body", "hits"),
    [
        ("en", "Two nurses were detained.", [("Two nurses", True)]),
        ("en", "Four people were killed, 12 hurt.", [("Four people", False)]),
        ("en", "Five women and 30 men came.", []),
        ("ar", "اعتُقلت ممرضتان.", [("ممرضتان", True)]),
        ("ar", "قُتل ثلاثة أشخاص.", [("ثلاثة أشخاص", False)]),
        ("ar", "قُتل سبعة أشخاص.", []),
        ("he", "שתי אחיות נעצרו.", [("שתי אחיות", True)]),
        ("he", "ארבעה אנשים נהרגו.", [("ארבעה אנשים", False)]),
        ("he", "שישה אנשים נהרגו.", []),
    ],
)
def test_small_groups_are_found(language: str, body: str, hits: list[tuple[str, bool]]) -> None:
    seen = found("counts", draft(text(body, language)))
    assert [(one.words, one.blocking) for one in seen] == hits


def test_a_live_figure_that_is_small_is_found() -> None:
    small = cited(facts={"killed": 2}, figures={"killed": "2"})
    enough = cited(facts={"killed": 5}, figures={"killed": "5"})
    body = text("There were [=c1.killed] dead.")
    assert words("counts", draft(body, citations={"c1": small})) == ["[=c1.killed]"]
    assert words("counts", draft(body, citations={"c1": enough})) == []


@pytest.mark.parametrize(
    ("language", "body", "hits"),
    [
        ("en", "The brutal attack was shown. [@terrorism]", [("brutal", False)]),
        ("en", "A terrorist fired. The ministry said the “brutal” man ran.", [("terrorist", True)]),
        ("en", "An armed person fired.", []),
        ("ar", "والهجوم الوحشي.", [("الوحشي", False)]),
        ("ar", "هجوم على السوق.", []),
        ("he", "המחבל ירה.", [("המחבל", True)]),
        ("he", "החמוש ירה.", []),
    ],
)
def test_words_that_take_a_side_are_found(
    language: str, body: str, hits: list[tuple[str, bool]]
) -> None:
    of = draft(text(body, language), checker=Checker([term_packs.starter()]))
    assert [(one.words, one.blocking) for one in found("terms", of)] == hits


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("en", "The Northern Front shelled it."),
        ("ar", "وقصفت الجبهة الشمالية السوق."),
        ("he", "לחזית הצפון נמסר."),
    ],
)
def test_a_party_that_is_named_has_to_be_asked(language: str, body: str) -> None:
    def hits(asked: Asked | None = None, **more: object) -> int:
        asked_by_code = {"front": asked} if asked else {}
        of = draft(text(body, language), parties=PARTIES, asked=asked_by_code, **more)
        return len(found("replies", of))

    day_before = NOW - timedelta(hours=24)
    assert hits() == 1
    assert hits(Asked(day_before, None, answered=False, not_asked=False)) == 0
    just_now = Asked(NOW, None, answered=False, not_asked=False)
    assert hits(just_now) == 1
    assert hits(just_now, out_at=NOW + timedelta(hours=24)) == 0
    assert hits(Asked(NOW, None, answered=True, not_asked=False)) == 0
    assert hits(Asked(day_before, NOW + timedelta(1), answered=False, not_asked=False)) == 1
    assert hits(Asked(None, None, answered=False, not_asked=True)) == 0
    assert hits(rules=Rules(replies=False)) == 0


def test_nobody_named_is_nobody_to_ask() -> None:
    assert found("replies", draft(text("In front of the northern gate."), parties=PARTIES)) == []


def test_translations_have_to_be_there_and_up_to_date() -> None:
    source = text("A.", number=2)
    old, new = text("أ.", "ar", of_source=1), text("א.", "he", of_source=2)
    assert [one.language for one in found("languages", draft(source, old, new))] == ["ar"]
    everything = Rules(all_languages=True)
    assert [one.language for one in found("languages", draft(source, rules=everything))] == [
        "ar",
        "he",
    ]
    assert found("languages", draft(source)) == []


def test_names_are_found_by_form_and_by_what_all_may_see() -> None:
    of = draft(
        text("Cedar 4F2A told Dora Rect and Radio Sarend of a cedar tree."),
        code_words=frozenset({"cedar"}),
        staff=KnownNames(["Dora Rect"]),
        sources=Called([("Radio Sarend", "Radio Sarend")]),
    )
    seen = [(one.words, one.blocking) for one in found("names", of)]
    assert seen == [("Cedar 4F2A", True), ("Dora Rect", False), ("Radio Sarend", False)]


@pytest.mark.parametrize("looked", [True, False])
def test_somebody_has_to_look_for_names(looked: bool) -> None:
    seen = found("names", draft(text("A."), looked=looked, digest="d"))
    assert len(seen) == (not looked)
