"""Telling other systems that something arrived: signed, tried again, logged."""

from goodoffices.field.services.webhooks.managing import (
    add_webhook,
    change_webhook,
    end_webhook,
    try_again,
)
from goodoffices.field.services.webhooks.telling import TELL, TELL_AGAIN, has_webhooks, tell

__all__ = [
    "TELL",
    "TELL_AGAIN",
    "add_webhook",
    "change_webhook",
    "end_webhook",
    "has_webhooks",
    "tell",
    "try_again",
]
