"""Hear: the channels that are open, what was said, and how it arrived."""

from __future__ import annotations

from datetime import datetime, time
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gwidam.core.failing import FAILURES
from gwidam.core.hours import Hours
from gwidam.core.models import Watched
from gwidam.core.receipts import shown
from gwidam.core.sealed import SealedJSONField, SealedTextField
from gwidam.core.words import Bilingual, Said

from .ears import kinds
from .ears.kinds import EarKind
from .phone import Known


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


class Voice(Watched):
    """What somebody said, in their words. Never changed; only erasure takes the words away."""

    class Kind(models.TextChoices):
        COMPLAINT = "complaint", _("complaint")
        REQUEST = "request", _("request")
        QUESTION = "question", _("question")
        PRAISE = "praise", _("praise")
        IDEA = "idea", _("idea")
        REPORT = "report", _("report")

    id = models.BigIntegerField(primary_key=True)
    receipt = models.CharField(max_length=10, unique=True)
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="voices", db_index=False)
    touchpoint = models.ForeignKey(
        "moments.Touchpoint", models.PROTECT, null=True, related_name="voices", db_index=False
    )
    customer = models.ForeignKey("people.Customer", models.PROTECT, related_name="voices")
    heard_by = models.ForeignKey(
        "people.Employee", models.PROTECT, null=True, related_name="heard", db_index=False
    )
    kind = models.CharField(max_length=10, choices=Kind.choices, blank=True)
    text = models.TextField()
    summary = models.CharField(max_length=200)
    language = models.CharField(max_length=2)
    product = models.CharField(max_length=60, blank=True)
    place = models.JSONField(null=True)
    said_at = models.DateTimeField()
    heard_at = models.DateTimeField()
    needs_answer = models.BooleanField()
    is_masked = models.BooleanField(default=False, help_text="something was masked before the first write")
    erased_at = models.DateTimeField(null=True)
    grams = ArrayField(models.IntegerField(), default=list)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["channel", "-id"], name="voice_channel"),
            models.Index(fields=["heard_at"], name="voice_heard"),
            models.Index(fields=["said_at", "id"], name="voice_said"),
            GinIndex(fields=["grams"], name="voice_grams"),
        ]

    def __str__(self) -> str:
        return shown(self.receipt)

    @property
    def shown_receipt(self) -> str:
        return shown(self.receipt)


class KeyRenewal(models.Model):
    """Voices that may have search keys from before, as long as there are any; see `verbs.keys`."""

    below = models.BigIntegerField(help_text="voices with a smaller number are left")
    renewed = models.BigIntegerField(default=0)


class Delivery(Watched):
    """How a voice arrived. The same key at the same door twice is one voice.

    `raw` is kept, sealed and for a time, only where what was stored differs from what was sent.
    """

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="deliveries", db_index=False)
    key = models.CharField(max_length=200, help_text="the sender's name for this delivery")
    digest = models.CharField(max_length=64, help_text="SHA-256 of what was sent")
    voice = models.ForeignKey(Voice, models.PROTECT, related_name="deliveries")
    raw = models.BinaryField(null=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "deliveries"
        constraints: ClassVar = [models.UniqueConstraint(fields=["key"], name="delivered_once")]

    @staticmethod
    def name_of(channel: Channel, key: str) -> str:
        """The key as it is kept: the channel's own, unless it begins with a slash and so is the sender's own."""
        return key if key.startswith("/") else f"{channel.code}/{key}"


class Attachment(Watched):
    """A file somebody gave with a voice, an answer or a note; its bytes lie under their own hash."""

    voice = models.ForeignKey(Voice, models.CASCADE, related_name="attachments")
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(help_text="bytes")
    at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)


class Ear(Watched):
    """What listens for a channel: by a line, or told by others. Also where it is in what it has yet to hear.

    `cursor`: everything before it is stored. `rest_until`: the other side wants to be left alone. `failed` says why it
    does not hear, `failed_at` since when; `heard_at` is when the last voice came, `answered_at` when the other side
    last answered well.
    """

    is_remembered: ClassVar = True
    quiet_fields: ClassVar = frozenset(
        {"cursor", "poll_at", "tries", "rest_until", "heard_at", "answered_at", "failed_at"}
    )

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="ears")
    line = models.ForeignKey("post.Line", models.PROTECT, null=True, related_name="ears")
    kind = models.SlugField(max_length=20, db_index=False)
    secret = SealedTextField(help_text="with which whoever tells it signs")
    cursor = models.JSONField(null=True)
    poll_at = models.DateTimeField(null=True, help_text="when it looks next; empty for one that is told")
    tries = models.PositiveIntegerField(default=0, help_text="since it last answered")
    rest_until = models.DateTimeField(null=True)
    heard_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    failed = models.CharField(max_length=20, blank=True)
    failed_at = models.DateTimeField(null=True)
    reconnects = models.PositiveIntegerField(default=0, help_text="how often it was well again after trouble")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    turned_at = models.DateTimeField(null=True, help_text="when the secret was last made, and shown")
    old_secret = SealedTextField(null=True, help_text="the one before, which is good until `old_until`")
    old_until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["channel", "kind", "line"],
                condition=Q(ended_at__isnull=True),
                name="ear_opened_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(condition=Q(failed__in=["", *FAILURES]), name="ear_failure_is_known"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["poll_at"], name="ear_due", condition=Q(poll_at__isnull=False, ended_at__isnull=True)
            )
        ]

    @property
    def about(self) -> str:
        """What its facts are told of."""
        return f"ear:{self.pk}"

    @property
    def shape(self) -> EarKind:
        """How it listens."""
        return kinds.kind_of(self.kind)

    @property
    def failure(self) -> Said | None:
        """Why it does not hear, in words."""
        return self.shape.said(self.failed) if self.failed else None

    @property
    def can_be_tried(self) -> bool:
        """Whether a test can be sent through it."""
        return self.line is not None or self.shape.trial is not None

    def secrets(self, at: datetime) -> list[str]:
        """The secrets that are good at this moment; none before one was shown."""
        if self.turned_at is None:
            return []
        is_old_good = self.old_secret is not None and self.old_until is not None and at < self.old_until
        return [self.secret, self.old_secret] if is_old_good else [self.secret]


class Hearing(Watched):
    """Through which ear a voice came, and what an answer needs to stand under it. Goes with the words."""

    voice = models.OneToOneField(Voice, models.CASCADE, primary_key=True, related_name="hearing")
    ear = models.ForeignKey(Ear, models.PROTECT, related_name="hearings")
    about = models.CharField(max_length=60, blank=True, help_text="case:12; what only higher rooms can read")
    address = SealedTextField(null=True, help_text="whom an answer goes to, as the line writes it")
    thread = SealedJSONField(default=dict)
    url = SealedTextField(null=True, help_text="where it can be read")
    is_public = models.BooleanField(help_text="everybody could read it where it was said")


class Withdrawn(models.Model):
    """Words that were taken back where they were said, so that hearing of them late does not bring them here."""

    mark = models.CharField(max_length=60, unique=True, help_text="the name of their delivery")
    at = models.DateTimeField()


class Extension(Watched):
    """A telephone of the company's, and whose it is: calls that ring there are shown on that person's screen."""

    is_remembered: ClassVar = True

    number = models.CharField(max_length=40, unique=True)
    employee = models.ForeignKey("people.Employee", models.CASCADE, related_name="extensions")

    class Meta:
        ordering: ClassVar = ["number"]


class Call(Watched):
    """A call as the telephone system told of it, see `phone.Known`. What is known is sealed where it is personal.

    `voice`: what the caller said, once somebody has taken it down; the recording is kept with it.
    """

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="calls")
    key = models.CharField(max_length=200, help_text="the telephone system's name for it")
    caller = SealedTextField()
    rung = ArrayField(models.CharField(max_length=40), default=list)
    rang_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=40, blank=True)
    ended_at = models.DateTimeField(null=True)
    recording = SealedTextField()
    told_at = models.DateTimeField(help_text="when it was first told of")
    voice = models.ForeignKey(Voice, models.CASCADE, null=True, related_name="calls")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["channel", "key"], name="call_is_told_once")]
        indexes: ClassVar = [
            models.Index(
                fields=["rang_at"], name="call_running", condition=Q(ended_at__isnull=True, rang_at__isnull=False)
            ),
            models.Index(fields=["told_at"], name="call_told"),
        ]

    @property
    def about(self) -> str:
        return f"call:{self.pk}"

    @property
    def known(self) -> Known:
        """What is known of it."""
        return Known(
            caller=self.caller,
            rung=tuple(self.rung),
            rang_at=self.rang_at,
            answered_at=self.answered_at,
            answered_by=self.answered_by,
            ended_at=self.ended_at,
            recording=self.recording,
        )


class Mail(Watched):
    """A mail as it came: kept before anything is made of it, then what was made of it and why.

    What it says is sealed, and goes after a time or with its customer. `marks` and `named` are fingerprints, by which
    the same mail and replies to it are known for good.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("not read yet")
        READ = "read", _("read")

    class Became(models.TextChoices):
        VOICE = "voice", _("a voice")
        MORE = "more", _("more words in a case")
        TWICE = "twice", _("taken in before")
        BOUNCE = "bounce", _("mail that came back")
        RECEIPT = "receipt", _("a read receipt")
        AUTOMATIC = "automatic", _("automatic mail")
        LOOP = "loop", _("our own mail")
        MASS = "mass", _("mass mail")

    ASIDE: ClassVar = (Became.BOUNCE, Became.RECEIPT, Became.AUTOMATIC, Became.LOOP, Became.MASS)
    quiet_fields: ClassVar = frozenset({"read_due_at", "tries"})

    ear = models.ForeignKey(Ear, models.PROTECT, related_name="mails", db_index=False)
    key = models.CharField(max_length=120, help_text="what its mailbox calls it, or the hash of its bytes")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField(help_text="bytes")
    raw = models.BinaryField(null=True, help_text="sealed")
    came_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    read_due_at = models.DateTimeField(help_text="when it is read next, while it waits")
    tries = models.PositiveIntegerField(default=0)
    became = models.CharField(max_length=12, blank=True, choices=Became.choices)
    is_quiet = models.BooleanField(default=False, help_text="nothing automatic answers it")
    voice = models.ForeignKey(Voice, models.PROTECT, null=True, related_name="mails")
    marks = ArrayField(models.CharField(max_length=32), default=list)
    named = models.CharField(max_length=32, blank=True, help_text="fingerprint of its Message-ID")
    log = SealedJSONField(null=True, help_text="envelope, decisions and problems, as the mail door says them")
    text = SealedTextField(null=True, help_text="the whole of it, with what is quoted")
    page = SealedTextField(null=True, help_text="its HTML, sanitised")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ear", "key"], name="mail_kept_once"),
            models.CheckConstraint(
                condition=Q(state="waiting") ^ ~Q(became=""), name="mail_read_became_something"
            ),
            models.CheckConstraint(
                condition=Q(
                    became__in=["", "voice", "more", "twice", "bounce", "receipt", "automatic", "loop", "mass"]
                ),
                name="mail_becoming_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="waiting") | Q(raw__isnull=False), name="mail_waits_with_its_bytes"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["read_due_at"], name="mail_due", condition=Q(state="waiting")),
            models.Index(fields=["named"], name="mail_named", condition=~Q(named="")),
            models.Index(fields=["came_at"], name="mail_came"),
            GinIndex(fields=["marks"], name="mail_marks"),
        ]

    @property
    def about(self) -> str:
        """What its facts are told of."""
        return f"mail:{self.pk}"

    @property
    def is_aside(self) -> bool:
        """Whether it was read and no voice was made of it."""
        return self.became in self.ASIDE
