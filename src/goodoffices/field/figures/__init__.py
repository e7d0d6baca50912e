"""The map and the charts of the field's pages."""
