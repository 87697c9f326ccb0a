"""JSON in, rows in, numbers out."""

from __future__ import annotations

import hashlib
import json
import uuid
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from gwidam.core.grams import grams
from gwidam.core.ids import next_id
from gwidam.core.memory import remembered
from gwidam.core.models import Fact
from gwidam.core.receipts import receipt
from gwidam.listen.models import Channel, Delivery, Voice
from gwidam.own.models import Case, Promise
from gwidam.people.models import Contact, Customer


def healthz(request: HttpRequest) -> HttpResponse:
    """It is there."""
    return HttpResponse()


@transaction.atomic
def voices(request: HttpRequest) -> JsonResponse:
    """Insert everything that one voice becomes."""
    sent = json.loads(request.body)
    at, number = timezone.now(), next_id()
    channel = channel_by(sent["channel"])
    guardian = channel.owner
    customer = insert(Customer(id=next_id(), name=sent["customer"]["name"], since=at))
    phone = sent["customer"]["phone"]
    mark = hashlib.md5(f"{phone}/{number}".encode(), usedforsecurity=False).hexdigest()
    insert(Contact(customer=customer, kind="phone", value=phone.encode(), mark=mark, tail=phone[-4:]))
    voice = insert(
        Voice(
            id=number,
            receipt=receipt(number, settings.SECRET_KEY.encode()),
            channel=channel,
            customer=customer,
            text=sent["text"],
            summary=sent["text"][:200],
            language="ko",
            said_at=at,
            heard_at=at,
            needs_answer=True,
            grams=grams(sent["text"]),
        )
    )
    digest = hashlib.sha256(request.body).hexdigest()
    insert(Delivery(channel=channel, key=sent["external_id"], digest=digest, voice=voice, at=at))
    case = insert(
        Case(
            id=number,
            receipt=voice.receipt,
            voice=voice,
            customer=customer,
            guardian=guardian,
            holder=guardian,
            department_id=guardian.department_id,
            opened_at=at,
            next_due_at=at + timedelta(days=3),
            next_due_kind="answer",
        )
    )
    for kind, hours in (("first_word", 1), ("answer", 72)):
        due_at = at + timedelta(hours=hours)
        insert(Promise(case=case, kind=kind, made_by="bare", made_at=at, due_at=due_at, tick_at=due_at))
    heard = {"voice_id": number, "channel": channel.code, "customer_id": customer.pk, "needs_answer": True}
    opened = {
        "case_id": number,
        "guardian_employee_id": guardian.pk,
        "holder_department_id": guardian.department_id,
    }
    for kind, about, body in (
        ("people.CustomerMet", f"customer:{customer.pk}", {"customer_id": customer.pk}),
        ("listen.VoiceHeard", f"voice:{number}", {**heard, "heard_employee_id": None}),
        ("own.CaseOpened", f"case:{number}", {**opened, "answer_due_at": at.isoformat()}),
    ):
        last = insert(Fact(kind=kind, at=at, by="bare", about=about, body=body, request_id=uuid.uuid4()))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args) VALUES ('bare', 'bare', %s)",
            [json.dumps({"fact_ids": [last.pk]})],
        )
    return JsonResponse({"receipt": voice.receipt, "voice": number, "case": number}, status=201)


@remembered
def channel_by(code: str) -> Channel:
    """The channel and its owner, looked up once in a while."""
    return Channel.objects.select_related("owner").get(code=code)


def insert(row: Any) -> Any:
    """One plain INSERT; the house's own models would ask for the fact that goes with it."""
    Model.save(row, force_insert=True)
    return row
