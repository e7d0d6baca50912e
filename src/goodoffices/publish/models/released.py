"""What the public may read: copies without a tie to any record, in tables of their own.

The public site reads these tables and no other (`goodoffices.site`): they hold no foreign key to
anything else, and nothing that has not been released. Their names all begin with ``released_``.
`Edition` is the frozen version itself, with the citations as they stood; the database refuses to
change or delete one.
"""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django_scopes import ScopedManager

from goodoffices.publish.models.publications import Language, Publication


class Edition(models.Model):
    """A version of a publication that was published: frozen with its citations, hashed, immutable.

    ``content`` holds texts, figures as they were resolved, citations with what each record said,
    steps and overrides; ``sha256`` is the hash of its canonical JSON (sorted keys, UTF-8, no
    blanks). ``note`` says in each language what was wrong, where this edition corrects another.
    """

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey("core.User", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager(programme="publication__programme")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["publication", "number"], name="edition_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.publication_id} {self.number}"


class ReleasedSite(models.Model):
    """A programme's public face: its name, what it says of itself, how it can be reached.

    ``words`` holds for each language the Markdown-made HTML of the pages that belong to the site
    (about, activities, partners, get-involved, contact, privacy, imprint) and the name; ``serial``
    rises with every change of anything released, so that caches know (one row a programme).
    Days on the site are those of ``time_zone``.
    """

    programme = models.SlugField(unique=True)
    serial = models.PositiveBigIntegerField(default=1)
    words = models.JSONField(default=dict)
    languages = models.JSONField(default=list)
    topics = models.JSONField(default=list)
    donate_url = models.URLField(blank=True)
    address = models.URLField(blank=True)
    open = models.BooleanField(default=False)
    time_zone = models.CharField(max_length=64, default="UTC")
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        db_table = "released_site"

    def __str__(self) -> str:
        return self.programme


class ReleasedPage(models.Model):
    """One publication in one language as the public reads it.

    ``body`` is safe HTML, made when it was published. ``topics`` are slugs. ``notes`` are the
    numbered sources under the text, ``[{number, text, href}]``. ``corrections`` says, newest first,
    what was wrong: ``[{at, text, address}]``; ``corrects`` is the address of what it corrects.
    A page that was withdrawn stays with its title and the reason (``withdrawn_why``), body empty.
    """

    programme = models.SlugField()
    address = models.SlugField(max_length=80)
    language = models.CharField(max_length=2, choices=Language.choices)
    kind = models.CharField(max_length=32)
    edition = models.PositiveIntegerField(default=1)
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    body = models.TextField(blank=True)
    notes = models.JSONField(default=list)
    topics = models.JSONField(default=list)
    languages = models.JSONField(default=list)
    published_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    corrections = models.JSONField(default=list)
    corrects = models.SlugField(max_length=80, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64)

    class Meta:
        db_table = "released_page"
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "address", "language"], name="released_page_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["programme", "language", "-published_at"], name="released_page_newest"
            )
        ]

    def __str__(self) -> str:
        return f"{self.address} {self.language}"


class ReleasedFile(models.Model):
    """A file the public can download: a PDF of a page, a picture in it, a file of a data release.

    ``of`` is the address of the page or data set it belongs to; ``name`` its file name. ``made_of``
    is the hash of what it was made from, so that a PDF of an older edition is not given out.
    """

    programme = models.SlugField()
    of = models.SlugField(max_length=80)
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=80)
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    made_of = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        db_table = "released_file"
        constraints = [
            models.UniqueConstraint(fields=["programme", "of", "name"], name="released_file_once")
        ]

    def __str__(self) -> str:
        return self.name


class ReleasedDataset(models.Model):
    """One version of an open data set, with what a user must know of it.

    ``words`` holds title, source, method, caveats, licence and frequency for each language.
    ``columns`` describes each column. Older versions stay.
    """

    programme = models.SlugField()
    address = models.SlugField(max_length=80)
    version = models.PositiveIntegerField()
    words = models.JSONField(default=dict)
    columns = models.JSONField(default=list)
    rows = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = models.JSONField(default=dict)

    class Meta:
        db_table = "released_dataset"
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "address", "version"], name="released_dataset_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.address} {self.version}"


class Letter(models.Model):
    """What somebody posted on the public site, until it was dealt with; then its content goes.

    The site may add letters and read none. ``kind``: signup, confirm, unsubscribe, message, bounce.
    A message stays in the inbox until somebody deletes it; ``answered_at`` says that it was
    answered (the audit log, who said so: a tie to an account would make the public read accounts).
    """

    programme = models.SlugField()
    kind = models.CharField(max_length=12)
    content = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "letterbox_letter"
        indexes = [models.Index(fields=["kind", "at"], name="letter_waiting")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
