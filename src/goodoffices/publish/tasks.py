"""Background work of the room, gathered from its folders."""

from goodoffices.publish.data import tasks as data
from goodoffices.publish.flow import tasks as flow
from goodoffices.publish.mail import tasks as mail
from goodoffices.publish.partners import tasks as partners

__all__ = ["data", "flow", "mail", "partners"]
