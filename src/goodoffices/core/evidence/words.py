"""What is said of a file that was looked through: flags and problems in sentences."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FLAGS: dict[str, Promise] = {
    "also-zip": _("An archive is hidden in it as well."),
    "also-pdf": _("It can be read as a PDF document as well."),
    "also-html": _("A web page or a script is hidden in it as well."),
    "more-behind": _("Something more lies behind its end."),
    "script": _("It holds a script."),
    "starts-programs": _("It asks to start a program."),
    "acts-when-opened": _("It does something by itself when it is opened."),
    "links-out": _("It links to addresses on the internet: opening it can tell who opened it."),
    "attachments": _("Other files are attached to it."),
    "restricted": _("It forbids printing or copying."),
    "bomb": _("It unpacks to far more than its size: do not unpack it."),
}
"""By flag of `formats.media`, what a person should know before opening a file."""

PROBLEMS: dict[str, Promise] = {
    "too-long": _("Reading it took longer than is allowed, so it was given up."),
    "too-much-memory": _("Reading it took more memory than is allowed, so it was given up."),
    "too-large-picture": _("It has more points than are read here."),
    "too-many-pages": _("It has more pages than are read here."),
    "encrypted": _("It is locked with a password. Ask the one who gave it for an open copy."),
    "corrupt": _("It is damaged, or is not what it says: it cannot be read."),
    "no-picture": _("Only pictures and PDF documents can be shown and redacted here."),
    "no-text": _("No text was found in it."),
    "not-read": _("The program that reads text could not read it."),
    "unexpected": _("It could not be read."),
}
"""By problem of `formats.media`, why a file could not be looked through."""


def warnings(flags: list[str], problem: str) -> list[Promise]:
    """Return the sentences of a file's flags and problem, the problem first."""
    found = [PROBLEMS[problem]] if problem in PROBLEMS else []
    return found + [FLAGS[flag] for flag in flags if flag in FLAGS]
