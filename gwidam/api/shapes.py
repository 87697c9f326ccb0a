"""The shapes of what comes in; their limits are those of the rows they become."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import Annotated, Any, Literal

from django.utils import timezone
from ninja import Schema
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from gwidam.core.masking import mask
from gwidam.core.text import clean
from gwidam.listen.models import Voice

from .problems import FieldError

FIRST_MOMENT = datetime(1900, 1, 1, tzinfo=UTC)
LAST_MOMENT = datetime(2100, 1, 1, tzinfo=UTC)
LARGEST = 2**63 - 1


def _fit(text: str, *, most: int) -> str:
    """Cleaned and masked as any text of the house; masking may make it longer than its column."""
    fit = mask(clean(text).text).text.strip()
    if len(fit) > most:
        raise PydanticCustomError("string_too_long", "too long", {"max_length": most})
    return fit


def words(most: int) -> Any:
    """A short text of at most this many characters, or none."""
    return Annotated[str, StringConstraints(max_length=most), AfterValidator(partial(_fit, most=most))] | None


def _moment(moment: datetime) -> datetime:
    """With a time zone (the house's where none is told), between 1900 and 2100."""
    try:
        if timezone.is_naive(moment):
            moment = timezone.make_aware(moment)
        is_known = FIRST_MOMENT <= moment <= LAST_MOMENT
    except (OverflowError, ValueError):
        is_known = False
    if not is_known:
        raise PydanticCustomError("datetime_out_of_range", "out of range")
    return moment


Moment = Annotated[datetime, AfterValidator(_moment)]
Kind = Literal[tuple(Voice.Kind.values)]  # type: ignore[valid-type]


class CustomerIn(BaseModel):
    """Who said it, as far as they told."""

    name: words(120) = None  # type: ignore[valid-type]
    email: words(254) = None  # type: ignore[valid-type]
    phone: words(60) = None  # type: ignore[valid-type]
    handle: words(100) = None  # type: ignore[valid-type]


class PlaceIn(BaseModel):
    """Where it happened."""

    lat: Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)] | None = None
    lon: Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)] | None = None
    address: words(300) = None  # type: ignore[valid-type]


class VoiceIn(BaseModel):
    """One voice as another system hands it over. Members that are not known are named in `warnings`."""

    model_config = ConfigDict(extra="allow")

    channel: Annotated[str, StringConstraints(max_length=50)] = Field(
        description="code of an open channel, such as api"
    )
    text: Annotated[str, StringConstraints(min_length=1)] = Field(description="what the customer said")
    customer: CustomerIn | None = None
    touchpoint: Annotated[str, StringConstraints(max_length=50)] | None = Field(
        None, description="code of a touchpoint; null: that of the channel"
    )
    product: words(60) = None  # type: ignore[valid-type]
    place: PlaceIn | None = None
    said_at: Moment | None = Field(None, description="when they said it; null: now")
    external_id: Annotated[str, StringConstraints(max_length=200)] | None = Field(
        None, description="the sender's own name for this voice; the same one again is the same voice"
    )
    needs_answer: bool | None = Field(None, description="null: as the channel is set")
    language: Literal["ko", "en"] | None = Field(None, description="null: told from the text")
    kind: Kind | None = None  # type: ignore[valid-type]


class VoiceTaken(Schema):
    """The receipt of a voice."""

    receipt: str = Field(description="ten digits, to be read out or typed")
    voice: int
    case: int | None = Field(description="the case that was opened; null where no answer is needed")
    follow_url: str = Field(description="where the customer sees how it goes")
    warnings: list[str] = Field([], description="what could not be used; only there when something was not")


LONGEST_WORDS = 100_000
Words = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_WORDS)]  # cleaned and masked by the verb
Code = Annotated[str, StringConstraints(min_length=1, max_length=50)]
Address = Annotated[str, StringConstraints(min_length=3, max_length=254)]


class HandOffIn(BaseModel):
    """To whom the work is offered, and why."""

    to: Code = Field(description="code of a department")
    reason: Words
    person: Address | None = Field(None, description="e-mail address of somebody of that department")


class BounceIn(BaseModel):
    """Why it is not for this department, and whose it is."""

    reason: Words
    better: Code | None = Field(None, description="code of the department that should have it")


class PromiseIn(BaseModel):
    """What is promised; the time comes from the standard of its kind."""

    kind: Literal["callback", "answer", "work"]
    says: Annotated[str, StringConstraints(max_length=300)] = ""
    sooner: Moment | None = Field(None, description="an earlier time than the standard's")


class AnswerIn(BaseModel):
    """What the customer is told."""

    text: Words
    is_spoken: bool = Field(False, description="already said on the phone or at the counter")


class ClosureIn(BaseModel):
    """What closing needs."""

    anything_else: Annotated[str, StringConstraints(max_length=LONGEST_WORDS)] = Field(
        "", description="what the customer said when asked; not where they could not be reached"
    )
    cause: Words
    recurrence: Literal["none", "taught", "improvement"]
    recurrence_why: Words
    improvement: Annotated[str, StringConstraints(max_length=160)] = Field(
        "", description="with the decision improvement: its number (G-12), or the title of a new one"
    )
    unreached_because: Words | None = Field(
        None, description="the customer could not be reached, and why; a week after the last try"
    )


class ReopeningIn(BaseModel):
    """What is left."""

    why: Words


class NoteIn(BaseModel):
    """Words among colleagues."""

    text: Words
    mentions: Annotated[list[Address], Field(max_length=20)] = Field(
        [], description="e-mail addresses of colleagues who are told"
    )


Title = Annotated[str, StringConstraints(max_length=160)]
LongText = Annotated[str, StringConstraints(max_length=LONGEST_WORDS)]


class ImprovementIn(BaseModel):
    """What should change. A title in one of the two languages is needed."""

    title_ko: Title = ""
    title_en: Title = ""
    text_ko: LongText = ""
    text_en: LongText = ""
    internal: LongText = Field("", description="for colleagues; the public never sees it")
    voice: Annotated[str, StringConstraints(max_length=30)] = Field(
        "", description="receipt of a voice it comes from"
    )


class VoiceLinkIn(BaseModel):
    """A voice that asks for it."""

    receipt: Annotated[str, StringConstraints(min_length=1, max_length=30)]


class SupportIn(BaseModel):
    """Who wants it, too."""

    receipt: Annotated[str, StringConstraints(max_length=30)] = Field(
        "", description="of a voice of the customer on whose behalf; empty: the key's employee themselves"
    )


class LineTold(Schema):
    """What became of one line."""

    line: int = Field(description="counts from 1")
    status: Literal["stored", "duplicate", "refused"]
    receipt: str = Field("", description="of a stored or duplicate voice")
    reason: str = Field("", description="of a refused line, in the language of Accept-Language")
    errors: list[FieldError] = []
    warnings: list[str] = []
