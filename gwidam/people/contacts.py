"""Ways to reach somebody, written one way so that equal ones are equal."""

from __future__ import annotations

import re
from dataclasses import dataclass

import phonenumbers

from gwidam.core.errors import NotValid
from gwidam.core.sealed import fingerprint

_EMAIL = re.compile(r"[^@\s\x00-\x1f<>\",;:]+@[^@\s\x00-\x1f<>\",;:.]+(\.[^@\s\x00-\x1f<>\",;:.]+)+")
KOREA = 82  # country code
# Nearly every number here; what the library says of it, a hundred times as fast.
_MOBILE = re.compile(r"0(1[016789])[- ]?([0-9]{3,4})[- ]?([0-9]{4})")
EMAIL_BYTES = 254  # RFC 5321, 4.5.3.1.3, less the angle brackets


@dataclass(frozen=True, slots=True)
class Reach:
    """A normalised contact: kind ('email' | 'phone' | 'handle'), value, last four digits of a phone."""

    kind: str
    value: str
    tail: str = ""

    @property
    def mark(self) -> str:
        return fingerprint(self.value, purpose=f"contact/{self.kind}")


def email(text: str) -> Reach:
    """Lower-cased address. Raises NotValid when it is none."""
    value = text.strip().lower()
    if len(value.encode()) > EMAIL_BYTES or not _EMAIL.fullmatch(value):
        raise NotValid(
            ko="이메일 주소를 다시 확인해 주세요.", en="Please check the e-mail address.", field="email"
        )
    return Reach("email", value)


def phone(text: str, *, region: str = "KR") -> Reach:
    """E.164 number; written without a country code it is read as one of `region`. Raises NotValid."""
    if region == "KR" and (mobile := _MOBILE.fullmatch(text)):
        value = f"+82{''.join(mobile.groups())}"
        return Reach("phone", value, tail=value[-4:])
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        raise NotValid(ko="전화번호를 다시 확인해 주세요.", en="Please check the phone number.", field="phone")
    value = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return Reach("phone", value, tail=value[-4:])


def dialled(value: str) -> str:
    """An E.164 number as people write it: `010-2345-4417` within Korea, with the country code elsewhere."""
    number = phonenumbers.parse(value)
    form = phonenumbers.PhoneNumberFormat
    is_korean = number.country_code == KOREA
    return phonenumbers.format_number(number, form.NATIONAL if is_korean else form.INTERNATIONAL)


def is_korean_mobile(value: str) -> bool:
    """Whether an E.164 number is one of a mobile telephone in Korea, which text messages reach."""
    return value.startswith("+821")


def handle(text: str) -> Reach:
    """A name on a social network, without the at sign."""
    value = text.strip().lstrip("@").casefold()[:100]
    if not value:
        raise NotValid(ko="계정 이름을 다시 확인해 주세요.", en="Please check the handle.", field="handle")
    return Reach("handle", value)


def reaches(*, email_: str = "", phone_: str = "", handle_: str = "") -> list[Reach]:
    """What was given, normalised, the surest sign of a person first. Raises NotValid."""
    given = []
    if phone_.strip():
        given.append(phone(phone_))
    if email_.strip():
        given.append(email(email_))
    if handle_.strip():
        given.append(handle(handle_))
    return given
