"""Template tags of verification and workload: whether the rule holds, how long, what is late."""

from __future__ import annotations

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goodoffices.methods.verification import Finding
from goodoffices.monitor.services.verification import Policy

register = template.Library()

DAY = 24


@register.simple_tag
def finding_words(finding: Finding) -> str:
    """Say how many independent origins of how many kinds speak of an aspect."""
    if not finding.voices:
        return _("No report that you may see speaks of it.")
    origins = ngettext(
        "%(count)s independent origin", "%(count)s independent origins", finding.origins
    )
    kinds = ngettext("of %(count)s kind", "of %(count)s kinds", finding.kinds)
    said = _("%(origins)s %(kinds)s speak of it.") % {
        "origins": origins % {"count": finding.origins},
        "kinds": kinds % {"count": finding.kinds},
    }
    return f"{said} {_('Own staff is among them.')}" if finding.staff else said


@register.simple_tag
def rule_words(policy: Policy) -> str:
    """Say what the programme's rule about origins asks for."""
    rule = policy.rule
    asked = ngettext(
        "It asks for %(count)s independent origin",
        "It asks for at least %(count)s independent origins",
        rule.origins,
    ) % {"count": rule.origins}
    if rule.different_kinds and rule.origins > 1:
        asked = _("%(asked)s of different kinds") % {"asked": asked}
    if rule.staff_suffices:
        return _("%(asked)s, or one direct documentation by own staff.") % {"asked": asked}
    return f"{asked}."


@register.simple_tag
def took(hours: float | None) -> str:
    """Say how long something took: hours up to two days, days from there."""
    if hours is None:
        return _("too few to say")
    if hours < 2 * DAY:
        shown = number_format(round(hours, 1), decimal_pos=1)
        return _("%(count)s h") % {"count": shown}
    shown = number_format(round(hours / DAY, 1), decimal_pos=1)
    return _("%(count)s days") % {"count": shown}


@register.filter
def percent(share: float) -> str:
    """Print a share of 1 as percent."""
    return f"{round(100 * share)}%"
