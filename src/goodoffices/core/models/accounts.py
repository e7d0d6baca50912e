"""People, programmes, offices, and who is what where."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django_scopes import ScopedManager

from goodoffices.core.codes import new_code
from goodoffices.core.roles import ROLES, Role, default_clearance
from goodoffices.core.shutting import Shut, stricter
from goodoffices.core.tlp import TLP


class UserManager(BaseUserManager["User"]):
    """Makes accounts; an address is compared without regard to case."""

    def create_user(self, email: str, password: str | None = None, **more: Any) -> User:
        """Make an account; without a password nobody can log in to it yet."""
        user = self.model(email=email.strip().lower(), **more)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        """Find an account by its address."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A person who can log in. What they may do is said by their memberships alone."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=150)
    language = models.CharField(max_length=5, default="en")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    is_staff = False
    is_superuser = False

    objects: ClassVar[UserManager] = UserManager()

    def __str__(self) -> str:
        return self.name

    @property
    def initials(self) -> str:
        """First letters of the first and last part of the name, for the small round mark."""
        parts = self.name.split()
        return (parts[0][:1] + parts[-1][:1]) if len(parts) > 1 else self.name[:2]


class Programme(models.Model):
    """One peace programme: the wall between what different organisations know."""

    slug = models.SlugField(unique=True)
    names = models.JSONField(default=dict)
    time_zone = models.CharField(max_length=64, default="UTC")
    countries = models.JSONField(default=list)
    default_tlp = models.PositiveSmallIntegerField(choices=TLP.choices, default=TLP.AMBER)
    require_second_factor = models.BooleanField(default=False)
    date_rule = models.CharField(max_length=32, default="most_precise")
    place_rule = models.CharField(max_length=32, default="most_precise")
    type_rule = models.CharField(max_length=32, default="majority")
    toll_rule = models.CharField(max_length=32, default="range")
    recheck_days = models.PositiveSmallIntegerField(default=30)
    ask_red_reason = models.BooleanField(default=False)
    shut = models.CharField(max_length=10, choices=Shut.choices, blank=True, editable=False)
    save_pages = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(recheck_days__gte=1, recheck_days__lte=366),
                name="programme_recheck_days",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The programme's name in the reader's language."""
        names: dict[str, str] = self.names
        found = names.get((get_language() or "en")[:2]) or names.get("en")
        return found or next(iter(names.values()), self.slug)


class Office(models.Model):
    """A field office or headquarters of a programme."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="offices")
    code = models.SlugField()
    names = models.JSONField(default=dict)
    place = models.ForeignKey("core.Place", models.SET_NULL, null=True, related_name="+")
    shut = models.CharField(max_length=10, choices=Shut.choices, blank=True, editable=False)

    objects = ScopedManager(programme="programme")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "code"], name="office_code_once")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The office's name in the reader's language."""
        names: dict[str, str] = self.names
        return names.get((get_language() or "en")[:2]) or names.get("en") or self.code


class Membership(models.Model):
    """What a person is in one programme, and up to which mark they see its records.

    Until an invitation is accepted, and after the membership has ended, ``active`` is false and
    nothing is seen. ``invitation`` is the SHA-256 of the open invitation's secret.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="memberships")
    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    office = models.ForeignKey(Office, models.SET_NULL, null=True, blank=True)
    role = models.CharField(max_length=32, choices=Role.choices)
    clearance = models.PositiveSmallIntegerField(choices=TLP.choices)
    active = models.BooleanField(default=True)
    since = models.DateTimeField(default=timezone.now)
    invitation = models.CharField(max_length=64, blank=True, db_index=True)
    invited_until = models.DateTimeField(null=True)

    objects = ScopedManager(programme="programme")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "programme"], name="membership_once"),
            models.CheckConstraint(
                condition=models.Q(clearance__lt=TLP.RED), name="membership_clearance_below_red"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.get_role_display()})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Give a new membership its role's clearance unless one was named."""
        if self.clearance is None:
            self.clearance = default_clearance(self.role)
        super().save(*args, **kwargs)

    @property
    def is_invited(self) -> bool:
        """Say whether the person has been invited and has not joined yet."""
        return not self.active and bool(self.invitation)

    @property
    def shut(self) -> str:
        """How far the programme or the person's office is closed for now; empty when open."""
        own = self.office.shut if self.office_id and self.office else ""
        return stricter(self.programme.shut, own)

    def may(self, permission: str) -> bool:
        """Say whether the role holds the permission."""
        return self.active and permission in ROLES.get(self.role, frozenset())


class NamedAccess(models.Model):
    """A person named on one record: the only way to see RED, and a partner's way to AMBER."""

    programme = models.ForeignKey(Programme, models.CASCADE)
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="named")
    kind = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager(programme="programme")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["membership", "kind", "object_id"], name="named_access_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class ApiToken(models.Model):
    """A machine's key to one membership's rights, or fewer; only its hash is kept."""

    programme = models.ForeignKey(Programme, models.CASCADE)
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="tokens")
    code = models.CharField(max_length=16, unique=True, default=new_code)
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    may_write = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(programme="programme")

    def __str__(self) -> str:
        return self.name
