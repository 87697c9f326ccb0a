"""What a text message belongs to: it names nothing that it replies to."""

from __future__ import annotations

from gwidam.core.sealed import fingerprint
from gwidam.listen.models import Hearing
from gwidam.people.contacts import Reach
from gwidam.post.models import Line, Message


def talked_about(*, line: Line, who: Reach) -> str:
    """'case:12': what this number and we last wrote each other about by this line; empty for nothing. Two queries."""
    mark = fingerprint(who.value.lower(), purpose="post.address")
    said = Message.objects.filter(line=line, mark=mark, about__startswith="case:").order_by("-pk")
    heard = Hearing.objects.filter(
        ear__line=line, voice__customer__contacts__kind=who.kind, voice__customer__contacts__mark=who.mark
    ).exclude(about="")
    ours = said.values_list("queued_at", "about").first()
    theirs = heard.order_by("-voice").values_list("voice__heard_at", "about").first()
    return str(max(found for found in (ours, theirs) if found)[1]) if ours or theirs else ""
