"""The API told truly: OpenAPI from the code, with what Ninja does not know added."""

from __future__ import annotations

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from .problems import MEDIA_TYPE, Problem

EVERYWHERE = (401, 403, 429, 500, 503)
IDEMPOTENCY_KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "schema": {"type": "string", "maxLength": 255, "title": "Idempotency-Key"},
    "description": "the same key and body again give the same answer; with another body 409",
}

NDJSON = "application/x-ndjson"


def problems(*statuses: int) -> dict[int, type[Problem]]:
    """The problem documents an operation can answer with; those of every operation among them."""
    return dict.fromkeys(sorted({*EVERYWHERE, *statuses}), Problem)


def ndjson(parameters: list[dict[str, Any]]) -> dict[str, Any]:
    """What OpenAPI says of an operation whose body and answer are NDJSON: each line is a VoiceIn, a LineTold."""
    body = {"schema": {"type": "string", "description": "a VoiceIn as JSON on each line"}}
    return {"parameters": parameters, "requestBody": {"required": True, "content": {NDJSON: body}}}


class TrueAPI(NinjaAPI):
    """Ninja, saying in OpenAPI what is application/problem+json and what NDJSON."""

    def get_openapi_schema(self, **kwargs: Any) -> OpenAPISchema:
        """The document, each answer under its own media type."""
        schema = super().get_openapi_schema(**kwargs)
        for path in schema["paths"].values():
            for operation in path.values():
                for status, response in operation["responses"].items():
                    content = response.get("content", {})
                    if int(status) >= 400 and "application/json" in content:
                        content[MEDIA_TYPE] = content.pop("application/json")
                    elif NDJSON in operation.get("requestBody", {}).get("content", {}):
                        content[NDJSON] = content.pop("application/json")
        return schema
