"""What Asterisk's manager interface says, read."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gwidam.listen.connectors.asterisk import Frames, login, news_of, ping
from gwidam.listen.connectors.asterisk.events import extension_of
from gwidam.listen.connectors.asterisk.lines import LONGEST_FRAME
from gwidam.listen.phone import News, What

AT = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)
TOLD_AT = datetime.fromtimestamp(1796000405, UTC).replace(microsecond=186463)
STREAM = (
    b"Asterisk Call Manager/7.0.3\r\n"
    b"Response: Success\r\nMessage: Authentication accepted\r\n\r\n"
    b"Event: DialBegin\r\nPrivilege: call,all\r\nTimestamp: 1796000405.186463\r\nChannel: PJSIP/trunk-00000001\r\n"
    b"CallerIDNum: 01023454417\r\nCallerIDName: <unknown>\r\nUniqueid: 1796000405.1\r\nLinkedid: 1796000405.1\r\n"
    b"DestChannel: PJSIP/204-00000002\r\nDestUniqueid: 1796000405.2\r\nDestLinkedid: 1796000405.1\r\n\r\n"
    b"Event: DialEnd\r\nCallerIDNum: 01023454417\r\nUniqueid: 1796000405.1\r\nLinkedid: 1796000405.1\r\n"
    b"DestChannel: PJSIP/204-00000002\r\nDialStatus: ANSWER\r\n\r\n"
    b"Event: VarSet\r\nVariable: GWIDAM_RECORDING\r\nValue: https://pbx.example/r/1.wav\r\n"
    b"Uniqueid: 1796000405.1\r\nLinkedid: 1796000405.1\r\n\r\n"
    b"Event: Hangup\r\nUniqueid: 1796000405.2\r\nLinkedid: 1796000405.1\r\n\r\n"
    b"Event: Hangup\r\nCallerIDNum: 01023454417\r\nUniqueid: 1796000405.1\r\nLinkedid: 1796000405.1\r\n\r\n"
)
CALL = "1796000405.1"
CALLER = "01023454417"
TOLD = [
    News(call=CALL, what=What.RINGING, at=TOLD_AT, extension="204", caller=CALLER),
    News(call=CALL, what=What.ANSWERED, at=AT, extension="204", caller=CALLER),
    News(call=CALL, what=What.RECORDED, at=AT, recording="https://pbx.example/r/1.wav"),
    News(call=CALL, what=What.ENDED, at=AT, caller=CALLER),
]


def told(pieces):
    frames = Frames()
    read = [news_of(frame, at=AT) for piece in pieces for frame in frames.fed(piece)]
    return [each for each in read if each is not None]


@given(st.lists(st.integers(0, len(STREAM)), max_size=12).map(sorted))
def test_a_call_is_read_wherever_the_stream_is_cut(cuts):
    ends = [0, *cuts, len(STREAM)]
    assert told(STREAM[start:end] for start, end in itertools.pairwise(ends)) == TOLD


@given(st.binary(max_size=400))
def test_anything_is_read_without_trouble(noise):
    assert len(told([noise, b"\r\n\r\n", STREAM])) >= len(TOLD) - 1


def test_a_frame_without_an_end_is_none():
    with pytest.raises(ValueError, match="without an end"):
        list(Frames().fed(b"x" * (LONGEST_FRAME + 1)))


@pytest.mark.parametrize(
    "frame",
    [
        {},
        {"event": "DialBegin", "linkedid": "1", "destchannel": "Local/204@queue-00000001;1"},
        {"event": "DialBegin", "linkedid": "1"},
        {"event": "DialEnd", "linkedid": "1", "destchannel": "PJSIP/204-1", "dialstatus": "CANCEL"},
        {"event": "Hangup", "linkedid": "1", "uniqueid": "2"},
        {"event": "VarSet", "linkedid": "1", "variable": "OTHER", "value": "x"},
        {"event": "Newexten", "linkedid": "1"},
        {"event": "DialBegin", "destchannel": "PJSIP/204-1"},
    ],
)
def test_what_tells_nothing_of_a_call_is_passed_over(frame):
    assert news_of(frame, at=AT) is None


@pytest.mark.parametrize(
    ("channel", "extension"),
    [
        ("PJSIP/204-0000002a", "204"),
        ("SIP/agent-01-0000002b", "agent-01"),
        ("IAX2/204@10.0.0.1:4569-12", "204"),
        ("Local/204@queue-00000001;1", ""),
        ("PJSIP/204", "204"),
        ("", ""),
    ],
)
def test_the_extension_of_a_channel(channel, extension):
    assert extension_of(channel) == extension


@pytest.mark.parametrize("number", ["", "<unknown>", "anonymous", "Restricted"])
def test_a_caller_who_withholds_the_number_has_none(number):
    frame = {"event": "DialBegin", "linkedid": "1", "destchannel": "PJSIP/204-1", "calleridnum": number}
    assert news_of(frame, at=AT) == News(call="1", what=What.RINGING, at=AT, extension="204")


def test_what_is_said_to_it():
    assert login("gwidam", "s3cret") == (
        b"Action: Login\r\nUsername: gwidam\r\nSecret: s3cret\r\nEvents: call,dialplan\r\n\r\n"
    )
    assert ping() == b"Action: Ping\r\n\r\n"


@pytest.mark.parametrize("secret", ["a\r\nAction: Originate", "a\nb"])
def test_a_secret_says_nothing_else(secret):
    with pytest.raises(ValueError, match="line break"):
        login("gwidam", secret)
