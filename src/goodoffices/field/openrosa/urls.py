"""The addresses of the field's devices, under ``/field/<programme>/``.

Each stands twice: with the device's secret in the address (what Collect's QR code sets up), and
without it for those who send it in a header.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, path

from goodoffices.field.openrosa import listing, receipts, submitting

app_name = "openrosa"

ADDRESSES: list[tuple[str, Callable[..., HttpResponseBase], str]] = [
    ("formList", listing.form_list, "forms"),
    ("forms/<int:pk>.xml", listing.form, "form"),
    ("manifest/<int:pk>", listing.manifest, "manifest"),
    ("media/<int:pk>/<path:name>", listing.media, "media"),
    ("submission", submitting.submission, "submission"),
    ("receipt/<path:instance_id>", receipts.receipt, "receipt"),
    ("about", receipts.about, "about"),
    ("state", receipts.state, "state"),
    ("answer", receipts.answer, "answer"),
]


def _twice() -> Iterator[URLPattern]:
    for where, view, name in ADDRESSES:
        yield path(f"<slug:slug>/key/<str:secret>/{where}", view, name=f"{name}-by-key")
        yield path(f"<slug:slug>/{where}", view, name=name)


urlpatterns: list[URLPattern | URLResolver] = list(_twice())
