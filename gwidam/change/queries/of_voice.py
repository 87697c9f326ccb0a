"""What a voice led to."""

from __future__ import annotations

from gwidam.core.prepared import Prepared
from gwidam.listen.models import Voice
from gwidam.understand.models import Theme

from ..models import Improvement, ThemeLink, VoiceLink

_links: Prepared[VoiceLink] = Prepared(
    lambda voice: (
        VoiceLink.objects.filter(voice=voice)
        .select_related("counted_at__owner")
        .defer("counted_at__grams")
        .order_by("id")
    )
)


def improvements_of_voice(voice: Voice) -> list[Improvement]:
    """The improvements a voice asks for, those in front of merged ones in their place. One query."""
    return list({link.counted_at_id: link.counted_at for link in _links(voice=voice.pk)}.values())


def improvements_of_theme(theme: Theme) -> list[Improvement]:
    """The improvements a theme is linked to. One query."""
    links = ThemeLink.objects.filter(theme=theme).select_related("improvement__merged_into").order_by("id")
    fronts = (link.improvement.merged_into or link.improvement for link in links)
    return list({front.pk: front for front in fronts}.values())
