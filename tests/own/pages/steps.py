"""What tests of a case's pages say again and again."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client

from gwidam.core.models import Fact
from gwidam.own.models import Case

HOUR = timedelta(hours=1)
HTMX = {"headers": {"HX-Request": "true"}}


def sign_in(who) -> Client:
    client = Client(headers={"accept-language": "ko"})
    client.force_login(who, backend="gwidam.people.sessions.ByPassword")
    session = client.session
    session["second_factor"] = True
    session.save()
    return client


def now(case) -> Case:
    return Case.objects.select_related("voice__channel", "customer", "guardian", "department__calendar").get(
        pk=case.pk
    )


def page_of(case, more="") -> str:
    return f"/cases/{case.receipt}{more}"


def kinds(case) -> list[str]:
    return list(Fact.objects.filter(about=case.about).order_by("id").values_list("kind", flat=True))
