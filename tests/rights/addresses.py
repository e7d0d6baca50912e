"""The addresses of the room, and who may come there."""

from __future__ import annotations

from goodoffices.core.models import Membership
from tests.cast import Cast
from tests.rights import totals
from tests.rights.stage import act, case, consented, group, involve, known, person
from tests.web.declaring import Address, form
from tests.web.declaring import act as taking


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


def _list(cast: Cast, member: Membership, tlp: int) -> str:
    """A list with a row that is tied to a person."""
    from goodoffices.rights.models import ListRow, RowPerson
    from tests.rights.list_stage import bare_list

    ListRow.objects.filter(code="row").delete()
    made = bare_list(cast.programme, 1, tlp=tlp)
    row = ListRow.objects.get(casualty_list=made)
    ListRow.objects.filter(pk=row.pk).update(code="row")
    RowPerson.objects.create(row=row, person=person(cast.programme, tlp=0))
    return made.code


def _pair(cast: Cast, member: Membership, tlp: int) -> str:
    """A pair of rows of two lists, one of them under the mark."""
    from goodoffices.rights.models import ListPair
    from tests.rights.list_stage import bare_list, paired

    one, other = bare_list(cast.programme, 1, tlp=0), bare_list(cast.programme, 1, tlp=tlp)
    paired(one, other, [(0, 0, "possible", 8)])
    return ListPair.objects.get(match__other=other).code


def _decision(cast: Cast, member: Membership, tlp: int) -> str:
    """A decision on rows of two lists, one of them under the mark."""
    from tests.rights.list_stage import bare_list, rows_of, said

    one, other = bare_list(cast.programme, 1, tlp=0), bare_list(cast.programme, 1, tlp=tlp)
    return said(rows_of(one)[0], rows_of(other)[0], "same").code


def _upload(cast: Cast, member: Membership, tlp: int) -> str:
    """A file that the member has uploaded, if they may."""
    from io import BytesIO

    from goodoffices.rights.services.lists import uploads
    from tests.rights.list_stage import ALEF

    may = member.may("rights.identity") and member.programme_id == cast.programme.pk
    by = member.user if may else cast.director.user
    return uploads.keep(programme=cast.programme, file=BytesIO(ALEF.encode()), by=by).code


def _linked(cast: Cast, member: Membership, tlp: int) -> str:
    """A person with an identity who was said to be another one."""
    from goodoffices.rights.models import PersonLink
    from goodoffices.rights.services.lists import tying

    made, other = known(cast.programme, tlp=tlp), person(cast.programme, tlp=0)
    PersonLink.objects.filter(code="link").update(code=f"p{made.code}")
    link = tying.same_person(one=made, other=other, certainty="likely", reason="x", by=None)
    PersonLink.objects.filter(pk=link.pk).update(code="link")
    return made.code


ROW = (("row", "row"),)


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
    "rights:person-same": form("rights.record", _linked, hides=True),
    "rights:person-part": form("rights.record", _linked, hides=True, besides=(("said", "link"),)),
    "rights:person-alike": form("rights.identity", _linked, hides=True),
    "rights:lists": Address("rights.view"),
    "rights:list-new": form("rights.identity"),
    "rights:list-confirm": form("rights.identity", _upload),
    "rights:lists-overlap": Address("rights.view"),
    "rights:lists-compare": form("rights.record"),
    "rights:list": Address("rights.view", _list, hides=True),
    "rights:list-restrict": form("rights.record", _list, hides=True),
    "rights:list-use": form("rights.record", _list, hides=True),
    "rights:list-export": form("rights.export", _list, hides=True),
    "rights:list-pairs": Address("rights.record", _list, hides=True),
    "rights:list-names": form("rights.identity", _list, hides=True),
    "rights:list-row": Address("rights.view", _list, hides=True, besides=ROW),
    "rights:row-name": form("rights.identity", _list, hides=True, besides=ROW),
    "rights:row-tie": form("rights.record", _list, hides=True, besides=ROW),
    "rights:row-untie": form("rights.record", _list, hides=True, besides=ROW),
    "rights:pair-decide": taking("rights.record", _pair, hides=True),
    "rights:pair-undo": form("rights.record", _decision, hides=True),
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
