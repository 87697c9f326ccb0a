"""What an event of AMI tells of a call.

`Linkedid` is the number of the oldest channel of a call, so every leg of it bears the same one.
"""

from __future__ import annotations

from datetime import UTC, datetime

from ...phone import News, What
from .lines import Frame

RECORDING = "GWIDAM_RECORDING"  # the variable in which a dial plan tells where the recording lies
_NOBODY = frozenset({"", "<unknown>", "anonymous", "unknown", "restricted"})


def news_of(frame: Frame, *, at: datetime) -> News | None:
    """The news in a frame; None in the many that tell nothing of a call. `at`: when it came, where it does not say.

    A leg is dialled: it rings there. A dialling ends with an answer: answered there. The caller's own channel is
    hung up: the call has ended.
    """
    event = frame.get("event", "").lower()
    call = frame.get("linkedid") or frame.get("destlinkedid") or ""
    if not call:
        return None
    moment = _moment(frame.get("timestamp", "")) or at
    if event in ("dialbegin", "dialend"):
        extension = extension_of(frame.get("destchannel", ""))
        is_answer = frame.get("dialstatus", "").upper() == "ANSWER"
        if not extension or (event == "dialend" and not is_answer):
            return None
        what = What.ANSWERED if event == "dialend" else What.RINGING
        return News(call=call, what=what, at=moment, extension=extension, caller=_caller(frame))
    if event == "hangup" and frame.get("uniqueid") == call:
        return News(call=call, what=What.ENDED, at=moment, caller=_caller(frame))
    if event == "varset" and frame.get("variable") == RECORDING and frame.get("value"):
        return News(call=call, what=What.RECORDED, at=moment, recording=frame["value"])
    return None


def extension_of(channel: str) -> str:
    """`204` of `PJSIP/204-0000002a`; '' for the inner ends of Local channels, which dial on to a real one."""
    technology, slash, rest = channel.partition("/")
    if not slash or technology.lower() == "local":
        return ""
    return (rest.rpartition("-")[0] or rest).partition("@")[0][:40]


def _caller(frame: Frame) -> str:
    number = frame.get("calleridnum", "")
    return "" if number.lower() in _NOBODY else number[:60]


def _moment(written: str) -> datetime | None:
    """`1796000405.186463` (timestampevents=yes) as a moment."""
    seconds, _, fraction = written.partition(".")
    if not (seconds.isascii() and seconds.isdecimal() and len(seconds) < 11):
        return None
    return datetime.fromtimestamp(int(seconds), UTC).replace(
        microsecond=int(fraction[:6].ljust(6, "0")) if fraction.isascii() and fraction.isdecimal() else 0
    )
