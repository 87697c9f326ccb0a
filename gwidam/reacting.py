"""What the loop does when a fact asks for it, reaction by reaction; `loop.py` says which fact asks for which.

Reactions run after the fact's own transaction, each once (see `core.ledger.react_to`). They only call verbs.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings

from gwidam.change import minutes
from gwidam.change import verbs as change
from gwidam.change.letters import campaigns as campaign_letters
from gwidam.change.letters import telling as telling_letters
from gwidam.change.letters import trackers as tracker_letters
from gwidam.core.actors import POST
from gwidam.core.models import Fact
from gwidam.core.words import Said
from gwidam.own import letters
from gwidam.own import verbs as own
from gwidam.own.models import Answer, Case, HandOff, Promise
from gwidam.people.queries import operators
from gwidam.post import verbs as post
from gwidam.understand import jobs as reading
from gwidam.understand import verbs as understand


def have_read(facts: Sequence[Fact]) -> None:
    """Voices are read by a job of their own: one for all that came in together, and none waits for it."""
    reading.read.defer(voice_ids=[fact.body["voice_id"] for fact in facts])


def wake_searches(facts: Sequence[Fact]) -> None:
    """Whoever saved a search that finds a new voice is told, once it has been read for the first time.

    A search may ask for a theme, so the voices join theirs first, where they have not yet.
    """
    fresh = [fact.body["voice_id"] for fact in facts if fact.body["reading_version"] == 1]
    understand.join_themes(voice_ids=fresh, at=facts[-1].at)
    letters.found(voice_ids=fresh, at=facts[-1].at)


def tell_cleared_search(fact: Fact) -> None:
    """Its owner hears that a saved search is gone, and which, but not whom it named."""
    letters.search_cleared(fact, at=fact.at)


def weigh_read(facts: Sequence[Fact]) -> None:
    """What was read of linked voices weighs at their improvements."""
    change.weigh_again(voice_ids=[fact.body["voice_id"] for fact in facts])


def use_reading(facts: Sequence[Fact]) -> None:
    """What follows from voices having been read."""
    wake_searches(facts)
    weigh_read(facts)


def weigh_broken(facts: Sequence[Fact]) -> None:
    """A broken promise weighs at the improvement that the voice asks for."""
    change.weigh_again(voice_ids=[fact.body["case_id"] for fact in facts])  # a case bears its voice's number


def tell_danger(fact: Fact) -> None:
    """The guardian hears at once of a danger, and the CVI team of one too large for one person."""
    letters.danger(voice_id=fact.body["voice_id"], dangers=fact.body["dangers"], at=fact.at)


def tell_rise(fact: Fact) -> None:
    """The CVI team hears once of what really rises."""
    letters.rise(fact.body, at=fact.at)


def learn_route(fact: Fact) -> None:
    """A department took it: voices like it are theirs."""
    understand.learn_route(
        handoff_id=fact.body["handoff_id"],
        voice_id=fact.body["case_id"],  # a case bears the number of its voice
        department_id=fact.body["to_department_id"],
        by=POST,
        at=fact.at,
    )


def unlearn_route(fact: Fact) -> None:
    """A department bounced it: voices like it are not theirs."""
    understand.unlearn_route(
        handoff_id=fact.body["handoff_id"],
        voice_id=fact.body["case_id"],
        department_id=fact.body["to_department_id"],
        better_department_id=fact.body["better_department_id"],
        by=POST,
        at=fact.at,
    )


def tell_receipt(fact: Fact) -> None:
    """The customer gets the number and the link; never their own words (somebody else may have typed them)."""
    letters.receipt(voice_id=fact.body["voice_id"], at=fact.at)


def tell_offer(fact: Fact) -> None:
    """The department hears of an offer at once: it has a clock."""
    letters.offer(HandOff.objects.get(pk=fact.body["handoff_id"]), at=fact.at)


def tell_bounce(fact: Fact) -> None:
    """The giver and the guardian hear that it came back, or that nobody decided."""
    letters.came_back(HandOff.objects.get(pk=fact.body["handoff_id"]), at=fact.at)


def bring_second_bounce_to_cvi(fact: Fact) -> None:
    """A second bounce of one case goes to the CVI team."""
    own.bring_to_cvi(case=Case.objects.get(pk=fact.body["case_id"]), by=POST, at=fact.at)


def send_answer(fact: Fact) -> None:
    """An answer by e-mail leaves."""
    answer = letters.answer_with(fact.body["answer_id"])
    if answer is not None:
        letters.answer(answer, at=fact.at)


def tell_promise_made(fact: Fact) -> None:
    """The customer has it in writing when we will do what."""
    letters.promise_made(Promise.objects.get(pk=fact.body["promise_id"]), at=fact.at)


def tell_promise_at_risk(fact: Fact) -> None:
    """Guardian, holder and whoever covers hear of it while it can still be kept."""
    letters.promise_at_risk(Promise.objects.get(pk=fact.body["promise_id"]), at=fact.at)


def tell_promise_broken(fact: Fact) -> None:
    """The customer hears that we are late before they have to ask; guardian and holder hear it too."""
    letters.promise_broken(Promise.objects.get(pk=fact.body["promise_id"]), at=fact.at)


def remind_papers(fact: Fact) -> None:
    """The customer is reminded of papers; nothing is cancelled."""
    letters.papers(Promise.objects.get(pk=fact.body["promise_id"]), times=fact.body["times"], at=fact.at)


def tell_mentioned(fact: Fact) -> None:
    """Whoever a note mentions is told."""
    letters.mentioned(note_id=fact.body["note_id"], at=fact.at)


def ask_whether_fixed(fact: Fact) -> None:
    """The customer is asked: fixed, half, or not?"""
    letters.closed(closure_id=fact.body["closure_id"], at=fact.at)


def tell_reopened(fact: Fact) -> None:
    """The guardian hears at once that it was not done."""
    letters.reopened(Case.objects.get(pk=fact.body["case_id"]), fact_id=fact.pk, at=fact.at)


def tell_guardian_of_failed_answer(fact: Fact) -> None:
    """The guardian hears that the answer did not arrive."""
    letters.answer_failed(Answer.objects.get(pk=fact.body["answer_id"]), at=fact.at)


def mark_answer_arrived(fact: Fact) -> None:
    """A letter that carried an answer was taken by the customer's mail server."""
    answer = letters.answer_of(fact)
    if answer is not None:
        own.answer_reached(answer=answer, by=POST, at=fact.at)


def mark_arrived(facts: Sequence[Fact]) -> None:
    """What follows from letters having been taken."""
    for fact in facts:
        mark_answer_arrived(fact)
    mark_told(facts)


def mark_answer_failed(fact: Fact) -> None:
    """A letter that carried an answer was refused, withheld or came back: that was no answer."""
    answer = letters.answer_of(fact)
    if answer is not None:
        own.answer_failed(answer=answer, because=letters.because_of(fact), by=POST, at=fact.at)


def mark_told(facts: Sequence[Fact]) -> None:
    """Letters that told what became of an improvement arrived."""
    arrived = [fact.body["message_id"] for fact in facts if telling_letters.is_one(fact)]
    if arrived:
        change.telling_arrived(message_ids=arrived, by=POST, at=facts[-1].at)


def mark_bundled(fact: Fact) -> None:
    """A colleague's digest tells them of improvements, too."""
    change.telling_arrived(message_ids=fact.body["message_ids"], by=POST, at=fact.at)


def mark_not_told(fact: Fact) -> None:
    """A letter of a telling was refused, withheld or came back: it is written why they were not told."""
    if telling_letters.is_one(fact):
        because = fact.body["because"] if fact.kind == "post.MessageWithheld" else ""
        change.telling_failed(message_id=fact.body["message_id"], because=because, by=POST, at=fact.at)


def forget_waiting(fact: Fact) -> None:
    """Whoever was erased while a letter to them waited is not told any more."""
    change.asker_erased(customer_id=fact.body["customer_id"], by=POST, at=fact.at)


def finish_ideas(fact: Fact) -> None:
    """What ideas of a campaign asked for is released: they are done."""
    change.finish_ideas(improvement_id=fact.body["improvement_id"], by=POST, at=fact.at)


def tell_issue_news(fact: Fact) -> None:
    """The owner of an improvement hears what its issue tracker says; nothing moves by itself."""
    tracker_letters.issue_news(fact)


def forget_customer(fact: Fact) -> None:
    """What an erased customer proposed and commented in campaigns goes, too."""
    change.forget_customer(customer_id=fact.body["customer_id"], by=POST, at=fact.at)


def resume_ideas(fact: Fact) -> None:
    """An improvement was begun again: the ideas behind it are not done after all."""
    change.resume_ideas(improvement_id=fact.body["improvement_id"], by=POST, at=fact.at)


def ask_evaluator(fact: Fact) -> None:
    """Whoever is asked to evaluate an idea, also in the place of somebody who leaves, hears of it."""
    asked = fact.body.get("new_employee_id") or fact.body["evaluator_employee_id"]
    campaign_letters.evaluation_asked(idea_id=fact.body["idea_id"], employee_id=asked, at=fact.at)


def ask_follow_up(fact: Fact) -> None:
    """The owner is asked what has come of a yes."""
    campaign_letters.follow_up(follow_up_id=fact.body["follow_up_id"], times=fact.body["times"], at=fact.at)


def tell_operators(fact: Fact) -> None:
    """Operators hear of a webhook that was paused without them."""
    if fact.body["because"] == "chosen":
        return
    number = fact.body["webhook_id"]
    for operator in operators():
        post.write_to_colleague(
            operator,
            key=f"webhook-paused:{fact.pk}:{operator.pk}",
            template="webhook_paused",
            about=fact.about,
            at=fact.at,
            webhook=fact.body["name"],
            because=Said(fact.body["because_ko"], fact.body["because_en"]).into(operator.language),
            url=f"{settings.PUBLIC_URL}/settings/webhooks/{number}",
        )


def write_minutes(fact: Fact) -> None:
    """The minutes of a meeting write themselves when it closes."""
    minutes.write_minutes(meeting_id=fact.body["meeting_id"], language=fact.body["language"], by=POST, at=fact.at)
