"""What an issue tracker's silence means, and what its word proposes: pure decisions."""

from __future__ import annotations

from collections.abc import Mapping

from gwidam.core.failing import AWAY, BROKEN, FORBIDDEN, LIMITED, MISSING, ODD, REFUSED, STRANGER
from gwidam.core.failing import CLOSED as NO_WAY
from gwidam.core.words import Said

ASKABLE = ("approved", "in_work", "in_proof")  # an improvement in one of these may become an issue

# What an issue is like over there.
OPEN, WORKING, CLOSED, DROPPED, GONE = "open", "working", "closed", "dropped", "gone"
SEEN_STATES = (OPEN, WORKING, CLOSED, DROPPED, GONE)

# What happened to it over there.
BEGUN, ASSIGNED, SHUT, LEFT_UNDONE, REOPENED, COMMENTED, LOST = (
    "begun",
    "assigned",
    "closed",
    "dropped",
    "reopened",
    "commented",
    "gone",
)

# (what happened there, the improvement's state here) -> the verb of the improvement that it speaks for.
_SPEAKS_FOR: Mapping[tuple[str, str], str] = {
    **{(said, "approved"): "begin_work" for said in (BEGUN, ASSIGNED, REOPENED, SHUT)},
    **{(SHUT, state): "release" for state in ("in_work", "in_proof")},
    **{(LEFT_UNDONE, state): "reopen" for state in ("approved", "in_work", "in_proof")},
    **{(REOPENED, state): "reopen" for state in ("released", "told", "verified")},
}


def happened(before: str, now: str, *, had: str, has: str, more_comments: bool) -> list[str]:
    """What lies between two looks at an issue, in order.

    before, now: of SEEN_STATES. had, has: to whom it was given.
    """
    found = []
    if now != before:
        if now == GONE:
            return [LOST]
        if now in (CLOSED, DROPPED):
            found.append(SHUT if now == CLOSED else LEFT_UNDONE)
        elif before in (CLOSED, DROPPED):
            found.append(REOPENED)
        elif now == WORKING:
            found.append(BEGUN)
    if has and has != had:
        found.insert(0, ASSIGNED)
    if more_comments:
        found.append(COMMENTED)
    return found


def proposed(said: str, state: str) -> str:
    """The verb that the last word from over there speaks for, in a state here; empty for none."""
    return _SPEAKS_FOR.get((said, state), "")


# Why a tracker did not do what it was asked, in words.
FAILURES: Mapping[str, Said] = {
    AWAY: Said(
        "트래커가 대답하지 않습니다. 저절로 다시 물어봅니다.", "It does not answer. It is asked again by itself."
    ),
    BROKEN: Said(
        "트래커에 탈이 났습니다(5xx). 저절로 다시 물어봅니다.",
        "It has trouble of its own (5xx). It is asked again by itself.",
    ),
    LIMITED: Said(
        "너무 자주 물었다고 쉬어 달라고 합니다. 그때까지 쉬었다가 다시 물어봅니다.",
        "It says we ask too often. We rest as long as it wants, then ask again.",
    ),
    STRANGER: Said(
        "토큰을 받아 주지 않습니다(401). 새 토큰을 넣어 주세요.",
        "It does not know the token (401). Give it a new one.",
    ),
    FORBIDDEN: Said(
        "토큰으로는 할 수 없는 일입니다(403). 이슈를 읽고 쓸 권한을 주세요.",
        "The token may not do that (403). Let it read and write issues.",
    ),
    MISSING: Said(
        "그런 프로젝트가 없거나, 토큰으로는 보이지 않습니다(404). 주소와 프로젝트를 확인해 주세요.",
        "There is no such project, or the token cannot see it (404). Look at the address and the project.",
    ),
    REFUSED: Said(
        "이슈를 받아 주지 않습니다. 꼭 채워야 하는 칸이 더 있는지, 이슈를 쓰지 않는 프로젝트인지 확인해 주세요.",
        "It does not take the issue. Look whether it asks for more fields, or takes no issues at all.",
    ),
    NO_WAY: Said(
        "나갈 수 없는 주소입니다. 사내 주소라면 그 대역을 GWIDAM_OUTBOUND_NETWORKS에 적어야 합니다.",
        "Calls may not lead to that address. For one of your own network, GWIDAM_OUTBOUND_NETWORKS has to name it.",
    ),
    ODD: Said(
        "알아들을 수 없는 대답을 합니다. 주소를 확인해 주세요.", "Its answer makes no sense. Look at the address."
    ),
}
