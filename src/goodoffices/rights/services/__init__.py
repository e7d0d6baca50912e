"""The verbs of the room; each asks for its permission and writes its audit entry."""
