"""The nouns of the field room."""
