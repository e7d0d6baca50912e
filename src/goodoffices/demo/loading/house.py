"""The programme itself: its offices, its people, when each last looked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from django.contrib.auth.hashers import make_password

from goodoffices.core.models import Membership, Office, Programme, User, Visit
from goodoffices.core.roles import default_clearance
from goodoffices.demo.loading.ledger import Ledger
from goodoffices.demo.people import MAIN
from goodoffices.demo.timeline import first_day
from goodoffices.demo.values import DemoProgramme, DemoStaff

PASSWORD = "quiet harbour lantern"  # noqa: S105
"""The password of every demonstration account; `goodoffices check` warns where it is served."""

SITUATION = "situation"
LAST_LOOK = timedelta(hours=15, minutes=20)


@dataclass(slots=True)
class House:
    """One programme while it is being filled: its records by the generator's keys."""

    demo: DemoProgramme
    key: str
    programme: Programme
    ledger: Ledger
    opened: datetime
    offices: dict[str, Office] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    members: dict[str, Membership] = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        """The moment at which the demonstration's two years end."""
        return datetime.combine(self.demo.today, time(7), UTC)

    @property
    def director(self) -> User:
        """Who set the programme up."""
        return self.users[next(s.key for s in self.staff if s.role == "director")]

    @property
    def staff(self) -> list[DemoStaff]:
        """The cast of this programme."""
        return [member for member in self.demo.staff if member.programme == self.key]


def slug_of(key: str) -> str:
    """Return the address of a programme by the generator's key."""
    return key.replace("_", "-")


def open_house(demo: DemoProgramme, key: str) -> House:
    """Found one programme of the demonstration with its offices and members."""
    opened = datetime.combine(first_day(demo.today) - timedelta(days=12), time(11), UTC)
    programme = Programme.objects.create(
        slug=slug_of(key),
        names=dict(demo.names if key == MAIN else demo.second[1]),
        time_zone=demo.time_zone,
        created_at=opened,
    )
    house = House(demo, key, programme, Ledger(programme), opened)
    _add_offices(house)
    _add_people(house)
    house.ledger.note("core.programme.created", at=opened, by=None, record=programme)
    return house


def _add_offices(house: House) -> None:
    for number, office in enumerate(house.demo.offices, 1):
        if office.programme == house.key:
            made = Office.objects.create(
                programme=house.programme, code=slug_of(office.key), names=dict(office.names)
            )
            house.offices[office.key] = made
            at = house.opened + timedelta(minutes=number)
            house.ledger.note("core.office.added", at=at, by=None, record=made)


def _add_people(house: House) -> None:
    """Make accounts and memberships; the password is hashed once for all of them."""
    hashed = make_password(PASSWORD)
    for number, person in enumerate(house.staff, 1):
        user = User.objects.create(
            email=person.email,
            name=person.names["en"],
            language=person.language,
            password=hashed,
            joined_at=house.opened,
        )
        member = Membership.objects.create(
            user=user,
            programme=house.programme,
            office=house.offices.get(person.office),
            role=person.role,
            clearance=default_clearance(person.role),
            since=house.opened,
        )
        house.users[person.key], house.members[person.key] = user, member
        at = house.opened + timedelta(minutes=10 + number)
        data = {"role": person.role, "clearance": member.clearance}
        house.ledger.note("core.member.added", at=at, by=None, record=member, data=data)
    last = house.now - LAST_LOOK
    Visit.objects.bulk_create(
        Visit(
            programme=house.programme, membership=member, page=SITUATION, before=last, latest=last
        )
        for member in house.members.values()
    )
