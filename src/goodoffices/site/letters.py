"""Posting a letter: the one thing the public can leave with a programme."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.db import connections
from django.utils import timezone

INSERT = "INSERT INTO letterbox_letter (programme, kind, content, at) VALUES (%s, %s, {}, %s)"


def post(programme: str, kind: str, content: dict[str, Any]) -> None:
    """Put a letter into the letterbox; whoever posts it can read none, not even this one.

    Written out, because Django asks for the number of a new row, and the public may not read that.
    """
    connection = connections[settings.PUBLIC_DATABASE]
    place = "CAST(%s AS jsonb)" if connection.vendor == "postgresql" else "%s"
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        values = [programme, kind, json.dumps(content, ensure_ascii=False), now]
        cursor.execute(INSERT.format(place), values)
