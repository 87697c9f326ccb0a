"""What the set-up does in one act each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import connection

from gwidam.core.actors import Actor, House
from gwidam.core.errors import NotNow
from gwidam.core.hours import ALWAYS, Hours
from gwidam.core.ledger import verb
from gwidam.listen.models import Channel
from gwidam.listen.queries import lacks_of
from gwidam.listen.verbs import open_channel, set_channel
from gwidam.people.models import Department, Employee, Role, Roster
from gwidam.people.verbs import join, set_calendar, set_department

from .hours import covered_hours
from .links import has_operator

SETUP = House("setup")
_ONE_FOUNDER = 0x67_77_69_64_61_6D_31  # any number that nothing else locks


@verb
def found_house(*, name_ko: str, email: str, password: str, language: str, at: datetime) -> Employee:
    """The first operator of an empty house, with two calendars and a department to belong to.

    Raises NotNow once the house has an operator: of two founders at once, one wins.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_FOUNDER])
    if has_operator():
        raise NotNow(
            ko="이미 운영자가 있습니다. 로그인해 주세요.", en="There is an operator already. Please sign in."
        )
    set_calendar(code="always", name_ko="하루 종일", name_en="Around the clock", hours=ALWAYS, by=SETUP, at=at)
    office = set_calendar(
        code="office", name_ko="사무실 근무시간", name_en="Office hours", hours=_office(), by=SETUP, at=at
    )
    operations = set_department(
        code="operations", name_ko="운영팀", name_en="Operations", calendar=office, by=SETUP, at=at
    )
    return join(
        email=email,
        name_ko=name_ko,
        department=operations,
        roles=[Role.OPERATOR],
        language=language,
        password=password,
        by=SETUP,
        at=at,
    )


@verb
def set_up_channels(
    *, kinds: Sequence[str], owner: Employee, department: Department, roster: Roster, by: Actor, at: datetime
) -> list[Channel]:
    """Make one channel of each kind, promised for the hours the roster covers, and open those that lack nothing.

    A kind that has a channel already is left as it is.
    """
    hours = covered_hours(roster) or ALWAYS
    made = []
    for kind in kinds:
        if Channel.objects.filter(kind=kind).exists():
            continue
        ko, en = NAMES[kind]
        channel = set_channel(
            code=kind,
            kind=kind,
            name_ko=ko,
            name_en=en,
            owner=owner,
            department=department,
            roster=roster,
            hours=hours,
            by=by,
            at=at,
        )
        if not lacks_of(channel):
            open_channel(channel=channel, by=by, at=at)
        made.append(channel)
    return made


NAMES = {
    "web": ("누리집", "Web form"),
    "phone": ("전화", "Phone"),
    "counter": ("매장", "Shop counter"),
    "portal": ("사내 창구", "Colleagues' portal"),
    "import": ("파일 가져오기", "File import"),
    "api": ("다른 시스템", "Other systems"),
    "campaign": ("고쳐주세요", "Please fix it"),
    "open311": ("Open311 연계", "Open311"),
    "chat": ("대화", "Live chat"),
    "webhook": ("다른 시스템의 웹훅", "Inbound webhook"),
    "unnamed": ("이름 없이 고쳐주세요", "Please fix it, without a name"),
    "mail": ("메일", "Mail"),
    "text": ("문자", "Text messages"),
    "social": ("소셜", "Social networks"),
}


def _office() -> Hours:
    return Hours.from_dict(
        {
            "zone": settings.TIME_ZONE,
            "weekly": {
                day: [["09:00", "12:00"], ["13:00", "18:00"]] for day in ("mon", "tue", "wed", "thu", "fri")
            },
            "region": "KR",
        }
    )
