"""Writing publications: texts by language, citations, live figures, preview."""
