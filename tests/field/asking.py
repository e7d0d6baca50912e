"""Asking for the pages of forms as a person would."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from goodoffices.core.models import Membership
from goodoffices.field.models import FormVersion
from tests.cast import Cast
from tests.field.forms import taken

HOME = "/p/talmora/field/forms/"


def client(member: Membership, language: str = "en") -> Client:
    made = Client()
    made.cookies["django_language"] = language
    made.force_login(member.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return made


def text(answer: Any) -> str:
    return str(answer.content.decode())


def file(content: bytes, name: str = "event.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def page_of(version: FormVersion, name: str = "field:form-version") -> str:
    where = {"programme": "talmora", "code": version.form.code, "number": version.number}
    return reverse(name, kwargs=where)


def here(cast: Cast, **changes: str) -> FormVersion:
    with scope(programme=cast.programme):
        return taken(cast.monitoring_officer, **changes)
