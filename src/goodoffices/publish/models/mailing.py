"""The mailing list: who asked for mail, what they agreed to, what was sent to them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django_scopes import ScopedManager

from goodoffices.core.codes import new_code
from goodoffices.publish.models.publications import Language


class Subscriber(models.Model):
    """Somebody who asked for mail: on the list once they confirmed, off it once they left.

    ``mark`` is a keyed hash of the address (`publish.mail.marks`), by which it is found. Who left
    keeps the row, for the log of what they agreed to, but not the address. ``topics`` are slugs;
    none means all. ``nonce`` is what an open confirmation link must hold. ``due`` says which mail
    is owed to them, ``mails`` how many such went out and ``mailed_at`` when the last did. ``soft``
    counts mail that came back for a reason that may pass.
    """

    class State(models.TextChoices):
        """Where somebody stands."""

        ASKED = "asked"
        ON = "on"
        LEFT = "left"

    class Due(models.TextChoices):
        """Mail about the subscription itself that is owed."""

        CONFIRM = "confirm"
        MANAGE = "manage"

    programme = models.ForeignKey("core.Programme", models.CASCADE, related_name="+")
    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    mark = models.CharField(max_length=64)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=2, choices=Language.choices)
    topics = models.JSONField(default=list)
    state = models.CharField(max_length=8, choices=State.choices, default=State.ASKED)
    nonce = models.CharField(max_length=24, blank=True)
    due = models.CharField(max_length=8, choices=Due.choices, blank=True)
    mails = models.PositiveSmallIntegerField(default=0)
    mailed_at = models.DateTimeField(null=True)
    soft = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)

    objects = ScopedManager(programme="programme")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "mark"],
                condition=Q(state__in=("asked", "on")),
                name="subscriber_once",
            ),
            models.CheckConstraint(
                condition=(Q(state="left", email="", left_at__isnull=False))
                | (~Q(state="left") & ~Q(email="")),
                name="subscriber_left_without_address",
            ),
            models.CheckConstraint(
                condition=~Q(state="on") | Q(confirmed_at__isnull=False),
                name="subscriber_on_has_confirmed",
            ),
        ]
        indexes = [
            models.Index(fields=["programme", "state", "language"], name="subscriber_counts"),
            models.Index(fields=["due"], condition=~Q(due=""), name="subscriber_due"),
        ]

    def __str__(self) -> str:
        return self.code


class ConsentEvent(models.Model):
    """One thing that happened to a subscription; appended only.

    ``wording`` is the version of what stood above the button, ``text`` those very words in the
    language they were read in; both empty where nothing was agreed to. No network address is kept.
    """

    class Kind(models.TextChoices):
        """What happened."""

        ASKED = "asked"
        CONFIRMED = "confirmed"
        CHANGED = "changed"
        UNSUBSCRIBED = "unsubscribed"
        BOUNCED = "bounced"
        COMPLAINED = "complained"
        REMOVED = "removed"

    subscriber = models.ForeignKey(Subscriber, models.CASCADE, related_name="events")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    wording = models.CharField(max_length=16, blank=True)
    text = models.TextField(blank=True)
    language = models.CharField(max_length=2, choices=Language.choices)
    by = models.ForeignKey("core.User", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager(programme="subscriber__programme")

    class Meta:
        indexes = [models.Index(fields=["kind", "at"], name="consent_event_growth")]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d}"


class Suppression(models.Model):
    """An address that gets no mail, known by its keyed hash alone.

    ``salt`` names the secret the hash was made with: with another one it would be found no more,
    so nothing is sent until the right one is back. Who unsubscribed can come back by asking and
    confirming anew; who bounced, complained or was removed cannot.
    """

    class Reason(models.TextChoices):
        """Why it gets none."""

        UNSUBSCRIBED = "unsubscribed"
        BOUNCED = "bounced"
        COMPLAINED = "complained"
        REMOVED = "removed"

    programme = models.ForeignKey("core.Programme", models.CASCADE, related_name="+")
    mark = models.CharField(max_length=64)
    salt = models.CharField(max_length=8)
    reason = models.CharField(max_length=12, choices=Reason.choices)
    at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager(programme="programme")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "mark"], name="suppression_once")
        ]

    def __str__(self) -> str:
        return self.reason


class Mailing(models.Model):
    """The sending of one released publication to those who asked for it.

    ``address`` and ``edition`` are those of the released pages: a mailing knows nothing else of
    the publication. ``note`` says why the program paused it (a code of `publish.mail.words`).
    ``counts`` keeps the numbers once the deliveries are deleted. Nothing is sent before
    ``not_before``.
    """

    class State(models.TextChoices):
        """Where a mailing stands."""

        DRAFT = "draft"
        SENDING = "sending"
        PAUSED = "paused"
        DONE = "done"
        CANCELLED = "cancelled"

    programme = models.ForeignKey("core.Programme", models.CASCADE, related_name="+")
    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    address = models.SlugField(max_length=80)
    edition = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    note = models.CharField(max_length=24, blank=True)
    counts = models.JSONField(default=dict)
    by = models.ForeignKey("core.User", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    started_by = models.ForeignKey("core.User", models.SET_NULL, null=True, related_name="+")
    started_at = models.DateTimeField(null=True)
    prepared_at = models.DateTimeField(null=True)
    not_before = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = ScopedManager(programme="programme")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "address", "edition"],
                condition=~Q(state="cancelled"),
                name="mailing_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "cancelled")) | Q(started_at__isnull=False),
                name="mailing_was_started",
            ),
        ]
        indexes = [models.Index(fields=["programme", "-at"], name="mailing_newest")]

    def __str__(self) -> str:
        return self.code


class Delivery(models.Model):
    """One mail of a mailing to one subscriber, and how far it has got.

    It becomes ``sending`` in a transaction of its own just before the server is given the end of
    the message, and ``sent`` once it said 250. One found in between after a kill is ``doubtful``:
    only a person who looks at the server's log knows. ``reply`` holds the server's codes alone.
    """

    class State(models.TextChoices):
        """How far it has got."""

        WAITING = "waiting"
        SENDING = "sending"
        SENT = "sent"
        DOUBTFUL = "doubtful"
        REFUSED = "refused"
        FAILED = "failed"
        RETURNED = "returned"
        SKIPPED = "skipped"

    mailing = models.ForeignKey(Mailing, models.CASCADE, related_name="deliveries")
    subscriber = models.ForeignKey(Subscriber, models.SET_NULL, null=True, related_name="+")
    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    language = models.CharField(max_length=2, choices=Language.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(null=True)
    reply = models.CharField(max_length=24, blank=True)
    worker = models.CharField(max_length=100, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager(programme="mailing__programme")

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(fields=["mailing", "subscriber"], name="delivery_once")
        ]
        indexes = [models.Index(fields=["mailing", "state", "id"], name="delivery_next")]

    def __str__(self) -> str:
        return self.code
