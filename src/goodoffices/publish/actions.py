"""What the audit log can say about publications and what is released."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from goodoffices.core.audit.registry import register, saying

register(
    {
        "publish.publication.added": _("began a publication"),
        "publish.publication.moved": _("moved a publication to another step"),
        "publish.publication.scheduled": _("scheduled a publication"),
        "publish.publication.published": _("published a publication"),
        "publish.publication.held": _("held a publication back"),
        "publish.publication.corrected": _("corrected a publication"),
        "publish.publication.embargoed": _("set or lifted an embargo"),
        "publish.publication.restricted": _("changed who may see a publication"),
        "publish.withdrawal.asked": _("asked to withdraw a publication"),
        "publish.withdrawal.taken_back": _("took back the request to withdraw a publication"),
        "publish.publication.withdrawn": _("withdrew a publication"),
    }
)


@saying("publish.publication.moved")
def _moved(data: Mapping[str, Any]) -> str | None:
    from goodoffices.publish.flow.words import STATES

    if data.get("to") not in STATES:
        return None
    return _t("moved a publication to “%(state)s”") % {"state": STATES[data["to"]]}
