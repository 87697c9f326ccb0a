"""Every page of the house, in both languages, light and dark, wide and narrow: nothing for axe to find.

The addresses come from the URL table. Each is asked first by somebody whom the door policy lets in; whatever
answers with a whole page is looked at. What answers otherwise (a part, a move, a file) has no page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from playwright.sync_api import Page

from gwidam.change.models import Campaign, FollowUp, Idea, IdeaComment, Meeting, MeetingItem
from gwidam.change.passes import pass_for
from gwidam.change.tracking import said_token
from gwidam.desks.wizard import views as wizard
from gwidam.listen.models import Call, Ear, Extension, Mail
from gwidam.moments.models import Standard
from gwidam.own.models import ReadyAnswer, Talk
from gwidam.own.queries.mails import pictures_of
from gwidam.own.tracking import code_for, follow_url
from gwidam.people.contacts import email
from gwidam.people.door import ACTIONS, PUBLIC
from gwidam.people.models import Responsibility
from gwidam.post.models import Line, Webhook, WebhookDelivery
from gwidam.post.tokens import mute_token
from gwidam.understand.models import Offer, Theme

from .house import DESKTOP, PHONE, House, session_of
from .scene import Scene, play

# Whoever shows a page best; else the first of the cast whom the policy lets in.
SHOWN_BY = {
    "desk": "jun",
    "": "mina",
    "needs/<int:pk>": "dohyun",
    "improvements/<str:number>/work": "dohyun",
    "improvements/<str:number>/release": "dohyun",
    "improvements/<str:number>/issue": "dohyun",
    # Whoever runs a campaign or a meeting; their own pages are closed to others.
    "campaigns/<int:pk>/acceptances": "dohyun",
    "campaigns/<int:pk>/declines": "dohyun",
    "campaigns/<int:pk>/folds": "dohyun",
    "campaigns/<int:pk>/evaluations": "dohyun",
    "campaigns/<int:pk>/end": "dohyun",
    "campaigns/<int:pk>/held": "dohyun",
    "ideas/<int:pk>/page/end": "dohyun",
    "ideas/<int:pk>/comments/<int:comment>/end": "dohyun",
    "meetings/<int:pk>/teams": "dohyun",
    "meetings/<int:pk>/items/<int:item>/owner": "dohyun",
    "meetings/<int:pk>/items/<int:item>/ruling": "dohyun",
    "improvements/<str:number>/tellings": "dohyun",
    "talks/<int:pk>/bounce": "jun",
}
ROLES = {
    "mina": "front_line",
    "jun": "department",
    "dohyun": "cvi",
    "yuna": "executive",
    "oksu": "operator",
}
# The API has no pages; the founding of a house needs an empty one, and is looked at in test_setup.py.
NO_PAGES = ("api/v1/", "setup/first/")
# What stands in a frame of a page is no page: the words of a mail.
FRAMED = ("mails/<int:pk>/page",)
SHARES = 3  # of the pages, each a test of its own
Look = tuple[dict[str, int], str]  # size and colour scheme
# Both languages together see every page wide and narrow, light and dark; colours are looked at in each scheme.
LOOKS: dict[str, Look] = {"ko": (DESKTOP, "light"), "en": (PHONE, "dark")}
AXE = Axe().axe_script
RUN = """async (options) => (await axe.run(document, options)).violations.flatMap(
  ({ id, nodes }) => nodes.map(({ target, html }) => `${id}: ${target.join(" ")} ${html.slice(0, 160)}`))"""


def routes(resolver: URLResolver | None = None, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """(address pattern, route) of every route but those of other libraries' machinery."""
    for each in (resolver or get_resolver()).url_patterns:
        address = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from routes(each, address)
        elif not address.startswith(NO_PAGES) and not address.endswith(FRAMED) and "(?P<" not in address:
            yield address, each


def filled(address: str, route: URLPattern, scene: Scene) -> list[str]:
    """The address with something real in its places, once for each value worth looking at."""
    paths = [f"/{address}"]
    for name in route.pattern.converters:
        fitting = (there for start, there in places(scene, name) if address.startswith(start))
        values = next(fitting, None)
        assert values, f"{address}: say in `places` what fills <{name}>"
        paths = [re.sub(rf"<(\w+:)?{name}>", str(value), path) for path in paths for value in values]
    return paths


def places(scene: Scene, name: str) -> list[tuple[str, list[object]]]:
    """What fills a place of this name, by the beginning of the address; the first that fits counts."""
    cast = scene.cast
    return {
        "receipt": [
            ("hear/", [scene.voice.receipt]),
            ("cases/<str:receipt>/", [scene.case.receipt]),
            ("cases/", [scene.case.receipt, scene.closed.receipt]),
            ("readings/", [scene.case.receipt]),
            ("voices/", [scene.case.receipt, scene.voice.receipt]),
        ],
        "number": [
            ("improvements/<str:number>/tellings", [scene.improvement.number, scene.released.number]),
            ("improvements/", [scene.improvement.number]),
            ("texts/", [1]),
            ("talks/", [4]),  # the line with the photo
            ("chat/", [4]),
            ("changes/", [scene.released.number]),
        ],
        "field": [("readings/", ["tone"])],
        "secret": [("texts/", ["none"])],
        "code": [
            ("speak/", ["counter"]),
            ("chat/", ["chat"]),
            ("channels/<str:code>/hook", ["phone"]),
            ("channels/<str:code>/poster", ["counter"]),
            ("channels/", ["counter", "phone"]),
            ("hooks/", ["shop"]),
            ("phone/", ["phone"]),
            ("departments/", ["internet"]),
            ("f/", [code_for(scene.case.receipt).replace("-", "")]),
            ("duty/calendars/", ["office"]),
            ("duty/rosters/", ["desk"]),
            ("standards/", ["join-order"]),
        ],
        "token": [
            ("fix/<str:key>/me/", [pass_for(Campaign.objects.get(is_open=True), email("k@daon.example"))]),
            ("follow/", [token_of(scene)]),
            ("said/", [said_token(scene.case.customer_id)]),
            ("mails/pictures/", [picture_of(scene)]),
            ("post/mute/", [mute_token(reader="customer:1", topic="answer")]),
        ],
        "kind": [("settings/doors/", ["tin"])],
        "place": [("drafts/", ["hear"])],
        "subject": [("understand/models/", ["topic"])],
        "slug": [("setup/", list(wizard.STEPS))],
        "pk": [
            ("cases/<str:receipt>/mails/", list(Mail.objects.filter(became="more").values_list("pk", flat=True))),
            ("cases/<str:receipt>/recording/", list(Call.objects.values_list("pk", flat=True)[:1])),
            ("cases/", list(scene.case.promises.filter(kind="callback").values_list("pk", flat=True))),
            ("files/", list(scene.case.voice.attachments.values_list("pk", flat=True))),
            ("people/", [cast.jun.pk]),
            ("directory/", list(Responsibility.objects.values_list("pk", flat=True)[:1])),
            ("standards/", list(Standard.objects.values_list("pk", flat=True)[:1])),
            ("talks/<int:pk>/", list(Talk.objects.filter(state="running").values_list("pk", flat=True))),
            ("talks/", list(Talk.objects.values_list("pk", flat=True))),
            ("settings/ready-answers/", list(ReadyAnswer.objects.values_list("pk", flat=True))),
            ("understand/offers/", list(Offer.objects.values_list("pk", flat=True)[:1])),
            ("needs/", list(Theme.objects.values_list("pk", flat=True)[:2])),
            ("changes/photos/", list(scene.released.photos.values_list("pk", flat=True))),
            ("understand/themes/", list(Theme.objects.values_list("pk", flat=True)[:1])),
            (
                "improvements/<str:number>/voices/",
                list(scene.improvement.counted.values_list("pk", flat=True)[:1]),
            ),
            ("meetings/<int:pk>/items/", list(MeetingItem.objects.values_list("meeting", flat=True)[:1])),
            ("meetings/<int:pk>/follow-ups/", list(FollowUp.objects.values_list("item__meeting", flat=True)[:1])),
            (
                "fix/<str:key>/ideas/",
                list(Idea.objects.filter(shown_at__isnull=False).values_list("pk", flat=True)[:1]),
            ),
            ("ideas/<int:pk>/comments/", list(IdeaComment.objects.values_list("idea", flat=True)[:1])),
            ("calls/", list(Call.objects.values_list("pk", flat=True)[:1])),
            ("settings/phone/", list(Extension.objects.values_list("pk", flat=True))),
            ("settings/doors/ears/", list(Ear.objects.values_list("pk", flat=True))),
            ("settings/doors/lines/", list(Line.objects.values_list("pk", flat=True))),
            ("settings/mails/", list(Mail.objects.values_list("pk", flat=True))),
            ("settings/webhooks/", list(Webhook.objects.values_list("pk", flat=True))),
            ("campaigns/", list(Campaign.objects.values_list("pk", flat=True))),
            ("ideas/", list(Idea.objects.values_list("pk", flat=True)[:2])),
            ("meetings/", list(Meeting.objects.values_list("pk", flat=True))),
            ("", [1]),
        ],
        "key": [("fix/", list(Campaign.objects.exclude(key=None).values_list("key", flat=True)))],
        "row": [
            ("settings/webhooks/", list(WebhookDelivery.objects.values_list("pk", flat=True)[:1])),
            ("meetings/", list(FollowUp.objects.values_list("pk", flat=True)[:1])),
        ],
        "item": [("meetings/", list(MeetingItem.objects.values_list("pk", flat=True)[:1]))],
        "comment": [("ideas/", list(IdeaComment.objects.values_list("pk", flat=True)[:1]))],
    }.get(name, [])


def picture_of(scene: Scene) -> str:
    """The token of a picture in a mail of the case, for its guardian."""
    mail = Mail.objects.get(became="more")
    return pictures_of(mail, case=scene.case, who=scene.cast.mina, begin="")["photo@home"]


def token_of(scene: Scene) -> str:
    """The customer's own key to their page."""
    return follow_url(scene.case.receipt).rpartition("/")[2]


def visitors(address: str, route: URLPattern, scene: Scene) -> list[object | None]:
    """Who looks at it: nobody in particular (None), or one of the cast."""
    action = getattr(route.callback, "door_action", None)
    if action == PUBLIC:
        return [None]
    if action is None:  # the accounts library shows some pages to strangers, others to people signed in
        return [None, scene.cast.oksu]
    shown_by = SHOWN_BY.get(address)
    names = [shown_by] if shown_by else list(ROLES)
    return [next(getattr(scene.cast, name) for name in names if ROLES[name] in ACTIONS[action])]


def is_page(path: str, client: Client) -> bool:
    """Whether this address shows a whole page. Nothing may be missing or broken."""
    answer = client.get(path)
    # We sign nobody up, for one; and a file of a talk is there for the key of its browser alone.
    closed = (404, 405) if path.startswith(("/accounts/", "/chat/chat/files/")) else (405,)
    assert answer.status_code in (200, 204, 302, *closed), f"{path}: {answer.status_code}"
    return answer.status_code == 200 and b"<html" in b"".join(answer)[:400]


def client_of(who: object | None, scene: Scene) -> Client:
    """A visitor without a window: signed in, or with the customer's own link opened."""
    client = Client()
    if who is None:
        client.get(f"/follow/{token_of(scene)}")
        client.get(f"/said/{said_token(scene.case.customer_id)}")
    else:
        client.cookies[settings.SESSION_COOKIE_NAME] = session_of(who)
    return client


@pytest.mark.parametrize("share", range(SHARES))
@pytest.mark.parametrize("language", ["ko", "en"])
def test_axe_finds_nothing(house: House, cast, language: str, share: int) -> None:
    scene = play(cast)
    windows: dict[object | None, Page] = {None: stranger(house, scene, language)}
    clients: dict[object | None, Client] = {}
    looked_at, found = 0, []
    for path, who in islice(addresses(scene), share, None, SHARES):
        key = getattr(who, "pk", None)
        clients[key] = clients.get(key) or client_of(who, scene)
        if is_page(path, clients[key]):
            windows[key] = windows.get(key) or house.employee(who, language=language)
            found += [f"{path} {fault}" for fault in faults(windows[key], path, LOOKS[language])]
            looked_at += 1
    assert not found, "\n".join(found)
    assert looked_at > 60 / SHARES


def addresses(scene: Scene) -> Iterator[tuple[str, object | None]]:
    """(address, who looks at it) of everything in the URL table."""
    for address, route in routes():
        for path in filled(address, route, scene):
            for who in visitors(address, route, scene):
                yield path, who


def stranger(house: House, scene: Scene, language: str) -> Page:
    """A browser without an account that has opened a follow link."""
    page = house.customer(language=language)
    page.goto(f"/said/{said_token(scene.case.customer_id)}")
    page.goto(f"/follow/{token_of(scene)}")
    return page


def faults(page: Page, path: str, look: Look) -> Iterator[str]:
    """What axe finds on this page; and whether a screen, wide or narrow, has to be pushed sideways to read it."""
    size, scheme = look
    page.set_viewport_size(size)  # type: ignore[arg-type]
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(path)
    page.evaluate(AXE)
    yield from page.evaluate(RUN, {"resultTypes": ["violations"], "preload": False})  # no rule of ours needs that
    for each in (size, PHONE if size == DESKTOP else DESKTOP):
        if each != size:
            page.set_viewport_size(each)  # type: ignore[arg-type]
        wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if wider > 0:
            yield f"is {wider} px wider than a screen of {each['width']}"
