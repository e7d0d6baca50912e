"""Taking in what comes from the field: whole, once, and never lost.

`receive` is the one door, whatever the channel (a phone, the web form, an outbox carried by hand,
a release from the quarantine). It answers only after the rows are committed and every byte is on
the disk.
"""

from goodoffices.field.services.receiving.post import Post, Receipt, Sender
from goodoffices.field.services.receiving.taking import receive

__all__ = ["Post", "Receipt", "Sender", "receive"]
