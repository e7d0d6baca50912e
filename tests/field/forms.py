"""Forms for tests of the field: small ones, taken in as a person would."""

from __future__ import annotations

import io

from goodoffices.core.models import Membership
from goodoffices.field.models import Form, FormVersion
from goodoffices.field.services import forms
from tests.formats.xlsforms.examples import workbook

SURVEY = """
type              | name    | label::English (en) | label::Arabic (ar)
date              | day     | When                | متى
text              | place   | Town                | البلدة
select_one kinds  | kind    | Type of event       | نوع الحادثة
integer           | killed  | Killed              | القتلى
text              | account | What happened       | ماذا حدث
"""
CHOICES = """
list_name | name   | label::English (en) | label::Arabic (ar)
kinds     | battle | Fighting            | قتال
kinds     | riot   | Riot                | أعمال شغب
"""
ENTRIES = [
    {"claim": "date", "path": "day"},
    {"claim": "type", "path": "kind", "values": {"battle": "battle", "riot": "riot"}},
    {"claim": "toll", "path": "killed", "measure": "killed"},
    {"claim": "narrative", "path": "account"},
]


def xlsx(
    *,
    version: str = "1",
    form_id: str = "event",
    title: str = "Event",
    survey: str = SURVEY,
    choices: str = CHOICES,
    **settings: str,
) -> bytes:
    """Return the workbook of a small form."""
    cells = {"form_title": title, "form_id": form_id, "version": version, **settings}
    return workbook(survey=survey, choices=choices, settings=[list(cells), list(cells.values())])


def taken(member: Membership, content: bytes | None = None, **changes: str) -> FormVersion:
    """Take in a form as the member, and return the draft version."""
    done = forms.upload(
        programme=member.programme,
        file=io.BytesIO(content or xlsx(**changes)),
        name="event.xlsx",
        by=member.user,
    )
    assert done.version is not None, [finding.to_dict() for finding in done.findings]
    return done.version


def published(member: Membership, **changes: str) -> Form:
    """Take in a form and publish it."""
    return forms.publish(version=taken(member, **changes), by=member.user).form
