"""The gates before release: what still speaks against saying a text in public, in words.

Each gate is a small module with ``findings(draft)`` over a `Draft` that is loaded once; a gate
reads no database. What a reader may not see is not in their draft, so that no finding betrays it.
"""
