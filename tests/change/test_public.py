"""The public board, and what one customer sees of all they said."""

from __future__ import annotations

from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gwidam.change import verbs
from gwidam.change.models import Improvement, Telling
from gwidam.change.queries.public import counts_of, entries
from gwidam.change.tracking import said_token, said_url
from gwidam.own.tracking import token_for
from gwidam.post.models import Message
from tests.cast import NOW
from tests.change.picture_steps import drawn
from tests.change.telling_steps import asks, begin, close

PNG = drawn("PNG")
WORDS = {
    "theme_ko": "인터넷",
    "theme_en": "Internet",
    "quote_ko": "밤에 자꾸 끊겨요",
    "next_ko": "남은 동네도 바꿉니다.",
}


@pytest.fixture
def visitor():
    return Client(headers={"accept-language": "ko"})


@pytest.fixture
def published(cast, brought):
    """published("released", people=6): an improvement on the board."""

    def made(state="released", *, people=0, **words):
        improvement = brought("in_work" if state == "released" else state)
        for number in range(people):
            asks(cast, improvement, email=f"c{improvement.pk}-{number}@customer.example", text=f"말씀 {number}")
        if state == "released":
            verbs.release(improvement=improvement, by=cast.jun, at=NOW)
        verbs.publish(improvement=improvement, words={**WORDS, **words}, by=cast.dohyun, at=NOW)
        return improvement

    return made


def seen(visitor, path="/changes"):
    return visitor.get(path).content.decode()


def test_nothing_stands_on_the_board_that_nobody_has_put_there(visitor, brought):
    improvement = brought("released")
    assert improvement.title_ko not in seen(visitor)
    assert visitor.get(f"/changes/{improvement.number}").status_code == 404


def test_the_board_says_what_was_said_done_and_is_next(visitor, published):
    improvement = published(people=6)
    page = seen(visitor, f"/changes/{improvement.number}")
    for words in (improvement.title_ko, "밤에 자꾸 끊겨요", "회선을 바꿉니다.", "남은 동네도 바꿉니다."):
        assert words in page
    assert f'<link rel="canonical" href="http://127.0.0.1:8000/changes/{improvement.number}">' in page


def test_no_customers_own_words_and_nothing_internal_is_shown(visitor, cast, published):
    improvement = published(people=6, quote_ko="")
    verbs.reword(improvement=fresh(improvement), words={"internal": "원가 3만 원"}, by=cast.dohyun, at=NOW)
    for page in (seen(visitor), seen(visitor, f"/changes/{improvement.number}"), seen(visitor, "/changes/feed")):
        assert "말씀 0" not in page
        assert "원가" not in page


def fresh(improvement):
    return Improvement.objects.get(pk=improvement.pk)


def test_so_few_that_they_could_be_known_are_not_counted(published):
    published(people=4)
    published(people=5)
    assert sorted(each.people for each in entries()[0]) == [0, 5]


def test_what_could_not_be_done_is_told_with_its_reason(visitor, published):
    published("declined")
    page = seen(visitor, "/changes?group=not")
    assert "법이 허락하지 않습니다." in page
    assert "법이 허락하지 않습니다." not in seen(visitor, "/changes?group=done")


def test_what_is_not_ruled_on_is_promised_to_nobody(cast, brought):
    from gwidam.core.errors import NotNow

    with pytest.raises(NotNow):
        verbs.publish(improvement=brought("tabled"), words=WORDS, by=cast.dohyun, at=NOW)


def test_what_was_begun_again_stands_there_no_more(visitor, cast, published):
    improvement = published()
    verbs.reopen(improvement=fresh(improvement), why="다시 끊김", by=cast.dohyun, at=NOW)
    assert visitor.get(f"/changes/{improvement.number}").status_code == 404


def test_themes_are_counted_by_improvements_and_people(published):
    published(people=2)
    published(people=1)
    published(theme_ko="요금", theme_en="Bills")
    assert counts_of("ko").themes == (("인터넷", 2, 3), ("요금", 1, 0))


def test_told_x_of_y_stands_with_each(visitor, cast, published):
    improvement = published(people=5)
    verbs.tell_batch(sending_id=begin(cast, improvement).pk, at=NOW + timedelta(minutes=2))
    verbs.telling_arrived(
        message_ids=list(Message.objects.values_list("pk", flat=True)[:3]), by=cast.dohyun, at=NOW
    )
    (entry,) = entries()[0]
    assert entry.told <= entry.to_tell == 5


def test_the_board_asks_the_same_number_of_questions_for_one_as_for_twenty(visitor, published):
    counts = []
    for many in (1, 19):
        for _ in range(many):
            published()
        seen(visitor)
        with CaptureQueriesContext(connection) as asked:
            seen(visitor)
        counts.append(len(asked))
    assert counts == [3, 3]


def test_older_ones_are_a_page_away(published):
    made = [published().pk for _ in range(3)]
    first, older = entries(most=2)
    second, end = entries(most=2, before=older)
    assert [each.improvement.pk for each in (*first, *second)] == made[::-1]
    assert end == 0


def test_the_feed_is_atom_in_the_language_asked_for(visitor, published):
    improvement = published()
    answer = visitor.get("/changes/feed?language=en")
    feed = ET.fromstring(answer.content)  # noqa: S314 - our own
    atom = "{http://www.w3.org/2005/Atom}"
    assert answer["Content-Type"].startswith("application/atom+xml")
    assert feed.find(f"{atom}title").text == "You said, we did · 귀담"
    assert [each.find(f"{atom}title").text for each in feed.iter(f"{atom}entry")] == [improvement.title_ko]


def test_others_may_frame_the_one_page_made_for_it_and_no_other(visitor, published):
    published()
    framed, board = visitor.get("/changes/embed"), visitor.get("/changes")
    assert "frame-ancestors *" in framed["Content-Security-Policy"]
    assert "X-Frame-Options" not in framed
    assert "frame-ancestors 'none'" in board["Content-Security-Policy"]
    assert board["X-Frame-Options"] == "DENY"
    assert framed.cookies == {}


def test_a_photo_of_the_board_is_a_picture_and_nothing_else(visitor, cast, published):
    improvement = published()
    photo = verbs.add_photo(
        improvement=improvement,
        file=SimpleUploadedFile("a.png", PNG),
        when="before",
        words={"says_ko": "낡은 단자함"},
        by=cast.jun,
        at=NOW,
    )
    answer = visitor.get(f"/changes/photos/{photo.pk}")
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert b"".join(answer).startswith(b"\x89PNG")
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    verbs.take_photo_down(photo=photo, by=cast.jun, at=NOW)
    assert visitor.get(f"/changes/photos/{photo.pk}").status_code == 404


# What one customer sees -----------------------------------------------------------------------------------------


@pytest.fixture
def told(cast, brought):
    """(voice, telling) of a customer who was told, and whose case was closed."""
    improvement = brought("in_work")
    voice = asks(
        cast, improvement, email="sora@customer.example", text="밤마다 인터넷이 끊겨요.", at=timezone.now()
    )
    close(cast, voice.case)
    verbs.release(improvement=improvement, by=cast.jun, at=NOW)
    verbs.tell_batch(sending_id=begin(cast, improvement).pk, at=timezone.now())
    return voice, Telling.objects.get()


def test_the_follow_page_asks_whether_it_settles_it_and_no_begins_again(visitor, told):
    voice, telling = told
    visitor.get(f"/follow/{token_for(voice.receipt)}")
    assert "이제 괜찮아지셨나요?" in seen(visitor, "/follow")
    visitor.post("/follow/settled", {"telling": telling.pk, "word": "no"})
    voice.case.refresh_from_db()
    telling.refresh_from_db()
    assert (telling.settled, voice.case.state) == (False, "open")
    assert "다시 살펴보고 있습니다" in seen(visitor, "/follow")


def test_nobody_answers_for_another(visitor, cast, told):
    other = cast.voice(email="other@customer.example", at=timezone.now()).voice
    visitor.get(f"/follow/{token_for(other.receipt)}")
    assert visitor.post("/follow/settled", {"telling": told[1].pk, "word": "yes"}).status_code == 404
    visitor.get(f"/said/{said_token(other.customer_id)}")
    assert visitor.post("/said/settled", {"telling": told[1].pk, "word": "yes"}).status_code == 404
    assert Telling.objects.get().settled is None


@pytest.mark.parametrize(
    "given", [{}, {"word": "yes"}, {"telling": "x", "word": "yes"}, {"telling": "1", "word": "?"}]
)
def test_an_answer_that_is_none_is_refused(visitor, told, given):
    visitor.get(f"/said/{said_token(told[0].customer_id)}")
    assert visitor.post("/said/settled", given).status_code in (404, 422)


def test_without_the_link_nothing_is_answered(visitor, told):
    for path in ("/follow/settled", "/said/settled"):
        assert visitor.post(path, {"telling": told[1].pk, "word": "yes"}).status_code == 404


def test_all_i_said_stands_on_one_page_behind_my_own_link(visitor, cast, told):
    voice, telling = told
    cast.voice("요금이 두 번 나갔어요.", email="sora@customer.example", at=timezone.now())
    visitor.get(said_url(voice.customer_id).removeprefix("http://127.0.0.1:8000"))
    page = seen(visitor, "/said")
    for words in ("밤마다 인터넷이 끊겨요.", "요금이 두 번 나갔어요.", telling.improvement.title_ko):
        assert words in page
    visitor.post("/said/settled", {"telling": telling.pk, "word": "yes"})
    telling.refresh_from_db()
    assert telling.settled is True


def test_the_follow_link_of_one_voice_opens_no_other_voice(visitor, cast, told):
    """Anybody can fill in the form with somebody else's address; the link they then get must show only their own."""
    stranger = cast.voice("나도 그래요", email="sora@customer.example", at=timezone.now()).voice
    visitor.get(f"/follow/{token_for(stranger.receipt)}")
    assert "밤마다 인터넷이" not in seen(visitor, "/follow")
    assert visitor.get("/said").status_code == 302
    visitor.post("/follow/said")
    sent = Message.objects.get(template="said_link")
    assert (sent.address, said_url(stranger.customer_id) in sent.body) == ("sora@customer.example", True)


def test_the_link_is_sent_once_a_day_however_often_it_is_asked_for(visitor, told):
    visitor.get(f"/follow/{token_for(told[0].receipt)}")
    for _ in range(3):
        visitor.post("/follow/said")
    assert Message.objects.filter(template="said_link").count() == 1


@pytest.mark.parametrize("token", ["1-xxxx", "x", "1", "-", "99999999999999999999-a", "１-가"])
def test_a_wrong_link_opens_nothing(visitor, db, token):
    assert visitor.get(f"/said/{token}").status_code == 404


def test_the_page_asks_the_same_number_of_questions_however_much_was_said(visitor, cast, told):
    counts = []
    visitor.get(f"/said/{said_token(told[0].customer_id)}")
    for many in (4, 20):
        for number in range(many):
            voice = cast.voice(f"또 {many} {number}", email="sora@customer.example", at=timezone.now()).voice
            verbs.link(
                improvement=fresh(told[1].improvement), voice=voice, via="case", by=cast.mina, at=timezone.now()
            )
        seen(visitor, "/said")
        with CaptureQueriesContext(connection) as asked:
            seen(visitor, "/said")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_page_that_was_over_opens_again_for_who_was_told(visitor, cast, brought):
    improvement = brought("in_work")
    long_ago = timezone.now() - timedelta(days=200)
    voice = asks(cast, improvement, email="sora@customer.example", at=long_ago, needs_answer=False)
    assert visitor.get(f"/follow/{token_for(voice.receipt)}").status_code == 404
    verbs.release(improvement=improvement, by=cast.jun, at=NOW)
    verbs.tell_batch(sending_id=begin(cast, improvement).pk, at=timezone.now())
    assert visitor.get(f"/follow/{token_for(voice.receipt)}").status_code == 302
