"""The mailing list: who asked for mail, what was sent to them, what came back."""
