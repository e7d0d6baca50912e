"""The forms of the field's pages."""
