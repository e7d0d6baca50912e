"""The records of the room."""

from goodoffices.rights.models.people import Group, Identity, Person, Subject

__all__ = ["Group", "Identity", "Person", "Subject"]
