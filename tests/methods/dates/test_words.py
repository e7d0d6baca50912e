"""Dates as people write and read them, in three languages."""

from __future__ import annotations

import unicodedata

import pytest

from goodoffices.codebook.errors import InvalidInput
from goodoffices.methods.dates import parse, parse_typed, print_span

PRINTED = [
    ("2026-11-16", "16 November 2026", "16 نوفمبر 2026", "16 בנובמבר 2026"),
    ("2026-11-16/2026-11-22", "16–22 November 2026", "16–22 نوفمبر 2026", "16–22 בנובמבר 2026"),
    (
        "2024-04-28/2024-05-03",
        "28 April – 3 May 2024",
        "28 أبريل – 3 مايو 2024",
        "28 באפריל – 3 במאי 2024",
    ),
    (
        "2023-12-28/2024-01-03",
        "28 December 2023 – 3 January 2024",
        "28 ديسمبر 2023 – 3 يناير 2024",
        "28 בדצמבר 2023 – 3 בינואר 2024",
    ),
    ("2024-04/2024-05", "April – May 2024", "أبريل – مايو 2024", "אפריל – מאי 2024"),
    ("2023/2024", "2023–2024", "2023–2024", "2023–2024"),
    ("2024-05~", "about May 2024", "حوالي مايو 2024", "בסביבות מאי 2024"),
    (
        "2024-05-03~/2024-05-09~",
        "about 3–9 May 2024",
        "حوالي 3–9 مايو 2024",
        "בסביבות 3–9 במאי 2024",
    ),
    (
        "2024-05-03?/2024-05-09?",
        "between 3 and 9 May 2024",
        "بين 3 و9 مايو 2024",
        "בין 3 ל־9 במאי 2024",
    ),
    (
        "2024-04?/2024-05?",
        "between April and May 2024",
        "بين أبريل ومايو 2024",
        "בין אפריל למאי 2024",
    ),
    ("2024?", "2024 (uncertain)", "2024 (غير مؤكد)", "2024 (לא ודאי)"),
    ("", "not known", "غير معروف", "לא ידוע"),
    ("../2024-05-04", "before 5 May 2024", "قبل 5 مايو 2024", "לפני 5 במאי 2024"),
    ("../2024-05", "before June 2024", "قبل يونيو 2024", "לפני יוני 2024"),
    ("../2999", "before 3000", "قبل 3000", "לפני 3000"),
    ("2024-05-06/..", "from 6 May 2024 on", "من 6 مايو 2024 فصاعدًا", "מ־6 במאי 2024 ואילך"),
    ("2024-05/..", "from May 2024 on", "من مايو 2024 فصاعدًا", "ממאי 2024 ואילך"),
    ("2024", "2024", "2024", "2024"),
    ("202X", "2020–2029", "2020–2029", "2020–2029"),
    ("2024-21", "spring 2024", "ربيع 2024", "אביב 2024"),
    ("2024-24", "winter 2024–2025", "شتاء 2024–2025", "חורף 2024–2025"),
]  # fmt: skip

STRANGE = [
    (
        "2024-05-XX",
        "May 2024 (day not known)",
        "مايو 2024 (اليوم غير معروف)",
        "מאי 2024 (היום לא ידוע)",
    ),
    ("2024-XX", "2024 (month not known)", "2024 (الشهر غير معروف)", "2024 (החודש לא ידוע)"),
    (
        "/2024-05",
        "until May 2024, start not known",
        "حتى مايو 2024، والبداية غير معروفة",
        "עד מאי 2024, תחילה לא ידועה",
    ),
    (
        "2024-05-06/",
        "from 6 May 2024, end not known",
        "من 6 مايو 2024، والنهاية غير معروفة",
        "מ־6 במאי 2024, סיום לא ידוע",
    ),
    (
        "2024-05-03/2024-05-09?",
        "3 May 2024 – 9 May 2024 (uncertain)",
        "3 مايو 2024 – 9 مايو 2024 (غير مؤكد)",
        "3 במאי 2024 – 9 במאי 2024 (לא ודאי)",
    ),
]


@pytest.mark.parametrize(("edtf", "en", "ar", "he"), PRINTED + STRANGE)
def test_printed_in_three_languages(edtf: str, en: str, ar: str, he: str) -> None:
    span = parse(edtf)
    assert [print_span(span, language) for language in ("en", "ar", "he")] == [en, ar, he]


@pytest.mark.parametrize(("edtf", "en", "ar", "he"), PRINTED + STRANGE)
def test_the_print_reads_in_its_own_direction(edtf: str, en: str, ar: str, he: str) -> None:
    """No controls, no figures that a right-to-left line would reorder (5/11/2026, 2024-05)."""
    for printed, strong in ((en, "L"), (ar, "AL"), (he, "R")):
        kinds = [unicodedata.bidirectional(letter) for letter in printed]
        first = next((kind for kind in kinds if kind in ("L", "R", "AL")), strong)
        assert first == strong
        assert not {"CS", "ES"} & {
            kind for kind, letter in zip(kinds, printed, strict=True) if letter not in ",،"
        }
        assert not any(unicodedata.category(letter) == "Cf" for letter in printed)


@pytest.mark.parametrize(("edtf", "en", "ar", "he"), PRINTED)
def test_what_is_printed_can_be_typed(edtf: str, en: str, ar: str, he: str) -> None:
    meant = parse(edtf)
    for printed in (en, ar, he):
        if "2024–2025" in printed or printed == "before 3000" or "3000" in printed:
            continue
        span = parse_typed(printed)
        assert (span.first_day, span.last_day) == (meant.first_day, meant.last_day), printed
        assert (span.approximate, span.uncertain) == (meant.approximate, meant.uncertain), printed


def test_regional_names_and_other_languages() -> None:
    span = parse("2026-11-16")
    assert print_span(span, "ar-PS") == "16 تشرين الثاني 2026"
    assert print_span(span, "ar_LB") == "16 تشرين الثاني 2026"
    assert print_span(span, "fr") == print_span(span, "nonsense!") == "16 November 2026"


@pytest.mark.parametrize(
    ("typed", "edtf"),
    [
        ("2026-11-05", "2026-11-05"),
        ("2024-05~", "2024-05~"),
        ("2024-05-xx", "2024-05-XX"),
        ("2024-05 / 2024-06", "2024-05/2024-06"),
        ("5 Nov 2026", "2026-11-05"),
        ("Nov. 5, 2026", "2026-11-05"),
        ("5th of November 2026", "2026-11-05"),
        ("5/11/2026", "2026-11-05"),
        ("5.11.2026", "2026-11-05"),
        ("05-11-2026", "2026-11-05"),
        ("2026/11/5", "2026-11-05"),
        ("11/2026", "2026-11"),
        ("٥/١١/٢٠٢٦", "2026-11-05"),
        ("٥ تشرين الثاني ٢٠٢٦", "2026-11-05"),
        ("5 تشرين ثاني 2026", "2026-11-05"),
        ("5 تشرين الثاني/نوفمبر 2026", "2026-11-05"),
        ("5 نوفمبر (تشرين الثاني) 2026", "2026-11-05"),
        ("3 كانون الأول 2025", "2025-12-03"),
        ("كانون الثاني 2025", "2025-01"),
        ("آب ٢٠٢٤", "2024-08"),
        ("5 من شهر أيار 2024", "2024-05-05"),
        ("5 בנובמבר 2026", "2026-11-05"),
        ("נובמבר 2026", "2026-11"),
        ("בנובמבר 2026", "2026-11"),
        ("about May 2024", "2024-05~"),
        ("approx. 5 May 2024", "2024-05-05~"),
        ("c. 2024", "2024~"),
        ("حوالي أيار 2024", "2024-05~"),
        ("אפריל 2024 בערך", "2024-04~"),
        ("before 5 May 2024", "../2024-05-04"),
        ("before June 2024", "../2024-05"),
        ("قبل حزيران 2024", "../2024-05"),
        ("לפני 2024", "../2023"),
        ("after May 2024", "2024-06/.."),
        ("since 6 May 2024", "2024-05-06/.."),
        ("until 6 May 2024", "../2024-05-06"),
        ("عد", None),
        ("between 3 and 9 May 2024", "2024-05-03?/2024-05-09?"),
        ("بين 3 و 9 أيار 2024", "2024-05-03?/2024-05-09?"),
        ("בין 28 באפריל ל-3 במאי 2024", "2024-04-28?/2024-05-03?"),
        ("from 3 to 9 May 2024", "2024-05-03/2024-05-09"),
        ("من 3 إلى 9 أيار 2024", "2024-05-03/2024-05-09"),
        ("3-9 May 2024", "2024-05-03/2024-05-09"),
        ("3 May 2024 - 9 May 2024", "2024-05-03/2024-05-09"),
        ("5/5/2024 - 9/5/2024", "2024-05-05/2024-05-09"),
        ("2020-2024", "2020/2024"),
        ("May 2024?", "2024-05?"),
        ("summer 2024", "2024-22"),
        ("", ""),
        ("not known", ""),
        ("غير معروف", ""),
        ("לא ידוע", ""),
        ("5/11/26", None),
        ("5 Nov", None),
        ("5 Nov 26", None),
        ("31 June 2024", None),
        ("13/13/2024", None),
        ("32 May 2024", None),
        ("5 May June 2024", None),
        ("5 May 2024 2025", None),
        ("yesterday", None),
        ("2024 elections in May", None),
        ("9 May 2024 - 3 May 2024", None),
        ("before 1000", None),
        ("'; DROP TABLE", None),
        ("5 " * 500, None),
    ],
)
def test_typed_dates(typed: str, edtf: str | None) -> None:
    if edtf is not None:
        assert parse_typed(typed).edtf == edtf
        return
    with pytest.raises(InvalidInput) as refused:
        parse_typed(typed)
    assert refused.value.message.endswith(".")


def test_the_order_of_figures_is_the_callers() -> None:
    assert parse_typed("5/11/2026", "mdy").edtf == "2026-05-11"
    assert parse_typed("2026/5/11", "mdy").edtf == "2026-05-11"
    with pytest.raises(InvalidInput, match="no month 13"):
        parse_typed("5/13/2026", "dmy")
