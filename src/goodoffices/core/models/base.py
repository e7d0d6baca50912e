"""What every record of a programme has: a programme, a public code, a mark of who may see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.db import models
from django.utils import timezone
from django_scopes import ScopedManager

from goodoffices.core.codes import new_code
from goodoffices.core.tlp import TLP

if TYPE_CHECKING:
    from goodoffices.core.models.accounts import Membership

M = TypeVar("M", bound=models.Model)


class VisibleQuerySet(models.QuerySet[M]):
    """Records of one programme; `visible_to` leaves only what a member may see."""

    def visible_to(self, member: Membership | None) -> Self:
        """Leave out what the member's clearance does not reach and no name on it allows.

        None stands for nobody: an empty set. The condition is SQL, so that counts, pages,
        searches and exports built on it hold nothing hidden.
        """
        from goodoffices.core.access import visibility

        return self.filter(visibility(self.model, member))


_VisibleRows = models.Manager.from_queryset(VisibleQuerySet)


class VisibleManager(_VisibleRows[M]):
    """The manager behind `scoped`."""


def scoped(path: str = "programme") -> ScopedManager[Any]:
    """Return a manager that refuses to query outside a programme (django-scopes)."""
    return ScopedManager(programme=path, _manager_class=VisibleManager)


class Protected(models.Model):
    """A record of one programme with a random public code and a TLP mark."""

    programme = models.ForeignKey("core.Programme", models.CASCADE, db_index=False)
    code = models.CharField(max_length=16, default=new_code, editable=False)
    tlp = models.PositiveSmallIntegerField(choices=TLP.choices, default=TLP.AMBER)

    objects = scoped()

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["programme", "code"], name="%(class)s_code_once"),
            models.CheckConstraint(
                condition=models.Q(tlp__gte=0, tlp__lte=4), name="%(class)s_tlp_known"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Withdrawable(models.Model):
    """Something that was said of a record: appended and withdrawn, never edited."""

    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    by = models.ForeignKey("core.User", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey("core.User", models.SET_NULL, null=True, related_name="+")
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.code


STANDS = models.Q(withdrawn_at__isnull=True)
"""That something said was not withdrawn."""
