"""`goodoffices load boundaries natural-earth`: lines that come with the program."""

from __future__ import annotations

import pytest
from django_scopes import scope
from typer.testing import CliRunner

from goodoffices.cli import app
from goodoffices.codebook.errors import InvalidInput
from goodoffices.core.models import AuditEntry, Boundary, Programme
from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)

LOAD = ["load", "boundaries", "natural-earth", "--programme", "talmora"]


def test_the_programmes_own_countries_are_the_default(cast: Cast) -> None:
    Programme.objects.filter(pk=cast.programme.pk).update(countries=["SY", "JO"])
    said = CliRunner().invoke(app, LOAD)
    assert said.exit_code == 0, said.exception
    assert "2 areas loaded" in said.output
    with scope(programme=cast.programme):
        assert Boundary.objects.count() == 2
        entry = AuditEntry.objects.get(action="core.boundaries.loaded")
        assert entry.actor_id == cast.administrator.user.pk


def test_others_are_named(cast: Cast) -> None:
    said = CliRunner().invoke(app, [*LOAD, "--country", "LB", "--country", "IQ"])
    assert "2 areas loaded" in said.output


def test_a_file_still_has_to_say_whose_lines_they_are(cast: Cast) -> None:
    with scope(programme=cast.programme):
        said = CliRunner().invoke(app, ["load", "boundaries", __file__, "--programme", "talmora"])
    assert isinstance(said.exception, InvalidInput)
    assert "licence" in said.exception.message
