"""The state table: who takes which step, what undoes it, what a forged or replayed post meets."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from goodoffices.codebook.errors import Conflict, InvalidInput, NotFound, NotPermitted
from goodoffices.core.models import AuditEntry
from goodoffices.core.roles import ROLES
from goodoffices.publish.flow import correcting, guards, moving, people, publishing
from goodoffices.publish.flow.digests import digest
from goodoffices.publish.flow.table import BY_NAME, MOVES, move_of, permissions
from goodoffices.publish.models import Edition, Publication, State, Step
from goodoffices.publish.writing.services.citations import withdraw
from goodoffices.publish.writing.services.publications import GivenText, save_text
from tests.cast import Cast
from tests.publish.flow.stage import (
    another,
    checkers,
    cite,
    draft,
    gates_clear,
    incident,
    through,
    write,
)


def take(made: Publication, name: str, by: Any, **more: Any) -> Step:
    return moving.take(publication=made, name=name, by=by.user, **more)


def test_the_table_leads_from_draft_to_public_and_back() -> None:
    states = {State(one) for move in MOVES for one in (*move.of, move.to)}
    assert states == set(State), "every state is reached or left"
    assert [one.of[0] for one in MOVES if one.checks] == [
        "facts",
        "language",
        "director",
        "security",
    ]
    assert move_of("publish", State.SECURITY) is None
    assert move_of("back", State.DRAFT) is None
    for move in MOVES:
        for state in move.of:
            for permission in permissions(move, state):
                assert any(permission in held for held in ROLES.values()), permission


def test_from_draft_to_ready_by_five_people(in_programme: Cast) -> None:
    made = through(draft(in_programme), in_programme)
    assert made.state == State.READY
    assert made.address == "the-market-was-shelled"
    assert [one.to for one in made.steps.order_by("pk")] == [
        *("facts", "language", "director", "security", "ready")
    ]
    done = AuditEntry.objects.filter(action="publish.publication.moved")
    assert [one.actor_label for one in done.order_by("seq")][-1] == "Rika Ights"


def test_an_author_checks_nothing(in_programme: Cast) -> None:
    made = draft(in_programme, by=in_programme.director)
    moving.take(publication=made, name="submit", by=in_programme.press_officer.user)
    with pytest.raises(NotPermitted) as refused:
        take(made, "facts", in_programme.director)
    assert refused.value.code == "own-text"


def test_who_cited_or_took_a_citation_back_is_an_author(in_programme: Cast) -> None:
    made = draft(in_programme)
    cite(made, "c2", incident(in_programme), by=in_programme.analyst.user)
    tie = cite(made, "c3", incident(in_programme), by=None)
    tie.withdrawn_at, tie.withdrawn_by = tie.at, in_programme.rights_officer.user
    tie.save()
    through(made, in_programme, State.LANGUAGE)
    with pytest.raises(NotPermitted):
        take(made, "language", in_programme.analyst)
    take(made, "language", in_programme.director)
    helper = another(in_programme.programme, "director", "Second Rect")
    take(made, "approve", helper)
    with pytest.raises(NotPermitted):
        take(made, "security", in_programme.rights_officer)


def test_who_checked_first_and_wrote_after_has_not_checked(in_programme: Cast) -> None:
    made = through(draft(in_programme), in_programme, State.LANGUAGE)
    with transaction.atomic():
        write(made, by=in_programme.monitoring_officer.user, body="Other words. [~]")
        moving.moved_on(made, by=in_programme.monitoring_officer.user)
    made.refresh_from_db()
    assert made.state == State.DRAFT
    assert made.steps.order_by("-pk")[0].why == [{"what": "text-changed"}]
    take(made, "submit", in_programme.press_officer)
    with pytest.raises(NotPermitted):
        take(made, "facts", in_programme.monitoring_officer)


def test_one_person_does_not_approve_and_clear_in_either_order(in_programme: Cast) -> None:
    made = through(draft(in_programme), in_programme, State.DIRECTOR)
    take(made, "approve", in_programme.director)
    with pytest.raises(NotPermitted) as refused:
        take(made, "security", in_programme.director)
    assert refused.value.code == "same-person"


def test_a_text_saved_past_the_rules_undoes_the_checks(in_programme: Cast) -> None:
    """A writer that forgets `moved_on`: the digest tells."""
    made = through(draft(in_programme), in_programme, State.SECURITY)
    write(made, by=None, body="Slipped in. [~]")
    with pytest.raises(Conflict) as refused:
        take(made, "security", in_programme.rights_officer)
    assert refused.value.code == "text-changed"
    ready = through(draft(in_programme), in_programme)
    cite(ready, "c9", incident(in_programme), by=None)
    with pytest.raises(Conflict):
        publishing.publish(publication=ready, by=in_programme.press_officer.user)
    assert not Edition.objects.exists()


def test_checks_that_were_forged_do_not_let_it_out(in_programme: Cast) -> None:
    """Steps written past the services: by nobody, by an author, by one person."""
    made = draft(in_programme)
    now = digest(made)
    author, other = in_programme.press_officer.user, in_programme.director.user
    for by, code in ((None, "check-missing"), (author, "own-text"), (other, "same-person")):
        Step.objects.create(publication=made, of="draft", to="facts", digest=now)
        for of, to in zip(
            ("facts", "language", "director", "security"),
            ("language", "director", "security", "ready"),
            strict=True,
        ):
            Step.objects.create(publication=made, of=of, to=to, digest=now, by=by)
        assert people.unchecked(made, now) == code


@pytest.mark.parametrize(
    "name", ["publish", "schedule", "hold", "corrected", "withdraw", "nothing"]
)
def test_a_step_that_is_forged_is_none(name: str, in_programme: Cast) -> None:
    made = through(draft(in_programme), in_programme)
    with pytest.raises(Conflict):
        take(made, name, in_programme.director)
    made.refresh_from_db()
    assert made.state == State.READY


def test_what_is_sent_twice_is_done_once(in_programme: Cast) -> None:
    made = through(draft(in_programme), in_programme, State.FACTS)
    seen = moving.seen_by(made)
    take(made, "facts", in_programme.monitoring_officer, seen=seen)
    with pytest.raises(Conflict):
        take(made, "facts", in_programme.monitoring_officer, seen=seen)
    take(made, "back", in_programme.analyst, reason="Say who.")
    take(made, "submit", in_programme.press_officer)
    assert made.state == State.FACTS
    with pytest.raises(Conflict) as refused:
        take(made, "facts", in_programme.monitoring_officer, seen=seen)
    assert refused.value.code == "moved-on"


def test_each_step_asks_for_its_permission(in_programme: Cast) -> None:
    made, people_ = draft(in_programme), checkers(in_programme)
    moving.take(publication=made, name="submit", by=in_programme.press_officer.user)
    for name in people_:
        for member in (in_programme.field_officer, in_programme.partner):
            with pytest.raises(NotPermitted):
                take(made, name, member)
        with pytest.raises(NotFound):
            take(made, name, in_programme.outsider)
        moving.take(publication=made, name=name, by=people_[name])
    with pytest.raises(NotPermitted):
        publishing.publish(publication=made, by=in_programme.analyst.user)


def test_sending_back_needs_a_reason_and_one_who_may(in_programme: Cast) -> None:
    made = through(draft(in_programme), in_programme, State.LANGUAGE)
    with pytest.raises(InvalidInput):
        take(made, "back", in_programme.analyst)
    with pytest.raises(NotPermitted):
        take(made, "back", in_programme.field_officer, reason="Why not")
    take(made, "back", in_programme.analyst, reason="Name no side first.")
    assert made.state == State.DRAFT


def test_an_open_gate_stops_every_step_forward(in_programme: Cast) -> None:
    made = draft(in_programme)
    with gates_clear("something"), pytest.raises(Conflict) as refused:
        take(made, "submit", in_programme.press_officer)
    assert refused.value.code == "gate-open"
    through(made, in_programme)
    with gates_clear("something"), pytest.raises(Conflict):
        publishing.publish(publication=made, by=in_programme.press_officer.user)
    take(made, "back", in_programme.press_officer, reason="Look again.")


def test_a_draft_is_dropped_and_taken_up(in_programme: Cast) -> None:
    made = draft(in_programme)
    take(made, "drop", in_programme.press_officer, reason="Overtaken.")
    with transaction.atomic(), pytest.raises(Conflict):
        moving.moved_on(made, by=in_programme.press_officer.user)
    take(made, "take_up", in_programme.press_officer)
    assert made.state == State.DRAFT
    assert BY_NAME["drop"].reason


@pytest.mark.parametrize("model", ["text", "step", "edition"])
def test_the_database_refuses_to_change_what_was_said(model: str, in_programme: Cast) -> None:
    made = through(draft(in_programme), in_programme)
    publishing.publish(publication=made, by=in_programme.press_officer.user)
    table = guards.TABLES[model][0]
    column = {"text": "body", "step": "reason", "edition": "sha256"}[model]
    assert guards.missing() == []
    for sql in (f"UPDATE {table} SET {column} = 'x'", f"DELETE FROM {table}"):  # noqa: S608
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    made.texts.update(by=None)


def test_saving_a_text_or_a_citation_undoes_the_checks(in_programme: Cast) -> None:
    """Through the services of the editor, which tell the checks of it."""
    by = in_programme.press_officer.user
    made = through(draft(in_programme), in_programme)
    said = GivenText("The market was shelled", "What we know.", "Other words. [~]")
    save_text(publication=made, language="en", given=said, number=1, by=by)
    made.refresh_from_db()
    assert made.state == State.DRAFT
    other = through(draft(in_programme), in_programme)
    withdraw(citation=other.citations.get(), reason="Not needed.", by=by)
    other.refresh_from_db()
    assert other.state == State.DRAFT
    publishing.publish(publication=through(made, in_programme), by=in_programme.director.user)
    with pytest.raises(Conflict):
        save_text(publication=made, language="en", given=said, number=2, by=by)
    correcting.begin(publication=made, wrong={"en": "It was one."}, by=by)
    again = GivenText("The market was shelled", "", "One was killed. [~]")
    assert save_text(publication=made, language="en", given=again, number=2, by=by).number == 3
