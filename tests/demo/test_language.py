"""Texts: numbers agree in each language, nothing is left unfilled, nothing is said twice alike."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

import pytest

from goodoffices.demo import DemoProgramme
from goodoffices.demo.chance import stream
from goodoffices.demo.language.grammar import Phrases, joined, phrase_book
from goodoffices.demo.language.numbers import agreed, clause, counted, listed


@pytest.mark.parametrize(
    ("noun", "count", "case", "said"),
    [
        ("man", 1, "n", "رجل"),
        ("man", 1, "a", "رجلاً"),
        ("man", 2, "n", "رجلان"),
        ("man", 2, "g", "رجلين"),
        ("man", 3, "n", "ثلاثة رجال"),
        ("woman", 3, "n", "ثلاث نساء"),
        ("woman", 8, "g", "ثماني نساء"),
        ("man", 10, "n", "عشرة رجال"),
        ("woman", 10, "n", "عشر نساء"),
        ("man", 11, "n", "11 رجلاً"),
        ("person", 99, "g", "99 شخصاً"),
        ("person", 100, "g", "100 شخص"),
        ("person", 103, "g", "103 أشخاص"),
        ("person", 240, "n", "240 شخصاً"),
        ("shell", 2, "n", "قذيفتان"),
        ("hour", 2, "a", "ساعتين"),
    ],
)
def test_arabic_numbers(noun: str, count: int, case: str, said: str) -> None:
    assert counted("ar", noun, count, case) == said


@pytest.mark.parametrize(
    ("noun", "count", "said"),
    [
        ("man", 1, "גבר"),
        ("woman", 2, "שתי נשים"),
        ("man", 2, "שני גברים"),
        ("man", 3, "שלושה גברים"),
        ("woman", 3, "שלוש נשים"),
        ("hour", 1, "שעה אחת"),
        ("hour", 2, "שעתיים"),
        ("day", 2, "יומיים"),
        ("family", 10, "עשר משפחות"),
        ("shell", 10, "עשרה פגזים"),
        ("family", 12, "12 משפחות"),
        ("person", 1, "אדם אחד"),
    ],
)
def test_hebrew_numbers(noun: str, count: int, said: str) -> None:
    assert counted("he", noun, count) == said


def test_english_numbers() -> None:
    assert counted("en", "woman", 1) == "one woman"
    assert counted("en", "child", 11) == "11 children"


def test_lists_of_people() -> None:
    people = [("man", 2), ("woman", 1), ("child", 3)]
    assert listed("en", people) == "two men, one woman and three children"
    assert listed("ar", people, "g") == "رجلين وامرأة وثلاثة أطفال"
    assert listed("he", people) == "שני גברים, אישה ושלושה ילדים"


def test_verbs_agree_with_who_follows() -> None:
    arabic, hebrew = ("قُتل", "قُتلت", "قُتل"), ("נהרג", "נהרגה", "נהרגו")
    assert agreed("ar", [("woman", 3)], arabic) == "قُتلت"
    assert agreed("ar", [("man", 1), ("woman", 3)], arabic) == "قُتل"
    assert agreed("he", [("woman", 1)], hebrew) == "נהרגה"
    assert agreed("he", [("woman", 1), ("man", 1)], hebrew) == "נהרגו"


def test_clauses_agree_with_their_noun() -> None:
    assert clause("ar", "houses_hit", 3) == "تضررت ثلاثة منازل"
    assert clause("ar", "houses_hit", 2) == "تضرر منزلان"
    assert clause("he", "shops_closed", 1) == "חנות אחת נסגרה"
    assert clause("en", "houses_hit", 1) == "one house was damaged"


def test_hebrew_prefixes_swallow_the_article() -> None:
    assert joined("ב", "העיר העתיקה של סרנד") == "בעיר העתיקה של סרנד"
    assert joined("ב", "הרוונד") == "בהרוונד"


def test_phrase_books_have_the_same_pools() -> None:
    english, arabic, hebrew = (set(phrase_book(code)) for code in ("en", "ar", "he"))
    assert english == arabic
    assert hebrew - english == {"person_m"}
    assert english <= hebrew
    assert all(len(pool) >= 1 for code in ("en", "ar", "he") for pool in phrase_book(code).values())


def test_a_pool_is_gone_through_before_it_repeats() -> None:
    phrases = Phrases("en", stream(1, "test"))
    size = len(phrase_book("en")["context.before"])
    drawn = [phrases.draw("context.before", {})[:12] for _ in range(size)]
    assert len(set(drawn)) == size


def test_a_marked_sentence_waits_for_its_tags() -> None:
    phrases = Phrases("en", stream(1, "test"))
    facts = {"hours": "two hours", "district_seat": "Sarend"}
    plain = {phrases.draw("arrest.detail", facts) for _ in range(40)}
    assert not [text for text in plain if text.startswith("They are said")]
    many = {phrases.draw("arrest.detail", facts, {"many"}) for _ in range(40)}
    assert [text for text in many if text.startswith("They are said")]


def test_no_text_is_left_unfinished(programme: DemoProgramme) -> None:
    for report in programme.reports:
        said = f"{report.row.title} {report.row.text}"
        assert not re.search(r"[{}\[\]|@]|  |\bNone\b", said), said
        assert 2 <= len(re.findall(r"[.!?؟](?=\s|$|”|»)", report.row.text)) <= 14
        assert 60 < len(report.row.text) < 1_200


def test_scripts_match_the_language(programme: DemoProgramme) -> None:
    scripts = {"ar": "[\u0600-\u06ff]", "he": "[\u0590-\u05ff]", "en": "[A-Za-z]"}
    for report in programme.reports:
        letters = re.findall(r"[^\W\d_]", report.row.text)
        own = re.findall(scripts[report.row.language], report.row.text)
        assert len(own) > 0.9 * len(letters)


def test_texts_vary(programme: DemoProgramme) -> None:
    first = [r for r in programme.reports if r.version == 1 and not r.copies]
    texts = [r.row.text for r in first]
    assert len(set(texts)) == len(texts)
    for language in ("en", "ar", "he"):
        own = [r.row.text for r in first if r.row.language == language]
        words = Counter(word for text in own for word in re.findall(r"\w+", text.lower()))
        assert len(words) > (1_000 if language == "en" else 1_500), language
        openings = Counter(" ".join(text.split()[:6]) for text in own)
        assert openings.most_common(1)[0][1] < 0.05 * len(own), openings.most_common(2)
    alike = sum(a.row.title == b.row.title for a, b in pairwise(first))
    assert alike < 0.005 * len(first)


def test_copies_repeat_the_words_of_their_model(programme: DemoProgramme) -> None:
    texts = {r.row.external_id: r.row.text for r in programme.reports if r.version == 1}
    shares = []
    for report in programme.reports:
        if report.copies and report.version == 1:
            model = set(re.findall(r"\w+", texts[report.copies]))
            words = re.findall(r"\w+", report.row.text)
            shares.append(sum(w in model for w in words) / len(words))
    assert min(shares) > 0.5
    assert sum(shares) / len(shares) > 0.85


def test_labels_of_others_are_used_by_those_alone(programme: DemoProgramme) -> None:
    labels = {(label, source) for p in programme.parties for _, label, source in p.labels}
    users = {"the lamp militia": "journal", "ميليشيا المرفأ": "voice", "מיליציית הפנס": "journal"}
    assert all((label, source) in labels for label, source in users.items())
    first = {r.row.external_id: r.source_key for r in programme.reports}
    for report in programme.reports:
        for label, source in users.items():
            if label in report.row.text:
                assert source in (report.source_key, first.get(report.copies))
