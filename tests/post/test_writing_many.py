"""Many letters at once are the same as each by itself: once for its key, withheld with a reason, put into words."""

from __future__ import annotations

import pytest

from gwidam.post import verbs
from gwidam.post.models import Message

from .conftest import AT, US, facts

pytestmark = pytest.mark.django_db
PLACES = {"title": "밤에도 끊기지 않게", "words": "회선을\t바꿨습니다.\n\\고맙습니다", "url": "u", "all_url": "a"}


def notice(number, **changes):
    given = {
        "key": f"telling:1:1:customer:{number}",
        "reader": f"customer:{number}",
        "address": f"c{number}@customer.example",
        "language": "ko",
        "template": "told",
        "places": PLACES,
        "about": "improvement:1",
        "is_verified": True,
    }
    return verbs.Notice(**{**given, **changes})


def write(*notices):
    return verbs.write_many(notices=notices, by=US, at=AT)


@pytest.mark.parametrize("many", [2, 150])  # by INSERT, and by COPY
def test_what_is_written_reads_back_as_it_was_put_into_words(many):
    made = write(*(notice(number) for number in range(many)))
    for kept in Message.objects.order_by("pk"):
        there = made[kept.pk - made[0].pk]
        for name in ("key", "address", "subject", "body", "page", "url", "mark", "message_id", "state"):
            assert getattr(kept, name) == getattr(there, name)
    assert "회선을\t바꿨습니다.\n\\고맙습니다" in Message.objects.order_by("pk")[0].body
    assert facts().filter(kind="post.MessageQueued").count() == many


def test_a_letter_is_the_one_that_write_would_have_written():
    (many,) = write(notice(1))
    one = verbs.write(**{name: getattr(notice(2), name) for name in verbs.Notice.__slots__}, by=US, at=AT)
    for name in (
        "topic",
        "urgency",
        "carrier",
        "is_verified",
        "state",
        "next_try_at",
        "subject",
        "withheld_because",
    ):
        assert getattr(many, name) == getattr(one, name)


def test_a_key_that_was_written_gives_the_message_that_stands():
    (first,) = write(notice(1))
    again, other = write(notice(1), notice(2))
    assert (again.pk, Message.objects.count()) == (first.pk, 2)
    assert other.reader == "customer:2"


def test_what_cannot_or_must_not_leave_is_withheld_with_its_reason():
    verbs.mute(reader="customer:3", topic="change", by=US, at=AT)
    made = write(notice(1, address=None), notice(2, address="not one"), notice(3))
    assert [(each.state, each.withheld_because) for each in made] == [
        ("withheld", "no_address"),
        ("withheld", "bad_address"),
        ("withheld", "muted"),
    ]
    assert Message.objects.exclude(subject=None).count() == 0


def test_an_address_nobody_has_confirmed_is_sent_nobodys_words():
    places = {**PLACES, "summary": "남의 말", "name": "남"}
    (made,) = write(notice(1, places=places, is_verified=False))
    assert "남의 말" not in made.body
    assert "고객님" in made.body


def test_a_capped_topic_and_two_of_one_key_are_mistakes_of_the_caller():
    with pytest.raises(ValueError, match="one key"):
        write(notice(1), notice(1))
    with pytest.raises(ValueError, match="capped"):
        write(notice(1, template="receipt", places={"receipt": "1", "url": "u"}, is_verified=False))


def test_nothing_to_write_is_nothing_written():
    assert write() == []
    assert Message.objects.count() == 0
