"""Submissions, arrivals, exports and webhooks."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from goodoffices.field.views import (
    arrivals,
    exports,
    submission,
    submission_acts,
    submission_files,
    submissions,
    webhooks,
)

ONE = "field/submissions/<str:code>/"
HOOK = "field/webhooks/<str:code>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("field/submissions/", submissions.index, name="submissions"),
    path("field/submissions/map.geojson", submissions.map_points, name="submission-map"),
    path("field/submissions/review/", submission_acts.review_many, name="submission-reviews"),
    path("field/submissions/export/", exports.choose, name="submission-export"),
    path("field/submissions/export.<str:ending>", exports.download, name="submission-download"),
    path(ONE, submission.show, name="submission"),
    path(f"{ONE}review/", submission_acts.review, name="submission-review"),
    path(f"{ONE}reject/", submission_acts.reject, name="submission-reject"),
    path(f"{ONE}note/", submission_acts.note, name="submission-note"),
    path(f"{ONE}delete/", submission_acts.delete, name="submission-delete"),
    path(f"{ONE}restore/", submission_acts.restore, name="submission-restore"),
    path(f"{ONE}edits/<int:number>/", submission_acts.settle, name="submission-branch"),
    path(f"{ONE}version-<int:number>.xml", submission_files.original, name="submission-xml"),
    path(f"{ONE}files/<str:sha256>", submission_files.download, name="submission-file"),
    path(f"{ONE}pictures/<str:sha256>", submission_files.picture, name="submission-picture"),
    path("field/arrivals/", arrivals.show, name="arrivals"),
    path("field/webhooks/", webhooks.index, name="webhooks"),
    path("field/webhooks/new/", webhooks.new, name="webhook-new"),
    path(HOOK, webhooks.show, name="webhook"),
    path(f"{HOOK}change/", webhooks.change, name="webhook-change"),
    path(f"{HOOK}end/", webhooks.end, name="webhook-end"),
    path(f"{HOOK}again/", webhooks.again, name="webhook-again"),
]
