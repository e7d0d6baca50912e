"""The invented country: its coast, its districts, its places and what they are called."""
