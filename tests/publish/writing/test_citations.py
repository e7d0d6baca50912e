"""Citing, checking and taking back; what may not be seen cannot be cited."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from goodoffices.codebook.errors import Conflict, InvalidInput, NotFound, NotPermitted
from goodoffices.core.models import AuditEntry
from goodoffices.core.tlp import TLP
from goodoffices.monitor.models import Incident
from goodoffices.publish.evidence import resolve_all
from goodoffices.publish.models import Citation, State
from goodoffices.publish.writing import picking
from goodoffices.publish.writing.queries import changed_figures, citations_of
from goodoffices.publish.writing.services.citations import GivenCitation, check, cite, withdraw
from tests.monitor.stage import Stage
from tests.publish.stage import publication

pytestmark = pytest.mark.django_db


def test_a_citation_has_a_short_key_and_what_was_checked(stage: Stage) -> None:
    draft, by = publication(stage.cast.programme), stage.cast.press_officer.user
    made = cite(publication=draft, given=GivenCitation("incident", incident=stage.incident), by=by)
    assert (made.key, made.checked["killed.high"], made.checked_by) == ("c1", 7, by)
    same = cite(publication=draft, given=GivenCitation("incident", incident=stage.incident), by=by)
    assert same == made, "what is cited keeps its key"
    toll = GivenCitation("toll", query="state=unverified", tlp=2)
    assert cite(publication=draft, given=toll, by=by).key == "c2"
    withdraw(citation=made, reason="not needed", by=by)
    again = cite(publication=draft, given=GivenCitation("incident", incident=stage.incident), by=by)
    assert again.key == "c3", "a key is never given to another"
    assert list(citations_of(draft)) == ["c2", "c3"]
    entry = AuditEntry.objects.filter(action="publish.citation.withdrawn").get()
    assert (entry.reason, entry.data) == ("not needed", {"key": "c1", "kind": "incident"})


def test_what_may_not_be_seen_cannot_be_cited(stage: Stage) -> None:
    draft, press = publication(stage.cast.programme), stage.cast.press_officer
    for given in (
        GivenCitation("incident", incident=stage.secret),
        GivenCitation("claim", claim=stage.hidden.claims.filter(kind="toll").get()),
        GivenCitation("publication", cited=publication(stage.cast.programme, tlp=TLP.RED)),
        GivenCitation("toll", query="place=0123456789", tlp=0),
    ):
        with pytest.raises((NotFound, InvalidInput)) as refused:
            cite(publication=draft, given=given, by=press.user)
        if given.kind != "toll":
            assert isinstance(refused.value, NotFound)
    # The director is named on the RED record: it cannot be cited all the same.
    with pytest.raises(NotFound):
        cite(
            publication=draft,
            given=GivenCitation("incident", incident=stage.secret),
            by=stage.cast.director.user,
        )
    assert not Citation.objects.exists()


def test_a_guessed_code_is_answered_like_one_that_nothing_has(stage: Stage) -> None:
    press, said = stage.cast.press_officer, []
    name = f"{stage.hidden.code}-1"
    for asked in (
        {"kind": "incident", "incident": stage.secret.code},
        {"kind": "incident", "incident": "0000000000"},
        {"kind": "claim", "claim": name},
        {"kind": "claim", "claim": "0000000000-1"},
        {"kind": "publication", "cited": "0000000000"},
    ):
        query = QueryDict(mutable=True)
        query.update(asked)
        with pytest.raises(NotFound) as refused:
            picking.given(press, query)
        said.append(refused.value.message)
    assert len(set(said)) == 1


def test_what_does_not_stand_cannot_be_cited(stage: Stage) -> None:
    draft, by = publication(stage.cast.programme), stage.cast.press_officer.user
    Incident.objects.filter(pk=stage.incident.pk).update(state="refuted")
    with pytest.raises(InvalidInput):
        cite(publication=draft, given=GivenCitation("incident", incident=stage.incident), by=by)
    out = publication(stage.cast.programme, state=State.PUBLISHED)
    assert cite(publication=draft, given=GivenCitation("publication", cited=out), by=by).key == "c1"
    out.state = State.DRAFT
    out.save()
    with pytest.raises(InvalidInput):
        cite(publication=out, given=GivenCitation("publication", cited=out), by=by)


def test_a_figure_that_changed_is_shown_until_it_is_checked(stage: Stage) -> None:
    draft, analyst = publication(stage.cast.programme), stage.cast.analyst
    given = GivenCitation("incident", incident=stage.incident)
    made = cite(publication=draft, given=given, by=stage.cast.press_officer.user)
    assert changed_figures(made, resolve_all(draft, member=analyst)["c1"]) == []
    Incident.objects.filter(pk=stage.incident.pk).update(killed_high=9)
    found = changed_figures(made, resolve_all(draft, member=analyst)["c1"])
    assert [(one.name, one.was, one.now) for one in found] == [
        ("killed.high", "7", "9"),
        ("killed.range", "1–7", "1–9"),
    ]
    checked = check(citation=made, by=analyst.user)
    assert checked.checked_by == analyst.user
    assert changed_figures(checked, resolve_all(draft, member=analyst)["c1"]) == []
    with pytest.raises(NotPermitted):
        check(citation=made, by=stage.cast.administrator.user)


def test_a_lower_clearance_learns_nothing_of_a_change(stage: Stage) -> None:
    draft, analyst = publication(stage.cast.programme, tlp=TLP.GREEN), stage.cast.analyst
    given = GivenCitation("incident", incident=stage.incident)
    made = cite(publication=draft, given=given, by=stage.cast.press_officer.user)
    Incident.objects.filter(pk=stage.incident.pk).update(killed_high=9)
    analyst.clearance = TLP.GREEN
    analyst.save()
    assert changed_figures(made, resolve_all(draft, member=analyst)["c1"]) == []
    with pytest.raises(NotFound):
        check(citation=made, by=analyst.user)


def test_taking_back_needs_a_reason_and_happens_once(stage: Stage) -> None:
    draft, by = publication(stage.cast.programme), stage.cast.press_officer.user
    made = cite(publication=draft, given=GivenCitation("incident", incident=stage.incident), by=by)
    with pytest.raises(InvalidInput):
        withdraw(citation=made, reason=" ", by=by)
    with pytest.raises(NotPermitted):
        withdraw(citation=made, reason="x", by=stage.cast.field_officer.user)
    withdraw(citation=made, reason="x", by=by)
    with pytest.raises(Conflict):
        withdraw(citation=made, reason="x", by=by)


def test_a_period_by_name_is_settled_into_days(stage: Stage) -> None:
    member = stage.cast.press_officer
    settled = picking.settled("period=30d&state=verified&sort=killed", member)
    assert "period" not in settled
    assert "sort" not in settled
    assert "from=" in settled
    assert "to=" in settled
    assert "state=verified" in settled
    assert picking.settled("period=all", member) == ""
    with pytest.raises(InvalidInput):
        picking.settled("from=yesterday", member)
