"""The verbs that write to what every room stands on; each records itself in the audit log."""
