"""Topics: the list, adding one, closing and opening one again."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from goodoffices.codebook.errors import NotFound
from goodoffices.core.views.acting import acting, said_on
from goodoffices.publish.addresses import at
from goodoffices.publish.models import Topic
from goodoffices.publish.writing.forms import TopicForm
from goodoffices.publish.writing.services import topics as services


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """List topics and add one."""
    member = acting(request, "publish.release")
    form = TopicForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with said_on(form) as done:
            services.add_topic(programme=member.programme, names=form.cleaned_data, by=member.user)
        if done:
            messages.success(request, _("The topic is added."))
            return redirect(at(member, "topics"))
    rows = Topic.objects.annotate(used=Count("publications")).order_by("closed_at", "slug")
    values = {
        "form": form,
        "topics": rows,
        "crumbs": [(_("Publications"), at(member, "publications")), (_("Topics"), "")],
    }
    return render(
        request, "publish/writing/topics.html", values, status=400 if form.errors else 200
    )


@require_POST
def close(request: HttpRequest, slug: str) -> HttpResponse:
    """Close a topic, or open a closed one again."""
    member = acting(request, "publish.release")
    topic = Topic.objects.filter(programme=member.programme, slug=slug[:40]).first()
    if topic is None:
        raise NotFound(_("There is nothing at this address."))
    topic.programme = member.programme
    if request.POST.get("open"):
        services.reopen_topic(topic=topic, by=member.user)
    else:
        services.close_topic(topic=topic, by=member.user)
    messages.success(request, _("Saved."))
    return redirect(at(member, "topics"))
