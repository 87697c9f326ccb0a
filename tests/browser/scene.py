"""A working day in the life of the cast: cases in every state, so that each page has something to show."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from gwidam.change import minutes
from gwidam.change import verbs as change
from gwidam.change.models import Campaign, Evaluation, Idea, Improvement, MeetingItem
from gwidam.change.rules.ideas import Points
from gwidam.change.trackers.shapes import Seen
from gwidam.change.verbs.trackers import hear_issue, issue_made, tracker_failed
from gwidam.core.actors import POST
from gwidam.core.words import Said
from gwidam.listen.ears import polling
from gwidam.listen.ears.heard import Page
from gwidam.listen.ears.kinds import EarKind
from gwidam.listen.ears.kinds import add_kind as add_ear_kind
from gwidam.listen.mail import read as read_mail
from gwidam.listen.models import Voice
from gwidam.listen.phone import News, What
from gwidam.listen.verbs import (
    attach,
    ear_failed,
    give_extension,
    hear_call,
    open_channel,
    open_ear,
    set_channel,
    take_down,
    turn_secret,
)
from gwidam.listen.verbs.mails import keep_mail, settle_mail
from gwidam.own import verbs
from gwidam.own.models import Case
from gwidam.people import contacts
from gwidam.post import verbs as post
from gwidam.post.letters import message_id
from gwidam.post.lines import Field, LineKind
from gwidam.post.lines import add_kind as add_line_kind
from gwidam.post.models import WebhookDelivery
from gwidam.understand.models import Offer, Theme
from gwidam.understand.verbs import set_offer, sort_themes, write_need
from tests.cast import Cast
from tests.listen.ears.mails import HELP, illustrated
from tests.own.talk_steps import KEY, begin, running

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000"
    "050001a5f645400000000049454e44ae426082"
)


@dataclass
class Scene:
    """Who is there and what they have on their desks."""

    cast: Cast
    case: Case  # mina's: offered to the internet technicians, with promises, papers, notes and a file
    closed: Case  # mina's: answered and closed
    voice: Voice  # praise, which needs no answer
    improvement: Improvement  # asked for by the case, scored, before the executives
    released: Improvement  # asked for by the case and by a caller, released, on the public board, told


def play(cast: Cast) -> Scene:
    """Let the cast work for three days, up to now."""
    now = timezone.now()
    mina: Any = cast.mina
    contact = {"email": "jinsol@namu.example", "phone": "010-2345-6789"}
    main = cast.voice(
        "인터넷이 밤마다 끊겨서 일을 못 하고 있어요. 세 번째 말씀드립니다. 카드는 5555-5555-5555-4444예요.",
        heard_by=mina,
        at=now - timedelta(hours=30),
        name="김진솔",
        **contact,
    ).case
    photo = SimpleUploadedFile("공유기.png", PNG, content_type="image/png")
    attach(voice=main.voice, files=[photo], by=main.customer, at=now - timedelta(hours=30))
    verbs.promise(case=main, kind="callback", says="방문 시간", by=mina, at=now - timedelta(hours=29))
    verbs.serve_first(case=main, served="요금을 먼저 멈췄습니다.", papers=["신분증 사본"], by=mina, at=now)
    verbs.leave_note(case=main, text="@이준 지난번 방문 기록이 있나요?", mentions=[cast.jun], by=mina, at=now)
    verbs.hand_over(case=main, to=cast.internet, reason="선로를 봐 주세요.", by=mina, at=now)

    late = cast.voice("요금이 두 번 빠져나갔어요", heard_by=mina, at=now - timedelta(days=4), **contact).case
    verbs.hand_over(case=late, to=cast.internet, reason="장비값인가요?", by=mina, at=now - timedelta(minutes=40))
    verbs.accept(handoff=late.handoffs.get(), by=cast.jun, at=now - timedelta(minutes=30))

    behind = cast.voice("아직도 인터넷이 안 돼요", heard_by=mina, at=now - timedelta(hours=3), **contact).case
    verbs.merge(case=behind, into=main, why="같은 일입니다.", by=mina, at=now)

    done = cast.voice("해지했는데 또 청구됐어요", heard_by=mina, at=now - timedelta(days=2), **contact).case
    given = verbs.answer(
        case=done, text="돌려드렸습니다.", is_spoken=True, on_page=False, last_seen=0, by=mina, at=now
    )
    done.refresh_from_db()
    assert given.case_id == done.pk
    verbs.close(
        case=done,
        anything_else="없다고 하셨습니다.",
        cause="해지가 늦게 반영됨",
        recurrence="taught",
        recurrence_why="해지 당일에 청구를 멈추도록 알렸습니다.",
        by=mina,
        at=now,
    )
    praise = cast.voice(
        "친절하게 알려 주셔서 고맙습니다", heard_by=mina, at=now, kind="praise", needs_answer=False
    )
    cast.voice("Please send me the bill in English.", heard_by=cast.hana, at=now, language="en")
    set_offer(
        need="work_depends",
        says_ko="영업 안심 회선 알려 드리기",
        says_en="Tell them of the spare line",
        by=mina,
        at=now,
    )
    for number in range(16):
        words = ("인터넷이 저녁마다 느려요", "요금 청구서를 다시 보내 주세요")[number % 2]
        cast.voice(f"{words} {number}", heard_by=cast.hana, at=now, needs_answer=False)
    sort_themes(at=now)
    write_need(
        theme=Theme.objects.earliest("pk"),
        job="저녁에 집에서 마음 놓고 일하기",
        cause="저녁에 회선이 붐빔",
        prevention="붐비기 전에 회선을 늘리기",
        offers=Offer.objects.all(),
        by=cast.dohyun,
        at=now,
    )
    fix_it(cast, now)
    work_out(cast, now)
    talks(cast, now)
    webhooks(cast, now)
    doors(cast, now)
    mailed(cast, main, now)
    telephone(cast, main, now)
    for case in (main, done):
        case.refresh_from_db()
    return Scene(cast, main, done, praise.voice, improvements(cast, main, now), released(cast, main, now))


def talks(cast: Cast, now: Any) -> None:
    """A talk with a photo that mina keeps and offers to others, one that waits, one that is over, a ready answer."""
    verbs.set_ready_answer(title_ko="인사", text_ko="안녕하세요, {me}입니다.", by=cast.oksu, at=now)
    kept = running(cast, now, text="인터넷이 밤마다 끊겨요")
    verbs.say(talk=kept, text="바로 확인해 보겠습니다.", key="e-1", by=cast.mina, at=now)
    verbs.give_file(talk=kept, file=SimpleUploadedFile("공유기.png", PNG), key="c-photo", at=now)
    verbs.offer_talk(talk=kept, to=cast.internet, reason="회선을 봐 주세요.", by=cast.mina, at=now)
    begin(cast, now, key=f"{KEY}1", text="요금이 두 번 나갔어요")
    over = running(cast, now, key=f"{KEY}2", text="고맙습니다")
    verbs.end_talk(talk=over, because="customer", by=over.customer, at=now)


def tracked(cast: Cast, improvement: Improvement, now: Any) -> None:
    """Two trackers, one that does not answer; an issue in the other that was closed there."""
    about: dict[str, Any] = {
        "kind": "github",
        "url": "https://git.example",
        "account": "",
        "token": "t0k",
        "by": cast.oksu,
    }
    tracker = change.connect_tracker(project="daon/network", **about, at=now)
    away = change.connect_tracker(project="daon/billing", **about, at=now)
    tracker_failed(tracker=away, failure="stranger", again_at=now, at=now)
    issue = change.ask_issue(improvement=improvement, tracker=tracker, by=cast.sora, at=now)
    seen = Seen("41", "https://git.example/daon/network/issues/41", "open", at=now)
    issue_made(issue=issue, seen=seen, at=now)
    hear_issue(tracker=tracker, seen=replace(seen, state="closed", assignee="dev", comments=2), at=now)


def improvements(cast: Cast, case: Case, now: Any) -> Improvement:
    """One before the executives, that a case and a supporter ask for; one that must be done; one in work."""
    made = [
        change.propose(words={"title_ko": ko, "title_en": en}, origin="voice", voice=voice, by=cast.mina, at=now)
        for ko, en, voice in (
            ("밤에도 끊기지 않는 인터넷", "Internet that stays up at night", case.voice),
            ("해지하면 바로 청구 멈추기", "Billing stops the day somebody leaves", None),
            ("영어 청구서", "Bills in English", None),
        )
    ]
    parts = {"impact": 2.0, "confidence": 0.8, "effort": 3.0}
    for each in made:
        change.score(improvement=each, method="rice", parts=parts, by=cast.dohyun, at=now)
    change.mark_must(improvement=made[1], ground="전기통신사업법 제32조", by=cast.dohyun, at=now)
    change.support(improvement=made[0], by=cast.hana, at=now)
    for each in (made[0], made[2]):
        change.table(improvement=each, by=cast.dohyun, at=now)
    change.rule(improvement=made[2], verdict="yes", owner=cast.sora, by=cast.yuna, at=now)
    change.begin_work(improvement=made[2], by=cast.sora, at=now)
    tracked(cast, made[2], now)
    return made[0]


def released(cast: Cast, case: Case, now: Any) -> Improvement:
    """Released, with photos on the public board, and told: by mail to one, to a caller it has yet to be said."""
    words = {
        "title_ko": "청구서에 지난달과 달라진 까닭 적기",
        "title_en": "Bills that say why they changed",
        "text_ko": "이번 달부터 금액이 달라지면 그 까닭을 청구서 첫 장에 적습니다.",
        "text_en": "From this month on, the first page says why the sum has changed.",
    }
    made = change.propose(words=words, origin="voice", voice=case.voice, by=cast.mina, at=now)
    caller = cast.voice(
        "요금이 왜 올랐는지 몰라요", heard_by=cast.hana, at=now, phone="010-5555-0000", channel=cast.phone
    )
    change.link(improvement=made, voice=caller.voice, via="page", by=cast.mina, at=now)
    change.mark_must(improvement=made, ground="전기통신사업법 제32조", by=cast.dohyun, at=now)
    change.table(improvement=made, by=cast.dohyun, at=now)
    change.rule(improvement=made, verdict="yes", owner=cast.sora, by=cast.yuna, at=now)
    change.begin_work(improvement=made, by=cast.sora, at=now)
    change.release(improvement=made, by=cast.sora, at=now)
    on_board = {
        "theme_ko": "요금",
        "theme_en": "Bills",
        "quote_ko": "왜 올랐는지 알 수가 없어요.",
        "quote_en": "I cannot tell why it went up.",
        "next_ko": "앱의 청구서도 바꿉니다.",
        "next_en": "The bills of the app follow.",
    }
    next_on = (now + timedelta(days=30)).date()
    change.publish(improvement=made, words=on_board, next_on=next_on, by=cast.dohyun, at=now)
    for when, says in (("before", "예전 청구서"), ("after", "새 청구서")):
        photo = SimpleUploadedFile(f"{when}.png", PNG, content_type="image/png")
        says_too = {"says_ko": says, "says_en": f"The bill {when}"}
        change.add_photo(improvement=made, file=photo, when=when, words=says_too, by=cast.sora, at=now)
    change.tell_batch(
        sending_id=change.begin_telling(improvement=made, pace=600, by=cast.dohyun, at=now).pk, at=now
    )
    return made


def telephone(cast: Cast, case: Case, now: Any) -> None:
    """Mina's telephone rings, the case was said in a call with a recording, and there is a door without a name."""
    give_extension(number="204", employee=cast.mina, by=cast.oksu, at=now)
    for call, caller, recording in (
        ("said", "01023456789", "https://pbx.example/1.wav"),
        ("rings", "01055550000", ""),
    ):
        rings = News(call=call, what=What.RINGING, at=now, extension="204", caller=caller, recording=recording)
        heard = hear_call(channel=cast.phone, news=rings, by=POST, at=now)
        if recording:
            take_down(call=heard, voice=case.voice, by=cast.mina, at=now)
    turn_secret(channel=cast.phone, by=cast.oksu, at=now)
    process = {
        "owner": cast.mina,
        "department": cast.centre,
        "roster": cast.web.roster,
        "by": cast.oksu,
        "at": now,
    }
    names = {"name_ko": "이름 없이", "name_en": "Without a name"}
    open_channel(channel=set_channel(code="quiet", kind="unnamed", **names, **process), by=cast.oksu, at=now)


def doors(cast: Cast, now: Any) -> None:
    """An account at a network, and a channel that listens by it and is in trouble."""
    name, url = Said("깡통전화", "Tin can"), Field("url", Said("주소", "Address"))
    token = Field("token", Said("열쇠", "Key"), is_secret=True)
    add_line_kind(LineKind("tin", "tin", name, (url, token), look=lambda _line: ""))
    add_ear_kind(EarKind("tin", "tin", name, line="tin", look=lambda _ear, _at: Page((), None)))
    given = {"url": "https://tin.example", "token": "t0k"}
    line = post.connect_line(kind="tin", name="대표 계정", given=given, by=cast.oksu, at=now)
    ear = open_ear(channel=cast.api, kind="tin", line=line, by=cast.oksu, at=now)
    ear_failed(ear=ear, failure="stranger", rest_until=None, at=now)
    automatic = (
        b"Subject: Out of office\nAuto-Submitted: auto-replied\nFrom: kim@home.example\n\nBack on Monday.\n"
    )
    mail = keep_mail(ear=ear, raw=automatic, key="1", at=now)
    settle_mail(mail=mail, letter=read_mail(automatic), take=polling.take, at=now)


def mailed(cast: Cast, case: Case, now: Any) -> None:
    """The customer of a case answered by mail, with a picture within it and two from elsewhere."""
    given = {"account": HELP, "sender_ko": "다온 도움방", "sender_en": "Daon Care"}
    line = post.connect_line(kind="mailbox", name="고객 메일", given=given, by=cast.oksu, at=now)
    ear = open_ear(channel=cast.api, kind="lmtp", line=line, by=cast.oksu, at=now)
    answered = message_id("scene", reader=case.customer.actor, about=case.about)
    raw = illustrated(sender="김진솔 <jinsol@namu.example>", date=now, picture=PNG, In_Reply_To=answered)
    settle_mail(
        mail=keep_mail(ear=ear, raw=raw, key="1", at=now), letter=read_mail(raw), take=polling.take, at=now
    )


def webhooks(cast: Cast, now: Any) -> None:
    """One that is well, with a log, and one that its receiver has ended."""
    kinds = ["change.*", "own.CaseOpened"]
    for name in ("데이터 창고", "예전 알림방"):
        hook, _ = post.add_webhook(
            name=name, url="https://hooks.daon.example/gwidam", kinds=kinds, by=cast.oksu, at=now
        )
        rows = [
            ("sent", 200, 48, "ok", ""),
            ("failed", 500, 1204, "<h1>Server Error</h1> " + "x" * 90, ""),
            ("queued", None, 5001, "", "no_line"),
        ]
        for number, (state, status, took, answer, trouble) in enumerate(rows):
            WebhookDelivery.objects.create(
                webhook=hook,
                fact_id=number + 1,
                kind="change.ImprovementReleased",
                state=state,
                queued_at=now,
                next_try_at=now + timedelta(days=1),
                attempts=number + 1,
                tried_at=now,
                status=status,
                took_ms=took,
                answer=answer,
                trouble=trouble,
            )
    post.pause_webhook(webhook=hook, because="gone", by=POST, at=now)


def fix_it(cast: Cast, now: Any) -> None:
    """A campaign among colleagues with ideas in every state, and one for customers."""
    by = {"by": cast.dohyun, "at": now}
    today = timezone.localdate(now)
    told = {
        "title_en": "Please fix it",
        "text_ko": "무엇이든 고칠 것을 알려 주세요.",
        "text_en": "Tell us anything that should be fixed.",
        "opens_on": today,
        "last_on": today + timedelta(days=29),
        "owner": cast.dohyun,
    }
    campaign = change.begin_campaign(
        title_ko="고쳐주세요", audience="employees", points=Points(10, 50, 100), **told, **by
    )
    with_customers(
        cast,
        change.begin_campaign(title_ko="고객님, 고쳐주세요", audience="customers", is_open=True, **told, **by),
        now,
    )
    ideas = [
        change.submit_idea(campaign=campaign, title=title, text="매일 겪어요.", key=str(n), by=cast.jun, at=now)
        for n, title in enumerate(
            ("청구서 글씨가 작아요", "엘리베이터 안내", "청구서 글씨가 너무 작아요", "회의 줄이기")
        )
    ]
    change.support_idea(idea=ideas[0], by=cast.mina, at=now)
    change.comment_on(idea=ideas[0], text="저도 그래요.", by=cast.mina, at=now)
    change.ask_evaluators(ideas=ideas[:1], evaluators=[cast.jun, cast.sora], due_on=today, **by)
    for who, value in ((cast.jun, 5), (cast.sora, 2)):
        asked = Evaluation.objects.get(evaluator=who)
        change.evaluate(evaluation=asked, value=value, feasibility=3, note="해 볼 만해요.", by=who, at=now)
    change.fold_ideas(ideas=ideas[2:3], into=ideas[0], **by)
    change.accept_ideas(ideas=ideas[1:2], answer="안내를 붙이겠습니다.", **by)


def with_customers(cast: Cast, campaign: Campaign, now: Any) -> None:
    """Two ideas of customers, one of which shows, with a comment that shows and one that is held."""
    by = {"by": cast.dohyun, "at": now}
    ideas = [
        change.submit_idea(campaign=campaign, title=title, text="", key=f"c{number}", at=now)
        for number, title in enumerate(("매장 문이 무거워요", "앱 글씨가 작아요"))
    ]
    change.show_idea(idea=ideas[0], **by)
    for number in range(2):
        reach = contacts.email(f"neighbour{number}@mail.example")
        who = change.begin_to_take_part(campaign=campaign, known=None, reach=reach, language="ko", at=now)
        shown = Idea.objects.get(pk=ideas[0].pk)
        change.support_idea(idea=shown, by=who, at=now)
        said = change.comment_on(idea=shown, text="유모차를 밀면 더 힘들어요.", by=who, at=now)
    change.show_comment(comment=said, **by)


def work_out(cast: Cast, now: Any) -> None:
    """A work-out that has closed, with its minutes, and one at its town meeting."""
    by = {"by": cast.dohyun, "at": now}
    for title in ("지난 워크아웃", "오늘의 워크아웃"):
        meeting = change.frame_meeting(
            title=title,
            goal="두 번 전화하는 고객을 절반으로",
            scope="인터넷과 청구",
            ground_rules="탓하지 않기",
            sponsor=cast.yuna,
            facilitator=cast.dohyun,
            starts_at=now,
            place="큰 회의실",
            **by,
        )
        change.set_team(meeting=meeting, name="푸른 조", people=[cast.jun, cast.mina], **by)
        for number, what in enumerate(("밤 점검 미리 알리기", "청구서 글씨 키우기")):
            owner = cast.jun if number == 0 else None
            change.bring_item(meeting=meeting, title=f"{what} {meeting.pk}", owner=owner, **by)
        change.open_gallery(meeting=meeting, **by)
        change.vote(item=meeting.items.order_by("pk")[0], by=cast.jun, at=now)
        change.begin_town_meeting(meeting=meeting, **by)
        change.present(item=meeting.items.order_by("pk")[0], **by)
        if title == "지난 워크아웃":
            item = MeetingItem.objects.filter(meeting=meeting).order_by("pk")[0]
            change.rule_in_meeting(item=item, verdict="yes", reason="바로 합시다", by=cast.yuna, at=now)
            change.close_meeting(meeting=meeting, **by)
            minutes.write_minutes(meeting_id=meeting.pk, language="ko", by=POST, at=now)
