"""Found a programme with a form and phones in an empty installation, or look at what it holds.

Run in a process of its own, with the installation in the environment:
``python -m tests.field.found phones NUMBER`` prints slug and secrets as JSON;
``python -m tests.field.found held`` prints what is stored.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from typing import Any


def main(words: list[str]) -> None:
    """Do what the words say, and print the answer as one line of JSON."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goodoffices.web.settings")
    import django

    django.setup()
    answer = _founded(int(words[1]), words[2:]) if words[0] == "phones" else _held()
    print(json.dumps(answer))


def _founded(number: int, more: list[str]) -> dict[str, Any]:
    from django.core.management import call_command
    from django_scopes import scopes_disabled

    from tests.cast import make_cast
    from tests.field.stage import make_form, make_phone

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    with scopes_disabled():
        cast = make_cast()
        make_form(cast)
        for n in range(int(more[0]) if more else 0):
            make_form(cast, f"form{n:03}")
        phones = [make_phone(cast, name=f"Phone {n}") for n in range(number)]
    return {"slug": cast.programme.slug, "secrets": [phone.secret for phone in phones]}


def _held() -> dict[str, Any]:
    """Return every version's identifier and hash as stored, and files whose bytes are wrong."""
    from django_scopes import scopes_disabled

    from goodoffices.core import evidence
    from goodoffices.core.models import StoredFile
    from goodoffices.field.models import Attachment, Submission, SubmissionVersion

    with scopes_disabled():
        versions = [
            (version.instance_id, hashlib.sha256(bytes(version.xml)).hexdigest() == version.sha256)
            for version in SubmissionVersion.objects.iterator(chunk_size=500)
        ]
        bad = [
            file.sha256
            for file in StoredFile.objects.all()
            if hashlib.sha256(evidence.path(file).read_bytes()).hexdigest() != file.sha256
        ]
        present = Attachment.objects.filter(file__isnull=False)
        files = [
            [one.version.instance_id, one.name, one.file.sha256]
            for one in present.select_related("version", "file").defer("version__xml")
            if one.file
        ]
        return {
            "submissions": Submission.objects.count(),
            "ids": [name for name, _whole in versions],
            "damaged": [name for name, whole in versions if not whole],
            "bad_files": bad,
            "files": files,
        }


if __name__ == "__main__":
    main(sys.argv[1:])
