"""Campaigns: ideas are voices, the bulk is decided as one act and taken back as one, anonymous means anonymous."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import serializers

from gwidam.change import verbs
from gwidam.change.models import (
    Campaign,
    Evaluation,
    Idea,
    IdeaComment,
    Improvement,
    VoiceLink,
)
from gwidam.change.queries.campaigns import (
    Counts,
    alike_in,
    campaigns,
    earned_by_departments,
    earned_by_people,
    to_take_back,
)
from gwidam.change.rules.ideas import Points
from gwidam.core.errors import NotNow, NotValid, NotYours
from gwidam.core.models import Fact
from gwidam.own.models import Answer, Case
from gwidam.people.models import Customer

ANSWER = "좋은 제안입니다. 이렇게 고치겠습니다."


def test_an_idea_is_a_voice_with_receipt_guardian_and_promise(cast, campaign, idea):
    made = idea("엘리베이터에 안내가 없어요")
    case = Case.objects.get(voice=made.voice)
    assert (case.guardian, case.is_open, len(made.voice.receipt)) == (campaign().owner, True, 10)
    assert case.promises.filter(kind="answer").count() == 1
    assert (made.voice.kind, made.voice.channel.kind) == ("idea", "campaign")


def test_the_same_delivery_is_one_idea(cast, at, campaign):
    told = {"campaign": campaign(), "title": "문이 무거워요", "text": "", "key": "k1", "by": cast.mina, "at": at}
    assert verbs.submit_idea(**told) == verbs.submit_idea(**told)
    assert Idea.objects.count() == 1


@pytest.mark.parametrize("days", [-2, 31])
def test_ideas_are_taken_from_the_first_to_the_last_day(cast, at, campaign, idea, days):
    with pytest.raises(NotNow):
        idea("너무 이르거나 늦은 제안", at=at + timedelta(days=days))
    assert idea("마지막 날", at=at + timedelta(days=29)).on == campaign().last_on


def test_a_campaign_of_some_departments_asks_nobody_else(cast, at, begin):
    mine = begin(audience="departments", departments=[cast.internet])
    verbs.submit_idea(campaign=mine, title="공구가 모자라요", text="", key="a", by=cast.jun, at=at)
    for outsider in (cast.mina, None):
        with pytest.raises(NotYours):
            verbs.submit_idea(campaign=mine, title="저도요", text="", key="b", by=outsider, at=at)


def test_in_an_anonymous_campaign_nothing_tells_who_and_when(cast, at, begin):
    mine = begin(is_anonymous=True, points=Points(10, 50, 100))
    before = Fact.objects.order_by("-id").values_list("pk", flat=True)[0]
    made = verbs.submit_idea(
        campaign=mine, title="회의가 너무 많아요", text="정말로요", key="x", by=cast.jun, at=at
    )
    verbs.support_idea(idea=made, by=cast.jun, at=at)
    verbs.comment_on(idea=made, text="저도 그래요", by=cast.jun, at=at)
    rows = [*Idea.objects.all(), *Customer.objects.filter(pk=made.voice.customer_id), made.voice]
    rows += [
        *IdeaComment.objects.all(),
        *made.supports.all(),
        *Case.objects.all(),
        *Fact.objects.filter(pk__gt=before),
    ]
    written = serializers.serialize("json", [*rows, *made.voice.deliveries.all()])
    for telling in (cast.jun.actor, cast.jun.name_ko, cast.jun.email, f'"employee": {cast.jun.pk}', "T01:00"):
        assert telling not in written
    assert (made.employee, mine.has_points) == (None, False)
    assert {fact.at for fact in Fact.objects.filter(pk__gt=before)} == {made.voice.heard_at}
    assert made.voice.heard_at < at


def test_supporters_of_an_anonymous_campaign_cannot_be_told_once_it_has_ended(cast, at, begin):
    mine = begin(is_anonymous=True)
    made = verbs.submit_idea(campaign=mine, title="자리가 추워요", text="", key="x", by=cast.jun, at=at)
    for who in (cast.mina, cast.mina, cast.jun):
        verbs.support_idea(idea=made, by=who, at=at)
    assert Idea.objects.get(pk=made.pk).supporters == 2
    verbs.end_campaign(campaign=mine, by=cast.dohyun, at=at)
    assert Campaign.objects.get(pk=mine.pk).salt == ""
    with pytest.raises(NotNow):
        verbs.support_idea(idea=Idea.objects.get(pk=made.pk), by=cast.hana, at=at)


def test_accepting_makes_an_improvement_each_and_links_the_voice(cast, at, idea):
    ideas = [idea("문이 무거워요"), idea("글씨가 작아요")]
    verbs.accept_ideas(ideas=ideas, answer=ANSWER, by=cast.dohyun, at=at)
    goals = [Idea.objects.get(pk=each.pk).improvement for each in ideas]
    assert [each.title_ko for each in goals] == ["문이 무거워요", "글씨가 작아요"]
    assert [each.origin for each in goals] == ["idea", "idea"]
    assert list(VoiceLink.objects.order_by("improvement").values_list("voice", flat=True)) == [
        each.voice_id for each in ideas
    ]


def test_accepting_joins_an_improvement_that_is_there(cast, at, idea, propose):
    goal = propose()
    verbs.accept_ideas(
        ideas=[idea("밤에 끊겨요"), idea("새벽에 끊겨요", by=cast.jun)],
        answer=ANSWER,
        improvement=goal,
        by=cast.dohyun,
        at=at,
    )
    assert Improvement.objects.get(pk=goal.pk).reach.people == 2
    assert set(Idea.objects.values_list("state", "improvement")) == {("accepted", goal.pk)}


@pytest.mark.parametrize("decide", ["accept_ideas", "decline_ideas"])
def test_nothing_is_decided_without_an_answer(cast, at, idea, decide):
    one = idea("문이 무거워요")
    with pytest.raises(NotValid):
        getattr(verbs, decide)(ideas=[one], answer=" ", by=cast.dohyun, at=at)
    assert Idea.objects.get(pk=one.pk).state == "submitted"


def test_the_answer_leaves_when_it_can_no_longer_be_taken_back(cast, at, idea):
    one = idea("문이 무거워요")
    decision = verbs.decline_ideas(ideas=[one], answer="법으로 정한 문입니다.", by=cast.dohyun, at=at)
    assert verbs.tick(at=at + timedelta(minutes=9)) == 0
    assert verbs.tick(at=at + timedelta(minutes=10)) == 1
    assert verbs.tick(at=at + timedelta(minutes=11)) == 0
    given = Answer.objects.get(case__voice=one.voice)
    assert (given.text, given.by) == ("법으로 정한 문입니다.", cast.dohyun)
    with pytest.raises(NotNow):
        verbs.take_back(decision=decision, by=cast.dohyun, at=at + timedelta(minutes=11))


def test_one_act_is_taken_back_as_one(cast, at, idea):
    ideas = [idea(f"고칠 것 {number}") for number in range(3)]
    verbs.ask_evaluators(ideas=ideas[:1], evaluators=[cast.jun], due_on=at.date(), by=cast.dohyun, at=at)
    decision = verbs.accept_ideas(ideas=ideas, answer=ANSWER, by=cast.dohyun, at=at)
    assert verbs.take_back(decision=decision, by=cast.dohyun, at=at + timedelta(minutes=9)) == 3
    assert list(Idea.objects.order_by("pk").values_list("state", "answer")) == [
        ("in_review", ""),
        ("submitted", ""),
        ("submitted", ""),
    ]
    assert VoiceLink.objects.count() == 0
    before = Improvement.objects.count()
    verbs.accept_ideas(ideas=ideas, answer=ANSWER, by=cast.dohyun, at=at)
    assert (Improvement.objects.count(), VoiceLink.objects.count()) == (before, 3)


def test_a_colleague_who_was_faster_has_decided_all_or_nothing(cast, at, idea):
    ideas = [idea("하나"), idea("둘")]
    verbs.decline_ideas(ideas=ideas[1:], answer="아니요", by=cast.dohyun, at=at)
    with pytest.raises(NotNow):
        verbs.accept_ideas(ideas=ideas, answer=ANSWER, by=cast.yuna, at=at)
    assert list(Idea.objects.order_by("pk").values_list("state", flat=True)) == ["submitted", "declined"]


def test_folding_counts_supporters_in_front_and_is_taken_back(cast, at, idea):
    front, behind = idea("문이 무거워요"), idea("문이 너무 무거워요", by=cast.jun)
    verbs.support_idea(idea=front, by=cast.mina, at=at)
    for who in (cast.mina, cast.hana):
        verbs.support_idea(idea=behind, by=who, at=at)
    verbs.fold_ideas(ideas=[behind], into=front, by=cast.dohyun, at=at)
    assert counted(front, behind) == [("submitted", 2), ("folded", 2)]
    verbs.accept_ideas(ideas=[front], answer=ANSWER, by=cast.dohyun, at=at)
    goal = Idea.objects.get(pk=front.pk).improvement
    assert goal.reach.people == 2
    verbs.unfold_idea(idea=Idea.objects.get(pk=behind.pk), by=cast.dohyun, at=at)
    assert counted(front, behind) == [("accepted", 1), ("submitted", 2)]
    assert Improvement.objects.get(pk=goal.pk).reach.people == 1


def counted(*ideas):
    rows = Idea.objects.in_bulk([each.pk for each in ideas])
    return [(rows[each.pk].state, rows[each.pk].supporters) for each in ideas]


def test_nothing_is_folded_into_itself_or_into_what_is_folded(cast, at, idea):
    one, two, three = idea("가"), idea("나"), idea("다")
    with pytest.raises(NotValid):
        verbs.fold_ideas(ideas=[one], into=one, by=cast.dohyun, at=at)
    verbs.fold_ideas(ideas=[two], into=one, by=cast.dohyun, at=at)
    for ideas, into in (([three], two), ([one], three)):
        with pytest.raises(NotNow):
            verbs.fold_ideas(ideas=ideas, into=into, by=cast.dohyun, at=at)


def test_what_was_folded_hears_the_answer_too(cast, at, idea):
    front, behind = idea("문이 무거워요"), idea("문이 너무 무거워요")
    verbs.fold_ideas(ideas=[behind], into=front, by=cast.dohyun, at=at)
    verbs.decline_ideas(ideas=[front], answer="법으로 정한 문입니다.", by=cast.dohyun, at=at)
    verbs.tick(at=at + timedelta(minutes=10))
    assert Answer.objects.filter(case__voice__in=[front.voice, behind.voice]).count() == 2


def test_disagreement_of_evaluators_is_kept_as_a_number(cast, at, idea):
    one = idea("로봇을 들여요")
    verbs.ask_evaluators(ideas=[one], evaluators=[cast.jun, cast.sora], due_on=at.date(), by=cast.dohyun, at=at)
    for who, value, feasibility in ((cast.jun, 5, 4), (cast.sora, 2, 3)):
        asked = Evaluation.objects.get(idea=one, evaluator=who)
        verbs.evaluate(evaluation=asked, value=value, feasibility=feasibility, note="", by=who, at=at)
    now = Idea.objects.get(pk=one.pk)
    assert (now.state, now.spread) == ("in_review", 3)
    with pytest.raises(NotYours):
        verbs.evaluate(evaluation=asked, value=3, feasibility=3, note="", by=cast.mina, at=at)
    with pytest.raises(NotValid):
        verbs.evaluate(evaluation=asked, value=6, feasibility=3, note="", by=cast.sora, at=at)


def test_a_comment_is_masked_counted_and_hidden_with_a_reason(cast, at, idea):
    one = idea("문이 무거워요")
    made = verbs.comment_on(idea=one, text="제 번호는 900101-1234567이에요", by=cast.mina, at=at)
    assert "1234567" not in made.text
    with pytest.raises(NotValid):
        verbs.hide_comment(comment=made, why="", by=cast.dohyun, at=at)
    verbs.hide_comment(comment=made, why="개인정보", by=cast.dohyun, at=at)
    assert Idea.objects.get(pk=one.pk).comments == 0


def test_what_is_released_is_done_and_points_follow(cast, at, campaign, idea, brought):
    ideas = [idea("하나"), idea("둘"), idea("셋", by=cast.jun)]
    goal = brought("in_work")
    verbs.accept_ideas(ideas=ideas[:1], answer=ANSWER, improvement=goal, by=cast.dohyun, at=at)
    verbs.accept_ideas(ideas=ideas[1:2], answer=ANSWER, by=cast.dohyun, at=at)
    verbs.finish_ideas(improvement_id=goal.pk, by=cast.dohyun, at=at)
    assert campaigns() == [(campaign(), Counts(submitted=3, accepted=2, done=1, undecided=1))]
    assert [(each.name, each.points) for each in earned_by_people(campaign())] == [("김미나", 220), ("이준", 10)]
    assert [each.points for each in earned_by_departments(campaign())] == [220, 10]
    verbs.resume_ideas(improvement_id=goal.pk, by=cast.dohyun, at=at)
    assert campaigns()[0][1].done == 0


def test_like_ideas_are_found_by_their_letters(cast, campaign, idea):
    one = idea("엘리베이터 안내 방송이 너무 작아요")
    idea("주차장이 어두워요")
    other = idea("엘리베이터 안내 방송 소리가 작아요")
    assert [each.idea for each in alike_in(campaign(), one.grams, but=[one.pk])] == [other]


def test_only_the_last_act_of_oneself_is_offered_to_be_taken_back(cast, at, campaign, idea):
    ideas = [idea("하나"), idea("둘"), idea("셋")]
    verbs.decline_ideas(ideas=ideas[:2], answer="아니요", by=cast.dohyun, at=at)
    assert to_take_back(campaign(), cast.dohyun, at=at)[1] == 2
    assert to_take_back(campaign(), cast.yuna, at=at) is None
    assert to_take_back(campaign(), cast.dohyun, at=at + timedelta(minutes=10)) is None
