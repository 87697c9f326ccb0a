"""What every verb of the room needs: moving a message, and saying whom and what a fact is of."""

from __future__ import annotations

from typing import Any, TypedDict

from gwidam.core.errors import NotNow

from .. import rules
from ..models import Message


def move(message: Message, verb: str, **changes: Any) -> None:
    """Take the message one step, if nobody else was faster. Raises NotNow otherwise."""
    new = rules.step(message.state, verb)
    held = {"sending_since": message.sending_since} if verb in ("defer", "fail") else {}
    if new != "sending":
        changes["sending_since"] = None
    rows = Message.objects.filter(pk=message.pk, state=message.state, **held)
    if not rows.update(state=new, **changes):
        raise NotNow(
            ko="다른 쪽에서 먼저 이 메일의 상태를 바꾸었습니다.",
            en="Somebody else has changed this message first.",
        )
    for name, value in {"state": new, **changes}.items():
        setattr(message, name, value)


class Reader(TypedDict):
    """Fields of a fact that name the reader."""

    to_employee_id: int | None
    to_customer_id: int | None


class What(Reader):
    """Fields of a fact that name the message."""

    message_id: int
    key: str
    topic: str
    what_ko: str
    what_en: str


def to(reader: str) -> Reader:
    """The reader 'employee:5' or 'customer:12' as fields of a fact."""
    kind, _, number = reader.partition(":")
    return Reader(
        to_employee_id=int(number) if kind == "employee" else None,
        to_customer_id=int(number) if kind == "customer" else None,
    )


def what(message: Message) -> What:
    """The message and its reader as fields of a fact."""
    name = rules.TEMPLATES[message.template].name
    return What(
        message_id=message.pk,
        key=message.key,
        topic=message.topic,
        what_ko=name.ko,
        what_en=name.en,
        **to(message.reader),
    )
