"""Forms as lists show them: their versions, and how much was sent with them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, QuerySet
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import NotFound
from goodoffices.core.models import Membership
from goodoffices.field.models import Form, FormVersion, Submission


@dataclass(frozen=True, slots=True)
class FormRow:
    """A form with what lists say of it; ``draft`` is the newest version if it is not published."""

    form: Form
    versions: int
    draft: FormVersion | None
    submissions: int
    last_sent: datetime | None


def forms(member: Membership) -> QuerySet[Form]:
    """Return the forms a member may see."""
    found: QuerySet[Form] = Form.objects.visible_to(member).select_related("programme", "current")
    return found


def listed(member: Membership, *, state: str = "", purpose: str = "") -> list[FormRow]:
    """Return the forms by their titles, with what was sent as far as the member may see it."""
    found = forms(member)
    if state in Form.State.values:
        found = found.filter(state=state)
    if purpose in Form.Purpose.values:
        found = found.filter(purpose=purpose)
    rows = list(found)
    return sorted(_rows(rows, member), key=lambda row: (row.form.title.casefold(), row.form.pk))


def row_of(form: Form, member: Membership) -> FormRow:
    """Return one form as lists show it."""
    return _rows([form], member)[0]


def _rows(found: list[Form], member: Membership) -> list[FormRow]:
    ids = [form.pk for form in found]
    newest: dict[int, FormVersion] = {}
    counted: dict[int, int] = {}
    slim = FormVersion.objects.filter(form__in=ids).defer("fields", "choices", "features")
    for version in slim.order_by("number"):
        newest[version.form_id] = version
        counted[version.form_id] = counted.get(version.form_id, 0) + 1
    sent = _sent(ids, member)
    return [
        FormRow(
            form=form,
            versions=counted.get(form.pk, 0),
            draft=_draft(newest.get(form.pk)),
            submissions=sent.get(form.pk, (0, None))[0],
            last_sent=sent.get(form.pk, (0, None))[1],
        )
        for form in found
    ]


def _draft(version: FormVersion | None) -> FormVersion | None:
    return version if version is not None and version.published_at is None else None


def _sent(ids: Iterable[int], member: Membership) -> dict[int, tuple[int, datetime | None]]:
    seen = Submission.objects.visible_to(member).filter(form__in=list(ids), deleted_at=None)
    counted = seen.order_by().values("form").annotate(n=Count("pk"), last=Max("received_at"))
    return {row["form"]: (row["n"], row["last"]) for row in counted}


def find_form(code: str, member: Membership) -> Form:
    """Return a form the member may see, by its code. Raises `NotFound`."""
    found: Form | None = forms(member).filter(code=code[:16]).first()
    if found is None:
        raise NotFound(_("There is nothing at this address."))
    found.programme = member.programme
    return found


def find_version(form: Form, number: int) -> FormVersion:
    """Return a version of a form by its number. Raises `NotFound`."""
    related = ("by", "source", "xform")
    found = form.versions.select_related(*related).filter(number=number).first()
    if found is None:
        raise NotFound(_("There is nothing at this address."))
    found.form = form
    return found


def submissions_of(version: FormVersion, member: Membership) -> int:
    """Return how many submissions of a version a member may see."""
    seen = Submission.objects.visible_to(member).filter(form=version.form, deleted_at=None)
    return seen.filter(versions__form_version=version).distinct().count()
