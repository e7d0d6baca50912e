"""Names one by one: what is one name in another script, what is not, and any text at all."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodoffices.methods.names import (
    POINTS,
    REASONS,
    Entry,
    blocking_keys,
    candidate_pairs,
    compare_entries,
    compare_names,
    person_name,
)

ONE_NAME = [
    ("Abd al-Rahman al-Masri", "عبد الرحمن المصري"),
    ("Abdulrahman Almasri", "עבד א-רחמן אל-מסרי"),
    ("Abdelrahman El Masry", "عبدالرحمن المصرى"),
    ("Abdurrahman Masri", "عَبْدُ الرَّحْمٰن مصري"),
    ("Mohamed Hadad", "מוחמד חדאד"),
    ("Muhammad ibn Haddad", "محمد حداد"),
    ("Gamal Kamal", "جمال كمال"),
    ("Salah al-Din Qasim", "صلاح الدين قاسم"),
    ("Salahuddin Kassem", "סלאח א-דין קאסם"),
    ("Khalid Shami", "ח'אלד א-שאמי"),
    ("Ghassan Thabet", "غسان ثابت"),
    ("Osman Ziab", "עות'מאן ד'יאב"),
    ("Othman Dhiab", "عثمان ذياب"),
    ("Musa Taha", "موسى طه"),
    ("Rachid Chehab", "رشيد شهاب"),
    ("Nasrallah Fouad", "نصر الله فؤاد"),
    ("Yitzhak Ben-Zvi", "יצחק בן צבי"),
    ("David Cohen", "דוד כהן"),
    ("Ḥusayn ʿAlī Zaydān", "حسين علي زيدان"),
    ("Abou Mazin Saleh", "أبو مازن صالح"),
    ("Umm Kulthum Darwish", "أم كلثوم درويش"),
    ("Abusalem Haddad", "أبو سالم حداد"),
    ("Shapiro Dan", "شابيرا دان"),
]


@pytest.mark.parametrize(("one", "other"), ONE_NAME)
def test_one_name_in_two_scripts_is_alike_and_a_candidate(one: str, other: str):
    first, second = person_name(one), person_name(other)
    likeness = compare_names(first, second)
    assert likeness.value >= 0.78
    assert {reason for reason, _ in likeness.reasons} <= {"same-consonants", "vowels-differ"}
    assert blocking_keys(first) & blocking_keys(second)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jamal Haddad", "كمال حداد"),
        ("Ahmad Haddad", "محمود حداد"),
        ("Khalid Masri", "جاليت مصري"),
        ("Samir Haddad", "مصري حداد"),
        ("Yusuf Haddad", "Yasin Haddad"),
        ("Abu Salim Haddad", "سليم حداد"),
        ("Fatima H. Hamdan", "Fatima Haddad"),
        ("Haddad", "محمد حداد"),
    ],
)
def test_other_names_stay_apart(one: str, other: str):
    assert compare_names(person_name(one), person_name(other)).value <= 0.78


def reasons(one: str, other: str) -> dict[str, int]:
    return dict(compare_names(person_name(one), person_name(other)).reasons)


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        ("Samir Haddad", "samir haddad", {"same-after-folding": 2}),
        ("أحمد الحدّاد", "احمد حداد", {"same-after-folding": 2}),
        ("Samir Haddad", "Samer Hadad", {"same-consonants": 2}),
        ("Salim Haddad", "Solim Haddad", {"same-after-folding": 1, "one-letter-differs": 0}),
        ("Nabil Haddad", "Nabik Haddad", {"one-letter-differs": 1, "same-after-folding": 1}),
        ("Samir Ali Haddad", "Samir Haddad", {"part-missing": 1, "same-after-folding": 2}),
        ("Samir Ali Haddad", "Ali Haddad", {"first-part-missing": 1, "same-after-folding": 2}),
        ("Samir Haddad", "Haddad Samir", {"order-differs": 1, "same-after-folding": 2}),
        ("S. Haddad", "Samir Haddad", {"initial-agrees": 1, "same-after-folding": 1}),
        ("S. Haddad", "سمير حداد", {"initial-agrees": 1, "same-consonants": 1}),
        ("A. Haddad", "أحمد حداد", {"initial-agrees": 1, "same-consonants": 1}),
        ("B. Haddad", "Samir Haddad", {"part-differs": 1, "same-after-folding": 1}),
        ("Samir", "Samir Haddad", {"one-part-only": 1, "part-missing": 1}),
        ("Said Haddad", "سعد حداد", {"same-consonants": 2}),
        ("Saad Haddad", "سعيد حداد", {"same-consonants": 2, "vowels-differ": 1}),
    ],
)
def test_reasons_are_told_as_codes(one: str, other: str, told: dict[str, int]):
    found = reasons(one, other)
    assert {code: found.get(code, 0) for code in told} == told
    assert set(found) <= set(REASONS)


def test_nicknames_are_not_guessed():
    assert "part-differs" in reasons("Abu Ali Haddad", "Hasan Haddad")
    assert "part-differs" in reasons("Bob Miller", "Robert Miller")


def test_less_is_alike_the_more_is_off():
    full = person_name("Samir Ali Haddad")
    worth = [
        compare_names(full, person_name(other)).value
        for other in ("Samir Ali Haddad", "Samir Haddad", "Samir Aly Hadad", "Ali Haddad", "Haddad")
    ]
    assert worth[0] == 1
    assert worth == sorted(worth, reverse=True)
    assert len(set(worth)) == 5


texts = st.text(max_size=40)
words = st.sampled_from(
    [
        "Samir",
        "سمير",
        "סמיר",
        "Ali",
        "علي",
        "al-Masri",
        "المصري",
        "אל-מסרי",
        "Abd",
        "Abu",
        "بن",
        "M.",
        "ם",
        "'",
        "א-דין",
        "ʿ",
        "x",
    ]
)
names = st.one_of(texts, st.lists(words, max_size=7).map(" ".join))


@given(names, names)
def test_any_two_texts_are_compared_alike_in_both_orders(one: str, other: str):
    first, second = person_name(one), person_name(other)
    likeness = compare_names(first, second)
    assert likeness == compare_names(second, first)
    assert 0 <= likeness.value <= 1
    assert {code for code, _ in likeness.reasons} <= set(REASONS)
    assert candidate_pairs([first], [second]) == candidate_pairs([second], [first])


@given(names)
def test_any_text_is_most_like_itself(text: str):
    name = person_name(text)
    if len(name) > 1 and not any(part.initial for part in name):
        assert compare_names(name, name).value == 1
        assert blocking_keys(name)


@given(
    st.lists(st.sampled_from(["Samir", "سمير", "חדאד", "Masri", "نبيل"]), min_size=2, max_size=4)
)
def test_order_of_the_parts_costs_a_little_and_hides_nothing(parts: list[str]):
    name, turned = person_name(" ".join(parts)), person_name(" ".join(parts[::-1]))
    assert compare_names(name, turned).value >= 0.97
    assert blocking_keys(name) == blocking_keys(turned)


def test_names_that_never_end_and_names_without_letters():
    assert person_name("") == person_name("١٢٣ -- '' 12") == ()
    assert len(person_name("Samir " * 5_000)) == 6
    assert compare_names((), person_name("Samir")).value == 0


NAME = person_name("Samir Haddad")


@pytest.mark.parametrize(
    ("one", "other", "fact"),
    [
        (Entry(NAME, 1980), Entry(NAME, 1980), "same-birth-year"),
        (Entry(NAME, 1980), Entry(NAME, 1982), "birth-year-near"),
        (Entry(NAME, 1980), Entry(NAME, 1990), "birth-year-far"),
        (Entry(NAME, sex="m"), Entry(NAME, sex="m"), "same-sex"),
        (Entry(NAME, sex="m"), Entry(NAME, sex="f"), "other-sex"),
        (Entry(NAME, when=date(2020, 3, 1)), Entry(NAME, when=date(2020, 3, 1)), "same-date"),
        (Entry(NAME, when=date(2020, 3, 1)), Entry(NAME, when=date(2020, 2, 27)), "date-near"),
        (Entry(NAME, when=date(2020, 3, 1)), Entry(NAME, when=date(2021, 3, 1)), "date-far"),
        (Entry(NAME, place="Wadi al-Nur"), Entry(NAME, place="وادي النور"), "same-place"),
        (Entry(NAME, place="Wadi al-Nur"), Entry(NAME, place="תל א-ריח"), "other-place"),
    ],
)
def test_each_fact_adds_what_is_stated(one: Entry, other: Entry, fact: str):
    told = compare_entries(one, other)
    assert told.facts == (fact,)
    assert told.points == 10 + POINTS[fact]
    assert compare_entries(other, one) == told


def test_facts_that_one_entry_lacks_or_that_lie_between_add_nothing():
    told = compare_entries(Entry(NAME, 1980, "m", date(2020, 1, 1), "x"), Entry(NAME))
    assert (told.points, told.facts, told.grade) == (10, (), "strong")
    between = compare_entries(
        Entry(NAME, 1980, when=date(2020, 1, 1)), Entry(NAME, 1984, when=date(2020, 2, 1))
    )
    assert between.facts == ()


def test_grades_follow_the_points():
    far = compare_entries(Entry(NAME, 1950, "m"), Entry(NAME, 1990, "m"))
    assert (far.points, far.grade) == (7, "weak")
    both = compare_entries(Entry(NAME, 1950, "m"), Entry(NAME, 1990, "f"))
    assert both.grade == ""


def test_keys_that_too_many_share_are_passed_over():
    crowd = [person_name("Samir Haddad")] * 20
    assert len(candidate_pairs(crowd, crowd)) == 400
    assert candidate_pairs(crowd, crowd, most=19) == []


def test_initials_are_candidates_and_whole_names_are_not_by_their_first_sounds():
    whole, other = person_name("Samir Haddad"), person_name("Sulayman Haddad")
    assert candidate_pairs([person_name("S. Haddad")], [whole, other]) == [(0, 0), (0, 1)]
    assert candidate_pairs([whole], [other]) == []
