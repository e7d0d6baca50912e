"""The demonstration's people, acts and cases: loaded, in the past, with identities that open."""

from __future__ import annotations

from django_scopes import scopes_disabled

from goodoffices.core.models import AuditEntry, Membership, Programme
from goodoffices.demo.tables import table
from goodoffices.rights.models import (
    Act,
    Case,
    CaseStep,
    CasualtyList,
    Consent,
    Estimate,
    Identity,
    Involvement,
    ListDecision,
    Person,
)
from goodoffices.rights.queries.cases import belongings
from goodoffices.rights.queries.list_pages import all_against
from goodoffices.rights.queries.lists import capture_histories
from goodoffices.rights.services import identities


def check_rights(programme: Programme) -> None:
    """Hold what the demonstration promises; called where it is loaded."""
    data = table("rights")
    with scopes_disabled():
        for model, name in ((Person, "people"), (Act, "acts"), (Case, "cases")):
            assert model.objects.filter(programme=programme).count() == len(data[name]), name
        assert Act.objects.exclude(incident=None).count() >= len(data["acts"]) - 2
        assert CaseStep.objects.filter(done_at=None).count() > CaseStep.objects.count() / 2
        assert Consent.objects.exclude(withdrawn_at=None).count() == 1
        assert Involvement.objects.exclude(person=None).filter(role="witness").exists()
        officer = Membership.objects.get(programme=programme, role="rights-officer")
        first = Case.objects.order_by("pk").first()
        assert first is not None
        assert len(belongings(first, officer)) == len(data["cases"][0]["belongs"])
        told = AuditEntry.objects.filter(action__startswith="rights.").order_by("at")
        assert told[0].at < told.latest("at").at <= AuditEntry.objects.latest("seq").at
        whose = Identity.objects.filter(person__tlp__lt=4).order_by("pk")[0].person
        assert whose is not None
        _check_totals(programme, len(data["totals"]))
        opened = identities.open_identity(whose=whose, by=officer.user, reason="To see it work")
        assert opened.names == tuple(data["people"][0][4])
        check_lists(programme, officer)


def _check_totals(programme: Programme, many: int) -> None:
    """One estimate stands, one was replaced by it, one gives no figure."""
    found = Estimate.objects.filter(programme=programme).order_by("created_at")
    replaced, standing, without = found
    assert len(found) == many
    assert (standing.replaces, replaced.is_withdrawn) == (replaced, True)
    assert replaced.created_at < standing.created_at == replaced.withdrawn_at
    average = standing.result["average"]
    assert standing.result["seen"] < average["low"] < average["estimate"] < average["high"]
    assert without.result["withheld"] == ["made-apart"]


def check_lists(programme: Programme, officer: Membership) -> None:
    """Three lists overlap, some pairs are decided and some wait."""
    lists = list(CasualtyList.objects.filter(programme=programme).order_by("pk"))
    assert len(lists) == len(table("lists")["lists"])
    found = capture_histories(officer, lists)
    assert sum(found.values()) > 60
    assert sum(count for on, count in found.items() if sum(on) > 1) >= 20
    assert found[True, True, True] >= 2
    assert {said.verdict for said in ListDecision.objects.all()} == {"same", "different", "unsure"}
    assert sum(one.open for one in all_against(lists[0], officer)) > 5
