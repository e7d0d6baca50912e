"""Which page of the manual helps with which page of the program."""

from __future__ import annotations

HELP = {
    "account_reauth": "how-to/second-factor.html",
    "core:boundar": "how-to/load-boundaries.html",
    "core:bundle": "how-to/hand-over-an-evidence-bundle.html",
    "core:emergency": "how-to/close-in-an-emergency.html",
    "core:evidence": "explanation/chain-of-custody.html",
    "core:evidence-redact": "how-to/redact-a-file.html",
    "core:evidence-smaller": "how-to/redact-a-file.html",
    "core:evidence-list": "how-to/check-stored-files.html",
    "core:history": "how-to/verify-the-audit-log.html",
    "core:member": "reference/roles.html",
    "core:part": "explanation/reports-claims-incidents.html",
    "core:place": "algorithms/gazetteer.html",
    "core:protection": "how-to/account-for-personal-data.html",
    "core:retention": "how-to/purge-old-records.html",
    "core:purge": "how-to/purge-old-records.html",
    "core:hold": "how-to/purge-old-records.html",
    "core:reason": "explanation/who-sees-what.html",
    "core:roles": "reference/roles.html",
    "core:settings": "algorithms/derived-values.html",
    "core:task": "explanation/background-work.html",
    "core:token": "how-to/use-the-api.html",
    "field:arrivals": "how-to/see-who-has-gone-silent.html",
    "field:carried": "reference/outbox-file.html",
    "field:device": "how-to/when-a-phone-is-lost.html",
    "field:form": "how-to/make-and-publish-a-form.html",
    "field:form-map": "how-to/map-the-questions-of-a-form.html",
    "field:form-version": "reference/question-types.html",
    "field:quarantine": "how-to/release-what-was-refused.html",
    "field:submission": "explanation/submissions-and-reports.html",
    "field:submissions": "how-to/review-submissions.html",
    "field:submission-export": "how-to/take-submissions-out.html",
    "field:today": "how-to/report-without-a-network.html",
    "field:today-phone": "how-to/set-up-collect.html",
    "field:web-form": "how-to/report-without-a-network.html",
    "field:webhook": "how-to/webhooks.html",
    "mfa": "how-to/second-factor.html",
    "monitor:import": "how-to/load-a-file.html",
    "monitor:incident": "explanation/reports-claims-incidents.html",
    "monitor:assignment": "how-to/assign-work.html",
    "monitor:incident-assess": "how-to/verify-an-incident.html",
    "monitor:incident-assign": "how-to/assign-work.html",
    "monitor:incident-rule": "algorithms/derived-values.html",
    "monitor:incident-merge": "how-to/merge-and-split-incidents.html",
    "monitor:incident-split": "how-to/merge-and-split-incidents.html",
    "monitor:linkage": "explanation/how-suggestions-are-made.html",
    "monitor:incident-second": "how-to/confirm-as-second-person.html",
    "monitor:mapping": "how-to/map-columns.html",
    "monitor:queue": "how-to/work-the-queue.html",
    "monitor:regrouping": "how-to/merge-and-split-incidents.html",
    "monitor:report": "how-to/decide-on-reports.html",
    "monitor:report-assign": "how-to/assign-work.html",
    "monitor:report-new": "how-to/add-a-report.html",
    "monitor:search": "how-to/search.html",
    "monitor:situation": "how-to/read-the-situation-page.html",
    "monitor:source": "algorithms/track-record.html",
    "monitor:verification": "explanation/what-verified-means.html",
    "monitor:workload": "how-to/assign-work.html",
    "style": "explanation/interface.html",
}
"""Beginnings of view names; the longest that fits decides. Without one, the manual's first page."""


def help_for(view_name: str) -> str:
    """Return the address of the help for a view, below that of the manual; empty: its beginning."""
    fitting = (beginning for beginning in HELP if view_name.startswith(beginning))
    best = max(fitting, key=len, default="")
    return HELP.get(best, "")
