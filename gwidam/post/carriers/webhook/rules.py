"""When a delivery is tried again, and when an address is left alone: pure decisions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Literal

from gwidam.core.steps import Steps, next_state
from gwidam.core.words import Said

from .calling import Answered, Outcome

STEPS: Steps = {
    "queued": {"claim": "sending", "drop": "failed"},
    "sending": {
        "claim": "sending",  # again, once the lease of a process that died is over
        "release": "queued",
        "send": "sent",
        "defer": "queued",
        "fail": "failed",
    },
    "sent": {"resend": "queued"},
    "failed": {"resend": "queued"},
}
STATES = tuple(STEPS)

# The schedule that Standard Webhooks 1.0 gives as its example, after each failed try: 75 hours in all.
WAITS = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
JITTER = 0.1  # of a wait: receivers that failed together are not called together again
LONGEST_WAIT = timedelta(hours=24)  # also of a Retry-After
PAUSE_AFTER = timedelta(days=3)  # without one success
OLD_SECRET_FOR = timedelta(hours=24)
KEPT_FOR = timedelta(days=30)  # rows of the log

# A process that was killed holds what it claimed no longer than this: begun within BEGIN_WITHIN, then two calls'
# time for a name that is slow to look up.
LEASE = timedelta(seconds=60)
BEGIN_WITHIN = 20.0  # seconds
AWAY = timedelta(seconds=60)  # the rest for an address that did not answer waits this long

TROUBLES: Mapping[str, Said] = {
    "not_public": Said("사설망 주소라서 부르지 않았습니다", "the address is not public, so it was not called"),
    "not_https": Said("https 주소가 아니라서 부르지 않았습니다", "the address is not https, so it was not called"),
    "not_url": Said("쓸 수 없는 주소입니다", "the address cannot be used"),
    "port": Said("쓸 수 없는 포트입니다", "the port cannot be used"),
    "no_name": Said("그런 이름의 서버가 없습니다", "there is no server of this name"),
    "no_line": Said("연결되지 않았습니다", "no connection"),
    "tls": Said("인증서를 믿을 수 없습니다", "the certificate cannot be trusted"),
    "timeout": Said("제때 답이 없었습니다", "no answer in time"),
    "not_http": Said("HTTP가 아닌 답이 왔습니다", "the answer was not HTTP"),
    "no_fact": Said("보낼 일이 더는 없습니다", "what it told of is gone"),
}
PAUSES: Mapping[str, Said] = {
    "chosen": Said("운영자가 멈춤", "paused by an operator"),
    "gone": Said("받는 쪽이 그만 받겠다고 함(410)", "the receiver wants no more (410 Gone)"),
    "failing": Said("며칠째 받지 못해 멈춤", "paused after failing for days"),
}


def step(state: str, verb: str) -> str:
    """The state of a delivery after a verb. Raises NotNow where the verb makes no sense."""
    return next_state(
        STEPS,
        state,
        verb,
        refusal=lambda now: Said(
            "지금은 그렇게 할 수 없는 전달입니다.", f"This delivery is {now}, so that cannot be done now."
        ),
    )


def verdict(outcome: Outcome) -> Literal["taken", "gone", "failed"]:
    """What an answer means: 2xx is success, 410 ends the webhook, all else is tried again."""
    if isinstance(outcome, Answered):
        return "taken" if outcome.is_taken else "gone" if outcome.status == 410 else "failed"
    return "failed"


def is_away(outcome: Outcome) -> bool:
    """Whether the receiver is down or overloaded, so that the rest for it had better wait."""
    return not isinstance(outcome, Answered) or outcome.status in (429, 502, 503, 504)


def try_again_at(outcome: Outcome, *, attempts: int, at: datetime, jitter: float) -> datetime | None:
    """When to try next after `attempts` failed ones, the last at `at`; None to give up.

    `jitter`, from 0 to 1, lengthens the wait by up to a tenth. A longer Retry-After is obeyed, up to a day.
    """
    if attempts > len(WAITS):
        return None
    wait = WAITS[attempts - 1] * (1 + JITTER * jitter)
    asked = outcome.retry_after if isinstance(outcome, Answered) else None
    return at + max(wait, min(timedelta(seconds=asked or 0), LONGEST_WAIT))


def is_hopeless(failing_since: datetime | None, *, at: datetime) -> bool:
    """Whether an address has failed for so long, without one success, that it is left alone."""
    return failing_since is not None and at - failing_since >= PAUSE_AFTER
