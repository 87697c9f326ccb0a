"""Who: customers and how to reach them, employees, departments, and who answers for what."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gwidam.core.hours import Hours
from gwidam.core.models import Watched, WatchedQuerySet
from gwidam.core.sealed import SealedTextField
from gwidam.core.words import Bilingual

from . import contacts


class Calendar(Watched):
    """When a department works: weekly windows (lunch breaks are gaps), public holidays of a region."""

    is_remembered: ClassVar = True
    code = models.SlugField(unique=True)
    name_ko = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    spec = models.JSONField(help_text="As Hours.to_dict gives it")
    name = Bilingual("name")

    def __str__(self) -> str:
        return str(self.name)

    @property
    def hours(self) -> Hours:
        return Hours.from_dict(self.spec)


class Department(Watched):
    """A part of the company that answers for something."""

    is_remembered: ClassVar = True
    code = models.SlugField(unique=True)
    name_ko = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    calendar = models.ForeignKey(Calendar, models.PROTECT, related_name="departments")
    is_cvi = models.BooleanField(default=False, help_text="the customer value innovation team: the last stop")
    name = Bilingual("name")

    class Meta:
        ordering: ClassVar = ["name_ko"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["is_cvi"], condition=Q(is_cvi=True), name="one_cvi_team")
        ]

    def __str__(self) -> str:
        return str(self.name)


class Role(models.TextChoices):
    """What an employee is here for; one person can be several."""

    FRONT_LINE = "front_line", _("front line")
    DEPARTMENT = "department", _("department")
    CVI = "cvi", _("customer value innovation team")
    EXECUTIVE = "executive", _("executive")
    OPERATOR = "operator", _("operator")


class Employees(BaseUserManager.from_queryset(WatchedQuerySet)):  # type: ignore[misc]
    """Employees, found by their e-mail address whatever its case."""

    def get_by_natural_key(self, username: str | None) -> Any:
        return self.get(email__iexact=username)


class Employee(AbstractBaseUser, Watched):
    """A named person of the company, who can sign in, guard cases and hold work."""

    is_remembered: ClassVar = True
    # A sign-in and a new password are the account's own business, not a change of the house.
    quiet_fields: ClassVar = frozenset({"last_login", "password", "language", "looks"})

    email = models.EmailField(unique=True)
    name_ko = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60, blank=True)
    department = models.ForeignKey(Department, models.PROTECT, related_name="employees")
    roles = ArrayField(models.CharField(max_length=20, choices=Role.choices), default=list)
    skills = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=2, choices=[("ko", "한국어"), ("en", "English")], default="ko")
    looks = models.JSONField(default=dict, blank=True)
    deputy = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="deputises_for")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)
    left_at = models.DateTimeField(null=True, blank=True)
    name = Bilingual("name")

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["name_ko"]
    objects: ClassVar = Employees()

    class Meta:
        ordering: ClassVar = ["name_ko"]
        indexes: ClassVar = [GinIndex(fields=["skills"], name="employee_skills")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(is_active=True) | Q(left_at__isnull=False), name="employee_leaves_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def actor(self) -> str:
        return f"employee:{self.pk}"

    @property
    def is_staff(self) -> bool:
        return self.is_active

    @property
    def role_names(self) -> list[str]:
        """Their roles in the reader's language."""
        return [str(Role(each).label) for each in self.roles]

    def is_a(self, *roles: str) -> bool:
        """Whether this person has one of the roles."""
        return not set(roles).isdisjoint(self.roles)


class Absence(Watched):
    """From when until when somebody is away, and who covers. The guardian stays the guardian."""

    is_remembered: ClassVar = True

    class Why(models.TextChoices):
        LEAVE = "leave", _("leave")
        SICK = "sick", _("sick")
        TRAINING = "training", _("training")
        COOL_OFF = "cool_off", _("recovering after abuse")

    employee = models.ForeignKey(Employee, models.CASCADE, related_name="absences")
    deputy = models.ForeignKey(Employee, models.PROTECT, related_name="covers")
    why = models.CharField(max_length=10, choices=Why.choices, default=Why.LEAVE)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["employee", "starts_at"], name="absence_employee")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="absence_ends_after_start"),
            models.CheckConstraint(condition=~Q(deputy=F("employee")), name="absence_deputy_is_another"),
        ]

    @property
    def last_day(self) -> datetime:
        """A moment on the last day away: the end itself belongs to the time after."""
        return self.ends_at - timedelta(microseconds=1)


class Roster(Watched):
    """Who is on duty, week by week."""

    is_remembered: ClassVar = True
    code = models.SlugField(unique=True)
    name_ko = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    time_zone = models.CharField(max_length=40, default="Asia/Seoul")
    name = Bilingual("name")

    def __str__(self) -> str:
        return str(self.name)


class Shift(Watched):
    """A weekly turn of one person. `minute` counts from Monday 00:00; a shift may run over midnight."""

    is_remembered: ClassVar = True
    roster = models.ForeignKey(Roster, models.CASCADE, related_name="shifts")
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="shifts")
    starts_minute = models.PositiveSmallIntegerField(help_text="minutes since Monday 00:00")
    minutes = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(starts_minute__lt=7 * 1440), name="shift_starts_in_week"),
            models.CheckConstraint(condition=Q(minutes__gt=0, minutes__lte=1440), name="shift_at_most_a_day"),
        ]

    def is_on(self, minute: int) -> bool:
        """Whether the shift covers this minute of the week."""
        return (minute - self.starts_minute) % (7 * 1440) < self.minutes


class Responsibility(Watched):
    """One line of the directory: who answers for this product, service, topic, touchpoint or place."""

    department = models.ForeignKey(Department, models.PROTECT, related_name="responsibilities")
    person = models.ForeignKey(Employee, models.SET_NULL, null=True, blank=True, related_name="answers_for")
    product = models.CharField(max_length=60, blank=True)
    service = models.CharField(max_length=60, blank=True)
    topic = models.CharField(max_length=80, blank=True)
    touchpoint = models.SlugField(blank=True, help_text="code of a touchpoint, or empty for any")
    region = models.CharField(max_length=60, blank=True)
    says_ko = models.TextField(blank=True)
    says_en = models.TextField(blank=True)
    grams = ArrayField(models.IntegerField(), default=list, editable=False)
    says = Bilingual("says")

    class Meta:
        indexes: ClassVar = [GinIndex(fields=["grams"], name="responsibility_grams")]

    @property
    def tags(self) -> list[str]:
        """What narrows the line: topic, product, service, region, as far as they are given."""
        return [each for each in (self.topic, self.product, self.service, self.region) if each]


class Customer(Watched):
    """Somebody who spoke: a customer, a colleague, or someone who never bought."""

    class Kind(models.TextChoices):
        PERSON = "person", _("customer")
        COLLEAGUE = "colleague", _("colleague")
        UNKNOWN = "unknown", _("without a name")

    id = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.PERSON)
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=2, default="ko")
    employee = models.ForeignKey(
        Employee, models.SET_NULL, null=True, blank=True, related_name="as_customer", db_index=False
    )
    since = models.DateTimeField()
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["name"],
                name="customer_name",
                opclasses=["varchar_pattern_ops"],  # found by how it begins
                condition=~Q(name=""),
            ),
            models.Index(fields=["employee"], name="customer_colleague", condition=Q(employee__isnull=False)),
        ]

    @property
    def actor(self) -> str:
        return f"customer:{self.pk}"

    @property
    def is_unnamed(self) -> bool:
        return not self.name


class Contact(Watched):
    """One way to reach a customer. The value is sealed; equal values have equal fingerprints."""

    class Kind(models.TextChoices):
        EMAIL = "email", _("e-mail")
        PHONE = "phone", _("phone")
        HANDLE = "handle", _("handle")

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="contacts")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    value = SealedTextField()
    mark = models.CharField(max_length=32, help_text="fingerprint of the value")
    tail = models.CharField(max_length=4, blank=True, help_text="last four digits of a phone number")
    verified_at = models.DateTimeField(null=True, blank=True)
    dead_at = models.DateTimeField(null=True, blank=True)
    dead_because = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "mark"], name="contact_is_one_customers")]
        indexes: ClassVar = [models.Index(fields=["tail"], name="contact_tail", condition=~Q(tail=""))]

    @property
    def dialled(self) -> str:
        """The value as a person writes it: a Korean number as it is dialled in Korea."""
        return contacts.dialled(self.value) if self.kind == self.Kind.PHONE else str(self.value)

    @property
    def masked(self) -> str:
        """What may be shown without a reason: `k***@daon.example`, `***-****-1234`."""
        if self.kind == self.Kind.PHONE:
            return f"***-****-{self.tail}"
        local, at, domain = self.value.partition("@")
        return f"{local[:1]}***{at}{domain}"


class Token(Watched):
    """A key for another system. Only its hash is kept; what it does is done in the name of `employee`."""

    is_remembered: ClassVar = True
    quiet_fields: ClassVar = frozenset({"used_at"})

    name = models.CharField(max_length=80)
    hash = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=40))
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="tokens")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def is_good(self, at: datetime) -> bool:
        return self.revoked_at is None and (self.expires_at is None or at < self.expires_at)

    def was_used_lately(self, at: datetime) -> bool:
        """Whether `used_at` is fresh enough not to be written again on each request."""
        return self.used_at is not None and at - self.used_at < timedelta(minutes=5)


class Undoable(Watched):
    """What somebody did for a reason, and somebody may take back."""

    why = models.CharField(max_length=300)
    by = models.ForeignKey("people.Employee", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_by = models.ForeignKey("people.Employee", models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
