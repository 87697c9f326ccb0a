import threading
from datetime import timedelta

import pytest
from django.db import connection

from gwidam.core.errors import NotFound, NotNow, NotValid
from gwidam.core.ledger import act, verb
from gwidam.post import queries, verbs
from gwidam.post.models import Message, Mute
from gwidam.post.readers import Reader
from gwidam.post.verbs import writing

from .conftest import AT, PLACES, US, facts, write

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
SORA = Reader("customer:12")


def kinds(about="case:12"):
    return list(facts().filter(about=about).order_by("pk").values_list("kind", flat=True))


def state(message):
    return message.fresh().state


# --- writing ----------------------------------------------------------------------------------------------


def test_a_letter_is_put_into_words_and_queued_with_its_fact():
    message = write()
    kept = message.fresh()
    assert (kept.state, kept.carrier, kept.urgency, kept.topic) == ("queued", "email", "now", "receipt")
    assert (kept.next_try_at, kept.queued_at, kept.attempts) == (AT, AT, 0)
    assert kept.address == "sora@customer.example"
    assert kept.subject == "[귀담] 말씀 잘 받았습니다 · 접수번호 7KQ2-M4PX"
    fact = facts().get()
    assert (fact.kind, fact.about, fact.by, fact.at) == ("post.MessageQueued", "case:12", "house:test", AT)
    assert fact.body == {
        "message_id": message.pk,
        "key": "receipt:12",
        "topic": "receipt",
        "what_ko": "접수 확인",
        "what_en": "receipt",
        "urgency": "now",
        "to_employee_id": None,
        "to_customer_id": 12,
    }
    assert fact.said({"to_customer": "김소라"}, "ko") == ("김소라님께 메일(접수 확인)을 보내려고 준비했습니다.")


def test_address_and_words_are_sealed_in_the_database():
    write(template="answer")
    with connection.cursor() as cursor:
        cursor.execute("SELECT address, subject, body, page, url FROM post_message")
        raw = [bytes(cell) for cell in cursor.fetchone()]
    plain = [b"sora", "요금".encode(), b"follow", b"7KQ2"]
    assert [word for word in plain for cell in raw if word in cell] == []


def test_the_same_notice_is_written_once():
    first = write()
    again = write(language="en", at=AT + HOUR)
    assert again.pk == first.pk
    assert (Message.objects.count(), kinds()) == (1, ["post.MessageQueued"])


def test_the_same_notice_written_twice_in_one_act_is_one():
    with act():
        assert write().pk == write().pk
    assert (Message.objects.count(), kinds()) == (1, ["post.MessageQueued"])


def test_an_act_that_fails_takes_its_letters_back():
    @verb
    def write_and_fail():
        write()
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_and_fail()
    assert (Message.objects.count(), facts().count()) == (0, 0)


@pytest.mark.parametrize(
    ("address", "because"),
    [
        (None, "no_address"),
        ("", "no_address"),
        ("not an address", "bad_address"),
        ("a@b.c\nBcc: x@y.z", "bad_address"),
    ],
)
def test_without_an_address_the_letter_is_withheld_with_the_reason(address, because):
    message = write(address=address)
    assert (message.state, message.carrier, message.withheld_because) == ("withheld", "none", because)
    fact = facts().get()
    assert (fact.kind, fact.body["because"]) == ("post.MessageWithheld", because)


def test_a_letter_to_a_stranger_holds_nothing_that_came_from_outside():
    places = {**PLACES["receipt"], "name": "Win http://evil.example now"}
    message = write(places=places, is_verified=False).fresh()
    assert [text for text in (message.subject, message.body, message.page) if "evil" in text] == []
    known = write("receipt:13", places=places).fresh()
    assert ("evil" in known.body, "evil" in known.page) == (True, True)


def test_a_topic_nobody_knows_is_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="unknown topic 'gossip'"):
        write(topic="gossip")


# --- caps -------------------------------------------------------------------------------------------------


def test_ten_thousand_forged_posts_give_ten_mails_a_day():
    # 200 a day's worth stands for the 10,000: after the tenth, every further one takes the same branch.
    for number in range(200):
        write(f"receipt:{number}", is_verified=False, at=AT + timedelta(minutes=7 * number))
    times = Message.objects.exclude(state="withheld").values_list("queued_at", flat=True)
    assert [(moment - AT).total_seconds() / 60 for moment in sorted(times)] == [
        0, 7, 14, 63, 70, 77, 126, 133, 140, 189,
    ]  # fmt: skip
    assert Message.objects.filter(withheld_because="capped").count() == 190


def test_the_cap_is_the_addresss_own_whatever_its_case_reader_and_topic():
    for number in range(3):
        write(f"receipt:{number}", is_verified=False, reader=f"customer:{number}")
    assert write("receipt:3", is_verified=False, address="SORA@customer.example").state == "withheld"
    assert write("receipt:4", is_verified=False, address="other@customer.example").state == "queued"


def test_a_verified_address_and_a_persons_answer_are_not_capped():
    for number in range(4):
        write(f"receipt:{number}", is_verified=False)
    assert write("answer:1", template="answer", is_verified=False).state == "queued"
    assert write("receipt:9", is_verified=True).state == "queued"


def test_an_address_gets_so_many_automatic_letters_a_day_and_every_answer(settings):
    settings.LETTERS_A_DAY = 3
    for number in range(3):
        assert write(f"receipt:{number}", at=AT + number * HOUR).state == "queued"
    late = AT + 23 * HOUR
    message = write("receipt:3", at=late)
    assert (message.state, message.withheld_because) == ("withheld", "used_up")
    assert facts().filter(kind="post.MessageWithheld").get().body["because_en"] == (
        "the automatic letters of a day are used up"
    )
    assert write("answer:1", template="answer", at=late).state == "queued"
    assert write("offer:1", template="offer", reader="employee:5", at=late).state == "queued"
    assert write("receipt:4", address="other@customer.example", at=late).state == "queued"
    # What was withheld counts no more than what a person wrote, and a day later the first two are forgotten.
    assert write("receipt:5", at=AT + 25 * HOUR).state == "queued"


def run_at_once(works):
    """Each work in a thread with a connection of its own."""
    failures = []

    def run(work):
        try:
            work()
        except Exception as error:  # noqa: BLE001 - shown by the assertion below
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def forge(count):
    run_at_once([lambda n=n: write(f"receipt:{n}", is_verified=False) for n in range(count)])
    return Message.objects.filter(state="queued").count()


@pytest.mark.django_db(transaction=True)
def test_forged_posts_at_once_do_not_slip_past_the_cap():
    assert forge(6) == 3


@pytest.mark.django_db(transaction=True)
def test_control_without_taking_turns_forged_posts_slip_past_the_cap(monkeypatch):
    counted, gate = writing.rules.is_capped, threading.Barrier(6, timeout=10)

    def count_then_wait(earlier, *, at):
        found = counted(earlier, at=at)
        gate.wait()
        return found

    monkeypatch.setattr(writing, "_take_turn", lambda mark: None)
    monkeypatch.setattr(writing.rules, "is_capped", count_then_wait)
    assert forge(6) == 6


@pytest.mark.django_db(transaction=True)
def test_two_who_write_the_same_notice_at_once_write_one():
    run_at_once([write] * 4)
    assert (Message.objects.count(), kinds()) == (1, ["post.MessageQueued"])


# --- muting -----------------------------------------------------------------------------------------------


def test_a_muted_topic_is_withheld_and_others_still_come():
    verbs.mute(reader="customer:12", topic="progress", by=SORA, at=AT)
    assert write("handed:1", template="handed_over").withheld_because == "muted"
    assert write("handed:2", template="handed_over", reader="customer:13").state == "queued"
    assert write().state == "queued"


def test_muting_withholds_what_still_waits():
    message = write("handed:1", template="handed_over")
    verbs.mute(reader="customer:12", topic="progress", by=SORA, at=AT)
    assert (state(message), message.fresh().withheld_because) == ("withheld", "muted")
    assert kinds() == ["post.MessageQueued", "post.MessageWithheld"]


def test_muting_twice_is_once_and_unmuting_ends_it():
    for _ in range(2):
        verbs.mute(reader="customer:12", topic="progress", by=SORA, at=AT)
    assert queries.muted_topics("customer:12") == frozenset({"progress"})
    for _ in range(2):
        verbs.unmute(reader="customer:12", topic="progress", by=SORA, at=AT)
    assert (queries.muted_topics("customer:12"), Mute.objects.count()) == (frozenset(), 0)
    assert kinds("customer:12") == ["post.TopicMuted", "post.TopicUnmuted"]
    assert write("handed:1", template="handed_over").state == "queued"


@pytest.mark.parametrize("topic", ["receipt", "answer", "gossip"])
def test_receipts_and_answers_cannot_be_muted(topic):
    with pytest.raises(NotValid):
        verbs.mute(reader="customer:12", topic=topic, by=SORA, at=AT)
    assert queries.muted_topics("customer:12") == frozenset()


# --- digests ----------------------------------------------------------------------------------------------


def mention(number, **changes):
    return write(
        f"mention:{number}",
        **{"template": "mention", "reader": "employee:5", "address": "haneul@daon.example", **changes},
    )


def test_a_digest_is_one_mail_with_a_line_for_each_notice():
    first, second = mention(1), mention(2, at=AT + timedelta(minutes=9))
    other = mention(3, reader="employee:6")
    at_eleven = AT + timedelta(minutes=30)
    assert verbs.bundle_digests(at=at_eleven - timedelta(seconds=1)) == 0
    assert verbs.bundle_digests(at=at_eleven) == 2
    assert [state(message) for message in (first, second, other)] == ["bundled"] * 3
    digest = Message.objects.get(template="digest", reader="employee:5")
    assert (digest.state, digest.next_try_at, digest.about) == ("queued", at_eleven, "employee:5")
    assert digest.subject == "[귀담] 소식 2개를 모았습니다"
    line = "- [메모] 김하늘님이 불렀습니다 · 7KQ2-M4PX\n  https://voice.daon.example/cases/12\n"
    assert digest.body.startswith(f"급하지 않은 소식을 한 통에 모았습니다.\n\n{line}{line}")
    assert kinds("employee:5") == ["post.DigestBundled", "post.MessageQueued"]
    assert verbs.bundle_digests(at=at_eleven + HOUR) == 0


def test_a_digest_speaks_the_language_its_reader_spoke_last():
    mention(1)
    mention(2, language="en")
    verbs.bundle_digests(at=AT + HOUR)
    assert Message.objects.get(template="digest").subject == "[귀담] 2 updates for you"


def test_what_comes_after_a_digest_waits_for_the_next():
    mention(1)
    verbs.bundle_digests(at=AT + HOUR)
    later = mention(2, at=AT + HOUR)
    verbs.bundle_digests(at=AT + HOUR)
    assert state(later) == "queued"
    verbs.bundle_digests(at=AT + 2 * HOUR)
    assert (state(later), Message.objects.filter(template="digest").count()) == ("bundled", 2)


@pytest.mark.django_db(transaction=True)
def test_two_who_bundle_at_once_write_one_digest():
    for number in range(5):
        mention(number)
    run_at_once([lambda: verbs.bundle_digests(at=AT + HOUR)] * 4)
    assert [len(fact.body["message_ids"]) for fact in facts().filter(kind="post.DigestBundled")] == [5]
    assert Message.objects.filter(template="digest").count() == 1


# --- after it was sent ------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_bounced_letter_has_not_arrived(mail_server):
    message = write(template="answer", key="answer:3")
    assert queries.has_arrived("answer:3") is False
    verbs.send_due(at=AT)
    assert queries.has_arrived("answer:3") is True
    for _ in range(2):
        verbs.bounce(message_id=message.message_id, because="550 5.1.1 no such user", by=US, at=AT + HOUR)
    assert queries.has_arrived("answer:3") is False
    assert message.fresh().failed_because == "550 5.1.1 no such user"
    assert kinds() == ["post.MessageQueued", "post.MessageSent", "post.MessageBounced"]


def test_a_stranger_cannot_bounce_and_what_never_left_cannot_come_back():
    message = write()
    with pytest.raises(NotFound):
        verbs.bounce(message_id="<forged@else.example>", because="550", by=US, at=AT)
    with pytest.raises(NotNow):
        verbs.bounce(message_id=message.message_id, because="550", by=US, at=AT)
    assert state(message) == "queued"


def test_erasing_takes_address_and_words_and_keeps_that_a_letter_was_written():
    message = write()
    other = write("receipt:13", reader="customer:13")
    assert verbs.erase(reader="customer:12", by=US, at=AT) == 1
    kept = message.fresh()
    assert (kept.address, kept.mark, kept.subject, kept.body, kept.page, kept.url) == (
        None, "", None, None, None, None,
    )  # fmt: skip
    assert (kept.state, kept.withheld_because, kept.key) == ("withheld", "erased", "receipt:12")
    assert other.fresh().address == "sora@customer.example"
    assert kinds("customer:12") == ["post.MessagesErased"]
    assert verbs.erase(reader="customer:12", by=US, at=AT) == 0


def test_waiting_counts_what_should_have_left():
    assert queries.waiting() == queries.Waiting(count=0, since=None)
    write()
    write("receipt:13", at=AT + HOUR)
    mention(1)
    assert queries.waiting() == queries.Waiting(count=2, since=AT)
