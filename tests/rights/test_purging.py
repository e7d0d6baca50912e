"""Purging persons, identities, acts, cases and consents: what goes, what is needed and why."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from goodoffices.codebook.errors import InvalidInput
from goodoffices.core import audit, evidence
from goodoffices.core.models import AuditEntry, Evidence, Handling
from goodoffices.core.services import holds, retention
from goodoffices.core.services.retention import Planned
from goodoffices.core.tlp import TLP
from goodoffices.monitor.models import Assessment, Incident
from goodoffices.rights.identities.details import Details
from goodoffices.rights.models import Act, Case, Consent, Identity, Person
from goodoffices.rights.purging import keeping
from goodoffices.rights.services import cases, consent, identities
from goodoffices.rights.services.withdrawing import withdraw
from tests.cast import Cast, sign_in
from tests.core.evidence.items import item
from tests.rights import stage

pytestmark = pytest.mark.django_db
OLD = timezone.now() - timedelta(days=400)
KINDS = ("person", "group", "identity", "act", "case", "consent")
CASE_REASON = "It belongs to an open case."


@pytest.fixture
def purging(in_programme: Cast) -> Cast:
    for kind in KINDS:
        Handling.objects.create(
            programme=in_programme.programme, kind=f"rights.{kind}", keep_days=365, purges=True
        )
    return in_programme


def aged(*records: Any) -> None:
    for one in records:
        one.__class__.objects.filter(pk=one.pk).update(created_at=OLD)
    Identity.objects.update(at=OLD)


def planned(cast: Cast, kind: str, member: Any = None) -> Planned:
    return next(
        one for one in retention.plan(cast.programme, member) if one.kind.name == f"rights.{kind}"
    )


def why(cast: Cast, kind: str, member: Any = None) -> dict[str, list[str]]:
    return dict(planned(cast, kind, member).shown)


def purge(cast: Cast) -> int:
    return retention.purge(cast.programme, by=cast.director.user)


def closed(cast: Cast) -> Case:
    made = stage.case(cast.programme)
    cases.note(case=made, text="Over", what="closed", by=None)
    Case.objects.filter(pk=made.pk).update(closed_at=OLD)
    return made


def test_the_identity_goes_alone_and_the_code_name_stays(purging: Cast) -> None:
    made = stage.known(purging.programme)
    Identity.objects.update(at=OLD)
    assert purge(purging) == 1
    assert not Identity.objects.exists()
    assert Person.objects.get(pk=made.pk).codename == made.codename
    entry = AuditEntry.objects.get(action="rights.identity.purged")
    assert (entry.object_code, entry.data) == (made.code, {"way": "forget"})


def test_a_person_goes_layer_by_layer(purging: Cast) -> None:
    made, act, case = stage.known(purging.programme), stage.act(purging.programme), closed(purging)
    stage.involve(act, made)
    cases.link(case=case, record=made, by=None)
    cases.link(case=case, record=act, by=None)
    aged(made, act, case)
    assert why(purging, "person") == {
        made.code: [
            "The identity is still kept.",
            "An act names them.",
            "It belongs to a case that is still kept.",
        ]
    }
    assert why(purging, "act") == {act.code: ["It belongs to a case that is still kept."]}
    assert purge(purging) == 2, "the identity and the case"
    assert purge(purging) == 1, "the act"
    assert purge(purging) == 1, "the person"
    assert not any(kind.objects.exists() for kind in (Person, Act, Case))
    assert [one.finding for one in audit.verify() if one.finding] == []


def test_an_open_case_holds_back_what_belongs_to_it(purging: Cast) -> None:
    made, act = stage.known(purging.programme), stage.act(purging.programme)
    case = stage.case(purging.programme)
    file = item(purging)
    for record in (made, act, file):
        cases.link(case=case, record=record, by=None)
    aged(made, act, case)
    Handling.objects.create(
        programme=purging.programme, kind="core.evidence", keep_days=1, purges=True
    )
    assert why(purging, "identity") == {made.code: [CASE_REASON]}
    assert CASE_REASON in why(purging, "person")[made.code]
    assert why(purging, "act") == {act.code: [CASE_REASON]}
    assert planned(purging, "case").goes == 0, "an open case is never over its time"
    assert dict(keeping.of_files([file], None)) == {file.pk: [CASE_REASON]}
    assert purge(purging) == 0


def test_a_hidden_case_is_no_reason_that_anybody_reads(purging: Cast) -> None:
    made = stage.known(purging.programme)
    case = stage.case(purging.programme)
    cases.link(case=case, record=made, by=None)
    Case.objects.filter(pk=case.pk).update(tlp=TLP.RED)
    Identity.objects.update(at=OLD)
    assert why(purging, "identity", purging.director) == {}
    assert planned(purging, "identity", purging.director).kept == 0
    assert planned(purging, "identity").kept == 1
    assert purge(purging) == 0


def test_a_hold_on_a_person_or_a_case_holds_the_identity(purging: Cast) -> None:
    made, other = stage.known(purging.programme), stage.known(purging.programme, "Somebody Else")
    case = closed(purging)
    cases.link(case=case, record=other, by=None)
    Identity.objects.update(at=OLD)
    by = purging.director.user
    programme = purging.programme
    holds.place(programme=programme, kind="rights.person", code=made.code, reason="x", by=by)
    holds.place(programme=programme, kind="rights.case", code=case.code, reason="x", by=by)
    assert why(purging, "identity") == {
        made.code: ["The person has a legal hold."],
        other.code: ["A case it belongs to has a legal hold."],
    }
    assert purge(purging) == 0


def test_who_withdraws_and_wishes_it_is_deleted_early(in_programme: Cast) -> None:
    """Also where the programme has said no period at all."""
    made = stage.known(in_programme.programme)
    stays = stage.known(in_programme.programme, "Somebody Else")
    given = stage.consented(made, "store", "share")
    other = stage.consented(stays, "store")
    consent.withdraw(consent=other, by=None, reason="Only no more")
    assert purge(in_programme) == 0
    consent.withdraw(consent=given, by=None, reason="Delete it", deletion_wished=True)
    assert purge(in_programme) == 1
    assert list(Identity.objects.values_list("person", flat=True)) == [stays.pk]
    assert Person.objects.filter(pk=made.pk).exists()


def test_what_was_written_after_the_wish_is_not_meant(in_programme: Cast) -> None:
    made = stage.known(in_programme.programme)
    given = stage.consented(made, "store")
    consent.withdraw(consent=given, by=None, reason="Delete it", deletion_wished=True)
    Identity.objects.update(at=timezone.now() + timedelta(minutes=1))
    assert purge(in_programme) == 0


def test_who_asks_to_be_kept_is_kept(purging: Cast) -> None:
    made, today = stage.known(purging.programme), timezone.localdate()
    given = stage.consented(made, "store", keep_until=today + timedelta(days=9))
    aged(made)
    assert why(purging, "identity") == {made.code: ["The person asked that it is kept for now."]}
    assert "The person asked that it is kept for now." in why(purging, "person")[made.code]
    consent.withdraw(consent=given, by=None, reason="No more", deletion_wished=True)
    assert purge(purging) == 1
    with pytest.raises(InvalidInput):
        stage.consented(made, "share", keep_until=today)
    with pytest.raises(InvalidInput):
        stage.consented(made, "store", keep_until=today - timedelta(days=1))


def test_consents_go_when_they_hold_no_more(purging: Cast) -> None:
    made = stage.known(purging.programme)
    holds_still, over = stage.consented(made, "store"), stage.consented(made, "share")
    consent.withdraw(consent=over, by=None, reason="Delete it", deletion_wished=True)
    Consent.objects.filter(pk=over.pk).update(withdrawn_at=OLD)
    assert planned(purging, "consent").shown == [
        (made.code, ["The identity that it asks to delete is still kept."])
    ]
    Identity.objects.all().delete()
    assert purge(purging) == 1
    assert list(Consent.objects.all()) == [holds_still]
    aged(made)
    assert why(purging, "person") == {made.code: ["A consent of theirs is still kept."]}


def test_a_tied_file_and_a_judgement_hold_back(purging: Cast) -> None:
    made = stage.person(purging.programme)
    file = item(purging)
    tie = consent.tie_file(person=made, evidence=file, how="shown", by=None)
    incident = Incident.objects.create(programme=purging.programme, title="x")
    act = stage.act(purging.programme, incident=incident)
    Assessment.objects.create(
        incident=incident, aspect="attribution", from_state="unverified", to_state="verified"
    )
    aged(made, act)
    assert why(purging, "person") == {made.code: ["A file is tied to them."]}
    assert list(why(purging, "act")) == [act.code]
    Assessment.objects.update(withdrawn_at=timezone.now())
    withdraw(said=tie, of=made, action="rights.file.untied", by=None, reason="Not them")
    assert purge(purging) == 2, "what was taken back goes along"
    assert Evidence.objects.filter(pk=file.pk, purged_at=None).exists()
    assert evidence.path(file.file).exists()


def test_a_group_and_its_identity(purging: Cast) -> None:
    made = stage.group(purging.programme)
    identities.write(whose=made, details=Details(names=("A family",)), by=None, reason="")
    aged(made)
    assert purge(purging) == 1
    assert purge(purging) == 1
    assert not type(made).objects.exists()


def test_pages_of_consent_and_hold(purging: Cast, client: Client) -> None:
    made = stage.known(purging.programme)
    given = stage.consented(made, "store")
    sign_in(client, purging.rights_officer)
    page = f"/p/talmora/people/{made.code}/"
    sent = {"reason": "They said so", "deletion_wished": "on"}
    assert client.post(f"{page}consents/{given.code}/", sent).status_code == 302
    assert "They ask that their identity is deleted." in client.get(page).content.decode()
    assert "Place a legal hold" not in client.get(page).content.decode()
    sign_in(client, purging.director)
    assert "Place a legal hold" in client.get(page).content.decode()
    form = f"/p/talmora/retention/hold/?kind=rights.person&code={made.code}"
    assert f'value="{made.code}"' in client.get(form).content.decode()
    put = {"kind": "rights.person", "code": made.code, "reason": "A court asks"}
    assert client.post(form, put)["Location"] == page
    said = client.get(page).content.decode()
    assert "A court asks" in said
    assert "Place a legal hold" not in said
    listed = client.get("/p/talmora/retention/holds/").content.decode()
    assert page in listed
    assert "A court asks" in listed
    Person.objects.filter(pk=made.pk).update(tlp=TLP.RED)
    assert made.code not in client.get("/p/talmora/retention/holds/").content.decode()
