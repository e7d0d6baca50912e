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
    ways = {"held": _held, "foreign": _foreign, "shelf": _shelf, "stored": _stored}
    answer = _founded(int(words[1]), words[2:]) if words[0] == "phones" else ways[words[0]]()
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


def _foreign() -> int:
    """Publish the ready-made forms and the ten others, through the services."""
    import io

    from django_scopes import scope

    from goodoffices.core.models import Membership, Programme
    from goodoffices.field.services import forms
    from goodoffices.formats.xlsforms.shelf import shelf
    from tests.field.foreign.forms import TEN
    from tests.field.forms import xlsx

    programme = Programme.objects.get(slug="talmora")
    with scope(programme=programme):
        by = Membership.objects.select_related("user").get(user__name="Mona Tor").user
        for key in shelf():
            forms.add_ready_made(programme=programme, key=key, published=True, by=by)
        for name, sheets in TEN.items():
            content = xlsx(form_id=name, title=name, **({"choices": ""} | sheets))
            done = forms.upload(
                programme=programme, file=io.BytesIO(content), name=f"{name}.xlsx", by=by
            )
            assert done.version is not None, (name, [one.to_dict() for one in done.findings])
            forms.publish(version=done.version, by=by)
    return len(TEN)


def _shelf() -> list[str]:
    """Return the ids of the ready-made forms."""
    from django_scopes import scopes_disabled

    from goodoffices.field.models import Form
    from tests.field.foreign.forms import TEN

    with scopes_disabled():
        others = {*TEN, "incident"}
        return [one for one in Form.objects.values_list("xform_id", flat=True) if one not in others]


def _stored() -> list[dict[str, Any]]:
    """Return every version with its XML and files."""
    import base64

    from django_scopes import scopes_disabled

    from goodoffices.field.models import SubmissionVersion

    with scopes_disabled():
        return [
            {
                "instanceID": version.instance_id,
                "xml": base64.b64encode(bytes(version.xml)).decode(),
                "files": [
                    [one.name, one.file.sha256 if one.file else "", one.state]
                    for one in version.attachments.select_related("file")
                ],
            }
            for version in SubmissionVersion.objects.all()
        ]


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
