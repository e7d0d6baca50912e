"""The demonstration in a database: whole, in its programme, once, and with a past to read."""

from __future__ import annotations

import json
import stat
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import authenticate
from django.db import transaction
from django_scopes import scope, scopes_disabled

from goodoffices.core import audit, search
from goodoffices.core.models import (
    AuditEntry,
    Boundary,
    Evidence,
    Hold,
    Membership,
    Party,
    Place,
    Programme,
    User,
)
from goodoffices.core.queries.history import history as events
from goodoffices.core.services import retention
from goodoffices.core.tlp import TLP
from goodoffices.demo import DemoProgramme
from goodoffices.demo.loading import ACCOUNTS, PASSWORD, TRUTH, load_demo
from goodoffices.methods.linkage import evaluate, link
from goodoffices.methods.verification import shown
from goodoffices.monitor.models import (
    Assessment,
    Assignment,
    ChecklistTick,
    Claim,
    Incident,
    Report,
    ReportGrade,
    ReportVersion,
    Suggestion,
)
from goodoffices.monitor.models.reports import WAITING
from goodoffices.monitor.models.verification import STANDS, STATE_OF, WAITS
from goodoffices.monitor.services.linking.records import known_of
from goodoffices.monitor.services.verification.assessing import judgement
from tests.demo.conftest import TODAY
from tests.demo.rights import check_rights
from tests.demo.views import check_views

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def loaded(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Programme]:
    """Load the demonstration once for this module, and take it out again at the end."""
    folder, before = tmp_path_factory.mktemp("demo"), settings.DATA
    settings.DATA = folder
    with django_db_blocker.unblock(), transaction.atomic():
        start = time.process_time()
        assert load_demo(today=TODAY)
        assert time.process_time() - start < 20
        with scopes_disabled():
            yield Programme.objects.get(slug="talmora")
        transaction.set_rollback(True)
    settings.DATA = before


def member(programme: Programme, role: str) -> Membership:
    return Membership.objects.filter(programme=programme, role=role).select_related("user")[0]


def test_everything_generated_is_there(loaded: Programme, programme: DemoProgramme) -> None:
    first = [r for r in programme.reports if r.version == 1]
    corrected = [r for r in programme.reports if r.version > 1 and not r.row.withdrawn]
    assert Report.objects.count() == len(first)
    assert ReportVersion.objects.count() == len(first) + len(corrected)
    assert Incident.objects.count() == len(programme.incidents)
    events = Assessment.objects.filter(aspect="event")
    assert events.count() == sum(len(i.assessments) for i in programme.incidents)
    assert ReportGrade.objects.count() == len(programme.credibility)
    assert Evidence.objects.count() == len(programme.evidence)
    withdrawn = {r.row.external_id for r in programme.reports if r.row.withdrawn}
    marked = Report.objects.filter(withdrawn_at__isnull=False)
    assert set(marked.values_list("external_id", flat=True)) == withdrawn
    assert Boundary.objects.filter(set__programme=loaded).count() == 16


def test_reports_keep_their_own_moments_and_marks(
    loaded: Programme, programme: DemoProgramme
) -> None:
    given = {r.row.external_id: r for r in programme.reports if r.version == 1}
    for report in Report.objects.select_related("office", "by"):
        demo = given[report.external_id]
        assert report.received_at == demo.received_at
        assert TLP(report.tlp).name == demo.tlp
        assert report.office is not None
        assert report.office.code == demo.office_key.replace("_", "-")
        assert report.by is not None


def test_the_waiting_reports_are_those_nobody_decided_on(
    loaded: Programme, programme: DemoProgramme
) -> None:
    linked = {link.external_id for i in programme.incidents for link in i.links}
    aside = {one.external_id for one in programme.set_aside}
    gone = {r.row.external_id for r in programme.reports if r.row.withdrawn}
    every = {r.row.external_id for r in programme.reports}
    waiting = Report.objects.filter(WAITING).values_list("external_id", flat=True)
    assert set(waiting) == every - linked - aside - gone


def test_places_are_recognised(loaded: Programme, programme: DemoProgramme) -> None:
    said = {
        (r.row.external_id, r.version): r.row.places[0].names[-1]
        for r in programme.reports
        if r.row.places and r.programme == "talmora"
    }
    names: dict[str, set[str]] = {}
    for place in programme.places:
        for language in place.names:
            for name in (place.names[language], *place.alternates[language]):
                names.setdefault(name, set()).add(place.key)
    right = 0
    claims = Claim.objects.filter(kind="place", report__programme=loaded)
    for external_id, version, ids in claims.values_list(
        "report__external_id", "version", "place__external_ids"
    ):
        found = (ids or {}).get("talmora")
        right += found in names[said[external_id, version]]
    assert right > 0.99 * claims.count()


def test_parties_are_recognised_by_any_label(loaded: Programme) -> None:
    claims = Claim.objects.filter(kind="party", report__programme=loaded)
    assert claims.count() > 800
    assert not claims.filter(party=None).exists()
    assert Party.objects.filter(programme=loaded).count() == 17, "none was made up on the way"
    assert not Place.objects.exclude(origin="demonstration").exists()


def test_the_disputed_toll_stands_open(loaded: Programme) -> None:
    report = Report.objects.get(
        source__external_key="hospital_derenth",
        links__incident__place__name="Derenth",
        links__incident__first_day=TODAY.toordinal() - 2,
    )
    incident = Incident.objects.get(links__report=report)
    assert (incident.state, incident.report_count) == ("unverified", 2)
    assert (incident.killed_low, incident.killed_high) == (2, 4)


def test_the_map_and_the_lists_have_values(loaded: Programme) -> None:
    incidents = Incident.objects.filter(programme=loaded)
    assert not incidents.filter(first_day=None).exists()
    assert incidents.filter(latitude=None).count() < 10
    assert incidents.exclude(event_type="").count() == incidents.count()
    states = Counter(incidents.values_list("state", flat=True))
    assert states["verified"] > 100
    assert states["contested"] > 4
    assert incidents.filter(source_count__gt=1).count() > 400


def test_an_arabic_word_finds_what_was_said_in_hebrew(loaded: Programme) -> None:
    with scope(programme=loaded):
        officer = member(loaded, "monitoring-officer")
        condition = search.matching("incident", "هارفند", officer)
        assert condition is not None
        found = Incident.objects.visible_to(officer).filter(condition)
        languages = set(found.values_list("links__report__language", flat=True))
    assert {"ar", "he", "en"} <= languages


def test_red_reports_are_for_the_named_alone(loaded: Programme) -> None:
    red = Report.objects.filter(programme=loaded, tlp=TLP.RED)
    assert red.count() >= 4
    with scope(programme=loaded):
        rights, analyst = member(loaded, "rights-officer"), member(loaded, "analyst")
        partner = member(loaded, "partner")
        assert Report.objects.visible_to(rights).filter(tlp=TLP.RED).count() == red.count()
        assert not Report.objects.visible_to(analyst).filter(tlp=TLP.RED).exists()
        seen = Incident.objects.visible_to(partner)
        assert 0 < seen.count() < Incident.objects.count() / 2
    for incident in Incident.objects.filter(links__report__tlp=TLP.RED):
        assert incident.tlp == TLP.RED


def test_the_other_programme_is_a_wall(loaded: Programme) -> None:
    other = Programme.objects.get(slug="outer-isles")
    own = Report.objects.filter(programme=other).count()
    assert own > 10
    with scope(programme=other):
        outsider = member(other, "monitoring-officer")
        assert Report.objects.visible_to(outsider).count() == own
    with scope(programme=loaded):
        assert not Report.objects.visible_to(outsider).exists()


def test_the_audit_log_is_whole_and_in_order_of_time(loaded: Programme) -> None:
    for chain in audit.verify():
        assert chain.finding is None
        assert chain.entries > 50
    moments = list(
        AuditEntry.objects.filter(chain="talmora").order_by("seq").values_list("at", flat=True)
    )
    assert moments == sorted(moments)


def test_the_log_goes_on_behind_the_past(loaded: Programme) -> None:
    before = AuditEntry.objects.filter(chain="talmora").count()
    with transaction.atomic():
        entry = audit.record("core.export", by=None, programme=loaded)
        assert entry.seq == before + 1
        assert all(chain.finding is None for chain in audit.verify(chain="talmora"))
        transaction.set_rollback(True)


def test_a_record_has_a_history(loaded: Programme) -> None:
    incident = Incident.objects.filter(
        programme=loaded, state="verified", report_count__gt=2, tlp__lt=TLP.RED
    )[0]
    told = [
        event
        for event in events(incident, member(loaded, "analyst"))
        if not event.action.startswith("monitor.work")
    ]
    assert told[-1].action == "monitor.incident.opened"
    assert {e.action for e in told} >= {"monitor.incident.linked", "monitor.incident.assessed"}
    assert all(event.reason for event in told)
    assert incident.revision == len(told)


def test_three_aspects_are_judged_apart_and_some_wait(loaded: Programme) -> None:
    rows = Assessment.objects.filter(incident__programme=loaded)
    for aspect in ("harm", "attribution"):
        assert rows.filter(STANDS, aspect=aspect).count() > 60
        states = set(rows.filter(aspect=aspect).values_list("to_state", flat=True))
        assert {"pending", "corroborated", "verified", "contested"} <= states
    waiting = rows.filter(WAITS)
    assert 2 <= waiting.count() <= 6
    assert rows.filter(second_agrees=False).exists()
    assert not rows.filter(needs_second=True, aspect="event").exists()
    assert rows.filter(rule_holds=False).exclude(despite="").count() > 5
    judged: dict[tuple[int, str], list[Any]] = {}
    for row in rows.order_by("pk"):
        judged.setdefault((row.incident_id, row.aspect), []).append(judgement(row))
    incidents = Incident.objects.in_bulk([pk for pk, _aspect in judged])
    for (pk, aspect), found in judged.items():
        assert getattr(incidents[pk], STATE_OF[aspect]) == shown(found)


def test_some_work_is_assigned(loaded: Programme) -> None:
    open_work = Assignment.objects.filter(programme=loaded, ending="")
    assert 4 <= open_work.count() <= 12
    assert open_work.filter(due__lt=TODAY).exists()
    assert {*open_work.values_list("report", flat=True)} - {None}
    assert ChecklistTick.objects.filter(incident__programme=loaded).count() > 50


def test_loading_again_leaves_what_people_changed(loaded: Programme) -> None:
    incident = Incident.objects.filter(programme=loaded)[0]
    Incident.objects.filter(pk=incident.pk).update(title="What a user wrote")
    assert load_demo(today=TODAY) is False
    incident.refresh_from_db()
    assert incident.title == "What a user wrote"


def test_accounts_can_log_in(loaded: Programme) -> None:
    assert len(ACCOUNTS) == User.objects.count()
    assert len({account.said for account in ACCOUNTS}) == len(ACCOUNTS)
    user = User.objects.get(email=ACCOUNTS[1].email)
    assert user.check_password(PASSWORD)
    assert authenticate(None, email=ACCOUNTS[1].email, password=PASSWORD) == user


def test_the_truth_is_kept_for_measuring(loaded: Programme, programme: DemoProgramme) -> None:
    path = Path(settings.DATA) / TRUTH
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    truth = json.loads(path.read_text(encoding="utf-8"))
    assert len(truth["events"]) == len(programme.truth)
    assert set(Report.objects.values_list("external_id", flat=True)) == set(truth["reports"])
    assert set(truth["reports"].values()) <= {event["key"] for event in truth["events"]}


def test_its_forms_are_published_with_what_their_questions_mean(loaded: Programme) -> None:
    from goodoffices.field.models import Form
    from goodoffices.formats.xlsforms.shelf import shelf

    forms = Form.objects.filter(programme=loaded).select_related("current")
    assert {form.xform_id for form in forms} == {one.xform_id for one in shelf().values()}
    for form in forms:
        assert form.state == Form.State.OPEN
        assert form.current is not None
        assert form.current.mappings.exists()
    assert Form.objects.count() == len(shelf())


def test_suggestions_said_to_be_near_certain_are_right(
    loaded: Programme, programme: DemoProgramme
) -> None:
    truth = {r.row.external_id: r.true_event_id for r in programme.reports if r.version == 1}
    waiting = Report.objects.filter(WAITING, programme=loaded)
    assert not waiting.filter(comparison__isnull=True).exists()
    names = ("report__external_id", "other__external_id")
    rows = Suggestion.objects.filter(report__programme=loaded, band="near_certain")
    pairs = [pair for pair in rows.values_list(*names) if set(pair) <= truth.keys()]
    right = sum(truth[one] == truth[other] for one, other in pairs)
    assert len(pairs) > 40
    assert right / len(pairs) > 0.95


def test_its_reports_are_linked_as_they_truly_belong(
    loaded: Programme, programme: DemoProgramme
) -> None:
    truth = {r.row.external_id: r.true_event_id for r in programme.reports if r.version == 1}
    rows = Report.objects.filter(programme=loaded).exclude(external_id="")
    keys = dict(rows.values_list("pk", "external_id"))
    known = known_of(pk for pk, key in keys.items() if key in truth)
    found = link([one.record for one in known.values()])
    events = [truth[keys[pk]] for pk in known]
    assert evaluate(found.group.tolist(), events).f1 > 0.95


def test_people_acts_and_cases(loaded: Programme, settings: Any) -> None:
    from goodoffices.web import settings as own

    settings.IDENTITY_KEYRING = own.IDENTITY_KEYRING
    check_rights(loaded)
    check_views(loaded)


def test_retention_is_stated_and_holds_stand(loaded: Programme) -> None:
    with scope(programme=loaded):
        planned = {one.kind.name: one for one in retention.plan(loaded)}
        assert planned["monitor.report"].goes
        assert planned["field.submission"].goes
        assert planned["rights.identity"].goes + planned["rights.identity"].kept >= 1
        assert {hold.kind for hold in Hold.objects.all()} == {"monitor.incident", "rights.case"}
