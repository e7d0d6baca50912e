"""A publication as PDF: the right words, no network, nothing in it of the machine that made it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from threading import Thread
from unicodedata import normalize

import pikepdf
import pypdfium2
import pytest

from goodoffices.core.jobs import enqueue, run_now
from goodoffices.publish.models import ReleasedFile, ReleasedPage, ReleasedSite
from goodoffices.site import pdf
from goodoffices.site.pdf_names import made_of
from goodoffices.site.pdf_pictures import with_set_words
from goodoffices.site.tasks import face_for
from tests.cast import Cast
from tests.site.asking import get, text
from tests.site.stage import OUT, opened, out

pytestmark = pytest.mark.skipif(
    not pdf.is_possible() and "CI" not in os.environ,
    reason="PDFs need Pango: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
)

ARABIC = "<p>اتفق المجلسان على ساعات فتح البئر، وقُتل 12 (9–15) شخصًا في Harrow.</p>"
HEBREW = "<p>שתי המועצות הסכימו על שעות הבאר ב־17 בנובמבר.</p>"


def words(made: bytes) -> str:
    """Return the text of a PDF."""
    document = pypdfium2.PdfDocument(made)
    try:
        found = "".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()
    return normalize("NFKC", found)


def made(page: ReleasedPage, **files: bytes) -> bytes:
    """Return the PDF of a page."""
    return pdf.document(page, face_for("talmora", page.language), files)


@pytest.fixture
def site(cast: Cast) -> Cast:
    """Open the site."""
    opened(address="https://talmora.example.org")
    return cast


def test_three_scripts_stand_in_their_own_letters(site: Cast):
    for language, body, said in (
        ("ar", ARABIC, "المجلسان"),
        ("he", HEBREW, "המועצות"),
        ("en", "<p>Both councils.</p>", "Both councils."),
    ):
        found = made(out(language=language, body=body * 3))
        with pikepdf.open(BytesIO(found)) as file:
            assert file.Root.Lang == language
            assert file.Root.MarkInfo.Marked
            fonts = {str(f.BaseFont) for f in file.pages[0].Resources.Font.values()}
            assert all("IBM-Plex-Sans" in name for name in fonts), fonts
        # The order of letters within a run is the reader's business: all of them are there.
        assert set(said) <= set(words(found))


def test_it_says_nothing_of_the_machine_and_is_the_same_each_time(site: Cast):
    page = out(title="Well & 'well' <b>")
    found = made(page)
    assert made(page) == found
    with pikepdf.open(BytesIO(found)) as file:
        assert set(file.docinfo) == {"/Title", "/Author", "/CreationDate", "/ModDate"}
        assert str(file.docinfo.Title) == "Well & 'well' <b>"
        assert str(file.docinfo.Author) == "Talmora programme"
        assert str(file.docinfo.CreationDate).startswith("D:20261120090000")
        assert "/Metadata" not in file.Root
        names = file.Root.get("/Names", {})
        assert "/EmbeddedFiles" not in names
    assert b"weasyprint" not in found.lower()
    assert b"/tmp" not in found
    assert b"/work" not in found


class Ear(BaseHTTPRequestHandler):
    """Notes whoever asks."""

    heard: list[str] = []

    def do_GET(self) -> None:
        self.heard.append(self.path)
        self.send_response(404)
        self.end_headers()

    def log_message(self, *words: object) -> None:
        return


@pytest.fixture
def ear() -> Iterator[str]:
    """Return the address of a server that should hear nothing."""
    server = HTTPServer(("127.0.0.1", 0), Ear)
    Thread(target=server.serve_forever, daemon=True).start()
    Ear.heard.clear()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_nobody_is_asked_for_anything(site: Cast, ear: str, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("A-SECRET-OF-THE-MACHINE")
    body = (
        f'<img src="{ear}/a.png"><img src="file://{secret}"><img src="//127.0.0.1/x"><img src="..">'
        f'<link rel="stylesheet" href="{ear}/b.css"><link rel="attachment" href="file://{secret}">'
        f"<style>@import url({ear}/c.css); body {{ background: url({ear}/d.png) }}</style>"
        f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{ear}/e.png" width="9" height="9"/>'
        f'<use href="{ear}/f.svg#a"/></svg><object data="{ear}/g.pdf"></object>'
        f'<iframe src="{ear}/h"></iframe><embed src="file://{secret}">'
        '<img src="released:/fonts/../../../secret"><img src="released:/other.png"><p>End.</p>'
    )
    found = made(out(body=body))
    assert Ear.heard == []
    assert "End." in words(found)
    with pikepdf.open(BytesIO(found)) as file:
        file.save(whole := BytesIO(), compress_streams=False)
    assert b"A-SECRET" not in whole.getvalue()
    for address in (f"{ear}/a", f"file://{secret}", "released:/fonts/../x", "data:text/plain,x"):
        assert pdf.given(address, {}) is None


def run(cast: Cast, **more: str) -> None:
    """Do the job as the worker does."""
    arguments = {"programme": "talmora", "address": "well-reopened", "language": "en"} | more
    run_now(enqueue("site.pdf", programme=cast.programme, by=None, arguments=arguments))


def test_the_job_releases_it_and_the_page_offers_it(site: Cast):
    page = out()
    assert "print this page" in text("en/news/well-reopened/")
    run(site)
    file = ReleasedFile.objects.get()
    assert (file.name, file.made_of) == ("well-reopened-en.pdf", made_of(page))
    assert file.sha256 == hashlib.sha256(file.content).hexdigest()
    assert "Download as PDF" in text("en/news/well-reopened/")
    sent = get("en/news/well-reopened/well-reopened-en.pdf")
    assert (sent.content, sent["Content-Type"]) == (bytes(file.content), "application/pdf")
    before = ReleasedSite.objects.get().serial
    run(site)
    assert ReleasedSite.objects.get().serial == before


def test_a_pdf_of_an_older_edition_is_not_given_out(site: Cast):
    out()
    run(site)
    ReleasedPage.objects.update(sha256="b" * 64, edition=2)
    ReleasedSite.objects.update(serial=99)
    assert "Download as PDF" not in text("en/news/well-reopened/")
    assert get("en/news/well-reopened/well-reopened-en.pdf").status_code == 404
    run(site)
    assert "Download as PDF" in text("en/news/well-reopened/")


def test_a_correction_makes_a_new_one(site: Cast):
    out()
    run(site)
    said = {"at": OUT.isoformat(), "text": "The day was Tuesday.", "address": ""}
    ReleasedPage.objects.update(corrections=[said])
    ReleasedSite.objects.update(serial=99)
    assert "Download as PDF" not in text("en/news/well-reopened/")
    run(site)
    assert "Tuesday" in words(bytes(ReleasedFile.objects.get().content))


def test_nothing_is_made_of_what_was_withdrawn_or_belongs_to_another_programme(site: Cast):
    out("gone", withdrawn_at=OUT)
    out("theirs", programme="elsewhere")
    run(site, address="gone")
    run(site, address="theirs")
    run(site, address="theirs", programme="elsewhere")
    assert not ReleasedFile.objects.exists()


CHART = (
    '<figure class="picture"><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 150"><g '
    'font-size="11" text-anchor="middle"><text x="100" y="147">{}</text></g></svg></figure>'
)


@pytest.mark.parametrize(("language", "word"), [("ar", "سارند"), ("he", "סרנד"), ("en", "Sarend")])
def test_the_words_of_a_chart_are_set_and_not_drawn_letter_by_letter(
    site: Cast, language: str, word: str
) -> None:
    page = out(language=language, body=CHART.format(word), title="T")
    assert word in words(made(page))


def test_words_over_a_drawing_are_escaped() -> None:
    html = with_set_words(CHART.format("&lt;b&gt;x"))
    assert "<text" not in html
    assert "&lt;b&gt;x</span>" in html
    assert "left:15.62%" in html
