"""The shapes of what other systems tell."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AliasChoices, BaseModel, Field, StringConstraints

from gwidam.listen.phone import What

from ..shapes import Moment, VoiceIn, words


class VoiceTold(VoiceIn):
    """A voice as the API takes it; its channel is that of the address, and its name the id of the message."""

    channel: Annotated[str, StringConstraints(max_length=50)] | None = None  # type: ignore[assignment]


class CallTold(BaseModel):
    """One thing told of a call."""

    call: Annotated[str, StringConstraints(min_length=1, max_length=150)]
    event: Literal[tuple(each.value for each in What)]  # type: ignore[valid-type]
    at: Moment | None = None
    caller: words(60) = None  # type: ignore[valid-type]
    extension: words(40) = Field(None, validation_alias=AliasChoices("extension", "callee"))  # type: ignore[valid-type]
    recording_url: words(1000) = None  # type: ignore[valid-type]
