"""`goodoffices programme lock` and `unlock`, as a person at a terminal."""

from __future__ import annotations

import pytest
from click.testing import Result
from django_scopes import scopes_disabled
from typer.testing import CliRunner

from goodoffices.cli import app
from goodoffices.codebook.errors import Conflict, NotFound
from goodoffices.core.models import Lock, Office, Programme
from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["programme", *arguments])


def state() -> str:
    return Programme.objects.get(slug="talmora").shut


def test_lock_and_unlock(cast: Cast) -> None:
    assert run("lock", "talmora", "--no-access", "--reason", "A raid").exit_code == 0
    assert state() == "no-access"
    assert isinstance(run("lock", "talmora", "--no-access").exception, Conflict)
    assert run("unlock", "talmora").exit_code == 0
    assert state() == ""
    assert isinstance(run("unlock", "talmora").exception, Conflict)


def test_one_office_and_the_person_who_did_it(cast: Cast) -> None:
    by = ("--by", cast.director.user.email)
    assert run("lock", "talmora", "--read-only", "--office", "harrow", *by).exit_code == 0
    with scopes_disabled():
        assert Office.objects.get(code="harrow").shut == "read-only"
        assert Lock.objects.get().by == cast.director.user
    assert state() == ""
    assert run("unlock", "talmora", "--office", "harrow").exit_code == 0


def test_what_cannot_be_taken(cast: Cast) -> None:
    assert run("lock", "talmora").exit_code == 2
    assert run("lock", "talmora", "--read-only", "--no-access").exit_code == 2
    assert isinstance(run("lock", "nowhere", "--no-access").exception, NotFound)
    wrong = run("lock", "talmora", "--no-access", "--office", "nowhere")
    assert isinstance(wrong.exception, NotFound)
