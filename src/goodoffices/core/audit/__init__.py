"""The audit log: every service writes one entry, in its own transaction, to a chain of hashes."""

from goodoffices.core.audit.chain import canonical, entry_hash, record
from goodoffices.core.audit.registry import ACTIONS, register, said, saying
from goodoffices.core.audit.verifying import Checked, Head, heads, read_heads, verify
from goodoffices.core.audit.walking import Finding

__all__ = [
    "ACTIONS",
    "Checked",
    "Finding",
    "Head",
    "canonical",
    "entry_hash",
    "heads",
    "read_heads",
    "record",
    "register",
    "said",
    "saying",
    "verify",
]
