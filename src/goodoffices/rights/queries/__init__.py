"""The nouns of the room: each query starts from what the member may see."""
