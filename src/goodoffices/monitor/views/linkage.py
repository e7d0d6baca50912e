"""How good the suggestions are, by the programme's own decisions."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from goodoffices.monitor.models import LinkageModel
from goodoffices.monitor.queries.linkage_quality import measured
from goodoffices.monitor.services.linking import measuring
from goodoffices.monitor.views.acts import acting


@require_safe
def quality(request: HttpRequest) -> HttpResponse:
    """Show precision and recall of the suggestions, by band."""
    member = acting(request, "monitor.incident")
    found = measured(member)
    model = LinkageModel.objects.filter(version=found.model).first() if found else None
    return render(request, "monitor/linkage_quality.html", {"measured": found, "model": model})


@require_POST
def measure(request: HttpRequest) -> HttpResponse:
    """Have it measured anew in the background."""
    member = acting(request, "monitor.incident")
    measuring.ask_to_measure(programme=member.programme, by=member.user)
    messages.success(request, _("It is being measured. Look again in a minute."))
    return redirect("monitor:linkage-quality", programme=member.programme.slug)
