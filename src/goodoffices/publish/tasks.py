"""Background work of the room, gathered from its folders."""

from goodoffices.publish.data import tasks as data
from goodoffices.publish.flow import tasks as flow

__all__ = ["data", "flow"]
