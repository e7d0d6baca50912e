"""The addresses of partners, under ``/p/<programme>/``."""

from __future__ import annotations

from django.urls import path

from goodoffices.publish.partners.views import agreements, exchanges, partners, tokens

urlpatterns = [
    path("partners/", partners.index, name="partners"),
    path("partners/new/", partners.new, name="partner-new"),
    path("partners/exchange-1.schema.json", exchanges.schema, name="exchange-schema"),
    path("partners/<slug:code>/", partners.show, name="partner"),
    path("partners/<slug:code>/change/", partners.change, name="partner-change"),
    path("partners/<slug:code>/end/", partners.end, name="partner-end"),
    path("partners/<slug:code>/agree/", agreements.agree, name="partner-agree"),
    path("partners/<slug:code>/agreements/<int:number>/", agreements.show, name="agreement"),
    path(
        "partners/<slug:code>/agreements/<int:number>/withdraw/",
        agreements.withdraw,
        name="agreement-withdraw",
    ),
    path("partners/<slug:code>/prepare/", exchanges.prepare, name="partner-prepare"),
    path("partners/<slug:code>/take-in/", exchanges.take_in, name="partner-take-in"),
    path("partners/<slug:code>/tokens/", tokens.issue, name="partner-token-issue"),
    path(
        "partners/<slug:code>/tokens/<slug:token>/approve/",
        tokens.approve,
        name="partner-token-approve",
    ),
    path(
        "partners/<slug:code>/tokens/<slug:token>/revoke/",
        tokens.revoke,
        name="partner-token-revoke",
    ),
    path("exchanges/<slug:code>/", exchanges.show, name="exchange"),
    path("exchanges/<slug:code>/approve/", exchanges.approve, name="exchange-approve"),
    path("exchanges/<slug:code>/drop/", exchanges.drop, name="exchange-drop"),
    path("exchanges/<slug:code>/hand-over/", exchanges.hand_over, name="exchange-hand-over"),
    path("exchanges/<slug:code>/file/", exchanges.download, name="exchange-file"),
    path("exchanges/<slug:code>/metadata.json", exchanges.told, name="exchange-metadata"),
]
