"""The JSON API under /api/v1: a thin door. Each operation reads a shape, calls one verb or query, answers.

Read `voices.py` first; `keys.py` says who calls, `problems.py` what is answered when something is wrong,
`urls.py` where it all lies.
"""

from __future__ import annotations

from . import bulk, cases, improvements, voices, webhooks
from .bodies import JsonAnswers, JsonBodies
from .documents import TrueAPI
from .problems import speak_problems

api = TrueAPI(
    title="Gwidam",
    version="1",
    description="Voices in, cases kept, improvements proposed. Errors are RFC 9457 problem documents.",
    docs_url=None,
    parser=JsonBodies(),
    renderer=JsonAnswers(),
    urls_namespace="api",
)
for router in (voices.router, bulk.router, cases.router, improvements.router, webhooks.router):
    api.add_router("", router)
speak_problems(api)
