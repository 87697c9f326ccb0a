"""Updates between the systems that share a request, as FixMyStreet speaks them (wiki: Open311 FMS)."""

from __future__ import annotations

from typing import Any

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
from .requests import MOST, span
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
    facts = Fact.objects.filter(kind__in=list(STATUS_AFTER), at__gte=since, at__lte=until, is_public=True)
    rows = list(facts.order_by("id")[:MOST])
    numbers = {number_in(each.about.partition(":")[2]) for each in rows}
    voices = Voice.objects.filter(pk__in=numbers, channel=asked.channel, erased_at__isnull=True)
    receipts = dict(voices.values_list("pk", "receipt"))
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
    """More words about a request; of a closed one, that it is not done. The same update twice is one."""
    at = timezone.now()
    who = asked.key("voices:write", "hear").employee
    receipt, name = asked.needed("service_request_id"), asked.needed("update_id")
    said = asked.needed("description")
    case = case_for(who, receipt, at=at)
    if case.voice.channel_id != asked.channel.pk:
        raise NotFound(ko="그런 접수 번호가 없습니다.", en="There is no such service request.")
    if case.state == Case.State.CLOSED and asked.given("status").upper() in AGAIN:
        verbs.reopen(case=case, why=said, by=case.customer, at=at)
        return rows_as(asked.form, ONE, [{"update_id": name}])
    voice = verbs.add_words(case=case, channel=asked.channel, text=said, key=f"open311:{name}", at=at)
    return rows_as(asked.form, ONE, [{"update_id": str(voice.pk)}])
