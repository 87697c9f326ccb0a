"""The words in which people are told what became of what they said: one letter each, named by a key of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from gwidam.core.models import Fact
from gwidam.core.receipts import shown
from gwidam.core.words import Said
from gwidam.listen.models import Voice
from gwidam.own.tracking import follow_url, short_url
from gwidam.people.models import Contact, Customer, Employee
from gwidam.post.letters import Words, form_for
from gwidam.post.models import Line
from gwidam.post.queries import text_line
from gwidam.post.rules import TEMPLATES, places_for
from gwidam.post.verbs import Notice

from ..models import Improvement
from ..queries.telling import Asker
from ..rules.telling import MAIL, PORTAL, TEXT
from ..tracking import said_url

DONE, NO, INSIDE = "told", "told_no", "told_colleague"


@dataclass(frozen=True, slots=True)
class Around:
    """What the letters of one batch are made of, each fetched once."""

    voices: Mapping[int, Voice]
    contacts: Mapping[int, Contact]
    names: Mapping[int, str]
    colleagues: Mapping[int, Employee]
    line: Line | None  # by which text messages leave


def around(people: Sequence[Asker]) -> Around:
    """Voices, addresses and names of those who can be written to. Five queries, however many."""
    reached = [each for each in people if not each.reason]
    written_to = [each for each in reached if each.door in (MAIL, TEXT)]
    voices = Voice.objects.filter(pk__in=[each.voice_id for each in written_to if each.voice_id])
    customers = Customer.objects.filter(pk__in=[each.customer_id for each in written_to])
    inside = [each.employee_id for each in reached if each.door == PORTAL]
    return Around(
        voices=voices.only("id", "receipt", "summary", "said_at", "erased_at").in_bulk(),
        contacts=Contact.objects.in_bulk([each.contact_id for each in written_to]),
        names=dict(customers.values_list("pk", "name")),
        colleagues=Employee.objects.in_bulk(inside),
        line=text_line(),
    )


def key_of(improvement: Improvement, asker: Asker) -> str:
    """The key of a telling: the same however often it is tried, so that nobody is told twice in a round."""
    return f"telling:{improvement.pk}:{improvement.round}:{asker.reader}"


def is_one(fact: Fact) -> bool:
    """Whether a fact of the post is about a letter that tells somebody."""
    return str(fact.body.get("key", "")).startswith("telling:")


def notice(improvement: Improvement, asker: Asker, known: Around) -> Notice:
    """The letter to one person, through the door they came by and in their language."""
    if asker.door == PORTAL:
        colleague = known.colleagues[asker.employee_id or 0]
        template, address, is_verified = INSIDE, colleague.email, True
        places = {**_words(improvement, asker.language), "url": _page(improvement)}
    else:
        contact = known.contacts[asker.contact_id or 0]
        template = NO if improvement.state == Improvement.State.DECLINED else DONE
        address, is_verified = str(contact.value), contact.verified_at is not None
        places = _to_customer(improvement, asker, known)
    return Notice(
        key=key_of(improvement, asker),
        reader=asker.reader,
        address=address,
        language=asker.language,
        template=template,
        places=places,
        about=improvement.about,
        is_verified=is_verified,
        line=known.line if asker.door == TEXT else None,
    )


def sample(improvement: Improvement, asker: Asker, known: Around) -> Words:
    """The words of a letter, without writing it."""
    found = notice(improvement, asker, known)
    return form_for(found.line)(
        found.template,
        places_for(found.template, found.places, is_verified=found.is_verified),
        language=found.language,
        reader=found.reader,
        topic=TEMPLATES[found.template].topic,
    )


def trial(improvement: Improvement, *, to: Employee, at: datetime) -> Notice:
    """The letter as a customer would get it, to a colleague: with words in the place of a customer's own."""
    said = Said("여기에 고객이 하신 말씀이 들어갑니다.", "Here stand the words of the customer.")
    return Notice(
        key=f"telling-trial:{improvement.pk}:{improvement.round}:{to.pk}:{at.timestamp():.0f}",
        reader=to.actor,
        address=to.email,
        language=to.language,
        template=NO if improvement.state == Improvement.State.DECLINED else DONE,
        places={
            **_words(improvement, to.language),
            "url": _page(improvement),
            "all_url": _page(improvement),
            "summary": said.into(to.language),
            "said_at": improvement.proposed_at,
        },
        about=improvement.about,
        is_verified=True,
    )


def _to_customer(improvement: Improvement, asker: Asker, known: Around) -> dict[str, Any]:
    voice = known.voices.get(asker.voice_id or 0)
    all_url = said_url(asker.customer_id or 0)
    places: dict[str, Any] = {**_words(improvement, asker.language), "url": all_url, "all_url": all_url}
    if name := known.names.get(asker.customer_id or 0, ""):
        places["name"] = name
    if voice is not None:
        url = short_url(voice.receipt) if asker.door == TEXT else follow_url(voice.receipt)
        places |= {"url": url, "receipt": shown(voice.receipt), "said_at": voice.said_at}
        if voice.summary and voice.erased_at is None:
            places["summary"] = voice.summary
    return places


def _words(improvement: Improvement, language: str) -> dict[str, Any]:
    """Title, and what changed or why it did not, in the reader's language where somebody wrote it in that."""
    is_no = improvement.state == Improvement.State.DECLINED
    stem = "reason" if is_no else "text"
    words = Said(getattr(improvement, f"{stem}_ko"), getattr(improvement, f"{stem}_en"))
    title = Said(improvement.title_ko, improvement.title_en)
    return {"title": title.into(language), "words": words.into(language)}


def _page(improvement: Improvement) -> str:
    return f"{settings.PUBLIC_URL}/improvements/{improvement.number}"
