"""The door policy, for templates: a link is shown to whoever may follow it."""

from __future__ import annotations

from django import template

from ..door import may as policy
from ..models import Employee

register = template.Library()


@register.filter
def may(who: Employee, action: str) -> bool:
    """`{% if request.user|may:"see understanding" %}`."""
    return policy(who, action)
