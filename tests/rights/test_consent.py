"""Consent: what was not allowed does not leave the house, and a withdrawal counts at once."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from django_scopes import scope

from goodoffices.codebook.errors import Conflict, InvalidInput, NotPermitted
from goodoffices.core import evidence
from goodoffices.core.evidence import bundling, copies
from goodoffices.core.models import AuditEntry, Bundle, Evidence, StoredFile
from goodoffices.core.tlp import TLP
from goodoffices.rights.models import Consent, Person
from goodoffices.rights.services import cases, consent, exports, steps
from tests.cast import Cast, sign_in
from tests.rights.stage import NAME, act, case, consented, group, involve, known, person

HOME = "/p/talmora/"
DAY = timedelta(days=1)


def file(cast: Cast, content: bytes = b"A statement") -> Evidence:
    return evidence.store(
        BytesIO(content), programme=cast.programme, name="a.txt", by=None, tlp=TLP.AMBER
    )


def asked(cast: Cast, *items: Evidence) -> Bundle:
    held = list(Evidence.objects.filter(pk__in=[item.pk for item in items]))
    given = {"recipient": "A court", "reason": "It asked", "tlp": TLP.AMBER, "names": False}
    return bundling.ask(items=held, by=cast.director.user, **given)[0]


def exported(cast: Cast, use: str = "share") -> list[str]:
    return [row["who"] for row in exports.rows(member=cast.rights_officer, use=use)]


def test_nothing_is_allowed_until_somebody_says_so(in_programme: Cast) -> None:
    whose = person(in_programme.programme)
    assert not any(consent.allows(whose, one) for one in ("store", "share", "publish", "refer"))
    consented(whose, "share", "refer")
    assert consent.allows(whose, "share")
    assert not consent.allows(whose, "publish")
    with pytest.raises(ValueError, match="no scope"):
        consent.allows(whose, "everything")


def test_it_ends_on_its_day_and_does_not_begin_before(in_programme: Cast) -> None:
    whose, today = person(in_programme.programme), timezone.localdate()
    consented(whose, "share", given_on=today - DAY, expires_on=today)
    for day, holds in ((today - 2 * DAY, False), (today, True), (today + DAY, False)):
        assert consent.allows(whose, "share", on=day) is holds


def test_a_withdrawal_counts_at_once_and_another_consent_stays(in_programme: Cast) -> None:
    whose, by = person(in_programme.programme), in_programme.rights_officer.user
    first, second = consented(whose, "share"), consented(whose, "share", "store")
    consent.withdraw(consent=first, by=by, reason="Called")
    assert consent.allows(whose, "share")
    consent.withdraw(consent=second, by=by, reason="Called again")
    assert not consent.allows(whose, "share")
    with pytest.raises(Conflict):
        consent.withdraw(consent=second, by=by, reason="x")
    assert AuditEntry.objects.filter(action="rights.consent.withdrawn").count() == 2


@pytest.mark.parametrize(
    "more",
    [
        {"scopes": frozenset()},
        {"scopes": frozenset({"all"})},
        {"way": "guessed"},
        {"language": "fr"},
        {"given_on": timezone.localdate() + DAY},
        {"expires_on": timezone.localdate() - DAY},
    ],
)
def test_what_is_no_consent(in_programme: Cast, more: dict[str, Any]) -> None:
    fields = {"way": "spoken", "language": "ar", "given_on": timezone.localdate()}
    given = consent.GivenConsent(**({"scopes": frozenset({"share"})} | fields | more))
    with pytest.raises(InvalidInput):
        consent.give(person=person(in_programme.programme), given=given, by=None)


def test_the_database_knows_no_consent_to_nothing(in_programme: Cast) -> None:
    whose, today = person(in_programme.programme), timezone.localdate()
    for more in ({}, {"share": True, "expires_on": today - DAY}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Consent.objects.create(person=whose, way="spoken", given_on=today, **more)


def test_an_export_holds_those_who_allow_it(in_programme: Cast) -> None:
    done, programme = act(in_programme.programme), in_programme.programme
    willing, silent, accused = (person(programme) for _ in range(3))
    them = group(programme)
    consented(willing, "share")
    for who, role in ((willing, "victim"), (silent, "witness"), (them, "victim")):
        involve(done, who, role)
    involve(done, accused, "alleged_perpetrator")
    assert exported(in_programme) == [one.codename for one in (willing, them, accused)]
    assert exported(in_programme, "publish") == [one.codename for one in (them, accused)]


def test_an_export_holds_neither_names_nor_red(in_programme: Cast) -> None:
    from goodoffices.core.access import name_on

    done = act(in_programme.programme)
    shown = known(in_programme.programme)
    secret = known(in_programme.programme, tlp=TLP.RED)
    name_on(secret, [in_programme.rights_officer], by=None)
    for who in (shown, secret):
        consented(who, "share")
        involve(done, who)
    rows = list(exports.rows(member=in_programme.rights_officer, use="share"))
    assert [row["who"] for row in rows] == [shown.codename]
    assert NAME not in repr(rows)


def test_a_withdrawal_in_the_middle_of_an_export_leaves_the_rest_out(in_programme: Cast) -> None:
    people = [person(in_programme.programme) for _ in range(3)]
    given = [consented(one, "share") for one in people]
    done = act(in_programme.programme)
    for one in people:
        involve(done, one)
    rows = exports.rows(member=in_programme.rights_officer, use="share")
    first = next(rows)
    consent.withdraw(consent=given[2], by=in_programme.director.user, reason="Called")
    assert [first["who"], *(row["who"] for row in rows)] == [one.codename for one in people[:2]]


def test_who_may_export(cast: Cast) -> None:
    with scope(programme=cast.programme):
        whose = person(cast.programme)
        consented(whose, "share")
        involve(act(cast.programme), whose)
    path = f"{HOME}acts/export.csv"
    answer = sign_in(Client(), cast.rights_officer).get(f"{path}?use=share")
    assert whose.codename in b"".join(answer.streaming_content).decode()
    with scope(programme=cast.programme):
        entry = AuditEntry.objects.get(action="core.export")
    assert entry.data == {"kind": "rights.act", "form": "csv", "use": "share"}
    assert sign_in(Client(), cast.rights_officer).get(f"{path}?use=sell").status_code == 400
    assert sign_in(Client(), cast.analyst).get(path).status_code == 403
    with scope(programme=cast.programme), pytest.raises(NotPermitted):
        exports.begin(member=cast.monitoring_officer, use="share")


def tied(cast: Cast) -> tuple[Person, Evidence]:
    whose, item = person(cast.programme), file(cast)
    consent.tie_file(person=whose, evidence=item, how="shown", by=None)
    return whose, item


def test_a_file_is_handed_over_only_while_the_person_allows_it(in_programme: Cast) -> None:
    whose, item = tied(in_programme)
    with pytest.raises(Conflict) as refused:
        asked(in_programme, item, file(in_programme, b"Another"))
    assert refused.value.code == "no-consent"
    assert whose.codename not in refused.value.message
    given = consented(whose, "share")
    bundle = bundling.make(asked(in_programme, item))
    bundling.fetched(bundle, by=in_programme.director.user).close()
    consent.withdraw(consent=given, by=in_programme.rights_officer.user, reason="Called")
    with pytest.raises(Conflict):
        bundling.fetched(bundle, by=in_programme.director.user)


def test_a_copy_is_held_back_with_its_original(in_programme: Cast) -> None:
    _whose, item = tied(in_programme)
    copy = copies.add_copy(
        BytesIO(b"Less"),
        original=Evidence.objects.get(pk=item.pk),
        made="redacted",
        ending=".txt",
        how={},
        by=in_programme.director.user,
        tlp=TLP.AMBER,
        reason="x",
    )
    with pytest.raises(Conflict):
        asked(in_programme, copy)


@pytest.mark.django_db(transaction=True)
def test_a_withdrawal_while_a_bundle_is_written_drops_the_bundle(
    in_programme: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    whose, item = tied(in_programme)
    given = consented(whose, "share")
    bundle = asked(in_programme, item)
    writing = bundling.archive

    def withdrawn_while_writing(*parts: Any) -> Any:
        seal, pieces = writing(*parts)

        def slowly() -> Any:
            yield next(pieces)
            consent.withdraw(consent=given, by=in_programme.director.user, reason="Called")
            yield from pieces

        return seal, slowly()

    monkeypatch.setattr(bundling, "archive", withdrawn_while_writing)
    before = StoredFile.objects.count()
    with pytest.raises(Conflict) as refused:
        bundling.make(bundle)
    assert refused.value.code == "no-consent"
    bundle.refresh_from_db()
    assert (bundle.file, StoredFile.objects.count()) == (None, before)


def test_a_referral_waits_for_consent(in_programme: Cast) -> None:
    one, whose = case(in_programme.programme), person(in_programme.programme)
    cases.link(case=one, record=whose, by=None)
    step = steps.plan(case=one, kind="referral", text="Legal aid", to="A clinic", by=None)
    by = in_programme.rights_officer.user
    with pytest.raises(Conflict, match=whose.codename):
        steps.finish(step=step, outcome="Sent", by=by)
    consented(whose, "refer")
    steps.finish(step=step, outcome="Sent", by=by)


def test_the_pages_of_consent(cast: Cast) -> None:
    browser = sign_in(Client(), cast.rights_officer)
    with scope(programme=cast.programme):
        whose, item = person(cast.programme), file(cast)
    path = f"{HOME}people/{whose.code}/"
    assert "Nothing about this person leaves" in browser.get(path).content.decode()
    sent = {"scopes": ["share"], "way": "signed", "language": "he", "given_on": "2026-01-02"}
    assert browser.post(f"{path}consents/", sent | {"scopes": []}).status_code == 400
    assert browser.post(f"{path}consents/", sent).status_code == 302
    assert browser.post(f"{path}files/", {"code": "zz", "how": "gave"}).status_code == 400
    assert browser.post(f"{path}files/", {"code": item.code, "how": "gave"}).status_code == 302
    page = browser.get(path).content.decode()
    for word in ("Signed", "a.txt", "Gave it", "Withdraw"):
        assert word in page
    with scope(programme=cast.programme):
        given, tie = Consent.objects.get(), whose.files.get()
    assert browser.post(f"{path}consents/{given.code}/", {"reason": "Called"}).status_code == 302
    assert browser.post(f"{path}files/{tie.code}/", {"reason": "Not theirs"}).status_code == 302
    page = browser.get(path).content.decode()
    assert "Called" in page
    assert "a.txt" not in page
