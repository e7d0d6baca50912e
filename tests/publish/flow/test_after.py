"""After coming out: corrections, withdrawals by two, what changed beneath, what is verified."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from goodoffices.codebook.errors import Conflict, InvalidInput, NotPermitted
from goodoffices.core.tlp import TLP
from goodoffices.monitor.models import Incident
from goodoffices.publish.flow import correcting, guards, moving, publishing, verifying, withdrawing
from goodoffices.publish.flow.queries import waiting_for
from goodoffices.publish.flow.since import changed
from goodoffices.publish.models import (
    Edition,
    Publication,
    ReleasedPage,
    ReleasedSite,
    State,
    Withdrawal,
)
from tests.cast import Cast, sign_in
from tests.publish.flow.stage import draft, published, through, write

WRONG = {"en": "We said two were killed. It was one."}
HOME = "/p/talmora/publications"


def correction(cast: Cast, of: Publication) -> Publication:
    return correcting.begin(publication=of, wrong=WRONG, by=cast.press_officer.user)


def out(made: Publication, cast: Cast) -> Edition:
    return publishing.publish(publication=through(made, cast), by=cast.press_officer.user)


def test_a_correction_says_what_was_wrong_and_is_linked_both_ways(in_programme: Cast) -> None:
    wrong = published(in_programme)
    with pytest.raises(InvalidInput):
        correcting.begin(publication=wrong, wrong={"en": " "}, by=None)
    out(correction(in_programme, wrong), in_programme)
    wrong.refresh_from_db()
    assert wrong.state == State.CORRECTED
    old = ReleasedPage.objects.get(address="the-market-was-shelled")
    new = ReleasedPage.objects.get(corrects=old.address)
    assert [(one["text"], one["address"]) for one in old.corrections] == [
        (WRONG["en"], new.address)
    ]
    assert (new.kind, old.edition) == ("correction", 1)


def test_the_amended_text_comes_out_with_its_correction(in_programme: Cast) -> None:
    wrong = published(in_programme)
    made, by = correction(in_programme, wrong), in_programme.press_officer.user
    with transaction.atomic():
        write(wrong, by=by, body="One was killed. [@c1]")
        moving.moved_on(wrong, by=by)
    assert "One was killed" not in ReleasedPage.objects.get().body
    out(made, in_programme)
    page = ReleasedPage.objects.get(address=wrong.address)
    assert "One was killed" in page.body
    assert (page.edition, wrong.editions.count()) == (2, 2)
    assert "Two shells fell" in wrong.editions.get(number=1).content["texts"][0]["html"]
    assert verifying.verify(in_programme.programme) == (3, [])


def test_writing_on_the_amended_text_undoes_the_checks_of_its_correction(
    in_programme: Cast,
) -> None:
    wrong = published(in_programme)
    made = through(correction(in_programme, wrong), in_programme, State.DIRECTOR)
    with transaction.atomic():
        write(wrong, by=in_programme.director.user, body="One was killed. [@c1]")
        moving.moved_on(wrong, by=in_programme.director.user)
    made.refresh_from_db()
    wrong.refresh_from_db()
    assert (made.state, wrong.state) == (State.DRAFT, State.PUBLISHED)
    through(made, in_programme, State.DIRECTOR)
    with pytest.raises(NotPermitted):
        moving.take(publication=made, name="approve", by=in_programme.director.user)


def test_a_correction_that_lost_its_words_is_not_checked(in_programme: Cast) -> None:
    made = correction(in_programme, published(in_programme))
    write(made, by=None, summary="")
    with pytest.raises(InvalidInput) as refused:
        moving.take(publication=made, name="submit", by=in_programme.press_officer.user)
    assert refused.value.code == "correction-not-said"


def test_one_correction_at_a_time_and_none_of_a_draft(in_programme: Cast) -> None:
    wrong = published(in_programme)
    correction(in_programme, wrong)
    for one in (wrong, draft(in_programme)):
        with pytest.raises(Conflict):
            correction(in_programme, one)


def test_two_people_withdraw_and_the_page_says_why(in_programme: Cast) -> None:
    made, by = published(in_programme), in_programme.press_officer.user
    before = ReleasedSite.objects.get().serial
    with pytest.raises(NotPermitted):
        withdrawing.ask(publication=made, words=WRONG, by=in_programme.analyst.user)
    withdrawing.ask(publication=made, words=WRONG, by=by)
    with pytest.raises(Conflict):
        withdrawing.ask(publication=made, words=WRONG, by=by)
    with pytest.raises(NotPermitted):
        withdrawing.confirm(publication=made, by=by)
    assert [one.publication for one in waiting_for(in_programme.director)] == [made]
    assert waiting_for(in_programme.press_officer) == []
    withdrawing.confirm(publication=made, by=in_programme.director.user)
    page = ReleasedPage.objects.get()
    assert made.state == State.WITHDRAWN
    assert (page.title, page.body, page.notes) == ("The market was shelled", "", [])
    assert (page.withdrawn_why, page.withdrawn_at is None) == (WRONG["en"], False)
    assert ReleasedSite.objects.get().serial == before + 1
    assert made.editions.get().content["texts"][0]["html"]
    assert verifying.verify(in_programme.programme) == (1, [])


def test_the_database_wants_two_people_to_withdraw(in_programme: Cast) -> None:
    made, by = published(in_programme), in_programme.press_officer.user
    withdrawing.ask(publication=made, words=WRONG, by=by)
    with pytest.raises(IntegrityError), transaction.atomic():
        Withdrawal.objects.update(confirmed_by=by, confirmed_at=timezone.now())
    withdrawing.take_back(publication=made, by=by, reason="It holds after all.")
    with pytest.raises(Conflict):
        withdrawing.confirm(publication=made, by=in_programme.director.user)


def test_what_changed_beneath_is_shown_with_its_sentence(in_programme: Cast) -> None:
    made = published(in_programme)
    published(in_programme)
    member = in_programme.analyst
    assert changed(member) == []
    Incident.all_ever.filter(pk=made.citations.get().incident_id).update(
        killed_best=3, state="corroborated", updated_at=timezone.now()
    )
    (found,) = changed(member)
    assert found.publication == made
    weaker, figures = found.differences
    assert (weaker.then, weaker.now) == ("Verified", "Corroborated")
    assert "In all 2 people were killed." in figures.sentences
    assert (figures.then, figures.now) == ("people killed: 2", "people killed: 3")
    page = sign_in(Client(), member).get(f"{HOME}-changed/").content.decode()
    assert "In all 2 people were killed." in page
    assert "What 1 publication rests on" in _situation(in_programme.press_officer)


def _situation(member: Any) -> str:
    return str(sign_in(Client(), member).get("/p/talmora/situation/").content.decode())


def test_what_waits_is_on_the_situation_page_of_those_who_may(in_programme: Cast) -> None:
    through(draft(in_programme), in_programme, State.FACTS)
    assert "1 publication waits for you" in _situation(in_programme.monitoring_officer)
    assert "publication waits" not in _situation(in_programme.press_officer), "her own text"
    assert "publication waits" not in _situation(in_programme.field_officer)
    hidden = draft(in_programme, tlp=TLP.RED)
    Publication.objects.filter(pk=hidden.pk).update(state=State.FACTS)
    assert len(waiting_for(in_programme.monitoring_officer)) == 1


def test_a_doctored_edition_and_a_doctored_page_are_found(in_programme: Cast) -> None:
    made = published(in_programme)
    ReleasedPage.objects.update(title="Something else")
    assert [one.what for one in verifying.verify(in_programme.programme)[1]] == ["page"]
    with guards.lifted():
        content = {**made.editions.get().content, "kind": "statement"}
        Edition.objects.update(content=content)
    assert [one.what for one in verifying.verify(in_programme.programme)[1]] == ["hash", "page"]
    ReleasedPage.objects.create(
        programme="talmora",
        address="smuggled",
        language="en",
        kind="x",
        title="In",
        published_at=timezone.now(),
        changed_at=timezone.now(),
    )
    assert "unknown" in [one.what for one in verifying.verify(in_programme.programme)[1]]
    page = sign_in(Client(), in_programme.director).get(f"{HOME}/{made.code}/editions/1/")
    assert "somebody changed it" in page.content.decode()


def test_checks_are_taken_on_pages_and_a_replay_is_refused(in_programme: Cast) -> None:
    made = through(draft(in_programme), in_programme, State.FACTS)
    client, at = sign_in(Client(), in_programme.monitoring_officer), f"{HOME}/{made.code}/release/"
    assert "The facts hold" in client.get(at).content.decode()
    seen = moving.seen_by(made)
    assert client.post(f"{at}facts/", {"seen": seen}).status_code == 302
    assert client.post(f"{at}facts/", {"seen": seen}).status_code == 409
    assert client.post(f"{at}publish/", {"seen": seen}).status_code == 404
    made.refresh_from_db()
    assert made.state == State.LANGUAGE
    author = sign_in(Client(), in_programme.press_officer)
    assert "You wrote a part of this" in author.get(at).content.decode()
    answer = author.post(f"{at}language/", {"seen": moving.seen_by(made)})
    assert answer.status_code == 403


def test_it_is_scheduled_by_the_programmes_clock_on_the_page(in_programme: Cast) -> None:
    in_programme.programme.time_zone = "Europe/Paris"
    in_programme.programme.save()
    made = through(draft(in_programme), in_programme)
    client, at = sign_in(Client(), in_programme.press_officer), f"{HOME}/{made.code}/schedule/"
    sent = {"seen": moving.seen_by(made), "day": "2031-03-30", "time": "02:30"}
    answer = client.post(at, sent)
    assert answer.status_code == 400
    assert "no such time" in answer.content.decode()
    assert client.post(at, {**sent, "day": "2031-10-26"}).status_code == 400
    sent |= {"day": "2031-10-26", "which": "later"}
    assert client.post(at, sent).status_code == 302
    made.refresh_from_db()
    assert made.publish_at is not None
    assert made.publish_at.isoformat() == "2031-10-26T01:30:00+00:00"


def test_an_edition_is_verified_on_its_page(in_programme: Cast) -> None:
    made = published(in_programme)
    client = sign_in(Client(), in_programme.analyst)
    page = client.get(f"{HOME}/{made.code}/editions/1/").content.decode()
    assert made.editions.get().sha256 in page
    assert "The public reads exactly this." in page
    assert client.get(f"{HOME}/{made.code}/editions/2/").status_code == 404
    Incident.all_ever.update(tlp=TLP.RED, own_tlp=TLP.RED)
    page = client.get(f"{HOME}/{made.code}/editions/1/").content.decode()
    assert "not to be seen by you" in page


def test_the_search_finds_publications_for_those_who_may(in_programme: Cast) -> None:
    made = draft(in_programme)
    secret = draft(in_programme, tlp=TLP.RED)
    at = "/p/talmora/search/?q=shelled"
    page = sign_in(Client(), in_programme.analyst).get(at).content.decode()
    assert f"publications/{made.code}/" in page
    assert secret.code not in page
    assert made.code not in sign_in(Client(), in_programme.field_officer).get(at).content.decode()
