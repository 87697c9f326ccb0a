"""Rows of the lists that are open all day, written out: as templates they took most of the page's time."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from html import escape
from typing import NamedTuple

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gwidam.core.templatetags.gwidam import ago, due_pill, icon
from gwidam.own.models import Case
from gwidam.own.queries.rows import CaseRow
from gwidam.people.models import Employee

register = template.Library()


@register.simple_tag
def row_head(row: CaseRow, said: str, since: datetime, behind: str = "") -> SafeString:
    """A row's title, which leads to the case, and under it its receipt, what is `said` of it, and since when."""
    return SafeString(
        f'<a class="row-title" href="{_cases()}{row.receipt}">{escape(row.summary)}</a>'
        f'<p class="row-meta">{icon(row.icon)} {row.shown_receipt} · {escape(said)} · {ago(since)}'
        f"{f' · {escape(behind)}' if behind else ''}</p>"
    )


@register.simple_tag
def guarded_row(row: CaseRow, reader: Employee) -> SafeString:
    """A case among those somebody guards or covers: whose it is, in whose hands, and the promise most at risk."""
    words = _words(get_language())
    holder = words.with_me if row.holder_id == reader.pk else f"{row.holder} ({row.department})"
    covering = "" if row.guardian_id == reader.pk else words.covering % {"name": row.guardian}
    badges = f'<span class="badge">{words.papers}</span>' if row.owes_papers else ""
    if row.state == Case.State.ANSWERED:
        badges += f'<span class="badge filled">{words.answered}</span>'
    return SafeString(
        f'<li class="row" id="row-{row.pk}">'
        f"{row_head(row, f'{row.name or words.no_name} · {holder}', row.held_since, covering)}"
        f'<div class="row-side">{due_pill(row.due_at, row.promised_at, None, row.due_label)}{badges}</div></li>'
    )


class _Words(NamedTuple):
    no_name: str
    with_me: str
    covering: str
    papers: str
    answered: str


@cache
def _words(_language: str | None) -> _Words:
    return _Words(_("no name"), _("with me"), _("covering for %(name)s"), _("papers owed"), _("answered"))


@cache
def _cases() -> str:
    """The address of cases, to which a receipt is added."""
    return reverse("own:case", args=["0"]).removesuffix("0")
