"""Cases: opening, following up, closing; what was said stays, also when it is taken back."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from goodoffices import codebook
from goodoffices.codebook.errors import Conflict, InvalidInput
from goodoffices.core import audit
from goodoffices.core.access import name_on
from goodoffices.core.models import Evidence, Office, Programme, Protected, User
from goodoffices.core.services.permits import permitted
from goodoffices.core.tlp import TLP
from goodoffices.methods.dates import Span
from goodoffices.methods.text import index_text
from goodoffices.monitor.models import Incident
from goodoffices.monitor.services.permits import permitted as permitted_on
from goodoffices.rights.models import Act, Case, CaseEntry, CaseLink, Group, Person
from goodoffices.rights.models.cases import CLOSED, NOTE, REOPENED
from goodoffices.rights.services.indexing import file_case

RECORD = "rights.record"
UNKNOWN = Span("", None, None)
Linked = Person | Group | Act | Incident | Evidence


@dataclass(frozen=True, slots=True)
class GivenCase:
    """What a case is about, in neutral words and without real names."""

    kind: str
    title: str
    summary: str = ""
    language: str = ""
    office: Office | None = None
    tlp: int = TLP.AMBER_STRICT


def open_case(*, programme: Programme, given: GivenCase, by: User | None) -> Case:
    """Open a case; who opens one marked RED is named on it."""
    member = permitted(by, programme, RECORD)
    _refuse_bad(given)
    with transaction.atomic():
        case = Case(programme=programme, by=by, tlp=given.tlp)
        _fill(case, given)
        case.save(force_insert=True)
        file_case(case)
        if case.tlp == TLP.RED and member is not None:
            name_on(case, [member], by=by)
        audit.record("rights.case.opened", by=by, programme=programme, record=case)
    return case


def change_case(
    *, case: Case, given: GivenCase, revision: int, by: User | None, reason: str
) -> Case:
    """Correct kind, title, summary or office of a case."""
    permitted_on(by, case.programme, RECORD, case)
    _refuse_bad(given)
    with transaction.atomic():
        held = Case.objects.select_for_update().get(pk=case.pk)
        if held.revision != revision:
            raise Conflict(_("Somebody changed this meanwhile. Look at it again."))
        _fill(held, given)
        held.revision += 1
        held.save()
        file_case(held)
        _record("rights.case.changed", held, by, reason=reason)
    return held


def note(
    *, case: Case, text: str, by: User | None, when: Span = UNKNOWN, what: str = NOTE
) -> CaseEntry:
    """Add to the timeline of a case. ``what`` closes or reopens it, for the reason in ``text``."""
    permitted_on(by, case.programme, RECORD, case)
    if not text.strip():
        raise InvalidInput(_("Write what happened."), code="no-text")
    with transaction.atomic():
        held = Case.objects.select_for_update().get(pk=case.pk)
        if what in {CLOSED, REOPENED}:
            if (held.closed_at is None) == (what == REOPENED):
                raise Conflict(_("Somebody changed this meanwhile. Look at it again."))
            held.closed_at = timezone.now() if what == CLOSED else None
            held.save(update_fields=["closed_at"])
        entry = CaseEntry.objects.create(
            case=held,
            what=what,
            text=text.strip()[:20_000],
            edtf=when.edtf,
            first_day=when.first_day,
            by=by,
        )
        action = "rights.case.noted" if what == NOTE else f"rights.case.{what}"
        _record(action, held, by, of=entry.code)
    case.closed_at = held.closed_at
    return entry


def link(*, case: Case, record: Linked, note: str = "", by: User | None) -> CaseLink:
    """Add a person, a group, an act, an incident or a file to a case."""
    permitted_on(by, case.programme, RECORD, case, record)
    field = str(record._meta.model_name)
    try:
        with transaction.atomic():
            made = CaseLink.objects.create(
                case=case, **{field: record}, note=note.strip()[:300], by=by
            )
            audit.record(
                "rights.case.linked",
                by=by,
                programme=case.programme,
                record=stricter(case, record),
                data={"kind": field, "of": made.code, "case": case.code},
            )
    except IntegrityError:
        raise Conflict(_("It belongs to the case already.")) from None
    return made


def stricter(case: Case, record: Linked) -> Protected:
    """Return on which record the log speaks of a link: never on one that more people see."""
    return record if record.tlp > case.tlp else case


def _refuse_bad(given: GivenCase) -> None:
    if given.kind not in codebook.load()["case_kinds"]:
        raise InvalidInput(_("Choose what the case is about."), code="bad-kind")
    if not given.title.strip():
        raise InvalidInput(_("A case needs a title."), code="no-title")
    if given.tlp not in TLP.values:
        raise InvalidInput(_("Choose one of the marks from CLEAR to RED."), code="bad-tlp")


def _fill(case: Case, given: GivenCase) -> None:
    case.kind, case.title = given.kind, given.title.strip()[:200]
    case.summary, case.language = given.summary.strip()[:20_000], given.language
    case.words = f" {index_text(f'{case.title} {case.summary}')} "
    case.office = given.office


def _record(action: str, case: Case, by: User | None, *, reason: str = "", of: str = "") -> None:
    data = {"of": of} if of else {}
    audit.record(action, by=by, programme=case.programme, record=case, reason=reason, data=data)
