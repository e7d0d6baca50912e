"""The verbs of the field room."""
