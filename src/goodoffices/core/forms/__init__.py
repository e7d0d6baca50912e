"""Forms of members, settings, tokens, saved views, places and parties."""
