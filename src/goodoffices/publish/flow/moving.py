"""Taking a publication from one step to the next, and back to draft when its text moves on."""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import Conflict, InvalidInput, NotPermitted
from goodoffices.core import audit
from goodoffices.core.models import Membership, User
from goodoffices.core.services.permits import membership
from goodoffices.monitor.services.permits import permitted
from goodoffices.publish.flow import gating, people
from goodoffices.publish.flow.addresses import address_for
from goodoffices.publish.flow.digests import digest, latest_texts, numbers
from goodoffices.publish.flow.standing import snapshot
from goodoffices.publish.flow.table import UNDER_WAY, Move, move_of, permissions
from goodoffices.publish.models import OUT, Publication, State, Step


def take(
    *, publication: Publication, name: str, by: User | None, seen: str = "", reason: str = ""
) -> Step:
    """Take one step of the state table; ``seen`` is what the person had before them (`seen_by`).

    Raises `Conflict` where the step cannot be taken from where the publication stands, where the
    text or the state moved on since it was looked at, or where a gate is open; `NotPermitted`
    where the person may not take it; `InvalidInput` without a reason where one is asked for.
    """
    with transaction.atomic():
        held = locked(publication)
        move = possible(held, name)
        if not move.by_hand:
            raise Conflict(_("This is not a step of its own."))
        member = allowed(held, move, by)
        require_seen(held, seen)
        if move.reason and not reason.strip():
            raise InvalidInput(_("Say why."), code="no-reason")
        if name == "submit":
            prepare(held)
        step = stepped(held, move, by=by, member=member, reason=reason.strip())
    publication.refresh_from_db()
    return step


def locked(publication: Publication) -> Publication:
    """Return the publication as it stands now, held until the transaction ends."""
    rows = Publication.objects.select_for_update(of=("self",)).select_related("programme")
    found: Publication = rows.get(pk=publication.pk)
    return found


def possible(held: Publication, name: str) -> Move:
    """Return the step if it can be taken from here; raises `Conflict` otherwise."""
    move = move_of(name, held.state)
    if move is None:
        raise Conflict(
            _("This step cannot be taken from where the publication stands now."), code="no-step"
        )
    return move


def allowed(held: Publication, move: Move, by: User | None) -> Membership | None:
    """Return the member who takes a step, once the role and the rules on people allow it."""
    member = permitted(by, held.programme, "publish.view", held)
    wanted = permissions(move, held.state)
    if member is not None and wanted and not any(member.may(one) for one in wanted):
        raise NotPermitted(_("Your role does not allow this. An administrator can change roles."))
    people.may_take(held, move, by)
    return member


def seen_by(publication: Publication) -> str:
    """Return what tells this moment of a publication from every other: forms carry it along."""
    return f"{publication.state}.{digest(publication)[:20]}.{publication.steps.count()}"


def require_seen(held: Publication, seen: str) -> None:
    """Raise `Conflict` where the text or the state is another than the person looked at."""
    if seen and seen != seen_by(held):
        raise Conflict(
            _("It moved on while you looked. Nothing was done: look again."), code="moved-on"
        )


def prepare(held: Publication) -> None:
    """See that a draft is whole before it goes into its checks; gives it an address."""
    texts = latest_texts(held)
    source = texts.get(held.source_language)
    if source is None or not source.body.strip():
        raise InvalidInput(_("Write the text in its first language before it is checked."))
    if held.corrects is not None:
        _says_what_was_wrong(held, texts)
    if not held.address:
        held.address = address_for(held, source.title)
        held.save(update_fields=["address"])


def _says_what_was_wrong(held: Publication, texts: dict[str, Any]) -> None:
    last = held.corrects and held.corrects.editions.order_by("-number").first()
    languages = {one["language"] for one in last.content["texts"]} if last else set()
    if any(language not in texts or not texts[language].summary.strip() for language in languages):
        raise InvalidInput(
            _(
                "A correction says what was wrong in every language in which the text came out: "
                "write it into the summary of each."
            ),
            code="correction-not-said",
        )


def stepped(
    held: Publication,
    move: Move,
    *,
    by: User | None,
    member: Membership | None,
    reason: str = "",
    why: list[Any] | None = None,
    action: str = "publish.publication.moved",
    asked: bool = False,
    **columns: Any,
) -> Step:
    """Append the step of a locked publication and change its state.

    The gates are asked before a step that leads forward, unless the caller has ``asked`` them.
    """
    now = digest(held)
    if move.forward and not asked:
        require_open(held)
    if move.checks and any(one.digest != now for one in _before(held)):
        raise Conflict(_("The text is not the one that was checked before."), code="text-changed")
    step = Step.objects.create(
        publication=held,
        of=held.state,
        to=move.to,
        reason=reason,
        why=why or [],
        texts=numbers(latest_texts(held)),
        digest=now,
        evidence=snapshot(held, member) if move.checks else {},
        by=by,
    )
    rows = Publication.objects.filter(pk=held.pk, state=held.state)
    if not rows.update(state=move.to, **columns):
        raise Conflict(_("Somebody was quicker. Look again."), code="moved-on")
    data = {"from": held.state, "to": str(move.to)}
    audit.record(action, by=by, programme=held.programme, record=held, reason=reason, data=data)
    held.state = move.to
    return step


def _before(held: Publication) -> list[Step]:
    return list(people.checks_of(people.this_round(held)).values())


def require_open(held: Publication) -> None:
    """Raise `Conflict` while a gate is open."""
    if gating.blocking(held):
        raise Conflict(
            _("A gate is open: settle what it found, or let it stand with a reason."),
            code="gate-open",
        )


def moved_on(publication: Publication, *, by: User | None) -> Publication:
    """Undo what was checked because a text or a citation was saved; in the saver's transaction.

    What is under way goes back to draft. A text that is out may only be written on while a
    correction of it is being prepared, which goes back to draft, too. Raises `Conflict` otherwise.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("texts are saved in a transaction")
    held = locked(publication)
    if held.state == State.DROPPED:
        raise Conflict(_("This was dropped. Take it up again before you write on."))
    for one in open_corrections(held) if held.state in OUT else [held]:
        _back_to_draft(one, by)
    publication.state = held.state
    publication.publish_at = held.publish_at
    return publication


def open_corrections(held: Publication) -> list[Publication]:
    """Return the corrections of a text that are being prepared; raises `Conflict` without one."""
    rows = held.corrections.select_for_update(of=("self",)).select_related("programme")
    found = list(rows.filter(state__in=(State.DRAFT, *UNDER_WAY)).order_by("pk"))
    if not found:
        raise Conflict(
            _("This has come out and is frozen. Begin a correction to change its text."),
            code="frozen",
        )
    return found


def _back_to_draft(held: Publication, by: User | None) -> None:
    move = move_of("back", held.state)
    if move is None:
        return
    stepped(
        held,
        move,
        by=by,
        member=membership(by, held.programme) if by else None,
        why=[{"what": "text-changed"}],
        publish_at=None,
    )
    held.publish_at = None
