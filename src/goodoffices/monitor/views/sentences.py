"""What the situation page says in words: its figures, what changed, what waits."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext

from goodoffices import codebook
from goodoffices.core.models import Membership
from goodoffices.monitor.models import Incident
from goodoffices.monitor.notes import Note, waits_elsewhere
from goodoffices.monitor.queries.filters import IncidentFilter
from goodoffices.monitor.queries.history import AreaChange
from goodoffices.monitor.queries.periods import Period
from goodoffices.monitor.queries.situation import Figures
from goodoffices.monitor.queries.waiting import Silence, Waiting


@dataclass(frozen=True, slots=True)
class Stat:
    """One figure: its name, its value, a sentence, the list beneath it."""

    title: str
    value: int | str | None
    note: str
    url: str


def address(name: str, member: Membership, **more: str) -> str:
    """Return an address inside the member's programme."""
    return reverse(name, kwargs={"programme": member.programme.slug, **more})


def stats(
    now: Figures,
    before: Figures | None,
    usual: tuple[int, int] | None,
    waiting: Waiting,
    narrow: IncidentFilter,
    member: Membership,
) -> list[Stat]:
    """Return the row of figures at the top of the page."""
    listed = address("monitor:incidents", member)
    return [
        Stat(
            _("Incidents"),
            now.incidents,
            _change(now, before, usual),
            f"{listed}?{narrow.address()}",
        ),
        Stat(
            _("People killed"),
            _killed(now),
            _killed_note(now, before),
            f"{listed}?{narrow.address(killed_from=1, sort='killed')}",
        ),
        Stat(
            _("Verified incidents"),
            now.verified,
            ngettext(
                "%(count)s more is being checked", "%(count)s more are being checked", now.pending
            )
            % {"count": now.pending},
            f"{listed}?{narrow.address(states=('verified',))}",
        ),
        Stat(
            _("Reports that wait"),
            waiting.reports,
            _("for somebody to decide which incident they describe"),
            address("monitor:reports", member) + "?decision=waits",
        ),
    ]


def _change(now: Figures, before: Figures | None, usual: tuple[int, int] | None) -> str:
    parts = []
    if before is not None:
        parts.append(_("%(count)s in the same time before") % {"count": f"{before.incidents:,}"})
    if usual is not None:
        low, high = usual
        band = f"{low:,}" if low == high else f"{low:,}–{high:,}"
        parts.append(_("usual: %(range)s") % {"range": band})
    return " · ".join(parts)


def _killed(now: Figures) -> str | None:
    if now.incidents and now.killed_unknown == now.incidents:
        return None
    return f"{now.killed_best:,}"


def _killed_note(now: Figures, before: Figures | None) -> str:
    parts = []
    if now.killed_low != now.killed_high:
        bounds = {"low": f"{now.killed_low:,}", "high": f"{now.killed_high:,}"}
        parts.append(_("between %(low)s and %(high)s") % bounds)
    if before is not None:
        parts.append(_("%(count)s in the same time before") % {"count": f"{before.killed_best:,}"})
    if now.killed_unknown:
        unknown = ngettext(
            "not known of %(count)s incident",
            "not known of %(count)s incidents",
            now.killed_unknown,
        )
        parts.append(unknown % {"count": f"{now.killed_unknown:,}"})
    return " · ".join(parts)


def notes(
    changes: list[AreaChange],
    disputed: list[Incident],
    silences: list[Silence],
    period: Period,
    narrow: IncidentFilter,
    member: Membership,
) -> list[Note]:
    """Return what changed, in sentences, each a link to the list or record beneath it."""
    found = [_area_note(change, period, narrow, member) for change in changes]
    found += [_disputed_note(incident, member) for incident in disputed]
    found += [_silence_note(silence, member) for silence in silences]
    return found


def _area_note(
    change: AreaChange, period: Period, narrow: IncidentFilter, member: Membership
) -> Note:
    span = npgettext("in so long", "%(days)s day", "%(days)s days", period.days)
    count = ngettext(
        "%(place)s: %(count)s incident in %(span)s",
        "%(place)s: %(count)s incidents in %(span)s",
        change.count,
    )
    return Note(
        mark="rise" if change.is_more else "fall",
        title=count
        % {
            "place": change.place.label,
            "count": f"{change.count:,}",
            "span": span % {"days": period.days},
        },
        text=_("Usual is %(low)s–%(high)s in the same time.")
        % {"low": f"{change.low:,}", "high": f"{change.high:,}"},
        url=address("monitor:incidents", member) + "?" + narrow.address(place=change.place.code),
    )


def _disputed_note(incident: Incident, member: Membership) -> Note:
    kind = codebook.load().label("event_types", incident.event_type or "other", _language())
    where = incident.place.label if incident.place else incident.place_text
    return Note(
        mark="contested",
        title=_("Sources disagree on the toll: %(type)s, %(place)s")
        % {"type": kind, "place": where or _("place not known")},
        text=_(
            "Between %(low)s and %(high)s people killed. All figures are kept; nobody has decided."
        )
        % {"low": incident.killed_low, "high": incident.killed_high},
        url=address("monitor:incident", member, code=incident.code),
    )


def _silence_note(silence: Silence, member: Membership) -> Note:
    title = ngettext(
        "No report from %(office)s for %(days)s day",
        "No report from %(office)s for %(days)s days",
        silence.days,
    )
    return Note(
        mark="silence",
        title=title % {"office": silence.office.name, "days": silence.days},
        text=_("Silence, not calm: nothing has come in from this office."),
        url=address("monitor:reports", member) + f"?office={silence.office.code}",
    )


def _language() -> str:
    from django.utils.translation import get_language

    return (get_language() or "en")[:2]


def _damage_note(count: int, member: Membership) -> Note:
    title = ngettext(
        "%(count)s stored file is not as it was stored",
        "%(count)s stored files are not as they were stored",
        count,
    )
    return Note(
        mark="contested",
        title=title % {"count": f"{count:,}"},
        text=_("Restore it from a backup, and find out why."),
        url=address("core:evidence-list", member) + "#damaged",
    )


def _own(waiting: Waiting, member: Membership) -> list[Note]:
    """Return what waits for this member: their assignments, what needs a second person."""
    found = []
    if waiting.assigned:
        title = ngettext(
            "%(count)s record is assigned to you",
            "%(count)s records are assigned to you",
            waiting.assigned,
        )
        late = ngettext("%(count)s is overdue", "%(count)s are overdue", waiting.overdue)
        text = late % {"count": waiting.overdue} if waiting.overdue else ""
        url = address("monitor:workload", member) + "#mine"
        found.append(Note("due", title % {"count": waiting.assigned}, text, url))
    if waiting.seconds:
        title = ngettext(
            "%(count)s assessment waits for a second person",
            "%(count)s assessments wait for a second person",
            waiting.seconds,
        )
        url = address("monitor:workload", member) + "#second"
        found.append(Note("pending", title % {"count": waiting.seconds}, "", url))
    if waiting.resting:
        title = ngettext(
            "%(count)s proposal of yours rests since a merge",
            "%(count)s proposals of yours rest since a merge",
            waiting.resting,
        )
        text = _("Judge anew where the reports are now.")
        url = address("monitor:workload", member) + "#resting"
        found.append(Note("pending", title % {"count": waiting.resting}, text, url))
    if waiting.statements:
        title = ngettext(
            "%(count)s statement on data protection is due for review",
            "%(count)s statements on data protection are due for review",
            waiting.statements,
        )
        url = address("core:protection", member)
        found.append(Note("due", title % {"count": waiting.statements}, "", url))
    return found


def waits(waiting: Waiting, member: Membership) -> list[Note]:
    """Return what waits for the member, in sentences."""
    found = [_damage_note(waiting.damaged_files, member)] if waiting.damaged_files else []
    found += _own(waiting, member)
    found += waits_elsewhere(member)
    if waiting.reports:
        title = ngettext(
            "%(count)s report waits for a decision",
            "%(count)s reports wait for a decision",
            waiting.reports,
        )
        url = address("monitor:reports", member) + "?decision=waits"
        found.append(Note("due", title % {"count": f"{waiting.reports:,}"}, "", url))
    if waiting.rejected_rows:
        title = ngettext(
            "%(count)s row of a file was rejected",
            "%(count)s rows of files were rejected",
            waiting.rejected_rows,
        )
        url = address("monitor:imports", member)
        found.append(Note("contested", title % {"count": f"{waiting.rejected_rows:,}"}, "", url))
    return found
