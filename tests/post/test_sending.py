"""Letters over a real socket to a real mail server, and what can go wrong on the way."""

import socket
import ssl
import threading
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.db import connection

from gwidam.core.ledger import act
from gwidam.core.models import Unhurried
from gwidam.post import jobs, letters, verbs
from gwidam.post.carriers import Accepted, TryLater, chosen
from gwidam.post.carriers.file import FileCarrier
from gwidam.post.carriers.smtp import SmtpCarrier
from gwidam.post.models import Message
from gwidam.post.verbs import sending

from .conftest import AT, MailServer, facts, write
from .test_verbs import run_at_once

pytestmark = pytest.mark.django_db(transaction=True)
SECOND = timedelta(seconds=1)


def queue(count):
    return [write(f"receipt:{n}", address=f"reader{n}@customer.example") for n in range(count)]


def states():
    return list(Message.objects.order_by("pk").values_list("state", flat=True))


def kinds():
    return list(facts().order_by("pk").values_list("kind", flat=True))


def test_a_letter_arrives_once_as_it_was_written(mail_server):
    message = write()
    assert jobs.tick(AT) == 1
    (mail,) = mail_server.taken
    assert (mail["Message-ID"], mail["To"], mail["Subject"]) == (
        message.message_id,
        "sora@customer.example",
        "[귀담] 말씀 잘 받았습니다 · 접수번호 7KQ2-M4PX",
    )
    text, page = mail.iter_parts()
    assert text.get_content() == message.body
    assert page.get_content() == message.page
    kept = message.fresh()
    assert (kept.state, kept.sent_at, kept.attempts, kept.sending_since) == ("sent", AT, 1, None)
    assert kinds() == ["post.MessageQueued", "post.MessageSent"]
    assert jobs.tick(AT + 100 * SECOND) == 0
    assert len(mail_server.taken) == 1


def test_a_batch_goes_over_one_connection(mail_server):
    queue(5)
    assert verbs.send_due(at=AT, limit=3) == 3
    assert (len(mail_server.taken), mail_server.connections) == (3, 1)
    assert verbs.send_due(at=AT, limit=3) == 2
    assert len(mail_server.folded) == 5


def test_what_follows_from_many_letters_is_done_in_bulk_and_from_a_few_at_once(mail_server, monkeypatch):
    monkeypatch.setattr(sending, "MANY", 3)
    queue(2)
    verbs.send_due(at=AT)
    assert (Unhurried.objects.count(), jobs_of_reactions()) == (0, 2)
    queue(5)
    verbs.send_due(at=AT)
    left = facts().filter(kind="post.MessageSent").order_by("-pk").values_list("pk", flat=True)[:3]
    assert (set(Unhurried.objects.values_list("pk", flat=True)), jobs_of_reactions()) == (set(left), 2)


def jobs_of_reactions():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'react'")
        return cursor.fetchone()[0]


def test_a_temporary_refusal_is_tried_again_and_the_others_go(mail_server):
    queue(3)
    mail_server.at_rcpt = lambda to, before: "450 4.2.1 greylisted" if to.startswith("reader1") else None
    verbs.send_due(at=AT)
    assert states() == ["sent", "queued", "sent"]
    waiting = Message.objects.get(state="queued")
    assert (waiting.next_try_at, waiting.attempts) == (AT + 300 * SECOND, 1)
    fact = facts().get(kind="post.MessageDeferred")
    assert (fact.body["attempts"], fact.personal) == (1, {"because": "450 4.2.1 greylisted"})
    mail_server.at_rcpt = lambda to, before: None
    assert verbs.send_due(at=AT + 299 * SECOND) == 0
    assert verbs.send_due(at=AT + 300 * SECOND) == 1
    assert (states(), len(mail_server.taken), len(mail_server.folded)) == (["sent"] * 3, 3, 3)


def test_a_letter_refused_for_five_days_has_failed(mail_server):
    mail_server.at_data = lambda to, before: "451 4.3.0 later"
    message, at, tries = write(), AT, 0
    while message.fresh().state == "queued":
        at = message.fresh().next_try_at
        tries += verbs.send_due(at=at)
    # 300 + 600 + 1200 + 2400, then every 4000 s until 432,000 s are over
    assert tries == 1 + 4 + 107
    assert message.fresh().failed_because == "451 4.3.0 later"
    assert kinds()[-1] == "post.MessageFailed"


@pytest.mark.parametrize("where", ["at_rcpt", "at_data"])
def test_a_final_refusal_fails_the_letter_at_once_and_the_others_go(mail_server, where):
    queue(3)
    setattr(mail_server, where, lambda to, before: "550 5.1.1 no such user" if to.startswith("reader1") else None)
    verbs.send_due(at=AT)
    assert states() == ["sent", "failed", "sent"]
    fact = facts().get(kind="post.MessageFailed")
    assert fact.personal == {"because": "550 5.1.1 no such user"}
    assert mail_server.connections == 1


def test_a_server_that_dies_on_the_way_gets_the_rest_later_and_each_letter_once(mail_server):
    queue(6)
    mail_server.at_data = lambda to, before: "abort" if before == 2 else None
    assert verbs.send_due(at=AT) == 6
    assert states() == ["sent", "sent", "queued", "queued", "queued", "queued"]
    waits = [(m.next_try_at - AT, m.attempts) for m in Message.objects.filter(state="queued").order_by("pk")]
    assert waits == [(300 * SECOND, 1)] + [(60 * SECOND, 0)] * 3
    mail_server.at_data = lambda to, before: None
    verbs.send_due(at=AT + 60 * SECOND)
    verbs.send_due(at=AT + 300 * SECOND)
    assert states() == ["sent"] * 6
    assert (len(mail_server.taken), len(mail_server.folded)) == (6, 6)


def test_a_server_that_is_not_there_costs_nothing_but_time(settings):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: connections are refused
        settings.SMTP_URL = f"smtp://127.0.0.1:{taken.getsockname()[1]}"
        queue(3)
        assert verbs.send_due(at=AT) == 3
    assert states() == ["queued"] * 3
    assert [m.attempts for m in Message.objects.order_by("pk")] == [1, 0, 0]
    assert kinds()[3:] == ["post.MessageDeferred"]


def test_our_own_refused_sender_is_not_held_against_the_reader(mail_server, settings):
    settings.SMTP_URL = mail_server.url.replace("smtp://", "smtp://somebody:wrong@")
    message = write()
    verbs.send_due(at=AT)
    assert message.fresh().state == "queued"


def test_a_letter_whose_process_died_is_sent_again_after_a_minute(mail_server):
    message = write()
    assert [m.pk for m in sending._claim(at=AT, limit=10)] == [message.pk]
    assert verbs.send_due(at=AT + 59 * SECOND) == 0
    assert verbs.send_due(at=AT + 60 * SECOND) == 1
    assert (states(), mail_server.message_ids) == (["sent"], [message.message_id])


def test_who_comes_late_with_a_deferral_does_not_undo_who_has_it_now(mail_server):
    write()
    (slow,) = sending._claim(at=AT, limit=1)
    (fast,) = sending._claim(at=AT + 60 * SECOND, limit=1)
    with pytest.raises(sending.NotNow):
        sending.settle(slow, TryLater(because="timed out"), at=AT + 61 * SECOND)
    sending.settle(fast, Accepted(), at=AT + 61 * SECOND)
    assert states() == ["sent"]


def test_a_slow_server_does_not_make_a_batch_outlive_its_lease(mail_server, monkeypatch):
    queue(4)
    clock = iter([0.0, 1.0, 19.0, 21.0])
    monkeypatch.setattr(sending, "monotonic", lambda: next(clock))
    assert verbs.send_due(at=AT) == 4
    assert states() == ["sent", "sent", "queued", "queued"]
    assert [m.attempts for m in Message.objects.order_by("pk")] == [1, 1, 0, 0]


def send_in_four():
    run_at_once([lambda: verbs.send_due(at=AT, limit=50)] * 4)


def test_four_who_send_at_once_send_each_letter_once(mail_server):
    queue(24)
    send_in_four()
    assert (states(), len(mail_server.taken)) == (["sent"] * 24, 24)


def test_control_without_the_lease_letters_are_sent_twice(mail_server, monkeypatch):
    gate = threading.Barrier(4, timeout=10)

    def look_only(*, at, limit):
        found = list(Message.objects.filter(state="queued").order_by("pk")[:limit])
        gate.wait()
        with connection.cursor() as cursor:
            cursor.execute("UPDATE post_message SET state = 'sending', sending_since = %s", [at])
        for message in found:
            message.state, message.sending_since = "sending", at
        return found

    queue(3)
    monkeypatch.setattr(sending, "_claim", look_only)
    send_in_four()
    assert (len(mail_server.taken) > 3, len(mail_server.folded)) == (True, 3)


def test_nothing_leaves_while_an_act_is_open(mail_server, tmp_path):
    letter = letters.letter(write(), at=AT)
    for carrier in (SmtpCarrier(mail_server.url), FileCarrier(tmp_path)):
        with pytest.raises(AssertionError, match="inside an open act"), act(), carrier.connected() as session:
            session.send(letter)
    assert (mail_server.taken, list(tmp_path.iterdir())) == ([], [])


def test_without_a_mail_server_letters_lie_in_the_outbox(settings, tmp_path):
    settings.SMTP_URL = None
    message = write()
    carrier = FileCarrier(tmp_path / "outbox")
    assert verbs.send_due(at=AT, carrier=carrier) == 1
    (file,) = (tmp_path / "outbox").iterdir()
    assert file.name == message.message_id.strip("<>").split("@")[0] + ".eml"
    with carrier.connected() as session:
        session.send(letters.letter(message.fresh(), at=AT))  # sent again, it takes its own place
    assert list((tmp_path / "outbox").iterdir()) == [file]
    assert isinstance(chosen(), FileCarrier)


def test_an_outbox_that_cannot_be_written_makes_letters_wait(tmp_path):
    (tmp_path / "outbox").mkdir()
    message = write()
    carrier = FileCarrier(tmp_path / "outbox")
    name = message.message_id.strip("<>").split("@")[0] + ".eml"
    (tmp_path / "outbox" / name).mkdir()  # a folder where the letter should be
    verbs.send_due(at=AT, carrier=carrier)
    assert states() == ["queued"]


def test_each_letter_more_costs_four_queries(mail_server, django_assert_num_queries):
    # claiming: begin, 2 looks, commit, load; each letter: begin, move, fact with what follows, commit
    queue(1)
    with django_assert_num_queries(5 + 4):
        verbs.send_due(at=AT)
    queue(6)
    with django_assert_num_queries(5 + 5 * 4):
        verbs.send_due(at=AT)
    assert len(mail_server.taken) == 6


@pytest.fixture
def tls_server(tmp_path):
    """A mail server that offers STARTTLS with a certificate nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.daon.example")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    file = tmp_path / "mail.pem"
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(file)
    server = MailServer(context)
    yield server
    server.close()


def test_a_line_is_encrypted_where_the_server_offers_it(tls_server, settings):
    settings.SMTP_URL = tls_server.url
    write()
    verbs.send_due(at=AT)
    assert (states(), tls_server.were_encrypted) == (["sent"], [True])


def test_with_starttls_asked_for_a_server_nobody_vouches_for_gets_nothing(tls_server, settings):
    settings.SMTP_URL = tls_server.url.replace("smtp://", "smtp+starttls://")
    write()
    verbs.send_due(at=AT)
    assert (states(), tls_server.taken) == (["queued"], [])
    assert "CERTIFICATE_VERIFY_FAILED" in facts().get(kind="post.MessageDeferred").personal["because"]
