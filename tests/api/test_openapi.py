"""OpenAPI is true to the code: whatever it allows is answered as it says."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest
import schemathesis
from django.test import Client
from hypothesis import HealthCheck, given, settings

from gwidam.api import api
from gwidam.api.documents import NDJSON
from gwidam.api.urls import KEYED, urlpatterns
from gwidam.people.door import PUBLIC
from tests.cast import Cast


def test_the_document_is_public_and_names_every_address(db):
    answer = Client().get("/api/v1/openapi.json")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/json")
    assert sorted(answer.json()["paths"]) == [
        f"/api/v1{path}"
        for path in (
            "/cases",
            "/cases/{receipt}",
            *(
                f"/cases/{{receipt}}/{noun}"
                for noun in (
                    "acceptance",
                    "answers",
                    "bounce",
                    "closure",
                    "hand-off",
                    "notes",
                    "promises",
                    "reopening",
                )
            ),
            "/improvements",
            "/improvements/{number}",
            "/improvements/{number}/support",
            "/improvements/{number}/voices",
            "/voices",
            "/voices:bulk",
            "/webhooks",
            "/webhooks/{number}/resending",
            "/webhooks/{number}/trial",
        )
    ]


def test_every_address_says_who_opens_its_door():
    doors = {str(each.pattern): each.callback.door_action for each in urlpatterns}
    assert {path for path, door in doors.items() if door == PUBLIC} == {"openapi.json", ""}
    assert set(doors.values()) == {PUBLIC, KEYED}


def test_every_operation_asks_for_a_key():
    operations = [operation for path in api.get_openapi_schema()["paths"].values() for operation in path.values()]
    assert [each["security"] for each in operations] == [[{"Key": []}]] * len(operations)
    assert all({401, 403, 429, 500, 503} <= each["responses"].keys() for each in operations)


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The house in this process and, in a test, in its transaction."""
    response = Client(raise_request_exception=False).request(**environ)
    start_response(f"{response.status_code} {response.reason_phrase}", list(response.items()))
    return [response.getvalue()]


@schemathesis.serializer(NDJSON)
def lines(context: Any, value: Any) -> bytes:
    return str(value).encode()


OPERATIONS = [
    each.ok() for each in schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application).get_all_operations()
]
CHECKS = [
    schemathesis.checks.not_a_server_error,
    schemathesis.specs.openapi.checks.status_code_conformance,
    schemathesis.specs.openapi.checks.content_type_conformance,
    schemathesis.specs.openapi.checks.response_schema_conformance,
]


@pytest.mark.slow
@pytest.mark.parametrize("mode", schemathesis.GenerationMode, ids=lambda mode: mode.value)
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.label)
def test_no_request_is_answered_otherwise_than_told(operation: Any, mode: Any, receipt: str, key: str) -> None:
    """No 5xx, no status, media type or shape that the document does not name; with and without a real case."""

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(max_examples=10, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
    def asked(case: Any) -> None:
        if len(case.path_parameters.get("receipt", "")) % 2:
            case.path_parameters["receipt"] = receipt
        # Of NDJSON the document tells the shape of one line, which no schema checker reads.
        checks = CHECKS[:-1] if case.path == "/voices:bulk" else CHECKS
        case.call_and_validate(headers={"Authorization": f"Bearer {key}"}, checks=checks)

    asked()


@pytest.fixture
def receipt(cast: Cast) -> str:
    """A case that is really there."""
    return cast.voice(heard_by=cast.mina).voice.receipt


@pytest.fixture
def key(caller: Any) -> str:
    """A key that may do everything."""
    return str(caller.key)
