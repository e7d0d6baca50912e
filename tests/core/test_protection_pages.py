"""The data-protection page: read by all, written by the director, due when its day has come."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from goodoffices.codebook.errors import Conflict, InvalidInput, NotFound, NotPermitted
from goodoffices.core.access import kind_of
from goodoffices.core.models import AuditEntry, Handling
from goodoffices.core.retention import kinds
from goodoffices.core.services import protection
from tests.cast import Cast, sign_in

pytestmark = pytest.mark.django_db

PAGE = "/p/talmora/protection/"
CHANGE = PAGE + "monitor.report/"


def said(**more: Any) -> protection.Statement:
    tomorrow = timezone.localdate() + timedelta(days=1)
    given = {"purpose": "To know", "legal_basis": "Our mandate", "keep": "", "review_on": tomorrow}
    return protection.Statement(**{**given, **more})


def state(cast: Cast, by: Any = None, **more: Any) -> Handling:
    with scope(programme=cast.programme):
        held = protection.statement(cast.programme, "monitor.report")
        return protection.state(
            programme=cast.programme,
            kind="monitor.report",
            said=said(**more),
            by=by or cast.director.user,
            seen_before=protection.seen(held),
        )


def test_every_kind_is_a_model_of_ours() -> None:
    from django.apps import apps

    assert {"monitor.report", "field.submission", "core.evidence"} <= set(kinds())
    for name in kinds():
        assert kind_of(apps.get_model(name)) == name


def test_a_statement_is_made_changed_and_on_record(cast: Cast) -> None:
    state(cast)
    state(cast, keep="Ten years, then review")
    with scopes_disabled():
        assert Handling.objects.get().keep == "Ten years, then review"
        entries = AuditEntry.objects.filter(action="core.protection.stated").order_by("seq")
        changed = [one.data["changed"] for one in entries]
    assert changed == [["purpose", "legal_basis", "review_on"], ["keep"]]


def test_saying_the_same_again_is_no_act(cast: Cast) -> None:
    state(cast)
    state(cast)
    with scopes_disabled():
        assert AuditEntry.objects.filter(action="core.protection.stated").count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"purpose": " "},
        {"legal_basis": ""},
        {"review_on": None},
        {"review_on": timezone.localdate() + timedelta(days=1200)},
    ],
)
def test_what_is_no_statement(cast: Cast, wrong: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        state(cast, **wrong)
    with scopes_disabled():
        assert not Handling.objects.exists()


def test_who_may_and_who_was_faster(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        state(cast, by=cast.administrator.user)
    with scope(programme=cast.programme):
        with pytest.raises(NotFound):
            protection.statement(cast.programme, "monitor.nothing")
        state(cast)
        with pytest.raises(Conflict):
            protection.state(
                programme=cast.programme,
                kind="monitor.report",
                said=said(),
                by=cast.director.user,
                seen_before="what stood before",
            )


def test_all_read_and_the_director_writes(cast: Cast, client: Client) -> None:
    page = sign_in(client, cast.partner).get(PAGE).content.decode()
    assert "Reports" in page
    assert CHANGE not in page
    sign_in(client, cast.director)
    assert CHANGE in client.get(PAGE).content.decode()
    form = client.get(CHANGE).context["form"]
    given = {
        "purpose": "To know what happened",
        "legal_basis": "Article 3 of the mandate",
        "keep": "",
        "review_on": (timezone.localdate() + timedelta(days=30)).isoformat(),
        "seen": form["seen"].value(),
    }
    assert client.post(CHANGE, {**given, "purpose": ""}).status_code == 400
    assert client.post(CHANGE, given)["Location"] == PAGE
    page = sign_in(client, cast.analyst).get(PAGE).content.decode()
    assert "Article 3 of the mandate" in page
    assert sign_in(client, cast.director).get(PAGE + "x.y/").status_code == 404


def test_a_review_that_is_due_waits_for_the_director_alone(cast: Cast, client: Client) -> None:
    situation = reverse("monitor:situation", args=["talmora"])
    words = "statement on data protection is due"
    state(cast)
    assert words not in sign_in(client, cast.director).get(situation).content.decode()
    with scopes_disabled():
        Handling.objects.update(review_on=timezone.localdate())
    assert words in sign_in(client, cast.director).get(situation).content.decode()
    assert words not in sign_in(client, cast.administrator).get(situation).content.decode()


def test_another_programme_has_its_own(cast: Cast, client: Client) -> None:
    state(cast)
    page = sign_in(client, cast.outsider).get("/p/elsewhere/protection/").content.decode()
    assert "Our mandate" not in page
