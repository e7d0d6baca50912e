"""OpenRosa's XML: the head of a submission, read without trusting it."""

from goodoffices.formats.openrosa.instance import Instance, file_names, read_instance
from goodoffices.formats.openrosa.xml import Malformed, safe_tree

__all__ = ["Instance", "Malformed", "file_names", "read_instance", "safe_tree"]
