"""Two lists side by side at the command line: row numbers and grades, names only when asked for."""

from __future__ import annotations

import csv
import stat
from pathlib import Path

import pytest
from typer.testing import CliRunner

from goodoffices.cli import app
from goodoffices.codebook.errors import Conflict, InvalidInput

LIST_A = """id,Full name,Sex,Year of birth,Date of death,Place
1,Abdulrahman ibn Khalid al-Masri,m,1980,2020-03-01,Wadi al-Nur
2,Fatima Haddad,f,1990,2020-03-05,
3,Nabil Shami,m,1975,2020-03-05,
4,,m,1960,,
"""
LIST_B = """الاسم,الجنس,العمر,التاريخ
عبد الرحمن المصري,ذكر,39,2020-03-02
فاطمة حداد,انثى,30,2020-03-05
نبيل الشامي,ذكر,سمير,2020-03-05
"""


@pytest.fixture
def lists(tmp_path: Path) -> tuple[Path, Path, Path]:
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    first.write_text(LIST_A, encoding="utf-8")
    second.write_text(LIST_B, encoding="utf-8")
    return first, second, tmp_path / "matches.csv"


def run(*words: object, fails: type[Exception] | None = None) -> str:
    done = CliRunner().invoke(app, ["lists", "match", *map(str, words)])
    if fails is not None:
        assert isinstance(done.exception, fails), done.output
        return str(done.exception)
    assert done.exit_code == 0, done.output
    return done.output


def written(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_pairs_are_told_by_row_numbers_and_grades(lists):
    first, second, output = lists
    said = run(first, second, "-o", output)
    assert "a.csv: 3 people; 1 rows were not taken." in said
    assert "line 5: The column Full name is empty, and it is needed." in said
    assert "line 4: The column العمر holds …, which is not a number." in said
    assert "2 pairs were written" in said
    one, other = sorted(written(output), key=lambda row: row["line_a"])
    assert one == {
        "line_a": "2",
        "line_b": "2",
        "grade": "strong",
        "points": "11.3",
        "likeness": "0.93",
        "reasons": "same-consonants x2; part-missing",
        "facts": "birth-year-near; same-sex; date-near",
    }
    assert (other["line_a"], other["line_b"], other["grade"]) == ("3", "3", "strong")
    assert "same-birth-year; same-sex; same-date" in other["facts"]


def test_no_name_is_told_unless_asked_for(lists):
    first, second, output = lists
    said = run(first, second, "-o", output)
    held = output.read_text(encoding="utf-8")
    for name in ("Fatima", "Haddad", "فاطمة", "عبد", "Masri", "سمير"):
        assert name not in said + held
    run(first, second, "-o", output, "--show-names", "--force")
    names = {(row["name_a"], row["name_b"]) for row in written(output)}
    assert ("Fatima Haddad", "فاطمة حداد") in names


def test_the_file_is_for_its_owner_alone_and_never_written_over(lists):
    first, second, output = lists
    run(first, second, "-o", output)
    assert stat.S_IMODE(output.stat().st_mode) == 0o600
    assert "--force" in run(first, second, "-o", output, fails=Conflict)
    assert sorted(path.name for path in output.parent.iterdir()) == [
        "a.csv",
        "b.csv",
        "matches.csv",
    ]


def test_columns_may_be_given_and_grades_chosen(lists, tmp_path: Path):
    first, second, output = lists
    columns = tmp_path / "columns.json"
    columns.write_text('{"name": ["Full name"]}', encoding="utf-8")
    run(first, second, "-o", output, "--columns-a", columns, "--least", "strong")
    assert {row["grade"] for row in written(output)} == {"strong"}
    assert all(row["facts"] == "" for row in written(output))
    assert "strong, fair or weak" in run(
        first, second, "-o", output, "--least", "sure", "--force", fails=InvalidInput
    )


def test_a_list_whose_columns_are_not_known_says_what_to_do(lists):
    first, second, output = lists
    first.write_text("Samir Haddad,1980\nNabil Haddad,1981\n", encoding="utf-8")
    said = run(first, second, "-o", output, fails=InvalidInput)
    assert "--columns-a" in said
    assert "Samir" not in said
    first.write_text("name,age\n,5\n", encoding="utf-8")
    assert "holds nobody" in run(first, second, "-o", output, fails=InvalidInput)
    assert not output.exists()
