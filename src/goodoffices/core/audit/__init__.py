"""The audit log: every service writes one entry, in its own transaction, to a chain of hashes."""

from goodoffices.core.audit.chain import Act, canonical, entry_hash, lock, record, record_many
from goodoffices.core.audit.registry import ACTIONS, reading, register, said, saying
from goodoffices.core.audit.verifying import Checked, Head, heads, read_heads, verify
from goodoffices.core.audit.walking import Finding

__all__ = [
    "ACTIONS",
    "Act",
    "Checked",
    "Finding",
    "Head",
    "canonical",
    "entry_hash",
    "heads",
    "lock",
    "read_heads",
    "reading",
    "record",
    "record_many",
    "register",
    "said",
    "saying",
    "verify",
]
