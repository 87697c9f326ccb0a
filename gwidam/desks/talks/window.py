"""What the customer's window says and asks, as JSON. Its key is the whole of its right to do so; there is no cookie."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import orjson
from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gwidam.core.errors import NotFound, NotValid, Refused
from gwidam.core.sealed import fingerprint
from gwidam.core.text import number_in
from gwidam.core.words import LANGUAGES, reading_language
from gwidam.listen import store
from gwidam.own import verbs
from gwidam.own.models import Talk
from gwidam.own.queries.talks import KEY, View, file_of, talk_by_key, view_of
from gwidam.people import contacts

from ..public import limits
from ..public.views.frame import public
from .files import saved
from .frame import chat_channel

Told = dict[str, Any]
MOST_BYTES = 64 * 1024
MOST_BYTES_OF_FILE = store.MOST_BYTES + MOST_BYTES
NOTHING = View({}, [])


def spoken(view: Callable[..., View | FileResponse]) -> Callable[..., HttpResponse | FileResponse]:
    """A view that is told JSON and tells a View, or a file; a refusal is one sentence in the window's language."""

    @functools.wraps(view)
    def answered(request: HttpRequest, code: str, **more: int) -> HttpResponse | FileResponse:
        told: Told = {}
        try:
            told = _told(request)
            with translation.override(_language(told)):
                found = view(request, told, code, **more)
        except Refused as refused:
            said = refused.said.into(_language(told))
            return _json({"refused": said, "field": str(refused.more.get("field", ""))}, refused.status)
        if isinstance(found, View):
            return _json({"state": found.state or None, "lines": found.lines}, 200)
        return found

    return answered


@public
@require_http_methods(["GET", "HEAD", "POST"])
@spoken
def talk(request: HttpRequest, told: Told, code: str) -> View:
    """How the talk stands and the lines after the last one; POST begins it with the first words."""
    now = timezone.now()
    if request.method != "POST":
        try:
            return view_of(_talk(request), after=number_in(request.GET.get("after", "0")), at=now)
        except NotFound:
            return NOTHING
    key = _key(request)
    limits.VOICES_FROM_PLACE.knock(_place(request), at=now)
    begun = verbs.begin_talk(
        channel=chat_channel(code),
        key=key,
        text=str(told.get("text", "")),
        line_key=_line_key(told),
        language=_language(told),
        name=str(told.get("name", "")).replace("\x00", "").strip()[:120],
        reaches=_reaches(str(told.get("contact", ""))),
        at=now,
    )
    return view_of(begun.talk, after=0, at=now)


@public
@require_POST
@spoken
def lines(request: HttpRequest, told: Told, code: str) -> View:
    """Say the next line; the same key again is the same line."""
    found, now = _talk(request), timezone.now()
    limits.LINES_FROM_PLACE.knock(_place(request), at=now)
    verbs.say(talk=found, text=str(told.get("text", "")), key=_line_key(told), at=now)
    return view_of(found, after=_after(told), at=now)


@public
@require_POST
@spoken
def files(request: HttpRequest, told: Told, code: str) -> View:
    """Give a file; the same key again is the same file. Raises NotValid without one."""
    found, now = _talk(request), timezone.now()
    limits.FILES_FROM_PLACE.knock(_place(request), at=now)
    given = request.FILES.get("file")
    if given is None:
        raise NotValid(ko="보낼 파일을 골라 주세요.", en="Please choose a file.", field="file")
    verbs.give_file(talk=found, file=given, key=_line_key(told), at=now)
    return view_of(found, after=_after(told), at=now)


@public
@require_safe
@spoken
def file(request: HttpRequest, told: Told, code: str, number: int) -> FileResponse:
    """The bytes of a file of this talk, for saving."""
    return saved(file_of(_talk(request), number))


@public
@require_POST
@spoken
def writing(request: HttpRequest, told: Told, code: str) -> View:
    """The customer is writing."""
    found, now = _talk(request), timezone.now()
    limits.LINES_FROM_PLACE.knock(_place(request), at=now)
    verbs.be_writing(talk=found, by=None, at=now)
    return view_of(found, after=_after(told), at=now)


@public
@require_POST
@spoken
def end(request: HttpRequest, told: Told, code: str) -> View:
    """The customer has no more to say: the talk becomes a voice."""
    found, now = _talk(request), timezone.now()
    verbs.end_talk(talk=found, because=Talk.Because.CUSTOMER, by=found.customer, at=now)
    return view_of(found, after=_after(told), at=now)


def _told(request: HttpRequest) -> Told:
    """The body: JSON, or with a file the fields of a form. Raises NotValid for what is neither or too much."""
    if request.method != "POST":
        return {"language": request.GET.get("language", "")}
    if request.content_type == "multipart/form-data":
        return _told_with_file(request)
    body = request.body if int(request.META.get("CONTENT_LENGTH") or 0) <= MOST_BYTES else b""
    try:
        told = orjson.loads(body)
    except orjson.JSONDecodeError:
        told = None
    if not isinstance(told, dict):
        raise NotValid(ko="읽을 수 없는 내용입니다.", en="This cannot be read.")
    return told


def _told_with_file(request: HttpRequest) -> Told:
    """The fields beside the file; too large a body is refused before it is read."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES_OF_FILE:
        raise NotValid(
            ko="파일이 너무 큽니다(25MB까지).", en="The file is too large (25 MB at most).", field="file"
        )
    fields = request.POST
    return {
        "key": fields.get("key", ""),
        "language": fields.get("language", ""),
        "after": number_in(fields.get("after", "0")),
    }


def _language(told: Told) -> str:
    asked = told.get("language")
    return asked if asked in LANGUAGES else reading_language()


def _key(request: HttpRequest) -> str:
    """The key of the browser. Raises NotFound without one, as for one that opens nothing."""
    found = KEY.fullmatch(request.headers.get("Authorization", ""))
    if found is None:
        raise NotFound(ko="이 열쇠로 열리는 대화가 없습니다.", en="There is no talk under this key.")
    return found[1]


def _talk(request: HttpRequest) -> Talk:
    return talk_by_key(_key(request))


def _line_key(told: Told) -> str:
    """The key of a line. Raises NotValid: without one it could come twice. The house's own keys have a colon."""
    key = told.get("key")
    if not isinstance(key, str) or not key.replace("-", "").isalnum() or not key.isascii() or len(key) > 64:
        raise NotValid(ko="말에 열쇠가 없습니다.", en="The line has no key.", field="key")
    return f"c-{key}"[:64]


def _after(told: Told) -> int:
    after = told.get("after")
    return after if isinstance(after, int) and 0 <= after < 2**31 else 0


def _reaches(contact: str) -> list[contacts.Reach]:
    """A phone number or an address, whichever was written. Raises NotValid."""
    contact = contact.replace("\x00", "").strip()
    return contacts.reaches(email_=contact) if "@" in contact else contacts.reaches(phone_=contact)


def _place(request: HttpRequest) -> str:
    return fingerprint(limits.place_of(request), purpose="limit")


def _json(told: Told, status: int) -> HttpResponse:
    return HttpResponse(orjson.dumps(told), content_type="application/json", status=status)
