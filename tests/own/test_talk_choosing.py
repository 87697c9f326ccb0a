"""Who is given a talk: by language, by skill, by how many they keep already."""

from __future__ import annotations

import pytest

from gwidam.listen.verbs import set_channel
from gwidam.own import verbs as own
from gwidam.own.queries import talks as queries
from gwidam.own.rules.talks import MOST_AT_ONCE, Lack, Seated, choose_keeper, lack_of, languages_of
from tests.cast import SETUP
from tests.own.talk_steps import KEY, MINUTE, begin, open_chat, running


def seated(employee_id, *, languages=("ko",), skills=(), load=0):
    return Seated(employee_id, frozenset(languages), frozenset(skills), load)


@pytest.mark.parametrize(
    ("written", "skills", "spoken"),
    [
        ("ko", [], {"ko"}),
        ("ko", ["internet", "English"], {"ko", "en"}),
        ("ko", ["영어"], {"ko", "en"}),
        ("en", [" korean "], {"ko", "en"}),
        ("en", ["koreans"], {"en"}),
    ],
)
def test_a_language_is_a_skill_like_any_other(written, skills, spoken):
    assert languages_of(written, skills) == spoken


@pytest.mark.parametrize(
    ("people", "chosen"),
    [
        ([], None),
        ([seated(1, load=MOST_AT_ONCE)], None),
        ([seated(1, load=1), seated(2)], 2),
        ([seated(2), seated(1)], 1),
        # who speaks the language before who has the skill, who has the skill before who has more time
        ([seated(1, skills=["tv"]), seated(2, languages=["en"], load=3)], 2),
        ([seated(1, languages=["en"]), seated(2, languages=["en"], skills=["TV"], load=3)], 2),
        # a free hand that fits badly before a queue
        ([seated(1), seated(2, languages=["en"], skills=["tv"], load=MOST_AT_ONCE)], 1),
    ],
)
def test_whoever_fits_best_has_the_talk(people, chosen):
    assert choose_keeper(people, language="en", wanted=["tv"]) == chosen


def test_what_somebody_lacks_is_named_as_the_channel_writes_it():
    assert lack_of({"ko"}, {"internet"}, language="en", wanted=["Internet", "TV"]) == Lack("en", ("TV",))
    assert not lack_of({"ko"}, {"tv"}, language="ko", wanted=["TV"])


def with_skills(cast, at, *skills):
    return set_channel(
        code="chat", kind="chat", name_ko="대화", name_en="Chat", owner=cast.mina, department=cast.centre,
        roster=cast.web.roster, skills=skills, by=SETUP, at=at,
    )  # fmt: skip


def sit(cast, at, *names):
    for name in names:
        own.be_seated(employee=getattr(cast, name), at=at)


def test_a_customer_is_given_to_somebody_who_speaks_their_language(cast, at):
    open_chat(cast)
    sit(cast, at, "mina", "hana")  # the skills of hana name English
    assert begin(cast, at, language="en", text="hello").keeper == cast.hana
    assert begin(cast, at, key=KEY + "2", language="en", text="hello").keeper == cast.hana
    assert begin(cast, at, key=KEY + "3").keeper == cast.mina


def test_a_channel_asks_for_skills(cast, at):
    open_chat(cast)
    running(cast, at, cast.mina, key=KEY + "0")
    with_skills(cast, at, "billing")
    sit(cast, at, "mina", "hana")
    assert begin(cast, at).keeper == cast.mina  # though hana keeps none


def test_where_nobody_fits_somebody_has_it_and_reads_what_they_lack(cast, at):
    open_chat(cast)
    with_skills(cast, at, "billing")
    sit(cast, at, "hana")
    talk = begin(cast, at)
    assert talk.keeper == cast.hana
    assert queries.lack_of_keeper(cast.hana, talk) == Lack("", ("billing",))
    assert queries.talk_desk(cast.hana).kept[0].lack == Lack("", ("billing",))


def test_one_that_waits_is_given_by_the_clock_in_the_same_way(cast, at):
    talk = begin(cast, at, language="en", text="hello")
    later = at + queries.SEATED_FOR / 6
    sit(cast, later, "mina", "hana")
    own.tick_talks(at=later)
    talk.refresh_from_db()
    assert talk.keeper == cast.hana


def test_one_that_was_let_go_by_hand_does_not_come_back_to_the_same_hands(cast, at):
    open_chat(cast)
    sit(cast, at, "mina")
    talk = begin(cast, at)
    own.let_go(talk=talk, by=cast.mina, at=at + MINUTE / 30)
    own.tick_talks(at=at + MINUTE / 10)
    talk.refresh_from_db()
    assert talk.state == "waiting"
    sit(cast, at + MINUTE / 10, "hana")
    own.tick_talks(at=at + MINUTE / 5)
    talk.refresh_from_db()
    assert talk.keeper == cast.hana
