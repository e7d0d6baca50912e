"""Forms, their versions, media and mappings."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from goodoffices.field.views import form_mapping, form_preview, form_versions, forms

VERSION = "field/forms/<slug:code>/versions/<int:number>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("field/forms/", forms.index, name="forms"),
    path("field/forms/new/", forms.new, name="form-new"),
    path("field/forms/ready/<slug:key>/", forms.add_ready, name="form-ready-add"),
    path("field/forms/ready/<slug:key>.xlsx", form_versions.ready_xlsx, name="form-ready-xlsx"),
    path("field/forms/uploads/<slug:code>/", forms.uploading, name="form-uploading"),
    path("field/forms/<slug:code>/", forms.show, name="form"),
    path("field/forms/<slug:code>/settings/", forms.settings, name="form-settings"),
    path("field/forms/<slug:code>/state/", forms.state, name="form-state"),
    path(VERSION, form_versions.show, name="form-version"),
    path(f"{VERSION}publish/", form_versions.publish, name="form-publish"),
    path(f"{VERSION}form.xlsx", form_versions.xlsx, name="form-xlsx"),
    path(f"{VERSION}form.xml", form_versions.xform, name="form-xml"),
    path(f"{VERSION}media/<int:medium>/", form_versions.medium, name="form-medium"),
    path(
        f"{VERSION}media/<int:medium>/store/", form_versions.store_medium, name="form-media-store"
    ),
    path(f"{VERSION}mapping/", form_mapping.edit, name="form-mapping"),
    path(f"{VERSION}mapping/again/", form_mapping.again, name="form-map-again"),
    path(f"{VERSION}preview/", form_preview.show, name="form-preview"),
]
