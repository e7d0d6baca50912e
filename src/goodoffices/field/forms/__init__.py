"""The forms that people fill in on the field's pages."""
