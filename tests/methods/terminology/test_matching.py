"""Terms are met as people write them, in three scripts, and never in the words of others."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodoffices.formats import term_packs
from goodoffices.methods.terminology import Checker, Pack, Rule

STARTER = Checker([term_packs.starter()])


def pack(*rules: Rule, names: tuple[str, ...] = (), **attribution: tuple[str, ...]) -> Pack:
    return Pack("own", 1, date(2026, 1, 1), {"en": "Own"}, rules, attribution, names)


def rule(*terms: str, severity: str = "block", language: str = "en", name: str = "one") -> Rule:
    return Rule(name, severity, {language: terms}, {"en": "Because."})


def met(text: str, checker: Checker = STARTER) -> list[tuple[str, str]]:
    return [(text[hit.start : hit.end], hit.rule.id) for hit in checker.check(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A brutal attack", [("brutal", "judging_adjectives")]),
        ("BRUTALLY done", [("BRUTALLY", "judging_adjectives")]),
        ("five innocent\ncivilians", [("innocent\ncivilians", "innocent")]),
        ("The so-called council", [("so-called", "so_called")]),
        ("He was neutralised", [("neutralised", "eliminated")]),
        ("سقط الشُّهَداءُ", [("الشُّهَداءُ", "martyr")]),
        ("وبالإرهابيّين", [("وبالإرهابيّين", "terrorist")]),
        ("والارهابيون", [("والارهابيون", "terrorist")]),
        ("للإرهاب", [("للإرهاب", "terrorist")]),
        ("في المجـــزرة", [("المجـــزرة", "massacre")]),
        ("וכשהמחבלים נכנסו", [("וכשהמחבלים", "terrorist")]),
        ("המחבל ברח", [("המחבל", "terrorist")]),
        ("חֻסַּל", []),
        ("הם חוסלו אתמול", [("חוסלו", "eliminated")]),
        ("בנזק אגבי", [("בנזק אגבי", "collateral_damage")]),
    ],
)
def test_a_term_is_met_as_it_is_written(text: str, expected: list[tuple[str, str]]) -> None:
    assert met(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "A diet is a regimen.",
        "The innocence of the accused was found by the court.",
        "חבלים נמכרו בשוק",
        "بلدة الشهابية",
        "He walked clear of the road.",
        "",
        "…—*_`",
    ],
)
def test_other_words_are_left_alone(text: str) -> None:
    assert met(text) == []


@pytest.mark.parametrize(
    "text",
    [
        'The statement spoke of "a brutal enemy".',
        "The statement spoke of “a brutal enemy”.",
        "تحدث البيان عن «عدو غاشم».",
        'ההודעה דיברה על "אויב אכזרי".',
        "ההודעה דיברה על ”אויב אכזרי“.",
        "> a brutal enemy\n",
        'צה"ל מסר על "אויב אכזרי" ועל תנ"ך',
    ],
)
def test_the_words_of_others_are_theirs(text: str) -> None:
    assert met(text) == []


def test_a_mark_that_is_never_closed_quotes_nothing() -> None:
    assert met('He said " and a brutal act followed.\n\nNext "paragraph".') == [
        ("brutal", "judging_adjectives")
    ]


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("The ministry said terrorists had crossed.", 0),
        ("According to the council, it was a massacre.", 0),
        ("وقال المجلس إن إرهابيين عبروا.", 0),
        ("לדברי המשרד, מחבלים חצו.", 0),
        ("The ministry spoke. Terrorists had crossed.", 1),
        ("Terrorists had crossed. The ministry said so.", 1),
        ("The office made a call. Later a terrorist came", 1),
    ],
)
def test_a_word_that_is_attributed_in_its_sentence_may_stand(text: str, hits: int) -> None:
    assert len(met(text)) == hits


def test_attribution_does_not_excuse_what_must_not_stand_at_all() -> None:
    assert met("The ministry said they were neutralised.") == [("neutralised", "eliminated")]


def test_a_proper_name_may_hold_a_term() -> None:
    own = Checker([pack(rule("martyrs"), names=("Square of the Martyrs",))], names=["Martyrs Gate"])
    text = "At the Square of the Martyrs and at Martyrs Gate the martyrs"
    assert [hit.start for hit in own.check(text)] == [text.rindex("martyrs")]


def test_the_longest_term_wins_and_nothing_is_met_twice() -> None:
    own = Checker([pack(rule("war", name="short"), rule("war crime", name="long"))])
    assert met("A war crime in a war", own) == [("war crime", "long"), ("war", "short")]


def test_a_beginning_stands_for_every_ending() -> None:
    own = Checker([pack(rule("ارهاب*", language="ar"), rule("occup*", "milit* rule"))])
    text = "الإرهابيتين occupying preoccupied military rule"
    assert [text[h.start : h.end] for h in own.check(text)] == [
        "الإرهابيتين",
        "occupying",
        "military rule",
    ]


def test_a_term_without_a_word_is_refused() -> None:
    with pytest.raises(ValueError, match="no word"):
        Checker([pack(rule("—"))])


@given(st.text(max_size=200), st.sampled_from(["brutal", "الشهداء", "מחבלים", "war crime"]))
def test_a_term_put_into_any_text_on_its_own_line_is_met(text: str, term: str) -> None:
    before = text.replace('"', "").translate(dict.fromkeys(map(ord, "“”«»„‟″״＂>"), " "))
    whole = f"{before}\n\n{term}\n"
    start = len(before) + 2
    assert any(hit.start <= start < hit.end for hit in STARTER.check(whole))


@given(st.text(max_size=300))
def test_hits_lie_in_the_text_in_order_and_apart(text: str) -> None:
    ends = 0
    for hit in STARTER.check(text):
        assert ends <= hit.start < hit.end <= len(text)
        ends = hit.end
