"""What goes over the wire of this room: code names, acts, cases, norms; there is no identity."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from ninja import Field, Schema

from goodoffices.monitor.api.schemas import Mark, Named, Text, Walk

Words = Field("", description="text, in any of the languages", max_length=300)
CodeName = Field(description="a person by the code name, a party by its name")


class CaseQuery(Walk):
    """The filters of the list of cases."""

    q: Text = Words
    kind: str = Field("", description="codebook: case_kinds")
    state: Literal["", "open", "late", "mine", "closed"] = Field(
        "", description="late: a step is overdue; mine: a step of it is yours; empty: all"
    )


class ActQuery(Walk):
    """The filters of the list of acts."""

    q: Text = Words
    kind: str = Field("", description="codebook: act_types")
    incident: str = Field("", description="code of an incident", max_length=16)


class PersonQuery(Walk):
    """The filters of the list of persons."""

    q: Text = Field("", description="code name or code; never a real name", max_length=300)
    sex: str = Field("", description="codebook: sexes")
    age_group: str = Field("", description="codebook: age_groups")


class GroupQuery(Walk):
    """The filters of the list of groups."""

    q: Text = Field("", description="code name or code; never a real name", max_length=300)
    kind: str = Field("", description="codebook: group_kinds")


class Recorded(Schema):
    """What every record of the room has."""

    code: str
    tlp: Mark
    added: datetime


class ConsentOut(Schema):
    """What a person allows on the day of the answer."""

    store: bool
    share: bool
    publish: bool
    refer: bool


class PersonOut(Recorded):
    """Somebody under a code name."""

    code_name: str
    sex: str = Field(description="codebook: sexes; empty: not known")
    age_group: str = Field(description="codebook: age_groups; empty: not known")
    consent: ConsentOut | None = Field(
        description="null where the role may not take out who did what to whom"
    )


class GroupOut(Recorded):
    """People who are not recorded one by one, under a code name."""

    code_name: str
    kind: str = Field(description="codebook: group_kinds")
    party: Named | None
    size_low: int | None
    size_high: int | None


class ActOf(Schema):
    """An act somebody was involved in, and as what."""

    act: str
    role: str = Field(description="codebook: involvement_roles")


class Somebody(Schema):
    """What a person and a group say of themselves beyond the list."""

    note: str
    acts: list[ActOf]
    cases: list[str] = Field(description="codes of cases")


class PersonDetail(PersonOut, Somebody):
    """A person with what they were involved in."""


class GroupDetail(GroupOut, Somebody):
    """A group with what it was involved in."""


class PersonPage(Schema):
    """Some persons."""

    persons: list[PersonOut]
    next: str = Field(description="cursor of the next page; empty at the end")


class GroupPage(Schema):
    """Some groups."""

    groups: list[GroupOut]
    next: str = Field(description="cursor of the next page; empty at the end")


class InvolvedOut(Schema):
    """Who was involved in an act, as what, how far and how certain."""

    who: Literal["person", "group", "party"]
    code: str
    name: str = CodeName
    role: str = Field(description="codebook: involvement_roles")
    degree: str = Field(description="codebook: involvement_degrees; empty: not said")
    certainty: str = Field(description="codebook: certainties")


class NormOut(Schema):
    """A norm: one of the codebook, or one of the programme's own."""

    code: str
    citation: str
    caption: str
    own: bool = Field(description="whether it is the programme's own")


class ActOut(Recorded):
    """What was done, and to whom, as far as the member may see them."""

    kind: str = Field(description="codebook: act_types")
    date: str = Field(description="EDTF level 1; empty: not known")
    place: Named | None
    incident: str | None = Field(description="code of the incident it belongs to")
    involved: list[InvolvedOut] | None = Field(
        description="null in a list where the act is RED: ask for it by its code"
    )
    norms: list[str] = Field(description="codes of norms it may breach")


class ActDetail(ActOut):
    """An act with its words."""

    description: str
    language: str
    cases: list[str] = Field(description="codes of cases")


class ActPage(Schema):
    """Some acts."""

    acts: list[ActOut]
    next: str = Field(description="cursor of the next page; empty at the end")


class CaseOut(Recorded):
    """A matter that somebody follows up."""

    kind: str = Field(description="codebook: case_kinds")
    title: str
    language: str
    office: str | None = Field(description="code of the office")
    closed: datetime | None
    due: date | None = Field(description="when the next step is due")


class StepOut(Schema):
    """What is to be done next, or was done."""

    kind: str = Field(description="codebook: case_steps")
    text: str
    to: str = Field(description="to whom a referral goes")
    due: date | None
    done: datetime | None
    outcome: str


class EntryOut(Schema):
    """One entry of a timeline."""

    what: str = Field(description="note, closed or reopened")
    text: str
    date: str = Field(description="EDTF level 1; empty: that of its writing")
    written: datetime


class HeldOut(Schema):
    """A record that belongs to a case."""

    kind: Literal["person", "group", "act", "incident", "evidence"]
    code: str


class CaseDetail(CaseOut):
    """A case with its steps, its timeline and what belongs to it."""

    summary: str
    steps: list[StepOut]
    timeline: list[EntryOut]
    holds: list[HeldOut]


class CasePage(Schema):
    """Some cases."""

    cases: list[CaseOut]
    next: str = Field(description="cursor of the next page; empty at the end")
