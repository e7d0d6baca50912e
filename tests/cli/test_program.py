"""The program at the command line: its help, its errors, setting up, and what it acts as."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django_scopes import scopes_disabled
from typer.testing import CliRunner

from goodoffices import __version__
from goodoffices.cli import app, failing
from goodoffices.cli.programmes import acting, chosen
from goodoffices.codebook.errors import Conflict, InvalidInput, NotFound
from goodoffices.core.models import AuditEntry, Membership, Programme, User
from goodoffices.web.environment import BadSetting
from tests.cast import Cast

HEAVY = ("django", "pyarrow", "numpy", "shapely", "openpyxl", "pydantic")


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Give one command to a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "goodoffices.cli", *arguments],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_the_help_loads_nothing_heavy():
    code = "import sys, goodoffices.cli; print([m for m in sys.modules if m in set(sys.argv[1:])])"
    done = subprocess.run([sys.executable, "-c", code, *HEAVY], capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


def test_the_version_is_told():
    assert run("--version").stdout.strip() == f"goodoffices {__version__}"


def test_a_bad_setting_ends_with_one_sentence(tmp_path: Path):
    done = run("check", GOODOFFICES_DATA=str(tmp_path), GOODOFFICES_DEBUG="perhaps")
    assert done.returncode == 2
    assert done.stderr.strip() == "GOODOFFICES_DEBUG must be yes or no, not 'perhaps'"


def test_an_empty_database_says_what_to_do(tmp_path: Path):
    done = run("audit", "head", GOODOFFICES_DATA=str(tmp_path), GOODOFFICES_DATABASE="sqlite")
    assert done.returncode == 2
    assert done.stderr.strip() == "The database is not set up yet. Run: goodoffices init"


@pytest.mark.parametrize(
    ("error", "code"), [(NotFound("x"), 4), (InvalidInput("x"), 2), (BadSetting("x"), 2)]
)
def test_our_errors_become_a_sentence_and_a_code(error: Exception, code: int):
    assert (failing.sentence(error), failing.exit_code(error)) == ("x", code)


def test_faults_of_ours_keep_their_trace():
    assert failing.sentence(ZeroDivisionError("x")) is None


def init(tmp_path: Path, **changes: str):
    """Set up a programme in the test's database."""
    secret = tmp_path / "password"
    secret.write_text("a long phrase nobody uses\n", encoding="utf-8")
    given = {
        "programme": "hills",
        "name": "Hills programme",
        "email": "ada@example.org",
        "person": "Ada Min",
        "country": "ps",
        "password-file": str(secret),
    } | changes
    arguments = [word for name, value in given.items() for word in (f"--{name}", value)]
    return CliRunner().invoke(app, ["init", *arguments])


@pytest.mark.django_db
def test_init_makes_a_programme_and_its_administrator(tmp_path: Path):
    assert init(tmp_path).exit_code == 0
    with scopes_disabled():
        member = Membership.objects.select_related("user", "programme").get()
        assert (member.role, member.active, member.programme.slug) == (
            "administrator",
            True,
            "hills",
        )
        assert member.programme.countries == ["PS"]
        assert member.user.check_password("a long phrase nobody uses")
        assert AuditEntry.objects.filter(action="core.programme.created").exists()


@pytest.mark.django_db
def test_init_does_nothing_by_halves(tmp_path: Path):
    weak = tmp_path / "weak"
    weak.write_text("short\n", encoding="utf-8")
    assert isinstance(init(tmp_path, **{"password-file": str(weak)}).exception, InvalidInput)
    assert Programme.objects.count() == User.objects.count() == 0


@pytest.mark.django_db
def test_init_twice_is_told(tmp_path: Path):
    init(tmp_path)
    assert isinstance(init(tmp_path).exception, Conflict)


@pytest.mark.django_db
def test_an_account_that_exists_keeps_its_password(tmp_path: Path):
    init(tmp_path)
    other = tmp_path / "other"
    other.write_text("another phrase altogether\n", encoding="utf-8")
    assert init(tmp_path, programme="coast", **{"password-file": str(other)}).exit_code == 0
    assert User.objects.get().check_password("a long phrase nobody uses")


@pytest.mark.django_db
def test_without_a_programme_the_command_says_how_to_make_one():
    with pytest.raises(NotFound, match="goodoffices init"):
        chosen("")


def test_of_several_programmes_one_has_to_be_named(cast: Cast):
    assert chosen("talmora") == cast.programme
    with pytest.raises(InvalidInput, match="--programme"):
        chosen("")
    with pytest.raises(NotFound, match="talmora"):
        chosen("nowhere")


def test_a_command_acts_as_a_member_of_the_programme(cast: Cast):
    assert acting(cast.programme) == cast.administrator.user
    assert acting(cast.programme, " Dora.Rect@example.org") == cast.director.user
    with pytest.raises(NotFound):
        acting(cast.programme, cast.outsider.user.email)
    with pytest.raises(NotFound):
        acting(cast.programme, cast.stranger.email)
