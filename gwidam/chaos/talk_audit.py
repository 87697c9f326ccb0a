"""What is asked when all visitors have gone: is each talk one voice, and every confirmed line in it exactly once?"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator

from django.db.models import Count

from gwidam.core.models import Fact
from gwidam.listen.models import Delivery, Voice
from gwidam.own.models import Case, Talk, TalkLine

from .visitors import Visit, Visitors


def violations(visitors: Visitors) -> Iterator[str]:
    """Lines that were lost or doubled, talks that are no voice or several, and what no visitor should be told."""
    yield from (f"refused: {each}" for each in visitors.refused)
    talks = {each.key: each for each in Talk.objects.select_related("voice")}
    begun = {_hash(each): each for each in visitors.visits}
    yield from (f"talk {talks[key].pk} was begun by nobody" for key in talks.keys() - begun.keys())
    for key, visit in begun.items():
        if key in talks:
            yield from _of_talk(talks[key], visit)
        elif visit.confirmed:
            yield f"a talk with {len(visit.confirmed)} confirmed lines is gone"


def ended_by() -> dict[str, int]:
    """{why: talks that ended so}."""
    return dict(Talk.objects.exclude(because="").values_list("because").annotate(Count("id")))


def _of_talk(talk: Talk, visit: Visit) -> Iterator[str]:
    lines = list(TalkLine.objects.filter(talk=talk))
    if [line.number for line in lines] != list(range(1, talk.said + 1)):
        yield f"lines of talk {talk.pk} are numbered {[line.number for line in lines]}"
    if visit.receipt and (talk.voice is None or talk.voice.shown_receipt != visit.receipt):
        yield f"receipt {visit.receipt} was given, talk {talk.pk} has {talk.voice}"
    made = Delivery.objects.filter(key__endswith=f"/{talk.about}").count()
    ends = Fact.objects.filter(about=talk.about, kind="own.TalkEnded").count()
    cases = Case.objects.filter(voice=talk.voice).count()
    if (talk.state, made, ends, cases) != ("ended", 1, 1, 1):
        yield f"talk {talk.pk} is {talk.state}, {made} voices, {ends} ends, {cases} cases"
    # What came after the end is more words on the case: voices of the same visitor.
    voices = Voice.objects.filter(customer=talk.customer_id).values_list("text", flat=True)
    yield from _of_words("line", visit, Counter(word for line in lines for word in line.text.split()))
    yield from _of_words("voice", visit, Counter(word for text in voices for word in text.split()))
    yield from (f"{number} lines have the words {text}" for text, number in _said(lines).items() if number > 1)


def _of_words(where: str, visit: Visit, found: Counter[str]) -> Iterator[str]:
    for word in visit.confirmed:
        if found[word] != 1:
            yield f"{word} was confirmed and stands in {found[word]} places of a {where}"


def _said(lines: list[TalkLine]) -> Counter[str]:
    return Counter(line.text for line in lines if line.side == TalkLine.Side.CUSTOMER)


def _hash(visit: Visit) -> str:
    return hashlib.sha256(visit.key.encode()).hexdigest()
