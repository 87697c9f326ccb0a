"""Updates between the systems that share a request, as FixMyStreet speaks them (wiki: Open311 FMS)."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat
from django.http import HttpResponse
from django.utils import timezone

from gwidam.core.errors import NotFound
from gwidam.core.models import Fact
from gwidam.core.text import number_in
from gwidam.listen.models import Voice
from gwidam.own import verbs
from gwidam.own.models import Case
from gwidam.own.queries.cases import case_for
from gwidam.own.queries.public_facts import told_to_customer
from gwidam.own.queries.voices import seen_among

from .asking import Asked, spoken
from .requests import MOST, media_urls, span
from .shapes import UPDATES, Names, moment, rows_as

# Public facts that move a request on, and the status they leave it in.
STATUS_AFTER = {
    "own.CaseOpened": "OPEN",
    "own.HandOffAccepted": "IN_PROGRESS",
    "own.PromiseMade": "ACTION_SCHEDULED",
    "own.AnswerGiven": "IN_PROGRESS",
    "own.CaseClosed": "CLOSED",
    "own.CaseReopened": "OPEN",
}
AGAIN = ("OPEN", "REOPEN")  # said of a closed request: it is not done
ONE = Names("service_request_updates", "request_update")


@spoken("GET", "POST")
def updates(asked: Asked) -> HttpResponse:
    """What happened since, or something new from the other side."""
    return _hear(asked) if asked.request.method == "POST" else _tell(asked)


def _tell(asked: Asked) -> HttpResponse:
    at = timezone.now()
    reader = asked.key("cases:read", "see cases").employee
    since, until = span(asked, at)
    voices = Voice.objects.filter(channel=asked.channel, erased_at__isnull=True)
    abouts = voices.annotate(case_name=Concat(Value("case:"), Cast("pk", CharField()))).values("case_name")
    facts = Fact.objects.filter(kind__in=list(STATUS_AFTER), at__gte=since, at__lte=until, is_public=True)
    rows = list(facts.filter(about__in=abouts).order_by("id")[:MOST])
    numbers = {number_in(each.about.partition(":")[2]) for each in rows}
    receipts = dict(voices.filter(pk__in=numbers).values_list("pk", "receipt"))
    seen = set(seen_among(reader, list(receipts), at=at))
    told = [(each, receipts[pk]) for each in rows if (pk := number_in(each.about.partition(":")[2])) in seen]
    return rows_as(asked.form, UPDATES, [_update(fact, receipt) for fact, receipt in told])


def _update(fact: Fact, receipt: str) -> dict[str, Any]:
    return {
        "update_id": str(fact.pk),
        "service_request_id": receipt,
        "status": STATUS_AFTER[fact.kind],
        "updated_datetime": moment(fact.at),
        "description": told_to_customer(fact),
        "media_url": "",
    }


def _hear(asked: Asked) -> HttpResponse:
    """More words about a request, the same update once; of a closed one that it is not done, or a new voice."""
    at = timezone.now()
    who = asked.key("voices:write", "hear").employee
    receipt = asked.needed("service_request_id")
    name = asked.given("update_id_ext") or asked.needed("update_id")  # what older FixMyStreets call it
    pictures = media_urls(asked)
    said = "\n".join([asked.given("description") if pictures else asked.needed("description"), *pictures]).strip()
    case = case_for(who, receipt, at=at)
    if case.voice.channel_id != asked.channel.pk:
        raise NotFound(ko="그런 접수 번호가 없습니다.", en="There is no such service request.")
    if case.state == Case.State.CLOSED and asked.given("status").upper() in AGAIN:
        verbs.reopen(case=case, why=said, by=case.customer, at=at)
        return rows_as(asked.form, ONE, [{"update_id": name}])
    if case.state == Case.State.CLOSED:
        voice = verbs.say_after_closing(
            case=case, channel=asked.channel, text=said, key=f"open311:{name}", by=case.customer, at=at
        )
        return rows_as(asked.form, ONE, [{"update_id": str(voice.pk)}])
    voice = verbs.add_words(case=case, channel=asked.channel, text=said, key=f"open311:{name}", at=at)
    return rows_as(asked.form, ONE, [{"update_id": str(voice.pk)}])
