"""The ledger: what pages count of incidents, as columns of numbers beside the rows."""

from __future__ import annotations

from django.db import models
from django_scopes import ScopedManager

LEAF = 2_048
"""Incidents to a leaf: few enough to write one anew in 20 ms, many enough to read a million in 30.

A number in triggers of the database: to change it, a migration has to write them anew.
"""


class LedgerLeaf(models.Model):
    """One column of those incidents whose ids are from ``number`` * `LEAF` on (derived).

    ``form`` is the type of the numbers as numpy names it, ``data`` they themselves in the order of
    the incidents' ids (`methods.columns.pack`). A leaf that a `LedgerMark` names is out of date.
    """

    programme = models.ForeignKey("core.Programme", models.CASCADE, db_index=False)
    column = models.CharField(max_length=16)
    number = models.BigIntegerField()
    form = models.CharField(max_length=4)
    data = models.BinaryField()

    objects = ScopedManager(programme="programme")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "column", "number"], name="ledger_leaf_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.column} {self.number}"


class LedgerState(models.Model):
    """Which writing of a programme's leaves stands now: ``token`` is new with each.

    Processes that hold the columns in memory tell by it whether theirs are those of the database,
    also after a backup was put back.
    """

    programme = models.OneToOneField("core.Programme", models.CASCADE, primary_key=True)
    token = models.CharField(max_length=32)

    objects = ScopedManager(programme="programme")

    def __str__(self) -> str:
        return self.token


class LedgerMark(models.Model):
    """The database's own note that incidents of a leaf changed since it was written.

    Triggers make it (`monitor.ledger.triggers`), in the transaction of the change, whoever makes
    that. Several may name one leaf.
    """

    programme = models.ForeignKey(
        "core.Programme", models.DO_NOTHING, db_constraint=False, db_index=False
    )
    number = models.BigIntegerField()

    objects = ScopedManager(programme="programme")

    class Meta:
        indexes = [models.Index(fields=["programme", "number"], name="ledger_mark_of_leaf")]

    def __str__(self) -> str:
        return str(self.number)
