"""The addresses of partners, and who may come there."""

from __future__ import annotations

from hashlib import sha256

from goodoffices.core.models import Membership, Programme
from goodoffices.core.tlp import TLP
from goodoffices.publish.models import ExchangeFile, ExchangeRun, Partner, PartnerToken
from goodoffices.publish.partners.writing import made_for
from tests.cast import Cast
from tests.publish.partners import stage
from tests.web.declaring import Address, act, form


def _partner(cast: Cast, member: Membership, tlp: int) -> str:
    """A partner under a mark, with an agreement that holds and a token that waits."""
    made = _named(cast.programme, member, tlp)
    stage.agreed(made)
    PartnerToken.objects.filter(code="token").update(code=f"t{made.code}")
    waits = PartnerToken.objects.create(
        partner=made,
        agreement=made.agreements.get(),
        code="token",
        name="Nightly",
        digest=f"digest of {made.code}",
        by=cast.rights_officer.user,
        expires_at=stage.soon(),
    )
    assert waits.approved_by is None
    return made.code


def _named(programme: Programme, member: Membership, tlp: int) -> Partner:
    return stage.partner(programme, f"Watch {member.pk} {tlp} {Partner.objects.count()}", tlp=tlp)


def _run(cast: Cast, member: Membership, tlp: int) -> str:
    """A file that another person prepared, of a partner under a mark."""
    return _made(cast, member, tlp).code


def _approved(cast: Cast, member: Membership, tlp: int) -> str:
    """A file that was approved."""
    run = _made(cast, member, tlp)
    ExchangeRun.objects.filter(pk=run.pk).update(
        approved_by=cast.director.user, approved_at=run.created_at
    )
    return run.code


def _made(cast: Cast, member: Membership, tlp: int) -> ExchangeRun:
    """Make a file without asking who may: in some tests nobody is a member any more."""
    made = _named(cast.programme, member, tlp)
    run = ExchangeRun(
        programme=cast.programme,
        partner=made,
        agreement=stage.agreed(made),
        direction="out",
        form="csv",
        tlp=TLP.GREEN,
        by=cast.press_officer.user,
    )
    content, _rows, _left_out = made_for(run, cast.director)
    run.sha256 = sha256(content).hexdigest()
    run.save()
    ExchangeFile.objects.create(run=run, content=content)
    return run


FIRST = (("number", 1),)
TOKEN = (("token", "token"),)
SHARES = "publish.partners"

PARTNERS: dict[str, Address] = {
    "publish:partners": Address("publish.view"),
    "publish:partner-new": form(SHARES),
    "publish:exchange-schema": Address("publish.view"),
    "publish:partner": Address("publish.view", _partner, hides=True),
    "publish:partner-change": form(SHARES, _partner, hides=True),
    "publish:partner-end": form(SHARES, _partner, hides=True),
    "publish:partner-agree": form(SHARES, _partner, hides=True),
    "publish:agreement": Address("publish.view", _partner, hides=True, besides=FIRST),
    "publish:agreement-withdraw": form(SHARES, _partner, hides=True, besides=FIRST),
    "publish:partner-prepare": form(SHARES, _partner, hides=True),
    "publish:partner-take-in": form("monitor.import", _partner, hides=True),
    "publish:partner-token-issue": act(SHARES, _partner, hides=True),
    "publish:partner-token-approve": act(SHARES, _partner, hides=True, besides=TOKEN, also=403),
    "publish:partner-token-revoke": act(SHARES, _partner, hides=True, besides=TOKEN),
    "publish:exchange": Address("publish.view", _run, hides=True),
    "publish:exchange-approve": act(SHARES, _run, hides=True, also=403),
    "publish:exchange-drop": form(SHARES, _run, hides=True),
    "publish:exchange-hand-over": act(SHARES, _approved, hides=True),
    "publish:exchange-file": act(SHARES, _approved, hides=True),
    "publish:exchange-metadata": Address(SHARES, _approved, hides=True),
}
