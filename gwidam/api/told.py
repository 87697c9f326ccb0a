"""The shapes of what goes out. People are named in both languages; contacts are masked for everybody."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from ninja import Schema
from pydantic import Field

State = Literal["open", "answered", "closed", "merged"]
ImprovementState = Literal[
    "proposed",
    "scored",
    "tabled",
    "asked_more",
    "approved",
    "declined",
    "in_work",
    "in_proof",
    "released",
    "told",
    "verified",
]


class DepartmentOut(Schema):
    """A department."""

    code: str
    name_ko: str
    name_en: str


class EmployeeOut(Schema):
    """An employee."""

    email: str
    name_ko: str
    name_en: str


class ContactOut(Schema):
    """A way to reach the customer; the whole of it is shown on pages only, to those who say why."""

    kind: Literal["email", "phone", "handle"]
    masked: str


class CustomerOut(Schema):
    """Who said it."""

    kind: Literal["person", "colleague", "unknown"]
    name: str = Field(description="masked: 홍*동")
    language: str
    contacts: list[ContactOut]


class VoiceOut(Schema):
    """What was said."""

    receipt: str
    channel: str
    touchpoint: str | None
    kind: str
    text: str
    language: str
    product: str
    place: dict[str, Any] | None
    said_at: datetime
    heard_at: datetime
    needs_answer: bool
    is_masked: bool


class PromiseOut(Schema):
    """A promise of ours, or a paper the customer owes."""

    id: int
    kind: Literal["first_word", "answer", "callback", "papers", "work"]
    owed_by: Literal["us", "customer"]
    says: str
    made_at: datetime
    due_at: datetime
    kept_at: datetime | None
    broken_at: datetime | None
    released_at: datetime | None


class HandOffOut(Schema):
    """An offer of the work to another department, and what became of it."""

    id: int
    state: Literal["offered", "accepted", "bounced", "expired", "withdrawn"]
    giver: EmployeeOut
    from_department: DepartmentOut
    to_department: DepartmentOut
    to_person: EmployeeOut | None
    reason: str
    offered_at: datetime
    due_at: datetime
    decided_by: EmployeeOut | None
    decided_at: datetime | None
    bounce_reason: str
    better_department: DepartmentOut | None


class AnswerOut(Schema):
    """What the customer was told, and whether it reached them."""

    id: int
    text: str
    door: Literal["email", "spoken", "page"]
    by: EmployeeOut
    at: datetime
    delivered_at: datetime | None
    failed_at: datetime | None


class ClosureOut(Schema):
    """Why the case could end, and what the customer says to it."""

    by: EmployeeOut
    at: datetime
    anything_else: str
    cause: str
    recurrence: Literal["none", "taught", "improvement"]
    recurrence_why: str
    unreached_because: str
    outcome: Literal["fixed", "half", "not"] | None


class CaseRow(Schema):
    """A case in a list."""

    receipt: str
    state: State
    summary: str
    channel: str
    guardian: EmployeeOut
    holder: EmployeeOut
    department: DepartmentOut
    opened_at: datetime
    answered_at: datetime | None
    closed_at: datetime | None
    next_due_at: datetime | None = Field(description="when the promise most at risk is due")
    next_due_kind: str
    merged_into: str | None = Field(description="receipt of the case in front of it")


class CaseOut(CaseRow):
    """A case with all that was done for it."""

    voice: VoiceOut
    customer: CustomerOut
    owes_papers: bool
    follow_url: str
    promises: list[PromiseOut]
    handoffs: list[HandOffOut]
    answers: list[AnswerOut]
    closures: list[ClosureOut]


class VoicePage(Schema):
    """Voices, the newest first."""

    items: list[VoiceOut]
    next: int | None = Field(description="give it as `after` for what follows; null at the end")


class CasePage(Schema):
    """Cases, the newest first."""

    items: list[CaseRow]
    next: int | None = Field(description="give it as `after` for what follows; null at the end")


class ImprovementOut(Schema):
    """An improvement, with what the public reads of it and how many ask for it."""

    number: str = Field(description="such as G-12")
    state: ImprovementState
    title_ko: str
    title_en: str
    text_ko: str
    text_en: str
    reason_ko: str = Field(description="why it is not done; empty unless declined")
    reason_en: str
    origin: Literal["voice", "theme", "closure", "idea", "meeting"]
    is_must: bool
    owner: EmployeeOut | None
    department: DepartmentOut | None
    people: int = Field(description="who asked for it: each once, copies of one text as one")
    voices: int
    supporters: int
    merged_into: str | None = Field(description="number of the improvement in front of it")
    proposed_at: datetime
    released_at: datetime | None


class ImprovementPage(Schema):
    """Improvements, the newest first."""

    items: list[ImprovementOut]
    next: int | None = Field(description="give it as `after` for what follows; null at the end")
