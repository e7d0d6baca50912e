"""What the records beneath a publication say, and to whom."""

from __future__ import annotations

import pytest
from django.utils import translation

from goodoffices.core.models import Place
from goodoffices.core.tlp import TLP
from goodoffices.monitor.models import Incident
from goodoffices.monitor.services import incidents
from goodoffices.publish.evidence import Standing, resolve, resolve_all
from goodoffices.publish.models import State
from tests.monitor.stage import Stage
from tests.publish.stage import citation, publication, text

pytestmark = pytest.mark.django_db


def test_an_incident_says_what_its_record_says(stage: Stage) -> None:
    draft = publication(stage.cast.programme)
    cited = citation(draft, kind="incident", incident=stage.incident)
    found = resolve(cited, member=stage.cast.press_officer)
    assert found.stands
    assert found.code == stage.incident.code
    assert (found.killed_low, found.killed_high) == (1, 7)
    assert (found.reports, found.sources, found.level) == (2, 2, "unverified")
    assert (found.edtf, found.when) == ("2026-03-04", "4 March 2026")
    assert found.figures["killed.range"] == "1–7"
    assert found.figures["place"] == "Talmora"


def test_figures_are_said_in_the_language_in_use(stage: Stage) -> None:
    cited = citation(publication(stage.cast.programme), kind="incident", incident=stage.incident)
    Place.objects.filter(pk=str(stage.incident.place_id)).update(labels={"ar": "هارو"})
    with translation.override("ar"):
        found = resolve(cited, member=stage.cast.press_officer)
    assert found.figures["place"] == "هارو"
    assert found.figures["date"] != "4 March 2026"
    assert found.facts["date"] == "2026-03-04"


def test_what_a_member_may_not_see_is_not_resolved(stage: Stage) -> None:
    draft = publication(stage.cast.programme)
    citation(draft, "c1", kind="incident", incident=stage.incident)
    citation(draft, "c2", kind="incident", incident=stage.secret)
    claim = stage.hidden.claims.filter(kind="toll").get()
    citation(draft, "c3", kind="claim", claim=claim)
    other = publication(stage.cast.programme, state=State.PUBLISHED)
    citation(draft, "c4", kind="publication", cited=other)
    stage.cast.press_officer.clearance = TLP.GREEN
    stage.cast.press_officer.save()
    found = resolve_all(draft, member=stage.cast.press_officer)
    assert set(found) == {"c1", "c2", "c3", "c4"}
    for one in found.values():
        assert one.hidden
        assert not one.stands
        assert (one.title, one.code, one.level, one.tlp, dict(one.figures)) == (
            "",
            "",
            "",
            None,
            {},
        )
    # RED is for the named and is never evidence, not even for them.
    director = resolve_all(draft, member=stage.cast.director)
    assert [director[key].hidden for key in ("c1", "c2", "c3", "c4")] == [False, True, True, False]
    assert resolve_all(draft, member=None)["c1"].hidden


def test_a_merged_incident_leads_to_what_it_was_merged_into(stage: Stage) -> None:
    by = stage.cast.monitoring_officer.user
    cited = citation(publication(stage.cast.programme), kind="incident", incident=stage.incident)
    into = incidents.open_incident(programme=stage.cast.programme, reports=[stage.waiting], by=by)
    Incident.all_ever.filter(pk=stage.incident.pk).update(stands=False, merged_into=into)
    found = resolve(cited, member=stage.cast.press_officer)
    assert (found.standing, found.successor) == (Standing.MERGED, into.code)
    Incident.all_ever.filter(pk=into.pk).update(tlp=TLP.RED, own_tlp=TLP.RED)
    found = resolve(cited, member=stage.cast.press_officer)
    assert (found.standing, found.successor) == (Standing.WITHDRAWN, "")


def test_a_claim_rests_on_its_report(stage: Stage) -> None:
    claim = stage.second.claims.filter(kind="toll").get()
    cited = citation(publication(stage.cast.programme), kind="claim", claim=claim)
    found = resolve(cited, member=stage.cast.press_officer)
    assert found.stands
    assert found.code == stage.second.code
    assert found.figures["killed"] == "6"
    assert found.title.startswith("Hospital: ")
    stage.second.withdrawn_at = stage.second.received_at
    stage.second.save(update_fields=["withdrawn_at"])
    assert resolve(cited, member=stage.cast.press_officer).standing is Standing.WITHDRAWN


def test_a_toll_counts_only_up_to_its_mark(stage: Stage) -> None:
    draft = publication(stage.cast.programme)
    asked = {"query": "from=2026-03-01&to=2026-03-31", "tlp": int(TLP.AMBER)}
    cited = citation(draft, kind="toll", asked=asked)
    for member in (stage.cast.director, stage.cast.press_officer):
        found = resolve(cited, member=member)
        assert (found.incidents, found.killed_low, found.killed_high) == (1, 1, 7)
        assert dict(found.levels) == {"unverified": 1}
        assert found.tlp == TLP.AMBER
    cited.asked = {**asked, "tlp": 0}
    nothing = resolve(cited, member=stage.cast.director)
    assert nothing.incidents == 0
    assert not nothing.stands


def test_a_filter_that_names_what_a_member_may_not_see_is_hidden(stage: Stage) -> None:
    place = Place.objects.get(pk=str(stage.incident.place_id))
    asked = {"query": f"place={place.code}", "tlp": int(TLP.AMBER)}
    cited = citation(publication(stage.cast.programme), kind="toll", asked=asked)
    assert not resolve(cited, member=stage.cast.press_officer).hidden
    Place.objects.filter(pk=place.pk).update(tlp=TLP.RED)
    assert resolve(cited, member=stage.cast.press_officer).hidden


def test_a_publication_stands_while_it_is_out(stage: Stage) -> None:
    other = publication(stage.cast.programme, title="Earlier", state=State.DRAFT)
    text(other, "ar", title="سابق", of_source=1)
    cited = citation(publication(stage.cast.programme), kind="publication", cited=other)
    assert not resolve(cited, member=stage.cast.press_officer).stands
    other.state = State.PUBLISHED
    other.save()
    with translation.override("ar"):
        found = resolve(cited, member=stage.cast.press_officer)
    assert found.stands
    assert found.title == "سابق"


def test_many_citations_cost_few_queries(
    stage: Stage, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    draft = publication(stage.cast.programme)
    for number in range(12):
        citation(draft, f"c{number}", kind="incident", incident=stage.incident)
    claim = stage.second.claims.filter(kind="toll").get()
    citation(draft, "c90", kind="claim", claim=claim)
    citation(draft, "c91", kind="publication", cited=publication(stage.cast.programme))
    with django_assert_max_num_queries(9):  # type: ignore[operator]
        assert len(resolve_all(draft, member=stage.cast.press_officer)) == 14
