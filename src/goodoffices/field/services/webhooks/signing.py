"""What a webhook is sent: its body, and the headers that prove where it comes from."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any

from django.conf import settings
from django.urls import reverse

from goodoffices import __version__
from goodoffices.field.models import Webhook, WebhookDelivery

VERSION = "v1"


def body(delivery: WebhookDelivery) -> bytes:
    """Return what is told of one version of a submission, as JSON.

    Ids and an address; the answers only where the webhook is to have them.
    """
    version, hook = delivery.version, delivery.webhook
    submission = version.submission
    told: dict[str, Any] = {
        "event": "submission.received" if version.number == 1 else "submission.edited",
        "delivery": delivery_id(delivery),
        "programme": hook.programme.slug,
        "form": {"id": version.form.xform_id, "version": version.form_version.version},
        "submission": {
            "code": submission.code,
            "instance_id": version.instance_id,
            "root_id": submission.root_id,
            "number": version.number,
            "received_at": version.received_at.isoformat(),
            "url": settings.ADDRESS.rstrip("/") + _page(hook, submission.code),
        },
    }
    if hook.with_answers:
        told["answers"] = submission.answers
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def _page(hook: Webhook, code: str) -> str:
    return reverse("field:submission", kwargs={"programme": hook.programme.slug, "code": code})


def delivery_id(delivery: WebhookDelivery) -> str:
    """Return an id that stays the same however often a delivery is tried."""
    said = f"{delivery.webhook.code} {delivery.version.form.code} {delivery.version.instance_id}"
    return hashlib.sha256(said.encode()).hexdigest()[:24]


def headers(delivery: WebhookDelivery, content: bytes, *, at: int) -> dict[str, str]:
    """Return the headers of a delivery; ``at``: seconds since 1970."""
    return {
        "Content-Type": "application/json",
        "User-Agent": f"GoodOffices/{__version__}",
        "GoodOffices-Delivery": delivery_id(delivery),
        "GoodOffices-Timestamp": str(at),
        "GoodOffices-Signature": f"{VERSION}={signature(delivery.webhook.secret, content, at=at)}",
    }


def signature(secret: str, content: bytes, *, at: int) -> str:
    """Return the HMAC-SHA256 (hex) over timestamp, a full stop and the body."""
    return hmac.new(secret.encode(), f"{at}.".encode() + content, hashlib.sha256).hexdigest()
