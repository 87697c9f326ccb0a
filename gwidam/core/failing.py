"""Why somebody's server did not do what it was asked, and when it is asked again: pure decisions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from .words import Said

AWAY, BROKEN, LIMITED, STRANGER, FORBIDDEN, MISSING, REFUSED, ODD, CLOSED = (
    "away",
    "broken",
    "limited",
    "stranger",
    "forbidden",
    "missing",
    "refused",
    "odd",
    "closed",
)
UNKEPT = "unkept"  # our own trouble: what was heard could not be stored
FAILURES: Mapping[str, Said] = {
    AWAY: Said("대답하지 않습니다. 저절로 다시 해 봅니다.", "It does not answer. It is tried again by itself."),
    BROKEN: Said(
        "그쪽에 탈이 났습니다(5xx). 저절로 다시 해 봅니다.",
        "It has trouble of its own (5xx). It is tried again by itself.",
    ),
    LIMITED: Said(
        "너무 자주 묻는다고 쉬어 달라고 합니다. 그때까지 쉬었다가 다시 해 봅니다.",
        "It says we ask too often. We rest as long as it wants, then try again.",
    ),
    STRANGER: Said(
        "열쇠를 받아 주지 않습니다. 새 열쇠나 비밀번호를 넣어 주세요.",
        "It does not know the key. Give it a new key or password.",
    ),
    FORBIDDEN: Said(
        "그 계정으로는 할 수 없는 일입니다. 계정의 권한을 확인해 주세요.",
        "The account may not do that. Look at what it is allowed to do.",
    ),
    MISSING: Said(
        "그 주소에 아무것도 없습니다. 주소와 계정을 확인해 주세요.",
        "There is nothing at that address. Look at the address and the account.",
    ),
    REFUSED: Said(
        "부탁을 받아 주지 않습니다. 설정을 확인해 주세요.", "It refuses what we ask. Look at the settings."
    ),
    ODD: Said(
        "알아들을 수 없는 대답을 합니다. 주소를 확인해 주세요.", "Its answer makes no sense. Look at the address."
    ),
    CLOSED: Said(
        "나갈 수 없는 주소입니다. 사내 주소라면 그 대역을 GWIDAM_OUTBOUND_NETWORKS에 적어야 합니다.",
        "Calls may not lead to that address. For one of your own network, GWIDAM_OUTBOUND_NETWORKS has to name it.",
    ),
    UNKEPT: Said(
        "들은 것을 여기에 다 적지 못했습니다. 잃은 것은 없고, 저절로 다시 해 봅니다. 기록(log)을 살펴 주세요.",
        "What was heard could not all be kept here. Nothing is lost, and it is tried again; look at the log.",
    ),
}
_OF_STATUS: Mapping[int, str] = {401: STRANGER, 403: FORBIDDEN, 404: MISSING, 410: MISSING, 429: LIMITED}

SHORTEST_REST, LONGEST_REST = timedelta(minutes=1), timedelta(hours=24)
_FIRST_AGAIN, _LAST_AGAIN = timedelta(minutes=2), timedelta(hours=1)


def failure_of(status: int, headers: Mapping[str, str]) -> str:
    """Why an answer is none, by its status and headers (names in small letters); empty for a good one.

    GitHub says 403 as well as 429 for a limit, and tells them apart by Retry-After and X-RateLimit-Remaining.
    """
    if 200 <= status < 300:
        return ""
    if status == 403 and ("retry-after" in headers or headers.get("x-ratelimit-remaining") == "0"):
        return LIMITED
    if status >= 500:
        return BROKEN
    return _OF_STATUS.get(status, REFUSED if 400 <= status < 500 else ODD)


def again_at(failure: str, tries: int, headers: Mapping[str, str], *, at: datetime) -> datetime:
    """When it is asked again: as long as it wants rest, else 2, 4, 8 … minutes, an hour at most.

    Retry-After is in seconds (RFC 9110, 10.2.3), X-RateLimit-Reset in seconds of Unix time.
    """
    wanted = timedelta()
    if failure == LIMITED:
        if (seconds := headers.get("retry-after", "")).isdecimal():
            wanted = timedelta(seconds=min(int(seconds[:9]), 864_000))
        elif (moment := headers.get("x-ratelimit-reset", "")).isdecimal() and len(moment) < 12:
            wanted = datetime.fromtimestamp(int(moment), UTC) - at
    if wanted:
        return at + min(max(wanted, SHORTEST_REST), LONGEST_REST)
    return at + min(_FIRST_AGAIN * (1 << min(max(tries - 1, 0), 10)), _LAST_AGAIN)
