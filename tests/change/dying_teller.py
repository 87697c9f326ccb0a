"""A work process that tells who is due and is killed at a chosen point. Started by test_telling_kill.py.

Usage: dying_teller.py <moment> <point> <batches> <how>; it dies at the point of the batch of that number: 'before'
the letters are written, 'between' letters and tellings, 'after' both and before the commit, or 'never'. How is
'whole', or 'parted' for the control: letters and tellings in a transaction each, and letters under no key.
"""

import os
import signal
import sys
import uuid
from datetime import datetime

import django

django.setup()

from gwidam.change import verbs  # noqa: E402
from gwidam.change.letters import telling as letters  # noqa: E402
from gwidam.change.models import Improvement, Sending, Telling  # noqa: E402
from gwidam.change.queries.telling import askers  # noqa: E402
from gwidam.change.rules import telling as rules  # noqa: E402
from gwidam.change.verbs import telling as telling_verbs  # noqa: E402
from gwidam.core.actors import POST  # noqa: E402
from gwidam.core.ledger import act  # noqa: E402
from gwidam.core.rows import write_rows  # noqa: E402
from gwidam.post import verbs as post  # noqa: E402

at, point, batch, how = datetime.fromisoformat(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4]
SIZE = 20
done = 0


def die_at(reached):
    if point == reached and done == batch:
        os.kill(os.getpid(), signal.SIGKILL)


def dying(function, before, after):
    def dying_function(*args, **more):
        die_at(before)
        result = function(*args, **more)
        die_at(after)
        return result

    return dying_function


def in_two_transactions():
    """What a telling without its safeguards would do."""
    improvement = Improvement.objects.get(pk=Sending.objects.get().improvement_id)
    letters.key_of = lambda *_: f"telling:{uuid.uuid4()}"
    people = askers(improvement, most=SIZE)
    known = letters.around(people)
    notices = [letters.notice(improvement, each, known) for each in people]
    messages = {each.reader: each for each in post.write_many(notices=notices, by=POST, at=at)}
    die_at("between")
    with act():
        rows = [telling_verbs._row(improvement, each, messages.get(each.reader), at=at) for each in people]
        write_rows(Telling, rows)
        telling_verbs.told(
            improvement,
            telling_verbs.facts.PeopleTold(improvement_id=improvement.pk, round=1, written=0, not_told=0),
            by=POST,
            at=at,
        )
    return len(people)


telling_verbs.allowance = lambda *, pace, made: rules.allowance(pace=pace, made=made, most=SIZE)
telling_verbs.post.write_many = dying(post.write_many, "before", "between")
telling_verbs.write_rows = dying(write_rows, "", "after")
tell = in_two_transactions if how == "parted" else lambda: verbs.tell_due(at=at)
while tell():
    done += 1
