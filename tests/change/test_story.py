"""The story of an improvement: what is told one by one, and what in one line that opens."""

from __future__ import annotations

from datetime import timedelta

from gwidam.change import verbs
from gwidam.change.queries.story import moments_of
from tests.own.pages.steps import sign_in


def told(improvement):
    """[(whose, how many it sums up)], the newest first; 0: it is told by itself."""
    return [(each.who, len(each.within)) for each in moments_of(improvement)]


def link(improvement, cast, by, at):
    verbs.link(improvement=improvement, voice=cast.voice().voice, via="case", by=by, at=at)


def test_voices_linked_by_one_person_on_one_day_are_one_line(cast, at, propose):
    improvement = propose()
    for step, by in enumerate((cast.mina, cast.mina, cast.hana, cast.mina, cast.hana, cast.jun)):
        link(improvement, cast, by, at + timedelta(minutes=step))
    assert told(improvement)[:-1] == [(cast.jun.name_ko, 0), (cast.hana.name_ko, 2), (cast.mina.name_ko, 3)]


def test_another_day_or_something_between_begins_another_line(cast, at, propose):
    improvement = propose()
    for days in (0, 0, 1, 1):
        link(improvement, cast, cast.mina, at + timedelta(days=days))
    verbs.reword(
        improvement=improvement, words={"title_ko": "밤에도 안 끊기게"}, by=cast.jun, at=at + timedelta(days=1)
    )
    link(improvement, cast, cast.mina, at + timedelta(days=1))
    assert told(improvement)[:-1] == [
        (cast.mina.name_ko, 0),
        (cast.jun.name_ko, 0),
        (cast.mina.name_ko, 2),
        (cast.mina.name_ko, 2),
    ]


def test_the_line_opens_without_a_script_and_names_each_voice(cast, at, propose):
    improvement = propose()
    for _ in range(2):
        link(improvement, cast, cast.mina, at)
    page = sign_in(cast.mina).get(f"/improvements/{improvement.number}").content.decode()
    opened = page.partition('<details class="folded">')[2].partition("</details>")[0]
    receipts = [each.voice.shown_receipt for each in improvement.voices.select_related("voice")]
    assert [receipt for receipt in receipts if receipt not in opened] == []
    assert (len(receipts), "이 개선에 말씀 2건을 이었습니다." in opened) == (2, True)


def test_what_many_people_did_on_one_day_is_one_line_that_names_them(cast, at, propose):
    improvement = propose()
    for by in (cast.jun, cast.hana, cast.sora):
        verbs.support(improvement=improvement, by=by, at=at)
    supports = moments_of(improvement)[0]
    assert (supports.who, supports.words) == ("", "3명이 지지를 더했습니다.")
    assert [each.who for each in supports.within] == [each.name_ko for each in (cast.sora, cast.hana, cast.jun)]
