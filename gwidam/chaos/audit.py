"""What the house is asked when it has come to rest: does it hold all that it has confirmed, and each thing once?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime

from django.db import connection
from django.db.models import QuerySet

from gwidam.core.ledger import KINDS, reactions_to
from gwidam.own.models import Case
from gwidam.people import contacts
from gwidam.post.models import Message

from .letters import receipt_subject
from .load import Diary
from .sink import Sink, notice

Question = Callable[[Diary, Sink, datetime], Iterator[str]]


def ask(diary: Diary, sink: Sink, at: datetime) -> dict[str, list[str]]:
    """Every violation as a line of text, by question; all lists are empty in a house that kept its word."""
    return {name: list(question(diary, sink, at)) for name, question in QUESTIONS.items()}


def lost(diary: Diary, sink: Sink, at: datetime) -> Iterator[str]:
    """A receipt that a client was given, and no whole voice of that address behind it."""
    whole = {
        receipt: (voice, case, mark)
        for receipt, voice, case, mark in _rows(
            "SELECT v.receipt, v.id, c.id, k.mark FROM listen_voice v"
            " JOIN people_contact k ON k.customer_id = v.customer_id"
            " JOIN own_case c ON c.voice_id = v.id"
            " JOIN people_employee g ON g.id = c.guardian_id"
            " JOIN core_fact h ON h.about = 'voice:' || v.id AND h.kind = 'listen.VoiceHeard'"
            " JOIN core_fact o ON o.about = 'case:' || c.id AND o.kind = 'own.CaseOpened'"
        )
    }
    for each in diary.accepted:
        if whole.get(each.receipt) != (each.voice, each.case, contacts.email(each.address).mark):
            yield f"receipt {each.receipt} of {each.name}: {whole.get(each.receipt)}"
    yield from _lost_deeds(diary.handed_over, "own.HandOffOffered")
    yield from _lost_deeds(diary.taken, "own.HandOffAccepted")
    yield from _lost_deeds(list(diary.answered.values()), "own.AnswerGiven")


def _lost_deeds(receipts: list[str], kind: str) -> Iterator[str]:
    done = {
        receipt
        for (receipt,) in _rows(
            "SELECT c.receipt FROM core_fact f JOIN own_case c ON f.about = 'case:' || c.id WHERE f.kind = %s",
            kind,
        )
    }
    for receipt in receipts:
        if receipt not in done:
            yield f"{kind} of {receipt} was confirmed and is gone"


def doubled(diary: Diary, sink: Sink, at: datetime) -> Iterator[str]:
    """More than one voice of a sender who spoke once, two receipts alike, an answer given twice."""
    for mark, count in _rows(
        "SELECT k.mark, count(*) FROM listen_voice v JOIN people_contact k ON k.customer_id = v.customer_id"
        " GROUP BY k.mark HAVING count(*) > 1"
    ):
        yield f"{count} voices of the address {mark}"
    for receipt, count in Counter(each.receipt for each in diary.accepted).items():
        if count > 1:
            yield f"receipt {receipt} was given to {count} senders"
    for case, count in _rows("SELECT case_id, count(*) FROM own_answer GROUP BY case_id HAVING count(*) > 1"):
        yield f"{count} answers to case {case}"


# What must return no row. `at` is the moment of the question.
_HALF_DONE = {
    "a voice without its one VoiceHeard": """
        SELECT v.id FROM listen_voice v
        LEFT JOIN core_fact f ON f.about = 'voice:' || v.id AND f.kind = 'listen.VoiceHeard'
        GROUP BY v.id HAVING count(f.id) <> 1""",
    "a VoiceHeard without its voice": """
        SELECT f.id FROM core_fact f LEFT JOIN listen_voice v ON v.id = (f.body->>'voice_id')::bigint
        WHERE f.kind = 'listen.VoiceHeard' AND v.id IS NULL""",
    "a voice that needs an answer, without a case": """
        SELECT v.id FROM listen_voice v LEFT JOIN own_case c ON c.voice_id = v.id
        WHERE v.needs_answer AND c.id IS NULL""",
    "a case without its one CaseOpened": """
        SELECT c.id FROM own_case c
        LEFT JOIN core_fact f ON f.about = 'case:' || c.id AND f.kind = 'own.CaseOpened'
        GROUP BY c.id HAVING count(f.id) <> 1""",
    "a case without promises": """
        SELECT c.id FROM own_case c LEFT JOIN own_promise p ON p.case_id = c.id WHERE p.id IS NULL""",
    "an accepted hand-over without its one fact, or whose work did not change hands": """
        SELECT h.id FROM own_handoff h JOIN own_case c ON c.id = h.case_id
        LEFT JOIN core_fact f
          ON f.kind = 'own.HandOffAccepted' AND (f.body->>'handoff_id')::bigint = h.id
        WHERE h.state = 'accepted'
        GROUP BY h.id, c.id
        HAVING count(f.id) <> 1 OR c.holder_id <> h.decided_by_id OR c.department_id <> h.to_department_id""",
    "a HandOffAccepted of a hand-over that is not": """
        SELECT f.id FROM core_fact f JOIN own_handoff h ON h.id = (f.body->>'handoff_id')::bigint
        WHERE f.kind = 'own.HandOffAccepted' AND h.state <> 'accepted'""",
    "an answer without its one AnswerGiven, or sent and not known as arrived": """
        SELECT a.id FROM own_answer a
        LEFT JOIN core_fact g ON g.kind = 'own.AnswerGiven' AND (g.body->>'answer_id')::bigint = a.id
        LEFT JOIN core_fact d ON d.kind = 'own.AnswerDelivered' AND (d.body->>'answer_id')::bigint = a.id
        GROUP BY a.id HAVING count(DISTINCT g.id) <> 1 OR count(DISTINCT d.id) <> 1 OR a.delivered_at IS NULL""",
    "a broken promise without its one PromiseBroken": """
        SELECT p.id FROM own_promise p
        LEFT JOIN core_fact f ON f.kind = 'own.PromiseBroken' AND (f.body->>'promise_id')::bigint = p.id
        GROUP BY p.id HAVING count(f.id) <> (p.broken_at IS NOT NULL)::int""",
    "a promise whose risk was told more than once": """
        SELECT body->>'promise_id' FROM core_fact WHERE kind = 'own.PromiseAtRisk'
        GROUP BY 1 HAVING count(*) > 1""",
    "a promise that is over, and its clock has not fired": """
        SELECT id FROM own_promise
        WHERE due_at < %(at)s - interval '30 s' AND tick_at IS NOT NULL AND kept_at IS NULL""",
    "a job that is not done": "SELECT id FROM procrastinate_jobs",
    "an unhurried reaction that is not done": "SELECT fact_id FROM core_unhurried",
    "a letter that has not left": """
        SELECT key FROM post_message
        WHERE state IN ('sending', 'failed') OR (state = 'queued' AND urgency = 'now')""",
}


def half_done(diary: Diary, sink: Sink, at: datetime) -> Iterator[str]:
    """A part of something, without the rest of it; a fact whose consequences never came."""
    for what, query in _HALF_DONE.items():
        with connection.cursor() as cursor:
            cursor.execute(query, {"at": at})
            for row in cursor.fetchall():
                yield f"{what}: {row[0]}"
    for kind in KINDS:
        for reaction in reactions_to(kind):
            for (fact,) in _rows(
                "SELECT f.id FROM core_fact f"
                " LEFT JOIN core_reacted r ON r.fact_id = f.id AND r.reaction = %s"
                " WHERE f.kind = %s AND r.id IS NULL",
                reaction.__name__,
                kind,
            ):
                yield f"{kind} {fact} never caused {reaction.__name__}"


def told_twice(diary: Diary, sink: Sink, at: datetime) -> Iterator[str]:
    """The same letter more often in a mailbox, which folds by Message-ID, than it was written."""
    was_written = Counter(notice(each.address, each.subject, each.body) for each in _sent())
    for to, letters in sink.boxes().items():
        for found, count in Counter(each.notice for each in letters).items():
            if count > max(1, was_written[found]):
                yield f"{to} got one letter {count} times: {found[1]}"


def untold(diary: Diary, sink: Sink, at: datetime) -> Iterator[str]:
    """A receipt or an answer that never reached its customer; a letter marked as sent that no mailbox has."""
    boxes = sink.boxes()
    came = {letter.notice[:2] for letters in boxes.values() for letter in letters}
    for each in diary.accepted:
        if notice(each.address, receipt_subject(each.receipt), "")[:2] not in came:
            yield f"{each.address} never got receipt {each.receipt}"
    address_of = {each.receipt: each.address for each in diary.accepted}
    for words, receipt in diary.answered.items():
        if not any(words in letter.words for letter in boxes.get(address_of[receipt], [])):
            yield f"{address_of[receipt]} never got the answer to {receipt}"
    for message in _sent():
        if notice(message.address, message.subject, "")[:2] not in came:
            yield f"{message.key} is marked as sent, and never came"


def _sent() -> QuerySet[Message]:
    return Message.objects.filter(state=Message.State.SENT)


def nobody(diary: Diary, sink: Sink, at: datetime) -> Iterator[str]:
    """An open case without an active guardian and holder."""
    for case in Case.objects.filter(state__in=["open", "answered"]).select_related("guardian", "holder"):
        if not (case.guardian.is_active and case.holder.is_active):
            yield f"case {case.receipt} is kept by nobody"


def refused(diary: Diary, sink: Sink, at: datetime) -> Iterator[str]:
    """An answer that no outage explains: a 500, or a refusal of what was right."""
    yield from diary.refused
    if broken := diary.met("500"):
        yield f"{broken} requests were answered with 500"


QUESTIONS: dict[str, Question] = {
    each.__name__: each for each in (lost, doubled, half_done, told_twice, untold, nobody, refused)
}


def _rows(query: str, *values: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())
