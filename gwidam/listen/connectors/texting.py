"""Text messages as a line: what the form of a gateway asks for; and the ear that its webhook tells."""

from __future__ import annotations

from django.conf import settings

from gwidam.core.failing import ODD, STRANGER
from gwidam.core.words import Said
from gwidam.post.carriers.texts import TextFileCarrier
from gwidam.post.lines import Field, LineKind
from gwidam.post.models import Line

from ..ears.kinds import EarKind
from .solapi import Solapi
from .stepping import speaks_with, tries

SOLAPI = "solapi"
_SOLAPI = Solapi()


def _into_a_file(_: Line) -> TextFileCarrier:
    return TextFileCarrier(settings.ENV.data / "outbox" / "texts.jsonl")


def _told_by(kind: LineKind) -> EarKind:
    """The ear of a kind of line: the gateway tells it of what customers send, at an address of its own."""
    name = Said(f"고객이 보낸 문자 ({kind.name.ko})", f"text messages from customers ({kind.name.en})")
    return EarKind(code=kind.code, family="texts", name=name, line=kind.code, says=SAYS)


SAYS = {
    STRANGER: Said(
        "주소 끝의 비밀 값이 맞지 않습니다. 게이트웨이에 적은 주소를 확인해 주세요.",
        "The secret at the end of the address is wrong. Look at the address that the gateway was given.",
    ),
    ODD: Said(
        "주소는 맞지만 문자로 알아들을 수 없습니다. 게이트웨이가 받은 답에 까닭이 적혀 있습니다.",
        "The address is right, but it makes no sense as a text message. The answer the gateway was given says why.",
    ),
}

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
                    "솔라피 콘솔의 메시지 리포트(SINGLE-REPORT) 웹훅과 같은 값이어야 합니다. 연결한 뒤 아래에서 "
                    "만들 수도 있습니다. 비워 두면 문자가 도착했는지는 알 수 없습니다.",
                    "The same as of the webhook of message reports (SINGLE-REPORT) there; it can also be made "
                    "below once the account is connected. Without it nobody tells us whether a message arrived.",
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

EARS = tuple(_told_by(kind) for kind in LINES)
