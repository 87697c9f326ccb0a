"""An open campaign in tests: customers who take part, ideas that show."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest

from gwidam.change import verbs
from gwidam.change.models import Campaign, Idea
from gwidam.people import contacts
from gwidam.people.models import Customer
from tests.cast import NOW, Cast


@pytest.fixture
def opened(begin: Callable[..., Campaign]) -> Campaign:
    """A campaign for customers in which they see each other's ideas."""
    return begin(audience="customers", is_open=True)


@pytest.fixture
def shown(cast: Cast, opened: Campaign) -> Callable[..., Idea]:
    """shown(title): an idea of a customer's that was let show."""
    keys = itertools.count()

    def made(title: str = "매장 문이 무거워요", **more: Any) -> Idea:
        told: dict[str, Any] = {"text": "", "key": f"open{next(keys)}", "at": NOW, **more}
        idea = verbs.submit_idea(campaign=opened, title=title, **told)
        verbs.show_idea(idea=idea, by=cast.dohyun, at=NOW)
        return fresh(idea)

    return made


@pytest.fixture
def person(opened: Campaign) -> Callable[[str], Customer]:
    """person(name): a customer who has agreed to take part."""

    def made(name: str = "haru") -> Customer:
        reach = contacts.email(f"{name}@mail.example")
        return verbs.begin_to_take_part(campaign=opened, known=None, reach=reach, language="ko", at=NOW)

    return made


def fresh(idea: Idea) -> Idea:
    """The idea as it is now."""
    return Idea.objects.select_related("campaign", "voice", "improvement", "folded_into").get(pk=idea.pk)
