"""One call: signed as published, to an address that was checked, never further, never longer."""

import socket
from base64 import b64decode
from ipaddress import ip_network
from time import monotonic

import pytest

from gwidam.core.ledger import act
from gwidam.core.outbound import Reach
from gwidam.post.carriers.webhook import Answered, Unreached, call, new_secret, sign

from .receiver import receiving

HERE = Reach(networks=(ip_network("127.0.0.0/8"),), plain=True)
NOWHERE = Reach(plain=True)

# The test vector of the Standard Webhooks libraries.
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
VECTOR = {"message_id": "msg_p5jXN8AQM9LWM0D4loKWxJek", "timestamp": 1614265330, "body": b'{"test": 2432232314}'}
SIGNED = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def post(url, reach=HERE, **more):
    return call(url, headers={"webhook-id": "fact_1_2"}, body=b"{}", reach=reach, **more)


def trouble(outcome):
    assert isinstance(outcome, Unreached)
    return outcome.because


def test_a_signature_is_the_published_one():
    assert sign([SECRET], **VECTOR) == SIGNED
    assert sign([SECRET.removeprefix("whsec_")], **VECTOR) == SIGNED


def test_while_a_secret_is_turned_there_are_two_signatures_the_new_one_first():
    other = new_secret()
    first, second = sign([other, SECRET], **VECTOR).split(" ")
    assert (first, second) == (sign([other], **VECTOR), SIGNED)


def test_a_secret_is_fresh_random_and_of_the_published_length():
    drawn = {new_secret() for _ in range(20)}
    assert len(drawn) == 20
    assert {len(b64decode(each.removeprefix("whsec_"), validate=True)) for each in drawn} == {32}


def test_a_call_brings_body_and_headers_and_reads_the_beginning_of_the_answer():
    with receiving(status=202, words=b"x" * 5000) as receiver:
        outcome = post(receiver.url)
    assert isinstance(outcome, Answered)
    assert (outcome.status, outcome.is_taken, outcome.beginning) == (202, True, "x" * 200)
    (taken,) = receiver.taken
    assert (taken.path, taken.body, taken.headers["webhook-id"]) == ("/hook", b"{}", "fact_1_2")
    assert taken.headers["host"] == f"127.0.0.1:{receiver.port}"


def test_a_redirect_is_not_followed():
    with receiving() as other, receiving(status=302, headers={"Location": other.url}) as receiver:
        outcome = post(receiver.url)
    assert (outcome.status, outcome.is_taken) == (302, False)
    assert (len(receiver.taken), other.taken) == (1, [])


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.8.8",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.0.1",
        "100.64.0.1",
        "169.254.169.254",  # metadata of clouds
        "0.0.0.0",  # noqa: S104
        "255.255.255.255",
        "224.0.0.1",
        "239.1.2.3",
        "240.0.0.1",
        "192.0.2.1",
        "198.18.0.1",
        "::",
        "::1",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "fc00::1",
        "fd00:ec2::254",  # metadata, by IPv6
        "ff02::1",
        "2001:db8::1",
        "::ffff:127.0.0.1",
        "::ffff:a9fe:a9fe",
        "64:ff9b::7f00:1",
        "64:ff9b::169.254.169.254",
        "64:ff9b:1::8.8.8.8",
        "2002:7f00:1::",
        "2001:0:1:2:3:4:80ff:fffe",  # Teredo of 127.0.0.1
        "no address",
    ],
)
def test_an_address_that_is_not_public_is_not_reached(address):
    assert not NOWHERE.admits(address)


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "93.184.215.14", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2002:808:808::"],
)
def test_a_public_address_is_reached(address):
    assert NOWHERE.admits(address)


def test_a_network_that_the_operator_names_is_reached_and_no_other():
    reach = Reach(networks=(ip_network("10.2.0.0/16"), ip_network("fd00:1::/32")))
    told = [reach.admits(each) for each in ("10.2.3.4", "::ffff:10.2.3.4", "10.3.0.1", "fd00:1::5", "fd00:2::5")]
    assert told == [True, True, False, True, False]


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "0177.0.0.1", "0x7f.1", "2130706433", "127.1", "localhost", "[::1]", "[::ffff:127.0.0.1]"],
)
def test_however_this_machine_is_spelt_it_is_not_called(host):
    with receiving() as receiver:
        outcome = post(f"http://{host}:{receiver.port}/", NOWHERE)
    assert trouble(outcome) in ("not_public", "no_name")  # some resolvers know no octal
    assert receiver.taken == []


@pytest.mark.parametrize(
    ("url", "because"),
    [
        ("ftp://a.example/", "not_url"),
        ("file:///etc/passwd", "not_url"),
        ("https://", "not_url"),
        ("https://name:word@a.example/", "not_url"),
        ("https://a.example/#part", "not_url"),
        ("https://a.example/ x", "not_url"),
        ("https://a.example/\r\nHost: b", "not_url"),
        ("https://a.example:99999/", "not_url"),
        ("https://a.example/" + "x" * 500, "not_url"),
        ("https://a.example:22/", "port"),
        ("https://a.example:25/", "port"),
    ],
)
def test_an_address_of_another_kind_is_never_called(url, because):
    assert trouble(post(url)) == because


def test_plain_http_is_called_only_where_the_operator_allows_it():
    with receiving() as receiver:
        assert trouble(post(receiver.url, Reach(networks=HERE.networks))) == "not_https"
        assert post(receiver.url).is_taken
    assert len(receiver.taken) == 1


class Rebinding:
    """A name server that first says a public address, and our own the next time (DNS rebinding)."""

    def __init__(self, port, first):
        self.said = [first, "127.0.0.1"]
        self.port, self.asked = port, 0

    def __call__(self, host, port, *_, **__):
        address = self.said[min(self.asked, 1)]
        self.asked += 1
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, self.port))]


def test_a_name_that_changes_its_mind_is_asked_once_and_its_checked_address_is_called(monkeypatch):
    called = []
    monkeypatch.setattr(socket.socket, "connect", lambda _, place: called.append(place) or _refuse())
    names = Rebinding(8443, first="93.184.215.14")
    assert trouble(post("http://rebind.example:8443/", NOWHERE, resolve=names)) == "no_line"
    assert (names.asked, called) == (1, [("93.184.215.14", 8443)])


def _refuse():
    raise ConnectionRefusedError


def test_control_with_a_check_before_and_a_look_up_after_our_own_machine_is_called():
    with receiving() as receiver:
        names = Rebinding(receiver.port, first="93.184.215.14")
        target = NOWHERE.target(f"http://rebind.example:{receiver.port}/")
        assert len(NOWHERE.places(target, names)) == 1  # the check before passes
        open_to_all = Reach(networks=(ip_network("0.0.0.0/0"),), plain=True)
        outcome = post(f"http://rebind.example:{receiver.port}/", open_to_all, resolve=names)
    assert (outcome.status, len(receiver.taken), names.asked) == (200, 1, 2)


def test_of_several_addresses_only_those_that_are_public_are_called():
    with receiving() as receiver:
        both = [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.1", receiver.port)),
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", receiver.port)),
        ]
        outcome = post(f"http://two.example:{receiver.port}/", resolve=lambda *_, **__: both)
    assert (outcome.status, receiver.taken[0].headers["host"]) == (200, f"two.example:{receiver.port}")


def test_an_answer_byte_by_byte_is_not_waited_for():
    begun = monotonic()
    with receiving(slowly=0.02) as receiver:
        assert trouble(post(receiver.url, seconds=0.15)) == "timeout"
    assert monotonic() - begun < 1


def test_an_answer_without_end_is_read_only_so_far():
    with receiving(headers={"X-Long": "x" * 200_000}) as receiver:
        assert trouble(post(receiver.url)) == "not_http"


def test_what_is_not_http_is_told_so():
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(5)
        import threading

        def speak():
            line, _ = server.accept()
            with line:
                line.recv(4096)
                line.sendall(b"220 mail.example ESMTP\r\n")

        thread = threading.Thread(target=speak)
        thread.start()
        outcome = post(f"http://127.0.0.1:{server.getsockname()[1]}/")
        thread.join(5)
    assert trouble(outcome) == "not_http"


def test_nobody_there_is_told_so():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert trouble(post(f"http://127.0.0.1:{port}/")) == "no_line"
    assert trouble(post("http://nobody.invalid/")) == "no_name"


def test_a_certificate_nobody_vouches_for_is_not_spoken_to():
    with receiving() as receiver:  # speaks no TLS at all: the handshake fails before a word is said
        assert trouble(post(receiver.url.replace("http:", "https:"))) in ("tls", "no_line", "timeout")
    assert receiver.taken == []


@pytest.mark.parametrize(
    ("said", "seconds"), [("120", 120), ("Wed, 21 Oct 2026 07:28:00 GMT", None), ("-1", None)]
)
def test_retry_after_is_read_in_seconds(said, seconds):
    with receiving(status=503, headers={"Retry-After": said}) as receiver:
        assert post(receiver.url).retry_after == seconds


@pytest.mark.django_db
def test_nobody_is_called_inside_an_open_transaction():
    with receiving() as receiver, act(), pytest.raises(RuntimeError, match="open transaction"):
        post(receiver.url)
