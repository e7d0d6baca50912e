"""The addresses of the room, and who may come there."""

from __future__ import annotations

from goodoffices.core.models import Membership
from tests.cast import Cast
from tests.rights import totals
from tests.rights.stage import act, case, consented, group, involve, known, person
from tests.web.declaring import Address, form


def _person(cast: Cast, member: Membership, tlp: int) -> str:
    return known(cast.programme, "Somebody Else", tlp=tlp).code


def _group(cast: Cast, member: Membership, tlp: int) -> str:
    from goodoffices.rights.identities.details import Details
    from goodoffices.rights.services import identities

    made = group(cast.programme, tlp=tlp)
    identities.write(whose=made, details=Details(names=("A house",)), by=None, reason="")
    return made.code


def _act(cast: Cast, member: Membership, tlp: int) -> str:
    """An act with an involvement and a violation that can be taken back."""
    from goodoffices.rights.models import Involvement, Violation

    made = act(cast.programme, tlp=tlp)
    involve(made, person(cast.programme, tlp=0))
    Involvement.objects.filter(code="said").update(code=made.code)
    Violation.objects.filter(code="said").update(code=f"x{made.code}")
    made.involvements.update(code="said")
    Violation.objects.create(act=made, shipped="iccpr_9", reason="x")
    made.violations.update(code="said")
    return made.code


def _case(cast: Cast, member: Membership, tlp: int) -> str:
    """A case with a step, a note and something that belongs to it."""
    from goodoffices.rights.models import CaseEntry, CaseLink, CaseStep
    from goodoffices.rights.services import cases, steps

    made = case(cast.programme, tlp=tlp)
    for model, said in ((CaseEntry, "note"), (CaseLink, "tie"), (CaseStep, "step")):
        model.objects.filter(code=said).update(code=f"{said[0]}{made.code}")
    steps.plan(case=made, kind="call", text="Call", by=None)
    cases.note(case=made, text="Seen", by=None)
    cases.link(case=made, record=person(cast.programme, tlp=0), by=None)
    made.steps.update(code="step")
    made.entries.update(code="note")
    made.links.update(code="tie")
    return made.code


def _consenting(cast: Cast, member: Membership, tlp: int) -> str:
    """A person with a consent and a file."""
    from io import BytesIO

    from goodoffices.core import evidence
    from goodoffices.rights.models import Consent, EvidencePerson
    from goodoffices.rights.services import consent

    made = person(cast.programme, tlp=tlp)
    Consent.objects.filter(code="said").update(code=f"c{made.code}")
    EvidencePerson.objects.filter(code="tie").update(code=f"e{made.code}")
    Consent.objects.filter(pk=consented(made, "share").pk).update(code="said")
    item = evidence.store(
        BytesIO(made.code.encode()), programme=cast.programme, name="a.txt", by=None, tlp=0
    )
    tie = consent.tie_file(person=made, evidence=item, how="gave", by=None)
    EvidencePerson.objects.filter(pk=tie.pk).update(code="tie")
    return made.code


def _total(cast: Cast, member: Membership, tlp: int) -> str:
    return totals.made(cast.programme, tlp=tlp).code


def _subject(name: str, listed: str, exhibit: object) -> dict[str, Address]:
    more = {"exhibit": exhibit, "hides": True}
    return {
        f"rights:{listed}": Address("rights.view"),
        f"rights:{name}-new": form("rights.record"),
        f"rights:{name}": Address("rights.view", **more),  # type: ignore[arg-type]
        f"rights:{name}-change": form("rights.record", **more),  # type: ignore[arg-type]
        f"rights:{name}-restrict": form("rights.record", **more),  # type: ignore[arg-type]
        f"rights:{name}-identity": form("rights.identity", **more),  # type: ignore[arg-type]
        f"rights:{name}-write": form("rights.identity", **more),  # type: ignore[arg-type]
    }


RIGHTS: dict[str, Address] = {
    **_subject("person", "people", _person),
    **_subject("group", "groups", _group),
    "rights:find": form("rights.identity"),
    "rights:cases": Address("rights.view"),
    "rights:case-new": form("rights.record"),
    "rights:case": Address("rights.view", _case, hides=True),
    **{
        f"rights:{name}": form("rights.record", _case, hides=True)
        for name in (
            *("case-change", "case-restrict", "case-close", "case-note", "case-belong"),
            "case-plan",
        )
    },
    **{
        f"rights:{name}": form("rights.record", _case, hides=True, besides=(part,))
        for name, part in (
            ("note-take-back", ("said", "note")),
            ("case-take-off", ("said", "tie")),
            ("step-finish", ("step", "step")),
            ("step-drop", ("step", "step")),
        )
    },
    "rights:consent-give": form("rights.record", _consenting, hides=True),
    "rights:consent-withdraw": form(
        "rights.record", _consenting, hides=True, besides=(("said", "said"),)
    ),
    "rights:file-tie": form("rights.record", _consenting, hides=True),
    "rights:file-untie": form("rights.record", _consenting, hides=True, besides=(("said", "tie"),)),
    "rights:totals": Address("rights.view"),
    "rights:total-new": form("rights.record"),
    "rights:total": Address("rights.view", _total, hides=True),
    "rights:total-again": form("rights.record", _total, hides=True),
    "rights:total-withdraw": form("rights.record", _total, hides=True),
    "rights:total-restrict": form("rights.record", _total, hides=True),
    "rights:total-figures": Address("rights.view", _total, hides=True),
    "rights:total-export": Address(
        "rights.view", _total, hides=True, besides=(("ending", "json"),)
    ),
    "rights:act-export": Address("rights.export", argument="ending", fixed="csv"),
    "rights:suggestions": Address("rights.view"),
    "rights:norms": form("rights.view", also=403),
    "rights:acts": Address("rights.view"),
    "rights:act-new": form("rights.record"),
    "rights:act": Address("rights.view", _act, hides=True),
    "rights:act-change": form("rights.record", _act, hides=True),
    "rights:act-restrict": form("rights.record", _act, hides=True),
    "rights:act-involve": form("rights.record", _act, hides=True),
    "rights:act-norm": form("rights.record", _act, hides=True),
    "rights:involvement-take-back": form(
        "rights.record", _act, hides=True, besides=(("said", "said"),)
    ),
    "rights:violation-take-back": form(
        "rights.record", _act, hides=True, besides=(("said", "said"),)
    ),
}
