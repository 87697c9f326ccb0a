"""The networks as doors: what the form of an account asks for, and what listens by it."""

from __future__ import annotations

from datetime import timedelta

from gwidam.core.words import Said
from gwidam.post.lines import Field, LineKind

from ..ears.kinds import EarKind
from . import bluesky, feed, mastodon, x
from .stepping import listens, speaks_with, tries

_MASTODON, _BLUESKY, _X = mastodon.Mastodon(), bluesky.Bluesky(), x.X()
_NAMING_US, _POSTS, _X_NAMING_US, _COMMENTS = mastodon.Mentions(), bluesky.Posts(), x.Mentions(), feed.Comments()

LINES = (
    LineKind(
        code="mastodon",
        family="mastodon",
        name=Said("마스토돈", "Mastodon"),
        fields=(
            Field(
                "url",
                Said("서버 주소", "Address of the server"),
                Said("https://mastodon.social", "https://mastodon.social"),
            ),
            Field(
                "token",
                Said("액세스 토큰", "Access token"),
                Said(
                    "환경설정 → 개발 → 새 애플리케이션에서 만듭니다. 권한: read:accounts, read:notifications, "
                    "read:statuses, write:statuses",
                    "From Preferences → Development → New application. Scopes: read:accounts, read:notifications, "
                    "read:statuses, write:statuses",
                ),
                is_secret=True,
            ),
        ),
        look=tries(_MASTODON.look),
        carrier=speaks_with(_MASTODON),
    ),
    LineKind(
        code="bluesky",
        family="bluesky",
        name=Said("블루스카이", "Bluesky"),
        fields=(
            Field(
                "url",
                Said("계정이 있는 서버", "Server of the account"),
                Said("https://bsky.social", "https://bsky.social"),
            ),
            Field("account", Said("핸들", "Handle"), Said("gwidam.bsky.social", "gwidam.bsky.social")),
            Field(
                "password",
                Said("앱 비밀번호", "App password"),
                Said(
                    "설정 → 개인정보와 보안 → 앱 비밀번호. 쪽지도 들으려면 만들 때 쪽지 접근을 허락해야 합니다.",
                    "Settings → Privacy and security → App passwords. To hear direct messages, too, allow access "
                    "to them when you make it.",
                ),
                is_secret=True,
            ),
        ),
        look=tries(_BLUESKY.look),
        carrier=speaks_with(_BLUESKY),
    ),
    LineKind(
        code="x",
        family="x",
        name=Said("엑스(X)", "X"),
        fields=(
            Field("url", Said("API 주소", "Address of the API"), Said("https://api.x.com", "https://api.x.com")),
            *(
                Field(name, Said(label, label), is_secret=True)
                for name, label in (
                    ("api_key", "API Key"),
                    ("api_secret", "API Key Secret"),
                    ("token", "Access Token"),
                    ("token_secret", "Access Token Secret"),
                )
            ),
        ),
        look=tries(_X.look),
        carrier=speaks_with(_X),
    ),
    LineKind(
        code="feed",
        family="feed",
        name=Said("블로그 댓글(RSS)", "Blog comments (RSS)"),
        fields=(
            Field(
                "url",
                Said("댓글 피드 주소", "Address of the feed of comments"),
                Said("https://blog.example/comments/feed/", "https://blog.example/comments/feed/"),
            ),
        ),
        look=tries(lambda place: _COMMENTS.listen(place, {})),
    ),
)

EARS = (
    EarKind(
        code="mastodon",
        family="mastodon",
        name=Said("마스토돈: 우리를 부른 글과 쪽지", "Mastodon: posts and direct posts that name us"),
        line="mastodon",
        look=listens(_NAMING_US, again=_NAMING_US),
    ),
    EarKind(
        code="bluesky",
        family="bluesky",
        name=Said("블루스카이: 우리를 부르거나 우리 글에 단 글", "Bluesky: posts that name, answer or quote us"),
        line="bluesky",
        look=listens(_POSTS, again=_POSTS),
    ),
    EarKind(
        code="bluesky_talks",
        family="bluesky",
        name=Said("블루스카이: 쪽지", "Bluesky: direct messages"),
        line="bluesky",
        look=listens(bluesky.Talks()),
    ),
    EarKind(
        code="x",
        family="x",
        name=Said("엑스(X): 우리를 부른 글", "X: posts that name us"),
        line="x",
        look=listens(_X_NAMING_US, again=_X_NAMING_US),
        every=timedelta(minutes=5),  # what is read there is paid for
    ),
    EarKind(
        code="x_messages",
        family="x",
        name=Said("엑스(X): 쪽지", "X: direct messages"),
        line="x",
        look=listens(x.Messages()),
        every=timedelta(minutes=5),
    ),
    EarKind(
        code="feed",
        family="feed",
        name=Said("블로그: 댓글", "Blog: comments"),
        line="feed",
        look=listens(_COMMENTS),
        every=timedelta(minutes=10),
    ),
)
