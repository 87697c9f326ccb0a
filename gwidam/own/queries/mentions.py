"""Who is named in a note: @이름 or @Name, whatever particle is glued to it."""

from __future__ import annotations

from gwidam.people.models import Employee
from gwidam.people.queries import active_employees, names

MOST = 20


def mentioned_in(text: str) -> list[Employee]:
    """Active colleagues whose name stands after an @; all of them where several are called the same."""
    if "@" not in text:
        return []
    ids = [
        pk
        for (noun, pk), name in names().items()
        if noun == "employee" and (f"@{name.ko}" in text or (name.en and f"@{name.en}" in text))
    ]
    return list(active_employees().filter(pk__in=ids[:MOST]).order_by("id"))
