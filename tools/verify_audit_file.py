"""Verify the audit log in an SQLite file with nothing but Python: verify_audit_file.py FILE [HEADS]

A second, independent implementation of docs/algorithms/audit-chain.md, for people who trust
neither the program nor its server. Reads a copy of the database (a backup), changes nothing.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import sys

COLUMNS = [
    "chain",
    "seq",
    "at",
    "actor_id",
    "actor_label",
    "action",
    "kind",
    "object_id",
    "object_code",
    "tlp",
    "reason",
    "data",
    "previous",
]


def said(row: sqlite3.Row) -> str:
    """Return the SHA-256 of what an entry says."""
    parts = [row[name] for name in COLUMNS]
    moment = row["at"].replace(" ", "T")
    parts[2] = moment + ("" if "." in moment else ".000000") + "+00:00"
    parts[11] = json.loads(row["data"])
    text = json.dumps(parts, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def kept_heads(path: str) -> dict[tuple[str, int], str]:
    """Read the lines that ``goodoffices audit head`` printed."""
    with open(path, encoding="utf-8") as file:
        heads = [json.loads(line) for line in file if line.strip()]
    return {(head["chain"], head["seq"]): head["hash"] for head in heads}


def verdicts(base: sqlite3.Connection, kept: dict[tuple[str, int], str]) -> dict[str, str]:
    """Return for each chain what is wrong first, or how many entries it has."""
    found: dict[str, str] = {}
    last: dict[str, tuple[int, str]] = {chain: (0, "") for chain, _ in kept}
    for row in base.execute("SELECT * FROM core_auditentry ORDER BY chain, seq, id"):
        chain, seq = row["chain"], row["seq"]
        before, digest = last.get(chain, (0, ""))
        if chain in found:
            continue
        if seq != before + 1:
            found[chain] = f"after entry {before} comes entry {seq}"
        elif said(row) != row["hash"]:
            found[chain] = f"entry {seq} was changed"
        elif row["previous"] != digest:
            found[chain] = f"entry {seq} does not follow from entry {before}"
        elif kept.get((chain, seq), row["hash"]) != row["hash"]:
            found[chain] = f"entry {seq} is not the one in the head that was kept"
        last[chain] = (seq, row["hash"])
    for chain, seq in kept:
        if chain not in found and last[chain][0] < seq:
            found[chain] = f"the log ends with entry {last[chain][0]}, entry {seq} is gone"
    whole = {chain: f"{seq} entries, unbroken" for chain, (seq, _) in last.items()}
    return whole | found


def main() -> int:
    """Print a line for each chain; 1 where one is broken."""
    base = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
    base.row_factory = sqlite3.Row
    kept = kept_heads(sys.argv[2]) if len(sys.argv) > 2 else {}
    lines = verdicts(base, kept)
    for chain, line in sorted(lines.items()):
        print(f"{chain}: {line}")
    return int(any(not line.endswith("unbroken") for line in lines.values()))


if __name__ == "__main__":
    sys.exit(main())
