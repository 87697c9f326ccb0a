"""Text messages as a line: what the form of a gateway asks for."""

from __future__ import annotations

from django.conf import settings

from gwidam.core.words import Said
from gwidam.post.carriers.texts import TextFileCarrier
from gwidam.post.lines import Field, LineKind
from gwidam.post.models import Line

from .solapi import Solapi
from .stepping import speaks_with, tries

SOLAPI = "solapi"
_SOLAPI = Solapi()


def _into_a_file(_: Line) -> TextFileCarrier:
    return TextFileCarrier(settings.ENV.data / "outbox" / "texts.jsonl")


LINES = (
    LineKind(
        code=SOLAPI,
        family=SOLAPI,
        name=Said("솔라피: 문자와 알림톡", "Solapi: text messages and KakaoTalk notices"),
        fields=(
            Field(
                "url",
                Said("API 주소", "Address of the API"),
                Said("https://api.solapi.com", "https://api.solapi.com"),
            ),
            Field("account", Said("API Key", "API Key")),
            Field("api_secret", Said("API Secret", "API Secret"), is_secret=True),
            Field(
                "from",
                Said("발신번호", "Number it is sent from"),
                Said("솔라피에 미리 등록한 번호여야 합니다.", "It must be registered at Solapi beforehand."),
            ),
            Field(
                "hook_secret",
                Said("웹훅 비밀 값", "Secret of the webhook"),
                Said(
                    "솔라피 콘솔에서 메시지 리포트(SINGLE-REPORT) 웹훅을 만들 때 정한 값입니다. 받을 주소는 이 집의 "
                    "/texts/ 뒤에 이 연결의 번호를 붙인 것입니다. 비워 두면 문자가 도착했는지는 알 수 없습니다.",
                    "The one you gave the webhook of message reports (SINGLE-REPORT) there. Its address is /texts/ and "
                    "the number of this line, at this house. Without it nobody tells us whether a message arrived.",
                ),
                is_secret=True,
                is_required=False,
            ),
            Field(
                "pf_id",
                Said("카카오톡 채널(pfId)", "KakaoTalk channel (pfId)"),
                Said(
                    "템플릿과 함께 적으면 알림톡으로 먼저 보내고, 받을 수 없는 분께는 문자로 보냅니다.",
                    "With a template, a KakaoTalk notice is tried first, then a text message where it does not arrive.",
                ),
                is_required=False,
            ),
            Field("template_id", Said("알림톡 템플릿", "Template of the notice"), is_required=False),
            Field(
                "variable",
                Said("템플릿에서 글이 들어갈 자리", "Variable of the template that takes the words"),
                Said("#{내용}", "#{내용}"),
                is_required=False,
            ),
        ),
        look=tries(_SOLAPI.look),
        carrier=speaks_with(_SOLAPI),
        is_texting=True,
    ),
    LineKind(
        code="texts_file",
        family="texts_file",
        name=Said("문자를 파일로 적어 두기", "Text messages into a file"),
        fields=(),
        look=lambda _: "",
        carrier=_into_a_file,
        is_texting=True,
    ),
)
