"""Which reports tell of the same event: suggesting, deciding, regrouping, learning, measuring."""
