"""What happens to a subscription: asked for, confirmed, changed, ended. Every step is logged."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import Conflict, InvalidInput
from goodoffices.core import audit
from goodoffices.core.models import Programme, User
from goodoffices.core.services.permits import permitted
from goodoffices.publish.mail import links, marks
from goodoffices.publish.mail.names import programme_name
from goodoffices.publish.mail.wording import consent, version_of
from goodoffices.publish.models import ConsentEvent, Language, Subscriber, Suppression, Topic

Kind, State, Due = ConsentEvent.Kind, Subscriber.State, Subscriber.Due
MOST_MAILS = 3
"""So many confirmation mails go to one address before somebody must wait for the row to go."""

NAGGING = timedelta(hours=1)
"""Nobody gets a second mail about their subscription sooner, however often it is asked for."""

OPEN_DAYS = 7
SOFT_MOST = 5
_STAYS = (
    Suppression.Reason.BOUNCED,
    Suppression.Reason.COMPLAINED,
    Suppression.Reason.REMOVED,
)


def ask(
    *, programme: Programme, email: str, language: str, topics: Iterable[str]
) -> Subscriber | None:
    """Note that somebody asked for mail; a mail with the link is then due. None: nothing is.

    Who is on the list already gets the link to their choices instead. An address that bounced,
    complained or was removed gets nothing at all.
    """
    address = marks.normal(email)
    known = marks.mark(address)
    with transaction.atomic():
        if Suppression.objects.filter(programme=programme, mark=known, reason__in=_STAYS).exists():
            return None
        rows = Subscriber.objects.select_for_update().filter(programme=programme, mark=known)
        one = rows.exclude(state=State.LEFT).first()
        if one is not None:
            return _again(one)
        one = Subscriber.objects.create(
            programme=programme,
            mark=known,
            email=address,
            language=_language(language),
            topics=_topics(programme, topics),
            nonce=secrets.token_urlsafe(12),
            due=Due.CONFIRM,
        )
        words = consent(one.language, programme_name(programme, one.language))
        _log(one, Kind.ASKED, wording=version_of(words), text=words)
    return one


def _again(one: Subscriber) -> Subscriber | None:
    """Have a mail sent once more, unless one went out just now or too many have."""
    recent = one.mailed_at is not None and timezone.now() - one.mailed_at < NAGGING
    if recent or one.due or (one.state == State.ASKED and one.mails >= MOST_MAILS):
        return None
    one.due = Due.MANAGE if one.state == State.ON else Due.CONFIRM
    one.save(update_fields=["due"])
    return one


def confirm(*, programme: Programme, token: str) -> Subscriber | None:
    """Put somebody on the list who pressed the button behind their link; None: nothing happened."""
    said = links.read_confirm(token, programme.slug)
    if said is None:
        return None
    with transaction.atomic():
        one = _waiting(programme, *said)
        if one is None:
            return None
        now = timezone.now()
        one.state, one.confirmed_at, one.nonce, one.due = State.ON, now, "", ""
        one.save(update_fields=["state", "confirmed_at", "nonce", "due"])
        Suppression.objects.filter(
            programme=programme, mark=one.mark, reason=Suppression.Reason.UNSUBSCRIBED
        ).delete()
        _log(one, Kind.CONFIRMED)
    return one


def _waiting(programme: Programme, code: str, nonce: str) -> Subscriber | None:
    """Return who waits for this very link, unless they must get no mail any more."""
    rows = Subscriber.objects.select_for_update().filter(programme=programme, code=code)
    one = rows.filter(state=State.ASKED).first()
    if one is None or not one.nonce or not hmac.compare_digest(one.nonce, nonce):
        return None
    stopped = Suppression.objects.filter(programme=programme, mark=one.mark, reason__in=_STAYS)
    return None if stopped.exists() else one


def change(
    *, programme: Programme, token: str, language: str, topics: Iterable[str]
) -> Subscriber | None:
    """Change the language and topics of somebody who holds their link; None: nothing happened."""
    said = links.read_manage(token, programme.slug)
    if said is None:
        return None
    with transaction.atomic():
        rows = Subscriber.objects.select_for_update().filter(programme=programme)
        one = rows.filter(code=said["code"], state=State.ON).first()
        if one is None:
            return None
        wanted = (_language(language, one.language), _topics(programme, topics))
        if wanted != (one.language, one.topics):
            one.language, one.topics = wanted
            one.save(update_fields=["language", "topics"])
            _log(one, Kind.CHANGED)
    return one


def unsubscribe(*, programme: Programme, token: str) -> Subscriber | None:
    """Take somebody off the list who asked for it; once more does nothing.

    A link from an older subscription of the same address ends the present one too: whoever
    presses it wants no mail.
    """
    code = links.read_leave(token, programme.slug)
    if code is None:
        return None
    with transaction.atomic():
        first = Subscriber.objects.filter(programme=programme, code=code).first()
        if first is None:
            return None
        rows = Subscriber.objects.select_for_update().filter(programme=programme, mark=first.mark)
        one = rows.exclude(state=State.LEFT).first()
        if one is not None:
            end(one, Kind.UNSUBSCRIBED)
    return one


def end(one: Subscriber, kind: str, *, by: User | None = None) -> None:
    """End a subscription: its address is deleted, its mark kept so that nothing is sent there.

    Must run in the caller's transaction.
    """
    reason = Suppression.Reason(kind)
    now = timezone.now()
    one.state, one.email, one.left_at, one.nonce, one.due = State.LEFT, "", now, "", ""
    one.save(update_fields=["state", "email", "left_at", "nonce", "due"])
    Suppression.objects.update_or_create(
        programme=one.programme,
        mark=one.mark,
        defaults={"reason": reason, "salt": marks.salt_name(), "at": now},
    )
    _log(one, kind, by=by)


def returned_softly(one: Subscriber) -> bool:
    """Count one mail that came back for a reason that may pass; too many end the subscription.

    Returns whether they did. Must run in the caller's transaction.
    """
    one.soft += 1
    one.save(update_fields=["soft"])
    if one.soft >= SOFT_MOST and one.state == State.ON:
        end(one, Kind.BOUNCED)
        return True
    return False


def remove(*, one: Subscriber, by: User, reason: str) -> None:
    """Take somebody off the list for good, because they asked us in another way."""
    permitted(by, one.programme, "publish.mail")
    if not reason.strip():
        raise InvalidInput(_("Say why the subscription is ended."), code="no-reason")
    with transaction.atomic():
        rows = Subscriber.objects.select_for_update().filter(pk=one.pk)
        fresh = rows.exclude(state=State.LEFT).first()
        if fresh is None:
            raise Conflict(_("The subscription has ended already."))
        audit.record(
            "publish.subscriber.removed", by=by, programme=one.programme, record=one, reason=reason
        )
        end(fresh, Kind.REMOVED, by=by)
    one.refresh_from_db()


def forget_unconfirmed(programme: Programme) -> int:
    """Delete those who asked and did not confirm within a week; nothing of them is kept."""
    before = timezone.now() - timedelta(days=OPEN_DAYS)
    rows = Subscriber.objects.filter(programme=programme, state=State.ASKED, at__lt=before)
    return rows.delete()[1].get("publish.Subscriber", 0)


def _log(
    one: Subscriber, kind: str, *, wording: str = "", text: str = "", by: User | None = None
) -> None:
    ConsentEvent.objects.create(
        subscriber=one, kind=kind, wording=wording, text=text, language=one.language, by=by
    )


def _language(said: str, otherwise: str = "en") -> str:
    return said if said in Language.values else otherwise


def _topics(programme: Programme, said: Iterable[str]) -> list[str]:
    """Return the topics that there are; all of them or none is the same as all, now and later."""
    there = Topic.objects.filter(programme=programme, closed_at=None)
    known = set(there.values_list("slug", flat=True))
    found = sorted(known & {str(one) for one in said})
    return [] if len(found) == len(known) else found
