"""Topics: what publications are about, so that readers can choose."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import InvalidInput
from goodoffices.core import audit
from goodoffices.core.models import Programme, User
from goodoffices.core.services.permits import permitted
from goodoffices.publish.models import Language, Topic

RELEASE = "publish.release"


def add_topic(*, programme: Programme, names: Mapping[str, str], by: User | None) -> Topic:
    """Add a topic with its name in every language; its address is made of the English name."""
    permitted(by, programme, RELEASE)
    said = {code: " ".join(names.get(code, "").split())[:80] for code in Language.values}
    slug = slugify(said["en"])[:40].strip("-")
    if not all(said.values()) or not slug:
        raise InvalidInput(_("Give the topic a name in each language."), code="no-name")
    try:
        with transaction.atomic():
            topic = Topic.objects.create(programme=programme, slug=slug, names=said)
            _record("publish.topic.added", topic, by)
    except IntegrityError:
        raise InvalidInput(_("There is a topic of this name."), code="known") from None
    return topic


def close_topic(*, topic: Topic, by: User | None) -> Topic:
    """Close a topic: what has it keeps it, nothing new gets it."""
    return _set(topic, by, closed=True)


def reopen_topic(*, topic: Topic, by: User | None) -> Topic:
    """Open a closed topic again."""
    return _set(topic, by, closed=False)


def _set(topic: Topic, by: User | None, *, closed: bool) -> Topic:
    permitted(by, topic.programme, RELEASE)
    with transaction.atomic():
        held = Topic.objects.select_for_update().get(pk=topic.pk)
        if (held.closed_at is not None) != closed:
            held.closed_at = timezone.now() if closed else None
            held.save(update_fields=["closed_at"])
            _record("publish.topic.closed" if closed else "publish.topic.opened", held, by)
    return held


def _record(action: str, topic: Topic, by: User | None) -> None:
    audit.record(action, by=by, programme=topic.programme, record=topic, data={"slug": topic.slug})
