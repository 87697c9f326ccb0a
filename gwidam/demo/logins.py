"""Who can sign in to the demo, each house with words and secrets of its own."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from gwidam.people.models import Employee

ISSUER = "Gwidam"
# Who is shown around, in the order in which they are worth meeting.
SHOWN = (
    ("nari.kwon@daon.example", "권나리 Kwon Nari", "고객센터 글상담 · customer centre, written"),
    ("hajun.lee@daon.example", "이하준 Lee Hajun", "고객센터 전화 · customer centre, phone"),
    ("grace.okoye@daon.example", "Grace Okoye", "고객센터 영어 · customer centre, English"),
    ("hyejin.do@daon.example", "도혜진 Do Hyejin", "매장 · shop counter"),
    ("junyoung.heo@daon.example", "허준영 Heo Junyoung", "인터넷기술팀 · department, internet"),
    ("mikyung.woo@daon.example", "우미경 Woo Mikyung", "요금청구팀 · department, billing"),
    ("eunjae.seo@daon.example", "서은재 Seo Eunjae", "고객가치혁신팀 · CVI team"),
    ("seoyeon.han@daon.example", "한서연 Han Seoyeon", "대표 · executive"),
    ("taeyang.moon@daon.example", "문태양 Moon Taeyang", "운영 · operator"),
)
SECOND_FACTOR = ("eunjae.seo@daon.example", "taeyang.moon@daon.example")


@dataclass(frozen=True, slots=True)
class Login:
    """One row of the table of logins. `totp` is the base32 secret of the second factor, or ''."""

    role: str
    name: str
    email: str
    password: str
    totp: str

    @property
    def otpauth(self) -> str:
        """The second factor as an authenticator app takes it (Key Uri Format); '' without one."""
        if not self.totp:
            return ""
        return f"otpauth://totp/{quote(f'{ISSUER}:{self.email}')}?{urlencode({'secret': self.totp, 'issuer': ISSUER})}"


def logins(secret: str) -> list[Login]:
    """The logins of a house, all drawn from a secret of at least 32 letters that only this house has."""
    password = _password(secret)
    return [
        Login(
            role=role,
            name=name,
            email=email,
            password=password,
            totp=_totp(secret, email) if email in SECOND_FACTOR else "",
        )
        for email, name, role in SHOWN
    ]


def give_second_factors(logins: Sequence[Login]) -> None:
    """Set up the authenticator of each login that has one, as its person would have by scanning a code."""
    from allauth.mfa.totp.internal.auth import TOTP

    for each in logins:
        if each.totp:
            TOTP.activate(Employee.objects.get(email=each.email), each.totp)


def code_of(totp: str, *, at: float) -> str:
    """The six digits of a second factor at this Unix time (RFC 6238)."""
    from allauth.mfa import app_settings
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    return str(format_hotp_value(hotp_value(totp, int(at) // app_settings.TOTP_PERIOD)))


def _password(secret: str) -> str:
    """Sixteen letters and digits in fours: 80 bits that can be read out and typed."""
    letters = base64.b32encode(_drawn(secret, "password")[:10]).decode().lower()
    return "-".join(letters[place : place + 4] for place in range(0, 16, 4))


def _totp(secret: str, email: str) -> str:
    return base64.b32encode(_drawn(secret, f"totp/{email}")[:20]).decode()


def _drawn(secret: str, purpose: str) -> bytes:
    return hmac.new(secret.encode(), f"gwidam/demo/{purpose}".encode(), hashlib.sha256).digest()
