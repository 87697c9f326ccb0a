"""The need behind a theme: written, kept in versions, suggested on every case of it, and begun from what is known."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

from gwidam.core.errors import NotNow, NotValid
from gwidam.core.memory import forget
from gwidam.core.models import Fact
from gwidam.own import verbs as own
from gwidam.understand.models import Need, Offering, Theme, ThemeVoice
from gwidam.understand.queries.themes.needs import hints_of, need_of, versions_of
from gwidam.understand.verbs import put_under, set_offer, take_out, write_need
from tests.cast import SETUP
from tests.understand.test_themes_pages import page, theme_with

JOB = "밤일을 마치고 마음 놓고 집에 가기"
NIGHT = "대리운전을 하는데 새벽에 전화가 자꾸 끊겨요. 고쳐 주세요."


@pytest.fixture
def phone(cast, at):
    return set_offer(
        need="safety_at_night",
        says_ko="안심폰 알려 드리기",
        says_en="Tell them of the safety phone",
        by=SETUP,
        at=at,
    )


@pytest.fixture
def case(cast, read):
    taken = cast.voice("전화가 자꾸 끊겨요.", at=timezone.now(), heard_by=cast.mina)
    read(taken.voice, at=timezone.now())
    return taken.case


@pytest.fixture
def theme(case):
    return theme_with(case.voice, timezone.now())


def closed(cast, text, *, cause, prevention="", theme):
    """A voice of the theme whose case was closed."""
    taken = cast.voice(text, at=timezone.now(), heard_by=cast.mina)
    put(taken.voice, theme)
    own.answer(case=taken.case, text="고쳤습니다.", by=cast.mina, at=timezone.now(), is_spoken=True)
    taken.case.refresh_from_db()
    own.close(
        case=taken.case,
        anything_else="없다고 하심",
        cause=cause,
        recurrence="taught" if prevention else "none",
        recurrence_why=prevention or "한 번뿐인 일",
        by=cast.mina,
        at=timezone.now(),
    )
    return taken.case


def put(voice, theme):
    now = timezone.now()
    ThemeVoice.objects.create(
        voice=voice, theme=theme, sorted_into=theme, placed_at=now, head_id=voice.pk, first_id=voice.pk
    )


def path(theme):
    return f"/needs/{theme.pk}"


# Writing


def test_a_need_is_written_in_versions_and_each_is_a_fact(cast, theme, phone, at):
    write_need(theme=theme, job="끊기지 않고 통화하기", by=cast.mina, at=at)
    write_need(
        theme=theme, job=JOB, cause="음영 지역", prevention="중계기", offers=[phone], seen=1, by=cast.dohyun, at=at
    )
    need = Need.objects.get()
    assert (need.version, need.job, need.by, list(need.offers.all())) == (2, JOB, cast.dohyun, [phone])
    told = Fact.objects.filter(kind="understand.NeedWritten").order_by("id")
    assert [(each.by, each.about, each.body["need_version"], each.body["offer_ids"]) for each in told] == [
        (cast.mina.actor, theme.about, 1, []),
        (cast.dohyun.actor, theme.about, 2, [phone.pk]),
    ]
    assert told[1].said({}, "ko") == f"이 흐름 뒤에 있는 요구를 적었습니다(2판): {JOB}"
    assert [(each.version, each.job, each.who) for each in versions_of(theme)] == [
        (2, JOB, "강도현"),
        (1, "끊기지 않고 통화하기", "김미나"),
    ]


def test_written_again_alike_it_changes_nothing(cast, theme, phone, at):
    for _ in range(2):
        write_need(theme=theme, job=JOB, offers=[phone], by=cast.dohyun, at=at)
    assert (Need.objects.get().version, Fact.objects.filter(kind="understand.NeedWritten").count()) == (1, 1)


@pytest.mark.parametrize("wrong", [{"job": " "}, {"job": "가" * 501}, {"job": JOB, "cause": "가" * 501}])
def test_a_need_is_a_job_in_a_sentence_or_two(cast, theme, at, wrong):
    with pytest.raises(NotValid):
        write_need(theme=theme, by=cast.dohyun, at=at, **wrong)
    assert Need.objects.count() == 0


def test_numbers_that_must_not_be_kept_are_masked(cast, theme, at):
    write_need(theme=theme, job="880101-1234567 명의 바꾸기", by=cast.dohyun, at=at)
    assert Need.objects.get().job == "880101-******* 명의 바꾸기"


def test_who_did_not_see_what_was_written_meanwhile_does_not_write_over_it(cast, theme, at):
    write_need(theme=theme, job=JOB, by=cast.dohyun, at=at)
    with pytest.raises(NotNow):
        write_need(theme=theme, job="다른 일", seen=0, by=cast.mina, at=at)
    assert Need.objects.get().job == JOB


def test_a_theme_that_is_no_more_has_no_new_need(cast, theme, at):
    end(theme)
    with pytest.raises(NotNow):
        write_need(theme=theme, job=JOB, by=cast.dohyun, at=at)


# Themes that come together


def test_a_theme_under_another_shares_its_need_and_takes_it_along_again(cast, theme, phone, at):
    main = theme_with(cast.voice("통화가 안 돼요", at=at).voice, at)
    write_need(theme=theme, job=JOB, offers=[phone], by=cast.dohyun, at=at)
    put_under(theme=theme, into=main, by=cast.dohyun, at=at)
    assert (need_of(main).job, need_of(main).written_for, need_of(theme)) == (JOB, theme.pk, None)
    write_need(theme=theme, job="통화하기", by=cast.dohyun, at=at)  # goes to the theme it is shown with
    assert (need_of(main).job, need_of(main).offers) == ("통화하기", (phone,))
    take_out(theme=theme, by=cast.dohyun, at=at)
    assert (need_of(theme).job, need_of(main).job, need_of(main).offers) == (JOB, "통화하기", ())


def test_what_a_theme_needs_stays_known_where_a_night_makes_it_part_of_another(cast, theme, phone, at):
    main = theme_with(cast.voice("통화가 안 돼요", at=at).voice, at)
    last = theme_with(cast.voice("전화가 안 돼요", at=at).voice, at)
    write_need(theme=theme, job=JOB, offers=[phone], by=cast.dohyun, at=at)
    merge(theme, main)
    merge(main, last)
    forget()
    assert (need_of(last).job, need_of(last).offers, need_of(main)) == (JOB, (phone,), None)


def merge(theme, into):
    """As a night does it."""
    from gwidam.core.ledger import act, record
    from gwidam.understand import events

    with act():
        Theme.objects.filter(pk=theme.pk).update(state="merged", successor=into)
        record(
            events.ThemeMerged(theme_id=theme.pk, into_id=into.pk, into=into.name),
            by=SETUP,
            at=timezone.now(),
            about=theme.about,
        )


def end(theme):
    from gwidam.core.ledger import act, record
    from gwidam.understand import events

    with act():
        Theme.objects.filter(pk=theme.pk).update(state="ended")
        record(events.ThemeEnded(theme_id=theme.pk), by=SETUP, at=timezone.now(), about=theme.about)


# On the case


def test_what_answers_the_need_is_suggested_on_every_case_of_the_theme(cast, case, theme, phone, sign_in, at):
    mina = sign_in(cast.mina)
    assert "안심폰" not in page(mina, f"/cases/{case.receipt}")
    write_need(theme=theme, job=JOB, offers=[phone], by=cast.dohyun, at=at)
    shown = page(mina, f"/cases/{case.receipt}")
    assert (JOB in shown, f"‘{theme.name}’ 이야기를 하신 분께 도움이 돼요" in shown) == (True, True)
    part = mina.post(
        f"/readings/{case.receipt}/offers/{phone.pk}", {"came": "unfit"}, headers={"HX-Request": "true"}
    )
    assert Offering.objects.get().came == "unfit"
    assert "맞지 않음" in part.content.decode()


def test_an_offer_that_fits_the_voice_and_its_theme_is_suggested_once(cast, phone, sign_in, read, at):
    taken = cast.voice(NIGHT, at=timezone.now(), heard_by=cast.mina)
    read(taken.voice, at=timezone.now())
    theme = theme_with(taken.voice, timezone.now())
    write_need(theme=theme, job=JOB, offers=[phone], by=cast.dohyun, at=at)
    shown = page(sign_in(cast.mina), f"/cases/{taken.case.receipt}")
    assert (shown.count("안심폰 알려 드리기"), "밤에 일하거나 다니신다고 해요" in shown) == (1, True)


def test_an_offer_that_was_put_away_is_not_suggested(cast, case, theme, phone, sign_in, at):
    write_need(theme=theme, job=JOB, offers=[phone], by=cast.dohyun, at=at)
    set_offer(offer=phone, need=phone.need, says_ko=phone.says_ko, is_active=False, by=SETUP, at=at)
    assert "안심폰" not in page(sign_in(cast.mina), f"/cases/{case.receipt}")


# What is known


def test_hidden_needs_are_counted_in_people(cast, theme, read):
    now = timezone.now()
    voices = [cast.voice(f"{NIGHT} {n}", at=now).voice for n in range(3)]
    read(*voices, at=now)
    for voice in voices:
        put(voice, theme)
    ThemeVoice.objects.filter(pk=voices[2].pk).update(head_id=voices[0].pk)
    found = {hint.code: (hint.words, hint.count) for hint in hints_of(theme)}
    assert found["safety_at_night"] == ("밤길의 안전", 2)


def test_the_page_begins_with_what_is_written_and_heard_most_often(cast, theme, sign_in, read):
    for cause in ("중계기가 낡음", "단말 고장", " 중계기가  낡음"):
        last = closed(cast, f"{cause} 끊겨요", cause=cause, prevention="낡은 중계기를 미리 바꾸기", theme=theme)
    voice = cast.voice(NIGHT, at=timezone.now()).voice
    read(voice, at=timezone.now())
    put(voice, theme)
    shown = page(sign_in(cast.dohyun), path(theme))
    fields = dict(re.findall(r'<textarea name="(\w+)"[^>]*>\s*([^<]*)</textarea>', shown))
    assert fields["cause"] == "중계기가  낡음"
    assert fields["prevention"] == "낡은 중계기를 미리 바꾸기"
    assert ("2건에 적힘" in shown, f'href="/cases/{last.receipt}"' in shown) == (True, True)
    assert (fields["job"], f'href="/voices/{voice.receipt}"' in shown) == ("밤길의 안전", True)
    assert Need.objects.count() == 0


def test_a_proposal_is_taken_into_its_field_and_nothing_is_saved(cast, theme, sign_in):
    sent = {"job": "통화하기", "cause": "", "prevention": "점검", "seen": "0", "take": "cause:단말: 고장"}
    answer = sign_in(cast.dohyun).post(path(theme), sent)
    fields = dict(re.findall(r'<textarea name="(\w+)"[^>]*>\s*([^<]*)</textarea>', answer.content.decode()))
    assert fields == {"job": "통화하기", "cause": "단말: 고장", "prevention": "점검"}
    assert (answer.status_code, Need.objects.count()) == (200, 0)


def test_a_theme_that_split_off_begins_with_the_need_of_where_it_came_from(cast, theme, phone, sign_in, at):
    write_need(theme=theme, job=JOB, offers=[phone], by=cast.dohyun, at=at)
    part = theme_with(cast.voice("밤에만 끊겨요", at=at).voice, at, parent=theme)
    shown = page(sign_in(cast.dohyun), path(part))
    assert (JOB in shown, f'value="{phone.pk}"' in shown, Need.objects.count()) == (True, True, 1)


# The page


def test_the_cvi_team_writes_and_goes_back_to_the_theme(cast, theme, phone, sign_in):
    dohyun = sign_in(cast.dohyun)
    assert "아직 적은 요구가 없어요" in page(dohyun, f"/understand/themes/{theme.pk}")
    answer = dohyun.post(path(theme), {"job": JOB, "offers": [phone.pk], "seen": "0"})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/understand/themes/{theme.pk}")
    shown = page(dohyun, f"/understand/themes/{theme.pk}")
    assert (JOB in shown, "안심폰 알려 드리기" in shown, "강도현" in shown) == (True, True, True)
    assert "요구 적음" in page(dohyun, "/understand/themes")


def test_a_guardian_writes_for_the_theme_of_their_case_and_goes_back_to_it(cast, case, theme, sign_in):
    mina = sign_in(cast.mina)
    assert path(theme) in page(mina, f"/cases/{case.receipt}")
    answer = mina.post(path(theme), {"job": JOB, "seen": "0"})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/cases/{case.receipt}")
    assert Need.objects.get().by == cast.mina


@pytest.mark.parametrize("name", ["hana", "charlie", "jun", "yuna", "oksu"])
def test_nobody_else_finds_the_page(cast, theme, sign_in, name):
    somebody = sign_in(getattr(cast, name))
    assert (somebody.get(path(theme)).status_code, somebody.post(path(theme), {"job": JOB}).status_code) == (
        404,
        404,
    )
    assert Need.objects.count() == 0


def test_what_a_colleague_wrote_meanwhile_is_shown_before_it_is_replaced(cast, theme, sign_in, at):
    write_need(theme=theme, job=JOB, by=cast.mina, at=at)
    dohyun = sign_in(cast.dohyun)
    answer = dohyun.post(path(theme), {"job": "통화하기", "seen": "0"})
    shown = answer.content.decode()
    assert (answer.status_code, JOB in shown, "김미나" in shown) == (409, True, True)
    assert re.findall(r'<textarea name="job"[^>]*>\s*([^<]*)</textarea>', shown) == ["통화하기"]
    assert 'name="seen" value="1"' in shown
    assert dohyun.post(path(theme), {"job": "통화하기", "seen": "1"}).status_code == 302
    assert Need.objects.get().version == 2


def test_a_department_is_shown_no_causes_of_cases_it_does_not_see(cast, theme, sign_in, at):
    closed(cast, "끊겨요", cause="비밀스러운 까닭", theme=theme)
    mine = cast.voice("또 끊겨요", at=timezone.now(), heard_by=cast.charlie)
    put(mine.voice, theme)
    assert mine.case.guardian == cast.charlie
    shown = page(sign_in(cast.charlie), path(theme))
    assert ("비밀스러운 까닭" in shown, "고객이 하려던 일" in shown) == (False, True)


def test_the_page_speaks_english_too(cast, theme, phone, sign_in, at):
    set_offer(need="child", says_ko="아이 안심", says_en="Child safety", by=SETUP, at=at)
    write_need(theme=theme, job="Come home safely", by=cast.dohyun, at=at)
    shown = page(sign_in(cast.dohyun, "en"), path(theme))
    main = shown[shown.index("<main") : shown.index("</main>")].replace(theme.name, "")
    assert re.findall("[가-힣]+", main) == []


@pytest.mark.parametrize("count", [5, 50])
def test_the_page_takes_as_many_queries_however_much_is_known(
    cast, theme, sign_in, count, django_assert_num_queries, at
):
    for number in range(count):
        put(cast.voice(f"끊겨요 {number}", at=at).voice, theme)
        set_offer(need="child", says_ko=f"아이 안심 {number}", by=SETUP, at=at)
    dohyun = sign_in(cast.dohyun)
    page(dohyun, path(theme))
    with django_assert_num_queries(QUERIES):
        page(dohyun, path(theme))


QUERIES = 13
