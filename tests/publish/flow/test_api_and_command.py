"""Publications over the API, and what was published verified at the command line."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from typer.testing import CliRunner

from goodoffices.cli import app
from goodoffices.core.roles import Role
from goodoffices.core.tlp import TLP
from goodoffices.publish.flow import guards
from goodoffices.publish.models import ReleasedPage
from tests.cast import Cast
from tests.publish.flow.stage import draft, published
from tests.web.calling import Caller


@pytest.fixture(autouse=True)
def _fresh_limits(db: None) -> None:
    cache.clear()


def test_publications_are_read_by_those_who_may_see_them(in_programme: Cast) -> None:
    out, secret = published(in_programme), draft(in_programme, tlp=TLP.RED)
    caller = Caller(in_programme.analyst)
    listed = caller.get("/publications").json()["publications"]
    assert [(one["code"], one["state"]) for one in listed] == [(out.code, "published")]
    assert caller.get("/publications?state=draft").json()["publications"] == []
    told = caller.get(f"/publications/{out.code}").json()
    assert told["texts"][0]["title"] == "The market was shelled"
    assert told["editions"][0]["sha256"] == out.editions.get().sha256
    assert caller.get(f"/publications/{secret.code}").status_code == 404
    in_programme.analyst.role = Role.FIELD_OFFICER
    in_programme.analyst.save()
    assert caller.get("/publications").status_code == 403


def test_the_command_verifies_and_finds_a_doctored_page(in_programme: Cast) -> None:
    published(in_programme)
    run = CliRunner()
    told = run.invoke(app, ["publication", "verify", "--programme", "talmora"])
    assert (told.exit_code, told.output) == (0, "talmora: 1 editions, as they were published.\n")
    ReleasedPage.objects.update(body="Something else")
    told = run.invoke(app, ["publication", "verify"])
    assert told.exit_code == 1
    assert "the public reads something else" in told.output
    with guards.lifted():
        guards.remove()
        told = run.invoke(app, ["publication", "verify"])
    assert "guard publish_edition_no_update is not up" in told.output
