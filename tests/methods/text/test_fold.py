"""Folding: one spelling for what a reader takes for one word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodoffices.methods.text import direction, fold, index_text, language_of, tokens


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Al-Qāʿida", "al-qa'ida"),
        ("Dayr az-Zōr", "dayr az-zor"),
        ("İSTANBUL ıřık Łódź Ærø", "istanbul irik lodz aero"),
        ("شُهَداءُ الأَقْصَى", "شهداء الاقصي"),
        ("إسماعيل آمال ٱلله مؤتمر شئون مدرسة", "اسماعيل امال الله موتمر شيون مدرسه"),
        ("کرکوک ایران گاز پاریس چاد", "كركوك ايران كاز باريس جاد"),
        ("مـــحـــمـــد", "محمد"),
        ("١٢٣ ۴۵۶ ٣٫٥", "123 456 3.5"),
        ("ﻻ ﷲ", "لا الله"),
        ("שָׁלוֹם", "שלומ"),
        ("צה״ל ג׳נין", "צה\"ל ג'נינ"),
        ("בית־לחם", "בית-לחמ"),
        ("\u200fשלום\u202c \u2068x\u2069", "שלומ x"),
        ("“quoted” ‘single’", "\"quoted\" 'single'"),
        ("ﬁne ｆｕｌｌ ²", "fine full 2"),
    ],
)
def test_one_spelling(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    once = fold(text)
    assert fold(once) == once


@given(st.text(max_size=30), st.text(max_size=30))
def test_folding_goes_letter_by_letter(left: str, right: str) -> None:
    assert fold(left + right) == fold(left) + fold(right)


@pytest.mark.parametrize(
    "forms",
    [
        "الوزير وزير ووزير والوزير للوزير بالوزير فالوزير",
        "التزام الالتزام والالتزام للالتزام",
        "الله والله بالله لله ولله فالله",
        "حكومة الحكومة وحكومة للحكومة وبالحكومة حكومه",
        "ورشة الورشة والورشة",
        "الشهداء شهداء وشهداء",
        "مياه المياه والمياه",
        "ממשלה הממשלה שהממשלה ושבממשלה לממשלה",
        "ירושלים בירושלים מירושלים לירושלים וירושלים",
        "עזה בעזה לעזה ועזה",
        "הסכם ההסכם בהסכם להסכם",
        "שלום השלום ושלום לשלום",
        'צה"ל צה״ל צהל לצה"ל',
        "מאי במאי",
        "displaced displacement displacing displaces",
        "killing killed kills",
        "Qa'im Qa’im Qaʿim Qaim",
    ],
)
def test_forms_of_one_word_meet_in_one_token(forms: str) -> None:
    assert len(set(tokens(forms))) == 1, tokens(forms)


@pytest.mark.parametrize(
    ("one", "other"),
    [("ماء", "ما"), ("الآن", "أن"), ("משלה", "ממשלה"), ("שלום", "לום"), ("والدة", "دته")],
)
def test_different_words_stay_apart(one: str, other: str) -> None:
    assert tokens(one) != tokens(other)


def test_tokens_hold_letters_and_digits_only_whatever_comes_in() -> None:
    text = "x'); DROP TABLE reports;-- \" * ^ NEAR(a,b) col:val {a b} \x00 ½ ﷺ _under_"
    assert all(token.isalnum() for token in tokens(text))
    assert index_text(text) == " ".join(tokens(text))


def test_no_words_give_no_tokens() -> None:
    assert tokens("") == tokens(" -- … \u064b ") == []


@pytest.mark.parametrize(
    ("text", "language", "runs"),
    [
        ("A convoy left", "en", "ltr"),
        ("UNHCR: غادرت القافلة المدينة", "ar", "rtl"),
        ("השיירה יצאה מהעיר (OCHA)", "he", "rtl"),
        ("12 / 2024", "en", "ltr"),
        ("", "en", "ltr"),
        ("Évêché", "en", "ltr"),
    ],
)
def test_language_and_direction_by_script(text: str, language: str, runs: str) -> None:
    assert (language_of(text), direction(text)) == (language, runs)


def test_a_text_without_letters_takes_the_default() -> None:
    assert language_of("123", default="ar") == "ar"
    assert direction("123", default="rtl") == "rtl"
