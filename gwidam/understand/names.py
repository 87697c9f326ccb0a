"""How what is read is called, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from gwidam.core.words import Said

NOT_SURE = Said("잘 모르겠어요", "not sure")

FIELDS: Mapping[str, Said] = {
    "tone": Said("말투", "Tone"),
    "heat": Said("화난 정도", "Heat"),
    "kind": Said("종류", "Kind"),
    "topic": Said("무슨 일", "Topic"),
    "product": Said("상품", "Product"),
    "urgency": Said("급한 정도", "Urgency"),
    "dangers": Said("살펴야 할 말", "Take care"),
    "needs": Said("숨은 요구", "Hidden needs"),
    "phrases": Said("핵심 말", "Key words"),
}

VALUES: Mapping[str, Mapping[str, Said]] = {
    "tone": {
        "negative": Said("부정", "negative"),
        "neutral": Said("담담", "neutral"),
        "positive": Said("긍정", "positive"),
    },
    "heat": {
        "calm": Said("차분함", "calm"),
        "upset": Said("언짢음", "upset"),
        "angry": Said("많이 화남", "angry"),
    },
    "kind": {
        "complaint": Said("불편", "complaint"),
        "request": Said("요청", "request"),
        "question": Said("문의", "question"),
        "praise": Said("칭찬", "praise"),
        "idea": Said("제안", "idea"),
        "report": Said("알림", "report"),
    },
    "urgency": {
        "none": Said("급하지 않음", "not urgent"),
        "urgent": Said("급함", "urgent"),
        "stuck": Said("아무것도 못 하고 있음", "cannot go on"),
    },
    "dangers": {
        "safety": Said("안전", "safety"),
        "self_harm": Said("스스로를 해칠 위험", "self-harm"),
        "legal": Said("법적 조치", "legal steps"),
        "press": Said("언론", "press"),
        "leaving": Said("해지", "leaving us"),
    },
    "needs": {
        "heard_once": Said("같은 말을 되풀이하지 않기", "not having to repeat it"),
        "safety_at_night": Said("밤길의 안전", "safety at night"),
        "care_for_parents": Said("부모님 돌봄", "care for parents"),
        "child": Said("아이", "a child"),
        "access": Said("잘 보이고 잘 들리게", "access to see and hear"),
        "cost_relief": Said("비용 부담", "relief of cost"),
        "moving": Said("이사", "moving"),
        "work_depends": Said("생업이 걸림", "a living depends on it"),
        "clear_words": Said("알기 쉬운 설명", "clear words"),
        "away": Said("멀리 있음", "being away"),
        "bereaved": Said("가족을 여읨", "bereavement"),
    },
}

# How a colleague would put a need into words, before saying what might help.
HEARD_NEEDS: Mapping[str, Said] = {
    "heard_once": Said("같은 말을 여러 번 하셔야 했대요", "They had to say it more than once"),
    "safety_at_night": Said("밤에 일하거나 다니신다고 해요", "They work or go about at night"),
    "care_for_parents": Said("부모님을 챙기고 계신대요", "They look after their parents"),
    "child": Said("아이 이야기를 하셨어요", "They spoke of a child"),
    "access": Said("보거나 듣기가 어려우시대요", "They find it hard to see or to hear"),
    "cost_relief": Said("비용이 부담되신다고 해요", "The cost weighs on them"),
    "moving": Said("이사하신다고 해요", "They are moving"),
    "work_depends": Said("생업이 걸려 있대요", "Their living depends on it"),
    "clear_words": Said("설명이 어려웠다고 해요", "They found it hard to follow"),
    "away": Said("멀리 나가 계신다고 해요", "They are far from home"),
    "bereaved": Said("가족을 떠나보내셨대요", "They have lost somebody"),
}

# The same for a service that answers the need behind a theme.
IN_THEME = Said("‘{theme}’ 이야기를 하신 분께 도움이 돼요", "It helps those who speak of “{theme}”")


def name_of(field: str, code: str) -> str:
    """A value in the reader's language; topics and products are called what they are."""
    known = VALUES.get(field, {}).get(code)
    return str(known) if known else code


def named(field: str, codes: list[str], language: str) -> str:
    """Several values as one phrase in 'ko' or 'en'."""
    known = VALUES.get(field, {})
    return ", ".join(known[code].into(language) if code in known else code for code in codes)
