"""Partners: what was agreed with other organisations, what goes to them, what comes back."""
