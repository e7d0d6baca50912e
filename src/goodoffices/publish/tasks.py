"""Background work of the room, gathered from its folders."""

from goodoffices.publish.data import tasks as data

__all__ = ["data"]
