"""What an operator says of a webhook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from gwidam.core.forms import PlainText
from gwidam.post.models import Webhook
from gwidam.post.told_outside import in_words, kinds_by_room

ROOMS = {
    "people": _("Customers, colleagues, departments"),
    "post": _("Mail to customers and colleagues"),
    "moments": _("Moments of truth"),
    "listen": _("Voices as they come in"),
    "understand": _("How voices are read, themes"),
    "own": _("Cases, promises, answers"),
    "change": _("Improvements, campaigns, work-outs"),
}
SPANS = {"1": _("the last hour"), "24": _("the last day"), "168": _("the last week"), "720": _("the last 30 days")}


@dataclass(frozen=True, slots=True)
class Choice:
    """One kind of fact to be told of, in words."""

    value: str
    words: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The kinds of one room; `whole` is everything of it."""

    name: Any
    whole: Choice
    choices: list[Choice]

    @property
    def is_open(self) -> bool:
        """Whether anything in it is chosen."""
        return self.whole.is_chosen or any(each.is_chosen for each in self.choices)


class WebhookForm(forms.Form):
    """Name, address, and what it is told."""

    name = PlainText(label=_("What it is for"), longest=80)
    url = forms.CharField(
        label=_("Address"),
        max_length=500,
        widget=forms.URLInput(attrs={"inputmode": "url", "autocomplete": "off", "placeholder": "https://"}),
        help_text=_("It must be reachable from here and answer with 2xx within 15 seconds."),
    )

    def __init__(self, *args: Any, webhook: Webhook | None = None, **more: Any) -> None:
        if webhook is not None:
            more["initial"] = {"name": webhook.name, "url": webhook.url}
        super().__init__(*args, **more)
        self._had = list(webhook.kinds) if webhook else []

    @property
    def kinds(self) -> list[str]:
        """What is chosen: as it was sent, else as it was kept. Everything of a room leaves out its parts."""
        chosen = self.data.getlist("kinds") if self.is_bound else self._had
        whole = {kind.partition(".")[0] for kind in chosen if kind.endswith(".*")}
        return [kind for kind in chosen if kind.endswith(".*") or kind.partition(".")[0] not in whole]

    @property
    def kind_errors(self) -> list[str]:
        """What is wrong with the choice."""
        return getattr(self, "_kind_errors", [])

    def refuse_kinds(self, words: str) -> None:
        """Say beside the choice what is wrong with it."""
        self._kind_errors = [words]

    def groups(self) -> Iterator[Group]:
        """Every kind by room, in the words of the reader."""
        chosen = set(self.kinds)
        for room, kinds in kinds_by_room().items():
            whole = Choice(
                f"{room}.*", _now("Everything of this, also what is added later"), f"{room}.*" in chosen
            )
            choices = [Choice(kind, str(in_words(kind)), kind in chosen) for kind in kinds]
            yield Group(ROOMS.get(room, room), whole, choices)


class ResendingForm(forms.Form):
    """From when on all failed deliveries are sent again."""

    hours = forms.ChoiceField(
        label=_("Failed within"),
        choices=list(SPANS.items()),
        initial="24",
        widget=forms.Select(attrs={"class": "input"}),
    )

    @property
    def span(self) -> timedelta:
        """How far back."""
        return timedelta(hours=int(self.cleaned_data["hours"]))


def told_in_words(kinds: Sequence[str]) -> list[str]:
    """What a webhook is told, in the words of the reader: whole rooms first, then single kinds."""
    whole = [
        _now("everything of “%(room)s”") % {"room": ROOMS.get(room, room)}
        for kind in kinds
        if (room := kind.partition(".")[0]) and kind.endswith(".*")
    ]
    return whole + [str(in_words(kind)) for kind in kinds if not kind.endswith(".*")]
