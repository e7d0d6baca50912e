"""Search as people meet it: typed queries against mixed texts, on a real SQLite FTS5 table."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodoffices.codebook.errors import InvalidInput
from goodoffices.methods.text import excerpt, fts5, index_text, query, tokens, tsquery

TEXTS = {
    1: "Shelling displaced 1,200 people from Tell al-Qāʿim; OCHA said the road is closed.",
    2: "The displacement continued. Families left Qaim for the northern crossing.",
    3: "أعلنت الحكومة وقف إطلاق النار في المدينة القديمة، وقُتل ثلاثة أشخاص.",
    4: "قال الوزير إن حكومته ملتزمة بالالتزامات، واللّه أعلم. عدد القتلى ١٢.",
    5: "المستشفى في القرية بلا مياه؛ ووزير الصحة زار المكان.",
    6: 'צה"ל הודיע כי הכוחות עזבו את ג׳נין. הממשלה אישרה את ההסכם.',
    7: "המפגינים התאספו בירושלים וקראו לשָׁלוֹם. משטרת המחוז פיזרה אותם.",
    8: "הסכם הפסקת האש נחתם בעזה, לפי דובר הממשלה.",
    9: "Ceasefire talks: הפסקת אש / وقف إطلاق النار, signed 2024-05-03.",
    10: "Market closed in Sūq aš-Šuyūḫ after a dispute over water.",
    11: "Officials' homes in the old town weren’t damaged; 12 people were hurt.",
    12: "کارگران در تهران تجمع کردند",
    13: "No incident was reported during the election day.",
    14: "مظاهرة سلمية أمام المدرسة، والشرطة لم تتدخل",
}

ASKED: list[tuple[str, set[int]]] = [
    ("displaced", {1, 2}),
    ("displacement closed", {1}),
    ("DISPLACING -ocha", {2}),
    ("al-Qa'im", {1, 2}),
    ('"tell al-qaim"', {1}),
    ("Qāʿim", {1, 2}),
    ("1,200", {1}),
    ("displac*", {1, 2}),
    ("displacem*", {1, 2}),
    ("الحكومه", {3}),
    ("للحكومة", {3}),
    ("النار", {3, 9}),
    ('"وقف اطلاق النار"', {3, 9}),
    ('"اطلاق وقف"', set()),
    ("وزير", {4, 5}),
    ("الوزير -الصحة", {4}),
    ("12", {4, 11}),
    ("١٢ قتلى", {4}),
    ("الله", {4}),
    ("مستشفي", {5}),
    ("مياة", {5}),
    ("ووزي*", {4, 5}),
    ("وزي*", {4, 5}),
    ("צהל", {6}),
    ('צה"ל', {6}),
    ('"צה״ל הודיע"', {6}),
    ("גנין", {6}),
    ("ממשלה", {6, 8}),
    ("הסכם ממשלה", {6, 8}),
    ("הסכם ממשלה -עזה", {6}),
    ("ירושלים", {7}),
    ("שלום", {7}),
    ("הפסקת אש", {8, 9}),
    ('"הפסקת אש"', {8, 9}),
    ("״הפסקת אש״ ״נחתם״", {8}),
    ("ceasefire עזה", set()),
    ("2024-05-03", {9}),
    ("Suq as-Suyuh", {10}),
    ("market water", {10}),
    ("officials", {11}),
    ("officials homes", {11}),
    ("weren't", {11}),
    ("old town", {11}),
    ("كاركران", {12}),
    ("تهران", {12}),
    ("الشرطه", {14}),
    ("مدرسة", {14}),
    ("no", {13}),
]

HOSTILE = [
    "incident OR 1=1",
    "'; DROP TABLE found; --",
    'NEAR("a" "b", 5)',
    "body:incident",
    "{body} : x",
    "^incident",
    "a AND AND b",
    '"unclosed phrase',
    '""',
    "((((",
    "* ** -* - --",
    "a* *b*c",
    "\x00 \x1f",
    "AND OR NOT",
    "-incident",
    '-"no incident"',
    "a & b | !c <-> d:*",
    "\\' \\\" '",
    "ﷺ ½ ™",
    "x" * 900,
    '"' * 900,
    "-" * 900,
]


@pytest.fixture(scope="module")
def table() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE found USING fts5(body, other, tokenize='unicode61')")
    connection.executemany(
        "INSERT INTO found(rowid, body, other) VALUES (?, ?, 'incident')",
        [(key, index_text(text)) for key, text in TEXTS.items()],
    )
    yield connection
    connection.close()


def find(table: sqlite3.Connection, typed: str) -> set[int]:
    expression = fts5(query(typed), "body")
    if expression is None:
        return set()
    rows = table.execute("SELECT rowid FROM found WHERE found MATCH ?", [expression])
    return {row[0] for row in rows}


@pytest.mark.parametrize(("typed", "expected"), ASKED)
def test_finds_what_a_reader_expects(
    table: sqlite3.Connection, typed: str, expected: set[int]
) -> None:
    assert find(table, typed) == expected


@pytest.mark.parametrize("typed", HOSTILE)
def test_syntax_in_the_box_is_harmless(table: sqlite3.Connection, typed: str) -> None:
    assert find(table, typed) <= set(TEXTS)
    rendered = tsquery(query(typed)) or ""
    inside = rendered.replace("'", "").replace(" <-> ", "").replace(":*", "")
    assert all(sign.isalnum() or sign in " &|!()" for sign in inside)


def test_the_column_name_is_checked() -> None:
    with pytest.raises(ValueError, match="column"):
        fts5(query("a"), "body : x")


def test_only_the_named_column_is_searched(table: sqlite3.Connection) -> None:
    assert find(table, "incident") == {13}


def test_a_query_that_only_excludes_says_so() -> None:
    asked = query('-water -"old town"')
    assert asked.only_excludes
    assert fts5(asked, "body") is None
    assert tsquery(asked) is None


def test_an_empty_query_is_false() -> None:
    assert not query("  -- \u200f ")
    assert fts5(query(""), "body") is None


def test_a_far_too_long_query_is_refused_with_a_sentence() -> None:
    with pytest.raises(InvalidInput, match="few words"):
        query("x" * 1001)


def test_postgres_expression() -> None:
    asked = query('water -closed "old town" displacem* al-Qaim')
    assert tsquery(asked) == (
        "'water' & !'close' & ('old' <-> 'town')"
        " & ('displacem':* | 'displac' | 'displace') & 'qaim'"
    )


SCRIPTS = {
    "ar": "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيـًٌٍَُِّْٰپچگی",
    "he": "אבגדהוזחטיךכלםמןנסעףפץצקרשתְִֵַָֹּׁ״׳",
    "en": "abcdefghijklmnopqrstuvwxyzéāʿ’'",
}
WORDS = st.one_of([st.text(letters, min_size=1, max_size=9) for letters in SCRIPTS.values()])


@settings(max_examples=150)
@given(st.lists(WORDS, min_size=1, max_size=12), st.data())
def test_any_word_of_a_text_finds_the_text(words: list[str], data: st.DataObject) -> None:
    text = " ".join(words)
    word = data.draw(st.sampled_from(words))
    expression = fts5(query(word))
    if not tokens(word):
        return
    assert expression is not None
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE found USING fts5(body)")
    connection.execute("INSERT INTO found VALUES (?)", [index_text(text)])
    hit = connection.execute("SELECT 1 FROM found WHERE found MATCH ?", [expression]).fetchone()
    connection.close()
    assert hit, (text, word, expression)


BEGINNINGS = """
displacement demonstrations organisations cities happily authorities negotiations released
ceasefire generalization activities witnesses ministries relational stability communities
الوزارات والحكومة غارات المتظاهرون وكالات بالقذائف הממשלה מפגינים ההפגנות ירושלים כוחותינו
"""


@pytest.mark.parametrize("word", BEGINNINGS.split())
def test_every_beginning_of_a_word_finds_it(word: str) -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE found USING fts5(body)")
    connection.execute("INSERT INTO found VALUES (?)", [index_text(word)])
    for length in range(5, len(word) + 1):
        typed = word[:length] + "*"
        expression = fts5(query(typed))
        rows = connection.execute("SELECT 1 FROM found WHERE found MATCH ?", [expression])
        assert rows.fetchone(), (typed, expression, index_text(word))
    connection.close()


def test_the_excerpt_marks_words_where_they_stand_in_the_original() -> None:
    text = "قُتل ثلاثة أشخاص. " * 30 + "أعلنت الحُكُومةُ وقف إطلاق النار. " + "نص آخر. " * 60
    shown = excerpt(text, query('حكومه "وقف اطلاق النار"'), width=120)
    assert shown.text == text[shown.start : shown.end]
    assert [text[a:b] for a, b in shown.marks] == ["الحُكُومةُ", "وقف إطلاق النار"]
    assert shown.before
    assert shown.after
    assert "".join(piece for piece, _ in shown.parts()) == shown.text
    assert [piece for piece, found in shown.parts() if found] == ["الحُكُومةُ", "وقف إطلاق النار"]


def test_the_excerpt_marks_whole_words_not_tokens() -> None:
    text = "Families were displaced; 'displacement' of Qa’im."
    shown = excerpt(text, query("displac* qaim"))
    assert [text[a:b] for a, b in shown.marks] == ["displaced", "displacement", "Qa’im"]


def test_an_excerpt_without_a_hit_is_the_beginning() -> None:
    shown = excerpt("one two three four five six", query("zebra"), width=10)
    assert shown.text.startswith("one two")
    assert shown.marks == ()
    assert not shown.before
    assert shown.after


@given(st.text(max_size=300), st.text(max_size=20), st.integers(5, 80))
def test_the_excerpt_never_alters_the_text(text: str, typed: str, width: int) -> None:
    shown = excerpt(text, query(typed), width)
    assert shown.text == text[shown.start : shown.end]
    assert "".join(piece for piece, _ in shown.parts()) == shown.text
    assert all(shown.start <= a < b <= shown.end for a, b in shown.marks)
