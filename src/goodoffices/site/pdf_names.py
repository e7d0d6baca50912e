"""How the PDF of a publication is called."""


def pdf_name(address: str, language: str) -> str:
    """Return the file name of a publication's PDF in one language."""
    return f"{address}-{language}.pdf"
