"""Addresses of the mailing list on the public site."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

from goodoffices.site import mail_views
from goodoffices.site.addressing import at
from goodoffices.site.mail_views import SIGN_UP

__all__ = ["SIGN_UP", "urlpatterns"]

urlpatterns: list[URLPattern | URLResolver] = [
    at(SIGN_UP, mail_views.sign_up),
    at("mail/asked/", mail_views.asked),
    at("mail/confirm/<str:token>/", mail_views.confirm),
    at("mail/unsubscribe/<str:token>/", mail_views.unsubscribe),
    at("mail/manage/<str:token>/", mail_views.manage),
]
