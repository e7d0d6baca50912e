"""The pages on which publications are written."""
