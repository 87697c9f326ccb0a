"""Services: the touchpoints of the house, and what can be said about a request at each."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from gwidam.core.words import Said
from gwidam.listen.models import Voice
from gwidam.moments.models import Touchpoint
from gwidam.moments.queries import touchpoint, touchpoints
from gwidam.people.door import PUBLIC, door

from .asking import Asked, jurisdictions, spoken
from .shapes import SERVICES, row_as, rows_as

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
CHANGESET = "2026-11-22T00:00:00Z"  # when these addresses last changed
KIND = "kind"
KIND_ASKED = Said("어떤 말씀인가요?", "What kind of voice is it?")
KEYS = Said("열쇠는 이 집의 운영 담당이 만듭니다.", "Keys are made by the operator of the house.")


@spoken("GET")
def services(asked: Asked) -> HttpResponse:
    """All services."""
    return rows_as(asked.form, SERVICES, [_service(each) for each in touchpoints()])


@spoken("GET")
def service(asked: Asked, code: str) -> HttpResponse:
    """What can be said with a request at one touchpoint: of what kind it is."""
    kinds = [{"key": kind, "name": str(name)} for kind, name in Voice.Kind.choices]
    attribute = {
        "variable": True,
        "code": KIND,
        "datatype": "singlevaluelist",
        "required": False,
        "datatype_description": "",
        "order": 1,
        "description": str(KIND_ASKED),
        "values": kinds,
    }
    row = {"service_code": touchpoint(code).code, "attributes": [attribute]}
    return row_as(asked.form, "service_definition", row)


@csrf_exempt
@door(PUBLIC)
def discovery(request: HttpRequest, form: str) -> HttpResponse:
    """Where this server stands and what it speaks; also while no channel is open."""
    endpoint = {
        "specification": SPECIFICATION,
        "url": f"{settings.PUBLIC_URL}/open311/v2",
        "changeset": CHANGESET,
        "type": "production",
        "formats": ["text/xml", "application/json"],
    }
    named = ", ".join(f"{each} ({each.code})" for each in jurisdictions())
    row = {
        "changeset": CHANGESET,
        "contact": f"{settings.HOUSE_NAME} {settings.PUBLIC_URL}" + (f": {named}" if named else ""),
        "key_service": str(KEYS),
        "endpoints": [endpoint],
    }
    return row_as(form, "discovery", row)


def _service(row: Touchpoint) -> dict[str, Any]:
    return {
        "service_code": row.code,
        "service_name": str(row.name).strip(),
        "description": f"{row.journey.name} · {row.name}",
        "metadata": True,
        "type": "realtime",
        "keywords": row.journey.code,
        "group": str(row.journey.name),
    }
