"""The server that ODK Collect and our own web form speak to: OpenRosa 1.0, by device."""
