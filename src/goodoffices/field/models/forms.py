"""Forms: what is asked in the field, in which version, and what its answers mean."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from goodoffices.core.models import Protected


def title_in_language(titles: dict[str, str], xform_id: str) -> str:
    """Return the one of a form's titles that the reader reads, else any, else its id."""
    found = titles.get((get_language() or "en")[:2]) or titles.get("en")
    return found or next(iter(titles.values()), xform_id)


class Form(Protected):
    """A questionnaire. ``xform_id`` is the id that phones know it by, once per programme.

    ``tlp`` marks the form and what is sent with it, its submissions and the reports made of them.
    ``current`` is the version handed out; None until one is published.
    """

    class Purpose(models.TextChoices):
        """What the answers are: it decides what becomes of them."""

        INCIDENT = "incident", _("Incident report")
        CHECKLIST = "checklist", _("Checklist")
        MEETING = "meeting", _("Meeting note")
        FOCUS_GROUP = "focus-group", _("Focus-group note")
        OTHER = "other", _("Other")

    class State(models.TextChoices):
        """Whether the form is handed out, and whether answers to it are taken."""

        DRAFT = "draft", _("Draft")
        OPEN = "open", _("Open")
        CLOSING = "closing", _("Closing")
        CLOSED = "closed", _("Closed")

    class Editing(models.TextChoices):
        """Who may send a correction of what was sent before."""

        OWN = "own", _("The device that sent it")
        ANY = "any", _("Any device of the form")

    xform_id = models.CharField(max_length=200)
    titles = models.JSONField(default=dict)
    purpose = models.CharField(max_length=16, choices=Purpose.choices, default=Purpose.OTHER)
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    editing = models.CharField(max_length=4, choices=Editing.choices, default=Editing.OWN)
    opens_incident = models.BooleanField(default=False)
    current = models.ForeignKey("field.FormVersion", models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey("core.User", models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta(Protected.Meta):
        constraints = [
            *Protected.Meta.constraints,
            models.UniqueConstraint(fields=["programme", "xform_id"], name="xform_id_once"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The form's title in the reader's language, else in any, else its id."""
        return title_in_language(self.titles, self.xform_id)


class FormVersion(models.Model):
    """One version of a form: the spreadsheet as uploaded and the XForm made of it.

    ``version`` is the text phones send back ("" where the form has none). ``md5`` is of the
    XForm's bytes, as OpenRosa wants it. ``fields`` lists the questions in order, each
    ``{"path", "name", "type", "labels": {language: text}, "repeat", "list", "required",
    "conditional"}``: path without the root ("place/point"), ``repeat`` the path of the innermost
    repeat it is in or "", ``conditional`` whether earlier answers decide that it is asked;
    ``choices`` maps the name of a list to ``[{"name", "labels"}]``. ``warnings`` and ``features``
    are what was found while converting: ``{"level", "sheet", "row", "column", "code",
    "message"}``. ``published_at`` is None for a draft.
    """

    form = models.ForeignKey(Form, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    version = models.CharField(max_length=200, blank=True)
    source = models.ForeignKey("core.StoredFile", models.PROTECT, null=True, related_name="+")
    source_name = models.CharField(max_length=255, blank=True)
    xform = models.ForeignKey("core.StoredFile", models.PROTECT, related_name="+")
    md5 = models.CharField(max_length=32)
    titles = models.JSONField(default=dict)
    languages = models.JSONField(default=list)
    default_language = models.CharField(max_length=40, blank=True)
    fields = models.JSONField(default=list)
    choices = models.JSONField(default=dict)
    warnings = models.JSONField(default=list)
    features = models.JSONField(default=list)
    encrypted = models.BooleanField(default=False)
    by = models.ForeignKey("core.User", models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True)

    objects = ScopedManager(programme="form__programme")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["form", "number"], name="form_number_once"),
            models.UniqueConstraint(
                fields=["form", "version"],
                condition=models.Q(published_at__isnull=False),
                name="form_version_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form_id} {self.version or self.number}"


class FormMedia(models.Model):
    """A picture, a sound or a list of choices that a version of a form needs on the phone.

    ``file`` is None while nobody has handed it in.
    """

    version = models.ForeignKey(FormVersion, models.CASCADE, related_name="media")
    name = models.CharField(max_length=255)
    file = models.ForeignKey("core.StoredFile", models.PROTECT, null=True, related_name="+")
    md5 = models.CharField(max_length=32, blank=True)
    is_list = models.BooleanField(default=False)

    objects = ScopedManager(programme="version__form__programme")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "name"], name="form_media_once")]

    def __str__(self) -> str:
        return self.name


class Mapping(models.Model):
    """Which question of a version gives which claim of a report; appended, never edited.

    ``entries`` are as `goodoffices.formats.submissions` reads them. Only a confirmed mapping
    makes reports; the newest confirmed one of a version holds.
    """

    version = models.ForeignKey(FormVersion, models.CASCADE, related_name="mappings")
    number = models.PositiveIntegerField()
    entries = models.JSONField(default=list)
    by = models.ForeignKey("core.User", models.SET_NULL, null=True, related_name="+")
    confirmed_at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager(programme="version__form__programme")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="mapping_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.number}"
