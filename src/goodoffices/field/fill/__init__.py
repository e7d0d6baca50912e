"""The page of field reports: our own web form, which works without a network."""
