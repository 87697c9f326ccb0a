"""The doors customers speak through."""

from __future__ import annotations

from datetime import datetime, time
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gwidam.core.hours import Hours
from gwidam.core.models import Watched
from gwidam.core.words import Bilingual


class Channel(Watched):
    """A door customers speak through. It opens only with a process behind it."""

    is_remembered: ClassVar = True

    class Kind(models.TextChoices):
        WEB = "web", _("web form")
        PHONE = "phone", _("phone")
        COUNTER = "counter", _("shop counter")
        PORTAL = "portal", _("colleagues' portal")
        IMPORT = "import", _("file import")
        API = "api", _("API")
        CAMPAIGN = "campaign", _("“please fix it”")
        OPEN311 = "open311", _("Open311")
        MAIL = "mail", _("mail")
        CHAT = "chat", _("live chat")
        TEXT = "text", _("text messages")
        SOCIAL = "social", _("social network")
        WEBHOOK = "webhook", _("inbound webhook")
        UNNAMED = "unnamed", _("colleagues, without a name")

    code = models.SlugField(unique=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    name_ko = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    owner = models.ForeignKey("people.Employee", models.PROTECT, null=True, blank=True, related_name="channels")
    department = models.ForeignKey(
        "people.Department", models.PROTECT, null=True, blank=True, related_name="channels"
    )
    roster = models.ForeignKey("people.Roster", models.PROTECT, null=True, blank=True, related_name="channels")
    touchpoint = models.ForeignKey(
        "moments.Touchpoint", models.PROTECT, null=True, blank=True, related_name="channels"
    )
    hours_spec = models.JSONField(default=dict, help_text="when it is promised to be staffed")
    needs_answer = models.BooleanField(default=True, help_text="unless the voice says otherwise")
    place = models.CharField(max_length=120, blank=True, help_text="shop or region, for a counter")
    origins = ArrayField(
        models.CharField(max_length=200), default=list, help_text="web sites that may show the chat window"
    )
    skills = ArrayField(
        models.CharField(max_length=40), default=list, help_text="what whoever is given a live talk should know"
    )
    opened_at = models.DateTimeField(null=True, blank=True)
    name = Bilingual("name")

    class Meta:
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(opened_at__isnull=True)
                | Q(owner__isnull=False, department__isnull=False, roster__isnull=False),
                name="open_channel_has_a_process",
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def is_open(self) -> bool:
        return self.opened_at is not None

    @property
    def hours(self) -> Hours:
        return Hours.from_dict(self.hours_spec)

    @property
    def is_unnamed(self) -> bool:
        """Whether nothing may be kept here that tells who spoke, the moment among it."""
        return self.kind == self.Kind.UNNAMED

    def moment(self, at: datetime) -> datetime:
        """What may be written of a moment: where nobody gives a name, only the day it was."""
        if not self.is_unnamed:
            return at
        return timezone.make_aware(datetime.combine(timezone.localdate(at), time()))
