"""Which model weighs a programme's pairs: the one it has learnt last, else the shipped one."""

from __future__ import annotations

from dataclasses import dataclass

from goodoffices.core.models import Programme
from goodoffices.methods.linkage import Model
from goodoffices.monitor.models import LinkageModel


@dataclass(frozen=True, slots=True)
class Weights:
    """A model with its version in the programme; 0 is the shipped one."""

    version: int
    model: Model


def weights_of(programme: Programme) -> Weights:
    """Return the model a programme weighs with now."""
    rows = LinkageModel.objects.filter(programme=programme, taken=True)
    row = rows.order_by("-version").first()
    if row is None:
        return Weights(0, Model.shipped())
    return Weights(row.version, Model.from_json(row.weights))
