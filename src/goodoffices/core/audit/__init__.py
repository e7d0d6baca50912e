"""The audit log: every service writes one entry, in its own transaction, to a chain of hashes."""

from goodoffices.core.audit.chain import canonical, entry_hash, record
from goodoffices.core.audit.registry import ACTIONS, register

__all__ = ["ACTIONS", "canonical", "entry_hash", "record", "register"]
