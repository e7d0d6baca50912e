"""`goodoffices identities`, as a person at a terminal meets it."""

from __future__ import annotations

import pytest
from click.testing import Result
from django_scopes import scope
from typer.testing import CliRunner

from goodoffices.cli import app
from goodoffices.rights.identities import keys
from goodoffices.rights.identities.keys import IdentitiesClosed
from tests.cast import Cast
from tests.rights.stage import NAME, known

pytestmark = pytest.mark.django_db(transaction=True)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["identities", *arguments])


def test_the_keys_are_tried_changed_and_forgotten(cast: Cast) -> None:
    with scope(programme=cast.programme):
        known(cast.programme)
    first = keys.keyring().current
    assert run("check").output == "1 identities can be opened, 0 cannot.\n"
    said = run("rotate", "--forget")
    assert said.exit_code == 0, said.exception
    assert f"Deleted from the key file: {first}." in said.output
    assert NAME not in said.output
    assert run("rotate", "--resume").output.startswith("0 identities")


def test_what_cannot_be_opened_ends_with_1(cast: Cast) -> None:
    with scope(programme=cast.programme):
        known(cast.programme)
    lost = keys.keyring().current
    keys.path().write_text(f"another {'A' * 43}=\n")
    said = run("check")
    assert said.exit_code == 1
    assert f"The key {lost} is not at hand." in said.output
    assert run("rotate").exit_code == 1


def test_identities_are_closed_and_admitted(cast: Cast) -> None:
    with scope(programme=cast.programme):
        known(cast.programme)
    assert run("evict").exit_code == 0
    assert isinstance(run("check").exception, IdentitiesClosed)
    assert run("admit").exit_code == 0
    assert run("check").exit_code == 0
