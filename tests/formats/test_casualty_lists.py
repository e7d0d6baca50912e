"""Lists of people in and out; what is told of a bad row never holds a name."""

from __future__ import annotations

import io
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodoffices.codebook.errors import InvalidInput
from goodoffices.formats import xlsx_out
from goodoffices.formats.casualty_lists import (
    OWN_MAPPING,
    PersonColumns,
    PersonRow,
    as_csv,
    as_xlsx,
    check,
    read,
    suggest_columns,
)
from goodoffices.formats.reasons import explain
from goodoffices.formats.values import Rejection

MAPPING = PersonColumns(
    id="No",
    name=("Given", "Father", "Family"),
    other_names="Alias",
    sex="Sex",
    sex_values=(("frau", "f"),),
    born="Born",
    age="Age",
    date="Day",
    date_order="dmy",
    places=("Region", "Town"),
    status="Fate",
    status_values=(("Shaheed", "killed"), ("lost", "missing")),
    default_status="killed",
)
HEADER = "No,Given,Father,Family,Alias,Sex,Born,Age,Day,Region,Town,Fate"
GOOD = "7,Samir,Ali,Haddad,Abu Ali; سمير,M,,34,5/3/2024,North,Tell al-Rih,Shaheed"


def rows(*lines: str, header: str = HEADER, mapping: PersonColumns = MAPPING) -> list:
    text = "\n".join((header, *lines)) + "\n"
    return list(read(io.BytesIO(text.encode()), mapping=mapping))


def test_a_row_is_read_in_full():
    (person,) = rows(GOOD)
    raw = (
        '{"Age":"34","Alias":"Abu Ali; سمير","Day":"5/3/2024","Family":"Haddad","Fate":"Shaheed",'
        '"Father":"Ali","Given":"Samir","No":"7","Region":"North","Sex":"M","Town":"Tell al-Rih"}'
    )
    assert person == PersonRow(
        line=2,
        external_id="7",
        name="Samir Ali Haddad",
        raw=raw,
        digest=person.digest,
        other_names=("Abu Ali", "سمير"),
        sex="m",
        born=1990,
        born_by_age=True,
        age=34,
        date="2024-03-05",
        date_precision="day",
        places=("North", "Tell al-Rih"),
        status="killed",
    )
    assert len(person.digest) == 64


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("1,A,,B,,frau,1980,,,,,", ("f", 1980, False, None, "", "killed")),
        ("1,A,,B,,אישה,1/2/1980,,,,,lost", ("f", 1980, False, None, "", "missing")),
        ("1,A,,B,,ذكر,,٤٠,2020-05,,,missing", ("m", 1980, True, 40, "2020-05", "missing")),
        ("1,A,,B,,,1981.0,3.0,,,,", ("", 1981, False, 3, "", "killed")),
    ],
)
def test_variants_of_cells(line: str, expected: tuple):
    (person,) = rows(line)
    found = (person.sex, person.born, person.born_by_age, person.age, person.date, person.status)
    assert found == expected
    assert person.name == "A B"


@pytest.mark.parametrize(
    ("line", "column", "value", "reason"),
    [
        ("1,,,,,,,,,,,", "Given", "", "missing_value"),
        (",Samir,,Haddad,,,,,,,,", "No", "", "missing_value"),
        ("1,Samir,,Haddad,,x,,,,,,", "Sex", "x", "unknown_code"),
        ("1,Samir,,Haddad,,Haddad,,,,,,", "Sex", "…", "unknown_code"),
        ("1,Samir,,Haddad,,,,200,,,,", "Age", "200", "bad_number"),
        ("1,Samir,,Haddad,,,,سمير,,,,", "Age", "…", "bad_number"),
        ("1,Samir,,Haddad,,,32/1/1980,,,,,", "Born", "32/1/1980", "bad_date"),
        ("1,Samir,,Haddad,,,1700,,,,,", "Born", "1700", "bad_date"),
        ("1,Samir,,Haddad,,,,,Haddad 3/4,,,", "Day", "…", "bad_date"),
        ("1,Samir,,Haddad,,,,,,,,gone", "Fate", "…", "unknown_code"),
        ("Samir Haddad,1", "", "…", "wrong_cell_count"),
        (f"1,{'S' * 400},,,,,,,,,,", "Given", "", "cell_too_long"),
        (f"{'9' * 400},Samir,,,,,,,,,,", "No", "", "cell_too_long"),
    ],
)
def test_bad_rows_are_told_by_line_and_column_without_names(line, column, value, reason):
    (rejected,) = rows(line)
    assert isinstance(rejected, Rejection)
    assert (rejected.line, rejected.column, rejected.reason) == (2, column, reason)
    assert rejected.value == value
    assert rejected.external_id == ""
    assert "Haddad" not in explain(rejected)


def test_a_number_that_comes_twice_is_told_without_it():
    _first, second = rows(GOOD, GOOD)
    assert (second.line, second.column, second.value, second.reason) == (
        3,
        "No",
        "…",
        "repeated_id",
    )
    without = PersonColumns(name=("Given",))
    assert (
        len([one for one in rows(GOOD, GOOD, mapping=without) if isinstance(one, Rejection)]) == 1
    )


@given(st.text(st.characters(categories=("L", "M", "Nd", "Zs", "P")), min_size=1, max_size=30))
def test_whatever_stands_in_a_cell_no_two_letters_are_told(text: str):
    line = ",".join(["1", "A", "", "B", "", '"' + text.replace('"', "") + '"', *[""] * 6])
    for one in rows(line):
        if isinstance(one, Rejection):
            assert sum(letter.isalpha() for letter in one.value) <= 1


def test_a_person_is_printed_without_the_name():
    (person,) = rows(GOOD)
    assert not any(word in repr(person) for word in ("Samir", "Haddad", "سمير"))
    assert {item.name for item in fields(PersonRow) if not item.repr} == {
        "external_id",
        "name",
        "raw",
        "other_names",
    }


def test_a_list_without_a_header_is_refused_without_its_first_row():
    with pytest.raises(InvalidInput) as refused:
        rows("2,Nabil,Haddad", header="1,Samir,Khoury")
    assert "Samir" not in str(refused.value)
    assert "Given" in str(refused.value)


def test_the_file_is_looked_through_first():
    text = f"{HEADER}\n{GOOD}\n".encode()
    looked = check(io.BytesIO(text), mapping=MAPPING)
    assert (looked.rows, looked.kind, looked.form) == (1, "csv", "list of people, csv, 12 columns")
    with pytest.raises(InvalidInput, match="no rows"):
        check(io.BytesIO(f"{HEADER}\n".encode()), mapping=MAPPING)


def test_a_workbook_is_read_like_a_file_of_text(tmp_path: Path):
    columns = HEADER.split(",")
    path = tmp_path / "list.xlsx"
    with path.open("wb") as target:
        xlsx_out.write([dict(zip(columns, GOOD.split(","), strict=True))], columns, target)
    assert list(read(path, mapping=MAPPING)) == rows(GOOD)


def test_what_is_written_is_read_back():
    first = rows(GOOD, '8,=Samir,,Haddad,"",f,1980,,,,,', "9,נביל,,חדאד,,,,,2020-05,,,")
    csv = b"".join(as_csv(first))
    assert b"'=Samir Haddad" in csv
    again = list(read(io.BytesIO(csv), mapping=OWN_MAPPING))
    book = io.BytesIO()
    assert as_xlsx(first, book) == 3
    from_book = list(read(book, mapping=OWN_MAPPING))
    for told in (again, from_book):
        for one, other in zip(first, told, strict=True):
            for name in ("external_id", "name", "other_names", "sex", "born", "age", "date"):
                assert getattr(one, name) == getattr(other, name)
            assert one.status == other.status
            assert "; ".join(one.places) == "; ".join(other.places)


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        (["ID", "Full name", "Age", "Sex", "Date of death"], ("ID", ("Full name",), "Age")),
        (
            ["First name", "Father name", "Surname"],
            ("", ("First name", "Father name", "Surname"), ""),
        ),
        (["المعرف", "الاسم الكامل", "العمر"], ("المعرف", ("الاسم الكامل",), "العمر")),
        (["מזהה", "שם פרטי", "שם משפחה", "גיל"], ("מזהה", ("שם פרטי", "שם משפחה"), "גיל")),
        (["x", "y"], ("", (), "")),
    ],
)
def test_columns_are_guessed_from_their_names(headers: list[str], expected: tuple):
    guessed = suggest_columns(headers)
    assert (guessed.id, guessed.name, guessed.age) == expected


def test_a_status_is_guessed_only_if_all_its_words_are_known():
    known = suggest_columns(["Name", "Status"], [["A", "Killed"], ["B", "نازحون"]])
    assert dict(known.status_values) == {"Killed": "killed", "نازحون": "displaced"}
    assert known.status == "Status"
    assert suggest_columns(["Name", "Status"], [["A", "Killed"], ["B", "gone"]]).status == ""


def test_a_mapping_is_saved_and_used_again():
    assert PersonColumns.from_json(MAPPING.to_json()) == MAPPING
    plain = PersonColumns.from_json('{"name": "Full", "sex_values": {"x": "f"}}')
    assert (plain.name, plain.sex_values) == (("Full",), (("x", "f"),))


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "[]",
        "{}",
        '{"name": [], "id": "x"}',
        '{"name": ["x"], "other": 1}',
        '{"name": ["x"], "date_order": "often"}',
        '{"name": ["x"], "sex_values": {"x": "?"}}',
        '{"name": ["x"], "status_values": {"x": "?"}}',
        '{"name": ["x"], "status_values": 5}',
    ],
)
def test_mappings_that_do_not_fit_are_refused(text: str):
    with pytest.raises(InvalidInput):
        PersonColumns.from_json(text)
