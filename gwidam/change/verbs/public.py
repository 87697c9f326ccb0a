"""What the public board shows: put there, and taken off, by a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Protocol

from gwidam.core.errors import NotNow, NotValid
from gwidam.core.ledger import verb
from gwidam.listen import store
from gwidam.people.models import Employee

from ..events import telling as facts
from ..models import Improvement, Photo, Publication
from ..pictures import for_the_public
from .moves import safe, told

WORDS = {"theme": 60, "quote": 300, "next": 300}  # columns, in both languages, and how long each may be
MOST_PHOTOS = 8
SHOWABLE = ("approved", "in_work", "in_proof", "released", "told", "verified", "declined")


class GivenFile(Protocol):
    """What a web form gives: a name and the bytes in pieces."""

    name: str | None

    def chunks(self) -> Iterable[bytes]: ...


@verb
def publish(
    *,
    improvement: Improvement,
    words: Mapping[str, str],
    by: Employee,
    at: datetime,
    next_on: date | None = None,
) -> Publication:
    """Put it on the public board, or change what stands there. `words` holds any of theme, quote, next, _ko and _en.

    Raises NotNow before it is ruled on: what nobody has decided is promised to nobody.
    """
    if improvement.state not in SHOWABLE or improvement.merged_into_id is not None:
        raise NotNow(
            ko="하기로 했거나 하지 않기로 한 개선만 게시판에 올릴 수 있습니다.",
            en="Only what has been ruled on can stand on the public board.",
        )
    written = {
        f"{stem}_{language}": safe(words.get(f"{stem}_{language}", "")).replace("\n", " ")[:longest]
        for stem, longest in WORDS.items()
        for language in ("ko", "en")
    }
    made, _is_new = Publication.objects.update_or_create(
        improvement=improvement,
        defaults={**written, "next_on": next_on, "by": by, "at": at, "taken_down_at": None},
    )
    told(improvement, facts.ImprovementPublished(improvement_id=improvement.pk), by=by, at=at)
    return made


@verb
def take_down(*, publication: Publication, by: Employee, at: datetime) -> None:
    """Take it off the board; its words are kept for when it is put there again."""
    standing = Publication.objects.filter(pk=publication.pk, taken_down_at__isnull=True)
    if standing.update(taken_down_at=at):
        told(
            publication.improvement,
            facts.ImprovementTakenDown(improvement_id=publication.improvement_id),
            by=by,
            at=at,
        )


@verb
def add_photo(
    *, improvement: Improvement, file: GivenFile, when: str, words: Mapping[str, str], by: Employee, at: datetime
) -> Photo:
    """Keep a photo of before or after, with words for who cannot see it; nothing but what it shows is kept.

    Raises NotValid for a file that is no picture browsers draw, without words, and past MOST_PHOTOS.
    """
    says = {name: safe(words.get(name, ""))[:200] for name in ("says_ko", "says_en")}
    if not any(says.values()):
        raise NotValid(
            ko="보지 못하는 분을 위해 무엇이 찍혔는지 적어 주세요.",
            en="Say what the photo shows, for those who cannot see it.",
            field="says_ko",
        )
    if when not in Photo.When.values:
        raise NotValid(ko="전인지 후인지 골라 주세요.", en="Choose before or after.", field="when")
    if Photo.objects.filter(improvement=improvement, taken_down_at__isnull=True).count() >= MOST_PHOTOS:
        raise NotValid(
            ko=f"사진은 {MOST_PHOTOS}장까지 올릴 수 있습니다.", en=f"{MOST_PHOTOS} photos at most.", field="file"
        )
    kept = _kept(file)
    photo = Photo.objects.create(
        improvement=improvement,
        when=when,
        sha256=kept.sha256,
        media_type=kept.media_type,
        size=kept.size,
        by=by,
        at=at,
        **says,
    )
    said = facts.PhotoAdded(improvement_id=improvement.pk, photo_id=photo.pk, when=when)
    told(improvement, said, by=by, at=at)
    return photo


def _kept(file: GivenFile) -> store.Kept:
    drawn = for_the_public(file.chunks())
    name = "photo.png" if drawn.startswith(b"\x89PNG") else "photo.jpg"
    return store.keep(name, [drawn])


@verb
def take_photo_down(*, photo: Photo, by: Employee, at: datetime) -> None:
    """The public sees it no more."""
    if Photo.objects.filter(pk=photo.pk, taken_down_at__isnull=True).update(taken_down_at=at):
        said = facts.PhotoTakenDown(improvement_id=photo.improvement_id, photo_id=photo.pk)
        told(photo.improvement, said, by=by, at=at)
