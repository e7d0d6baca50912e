"""The forms of monitoring's pages."""
