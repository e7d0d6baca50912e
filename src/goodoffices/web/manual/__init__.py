"""The documentation inside the program: the Markdown pages of ``docs/``, read and shown."""
