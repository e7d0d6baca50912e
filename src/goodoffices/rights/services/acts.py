"""Acts: recording what was done, who was involved, and which norm it may breach."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from goodoffices import codebook
from goodoffices.codebook.errors import Conflict, InvalidInput, NotFound
from goodoffices.core import audit
from goodoffices.core.access import may_see, name_on
from goodoffices.core.models import Membership, Party, Place, Programme, Protected, User
from goodoffices.core.tlp import TLP
from goodoffices.methods.dates import Span
from goodoffices.methods.text import index_text
from goodoffices.monitor.models import Incident
from goodoffices.monitor.services.permits import permitted
from goodoffices.rights.models import Act, Group, Involvement, Norm, Person, Violation
from goodoffices.rights.services.indexing import file_act

RECORD = "rights.record"
UNKNOWN = Span("", None, None)


@dataclass(frozen=True, slots=True)
class GivenAct:
    """What was done, as far as known."""

    kind: str
    incident: Incident | None = None
    when: Span = UNKNOWN
    place: Place | None = None
    description: str = ""
    language: str = ""
    tlp: int = TLP.AMBER_STRICT


@dataclass(frozen=True, slots=True)
class GivenInvolvement:
    """As what somebody was involved in an act, how far, how certain."""

    role: str
    certainty: str
    degree: str = ""
    note: str = ""


def record_act(*, programme: Programme, given: GivenAct, by: User | None) -> Act:
    """Record an act; it is marked at least as strictly as the incident it belongs to."""
    member = permitted(by, programme, RECORD)
    _refuse_bad(given, programme, member)
    with transaction.atomic():
        strict = given.incident.tlp if given.incident else 0
        act = Act(programme=programme, by=by, tlp=max(given.tlp, strict))
        _fill(act, given)
        act.save(force_insert=True)
        file_act(act)
        if act.tlp == TLP.RED and member is not None:
            name_on(act, [member], by=by)
        audit.record("rights.act.recorded", by=by, programme=programme, record=act)
    return act


def change_act(*, act: Act, given: GivenAct, revision: int, by: User | None, reason: str) -> Act:
    """Correct what is recorded of an act; its mark is changed by `restrict`."""
    member = permitted(by, act.programme, RECORD, act)
    _refuse_bad(given, act.programme, member, before=act)
    with transaction.atomic():
        held: Act = Act.objects.select_for_update().get(pk=act.pk)
        if held.revision != revision:
            raise Conflict(_("Somebody changed this meanwhile. Look at it again."))
        _fill(held, given)
        held.tlp = max(held.tlp, given.incident.tlp if given.incident else 0)
        held.revision += 1
        held.save()
        file_act(held)
        audit.record(
            "rights.act.changed", by=by, programme=act.programme, record=held, reason=reason
        )
    return held


def involve(
    *, act: Act, who: Person | Group | Party, given: GivenInvolvement, by: User | None
) -> Involvement:
    """Say that somebody was involved in an act."""
    permitted(by, act.programme, RECORD, act, who)
    _refuse_bad_involvement(given)
    field = {Person: "person", Group: "group", Party: "party"}[type(who)]
    try:
        with transaction.atomic():
            made = Involvement.objects.create(
                act=act,
                **{field: who},
                role=given.role,
                degree=given.degree,
                certainty=given.certainty,
                note=given.note.strip()[:500],
                by=by,
            )
            audit.record(
                "rights.involvement.said",
                by=by,
                programme=act.programme,
                record=stricter(act, who),
                data={"role": given.role, "of": made.code, "act": act.code},
            )
    except IntegrityError:
        raise Conflict(_("They are on this act in this role already.")) from None
    return made


def stricter(act: Act, who: Person | Group | Party) -> Protected:
    """Return on which record the log speaks of an involvement: never on the wider one, whose
    history would tell readers of the act that somebody hidden is on it."""
    return who if who.tlp > act.tlp else act


def tie_norm(
    *, act: Act, by: User | None, reason: str, shipped: str = "", norm: Norm | None = None
) -> Violation:
    """Say that an act may breach a norm, and why: one of the codebook, or one of our own."""
    permitted(by, act.programme, RECORD, act)
    if bool(shipped) == (norm is not None) or (shipped and shipped not in codebook.load()["norms"]):
        raise InvalidInput(_("Choose a norm."), code="bad-norm")
    if norm is not None and norm.programme_id != act.programme_id:
        raise NotFound(_("There is no such norm."))
    if not reason.strip():
        raise InvalidInput(_("Say why the act may breach it."), code="no-reason")
    try:
        with transaction.atomic():
            made = Violation.objects.create(
                act=act, shipped=shipped, norm=norm, reason=reason, by=by
            )
            data = {"norm": shipped or (norm.code if norm else ""), "of": made.code}
            audit.record(
                "rights.violation.said", by=by, programme=act.programme, record=act, data=data
            )
    except IntegrityError:
        raise Conflict(_("The act is tied to this norm already.")) from None
    return made


def add_norm(
    *, programme: Programme, citation: str, caption: str, language: str, by: User | None
) -> Norm:
    """Add a norm of the programme's own, such as an article of its country's constitution."""
    permitted(by, programme, RECORD)
    if not citation.strip():
        raise InvalidInput(_("A norm needs its citation."), code="no-citation")
    try:
        with transaction.atomic():
            made = Norm.objects.create(
                programme=programme,
                citation=citation.strip()[:200],
                caption=caption.strip()[:300],
                language=language,
                by=by,
            )
            audit.record("rights.norm.added", by=by, programme=programme, record=made)
    except IntegrityError:
        raise Conflict(_("There is a norm of this citation already.")) from None
    return made


def _refuse_bad(
    given: GivenAct, programme: Programme, member: Membership | None, before: Act | None = None
) -> None:
    if given.kind not in codebook.load()["act_types"]:
        raise InvalidInput(_("Choose what was done."), code="bad-kind")
    if given.tlp not in TLP.values:
        raise InvalidInput(_("Choose one of the marks from CLEAR to RED."), code="bad-tlp")
    parts: list[tuple[Protected | None, int | None]] = [
        (given.incident, before.incident_id if before else None),
        (given.place, before.place_id if before else None),
    ]
    for part, kept in parts:
        if part is None or part.pk == kept:
            continue
        if part.programme_id != programme.pk or (member is not None and not may_see(part, member)):
            raise NotFound(_("There is nothing at this address."))


def _refuse_bad_involvement(given: GivenInvolvement) -> None:
    book = codebook.load()
    if given.role not in book["involvement_roles"] or given.certainty not in book["certainties"]:
        raise InvalidInput(_("Choose the role, and how certain it is."), code="bad-involvement")
    if given.degree and given.degree not in book["involvement_degrees"]:
        raise InvalidInput(_("Choose from the list, or leave it open."), code="bad-degree")


def _fill(act: Act, given: GivenAct) -> None:
    act.kind, act.incident, act.place = given.kind, given.incident, given.place
    act.description, act.language = given.description.strip()[:20_000], given.language
    act.words = f" {index_text(act.description)} "
    act.edtf = given.when.edtf
    act.first_day, act.last_day = given.when.first_day, given.when.last_day
