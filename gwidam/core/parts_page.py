"""What the parts page shows: one believable example of every part, in both languages."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms

from .plots import (
    Bar,
    Caption,
    Day,
    Pair,
    age_histogram,
    bar_list,
    ping_pong,
    ring,
    sparkline,
    stacked_bars,
    week_heat,
)
from .words import Said, reading_language


def say(ko: str, en: str) -> str:
    """One phrase in the reader's language."""
    return Said(ko=ko, en=en).into(reading_language())


def examples(now: datetime) -> dict[str, Any]:
    """The context of core/parts_page.html."""
    return {
        "nav": nav(),
        "promises": promises(now),
        "rows": rows(now),
        "moments": moments(now),
        "form": form(),
        "steps": steps(),
        "tabs": tabs(),
        "plots": plots(),
        "spark": sparkline([3, 5, 4, 8, 7, 11, 9, 13], say("이레 동안의 접수", "Voices in seven days")),
        "rings": [
            ring(93, 100, say("지킨 약속", "Promises kept")),
            ring(61, 100, say("첫 답변", "First answers"), state="safe"),
            ring(7, 100, say("되돌림", "Bounces"), state="late"),
        ],
        "newer": {"page": 1},
        "older": {"page": 3},
    }


def nav() -> list[dict[str, Any]]:
    """A side navigation of the usual length."""
    return [
        {
            "url": "#",
            "label": say("내 건", "My cases"),
            "icon": "guard",
            "key": "m",
            "count": 12,
            "current": True,
        },
        {"url": "#", "label": say("받아 적기", "Take down"), "icon": "ear", "key": "n"},
        {"url": "#", "label": say("부서 책상", "Department"), "icon": "inbox", "key": "d", "count": 4},
        {"url": "#", "label": say("담당 찾기", "Directory"), "icon": "directory", "key": "g"},
        {"url": "#", "label": say("맥박", "Pulse"), "icon": "pulse", "key": "p"},
        {"url": "#", "label": say("접점", "Moments"), "icon": "journey"},
        {"url": "#", "label": say("운영", "Settings"), "icon": "settings"},
    ]


def promises(now: datetime) -> list[dict[str, Any]]:
    """Promises in every state."""
    hour = timedelta(hours=1)
    return [
        {"label": say("전화드리기", "Call back"), "from_at": now - hour, "due_at": now + 5 * hour},
        {"label": say("답변", "Answer"), "from_at": now - 40 * hour, "due_at": now + 26 * hour},
        {"label": say("답변", "Answer"), "from_at": now - 20 * hour, "due_at": now + hour / 2},
        {"label": say("답변", "Answer"), "from_at": now - 75 * hour, "due_at": now - 3 * hour},
        {"label": "", "from_at": now - 9 * hour, "due_at": now - hour, "kept_at": now - 2 * hour},
        {"label": "", "from_at": None, "due_at": None},
    ]


def rows(now: datetime) -> list[dict[str, Any]]:
    """Cases as they stand in a list."""
    hour = timedelta(hours=1)
    return [
        {
            "receipt": "2611-0417",
            "title": say("해지했는데 이번 달 요금이 또 나갔어요", "Cancelled, and charged again this month"),
            "text": say(
                "20일에 해지하고 문자까지 받았는데 자동이체로 38,500원이 빠져나갔습니다. 세 번째 전화예요.",
                "I cancelled on the 20th and have the text message. 38,500 won left my account all the same.",
            ),
            "who": say("김하나", "Hana Kim"),
            "holder": say("요금정산팀", "Billing"),
            "channel": "phone",
            "at": now - 3 * hour,
            "from_at": now - 75 * hour,
            "due_at": now - 2 * hour,
            "unread": True,
        },
        {
            "receipt": "2611-0432",
            "title": say("설치 기사님이 두 번이나 안 오셨습니다", "The technician did not come, twice"),
            "text": say(
                "오전 반차를 두 번 냈습니다. 오시기 전에 연락이라도 주시면 좋겠어요.",
                "I took two mornings off. A call beforehand would be a kindness.",
            ),
            "who": say("박서준", "Seojun Park"),
            "holder": say("현장개통팀", "Field installation"),
            "channel": "web",
            "at": now - 20 * hour,
            "from_at": now - 20 * hour,
            "due_at": now + hour,
            "unread": False,
        },
        {
            "receipt": "2611-0440",
            "title": say("어머니 휴대폰 명의를 바꾸고 싶어요", "Moving my mother's phone to her own name"),
            "text": say(
                "매장에 같이 가야 하는지, 무엇을 챙겨야 하는지 한 번에 알려 주세요.",
                "Please tell us in one go what to bring and whether we both have to come.",
            ),
            "who": say("이도윤", "Doyun Lee"),
            "holder": say("명의관리팀", "Accounts"),
            "channel": "shop",
            "at": now - 5 * hour,
            "from_at": now - 5 * hour,
            "due_at": now + 67 * hour,
            "unread": False,
        },
    ]


def moments(now: datetime) -> list[dict[str, Any]]:
    """The life of one case."""
    hour = timedelta(hours=1)
    return [
        {
            "icon": "phone",
            "who": say("김하나 고객님", "Hana Kim"),
            "words": say("전화로 말씀하셨습니다", "spoke by telephone"),
            "text": say(
                "해지했는데 요금이 또 나갔어요.\n세 번째 전화예요.",
                "Cancelled, and charged again.\nMy third call.",
            ),
            "spoken": True,
            "at": now - 75 * hour,
        },
        {
            "icon": "hand-over",
            "who": say("최유진", "Yujin Choi"),
            "words": say("요금정산팀에 건넸습니다", "offered it to Billing"),
            "at": now - 74 * hour,
        },
        {
            "icon": "bounce",
            "who": say("요금정산팀", "Billing"),
            "words": say("되돌렸습니다: 해지 접수 기록이 없음", "bounced it: no record of the cancellation"),
            "at": now - 50 * hour,
            "state": "late",
        },
        {
            "icon": "note",
            "who": say("최유진", "Yujin Choi"),
            "words": say("메모를 남겼습니다", "left a note"),
            "text": say("해지 문자 화면을 받아 두었어요.", "I have the picture of the text message."),
            "private": True,
            "at": now - 49 * hour,
        },
        {
            "icon": "check",
            "who": say("최유진", "Yujin Choi"),
            "words": say("전화 약속을 지켰습니다", "kept the promise to call back"),
            "state": "kept",
            "at": now - 2 * hour,
        },
    ]


def form() -> forms.Form:
    """A form with every kind of field, one of them wrong."""

    class Example(forms.Form):
        text = forms.CharField(
            label=say("무슨 말씀이었나요?", "What was said?"),
            help_text=say("고객이 쓴 표현 그대로 적어 주세요.", "In the customer's own words, please."),
            widget=forms.Textarea(attrs={"rows": 3, "data-enter-sends": ""}),
        )
        phone = forms.CharField(
            label=say("연락처", "Telephone"), widget=forms.TextInput(attrs={"inputmode": "tel"})
        )
        product = forms.ChoiceField(
            label=say("상품", "Product"),
            required=False,
            choices=[
                ("", say("고르지 않음", "None")),
                ("i", say("인터넷", "Internet")),
                ("m", say("모바일", "Mobile")),
            ],
        )
        channel = forms.ChoiceField(
            label=say("어디서 들었나요?", "Where was it heard?"),
            widget=forms.RadioSelect,
            initial="phone",
            choices=[
                ("phone", say("전화", "Telephone")),
                ("shop", say("매장", "Shop")),
                ("visit", say("방문", "Visit")),
            ],
        )
        answer = forms.BooleanField(
            label=say("답변을 원하십니다", "Would like an answer"), required=False, initial=True
        )

    filled = Example(
        {
            "text": say("지난주부터 와이파이가 자꾸 끊겨요.", "The wifi has kept dropping since last week."),
            "phone": "010-12",
            "channel": "phone",
            "answer": "on",
        }
    )
    filled.add_error("phone", say("번호가 짧습니다. 끝까지 적어 주세요.", "This number is too short."))
    return filled


def steps() -> list[dict[str, Any]]:
    """A wizard on its second step."""
    return [
        {"label": say("회사", "Company"), "done": True},
        {"label": say("조직도", "Departments"), "current": True},
        {"label": say("채널", "Channels")},
        {"label": say("약속", "Promises")},
    ]


def tabs() -> list[dict[str, Any]]:
    """Tabs with counts."""
    return [
        {"url": "#", "label": say("지킴", "Guarding"), "count": 12, "current": True},
        {"url": "#", "label": say("건네받음", "Offered"), "count": 4},
        {"url": "#", "label": say("대신 봄", "Covering"), "count": 0},
    ]


def plots() -> dict[str, Any]:
    """Every plot once."""
    table = say("표로 보기", "As a table")
    kept = [14, 18, 16, 21, 9, 4, 19, 22, 20, 17, 23, 8, 5, 24]
    broken = [2, 1, 3, 1, 0, 0, 4, 2, 1, 1, 0, 1, 0, 2]
    voices = [
        [
            max(0, (9 - abs(hour - 11)) * (3 if day < 5 else 1) - 4) + (4 if hour in (19, 20, 21) else 0)
            for hour in range(24)
        ]
        for day in range(7)
    ]
    duty = [
        [
            (4 if day < 5 else 1) if 9 <= hour < 18 else (1 if 18 <= hour < 20 and day < 5 else 0)
            for hour in range(24)
        ]
        for day in range(7)
    ]
    return {
        "days": stacked_bars(
            [Day(f"11.{9 + at:02}", kept[at], broken[at]) for at in range(14)],
            Caption(
                say("날마다 지킨 약속", "Promises kept, day by day"),
                say("두 주 동안 220건을 지키고 18건을 어겼습니다.", "220 kept and 18 broken in two weeks."),
                table,
            ),
            day=say("날짜", "Day"),
            kept=say("지킴", "Kept"),
            broken=say("어김", "Broken"),
        ),
        "ages": age_histogram(
            [
                Bar(say("하루 안", "Under a day"), 31, "safe"),
                Bar(say("1–3일", "1–3 days"), 24, "safe"),
                Bar(say("3–7일", "3–7 days"), 11, "soon"),
                Bar(say("1–2주", "1–2 weeks"), 5, "late"),
                Bar(say("2주 넘음", "Over 2 weeks"), 2, "late"),
            ],
            Caption(say("열린 건의 나이", "Age of open cases"), "", table),
            band=say("나이", "Age"),
            count=say("건수", "Cases"),
        ),
        "week": week_heat(
            voices,
            duty,
            Caption(
                say("말씀이 오는 때와 듣는 사람이 있는 때", "When customers speak, and when somebody listens"),
                say(
                    "저녁 8시와 9시에 듣는 사람이 없습니다.",
                    "Nobody listens at eight and nine in the evening.",
                ),
                table,
            ),
            weekdays=say("월 화 수 목 금 토 일", "Mon Tue Wed Thu Fri Sat Sun").split(),
            spoken=say("말씀", "Voices"),
            duty=say("근무", "On duty"),
            gap=say("듣는 사람 없음", "Nobody there"),
        ),
        "topics": bar_list(
            [
                Bar(say("해지 뒤 요금이 빠져나감", "Charged after cancelling"), 48, url="#", note="+12"),
                Bar(say("설치 약속 시각을 어김", "Missed installation times"), 31, url="#"),
                Bar(say("매장마다 안내가 다름", "Shops say different things"), 17, url="#"),
            ],
            Caption(say("많이 들리는 말씀", "Heard most"), "", table),
            label=say("흐름", "Theme"),
            count=say("건수", "Voices"),
        ),
        "routes": ping_pong(
            [
                Pair(say("요금정산팀", "Billing"), say("해지방어팀", "Retention"), 14, 9),
                Pair(say("현장개통팀", "Field installation"), say("망운용센터", "Network operations"), 6, 5),
                Pair(say("매장지원팀", "Shop support"), say("명의관리팀", "Accounts"), 3, 0),
            ],
            Caption(say("오락가락한 길", "Back and forth"), "", table),
            sender=say("넘긴 곳", "From"),
            receiver=say("받은 곳", "To"),
            count=say("건수", "Cases"),
        ),
    }
