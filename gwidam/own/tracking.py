"""Follow links: whoever has the link may see how one case goes, and nothing else.

A token is the receipt (not secret: it is read out on the phone) and 132 bits of a MAC over purpose, receipt
and generation. Nothing is stored until a link is reissued, and a wrong token is the same 404 as an old one.
"""

from __future__ import annotations

import base64
import hashlib
import hmac

from django.conf import settings

from gwidam.core.errors import NotFound
from gwidam.core.receipts import shown
from gwidam.listen.models import Voice

_MAC_LETTERS = 22  # base64url letters, 6 bits each
_CODE_LETTERS = 12  # of 5 bits each
_LONGEST_CODE = 64  # characters of a typed code that are looked at
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans("OIL", "011")


def token_for(receipt: str, *, generation: int = 0) -> str:
    """`<receipt>-<mac>`, the same each time, so that the same delivery gets the same link."""
    return f"{receipt}-{_mac(receipt, generation)}"


def follow_url(receipt: str) -> str:
    """Absolute address of the follow page."""
    return f"{settings.PUBLIC_URL}/follow/{token_for(receipt)}"


def voice_of(token: str) -> Voice:
    """The voice a token opens. Raises NotFound for any token that does not open one."""
    receipt, _, mac = token.partition("-")
    found = None
    if receipt.isascii() and receipt.isdecimal() and len(receipt) == 10:
        found = Voice.objects.select_related("customer", "channel").filter(receipt=receipt).first()
    if found is None or not hmac.compare_digest(mac.encode(), _mac(receipt, 0).encode()):
        raise NotFound(ko="이 링크로는 볼 수 있는 것이 없습니다.", en="There is nothing to see under this link.")
    return found


def code_for(receipt: str) -> str:
    """`38415-09276-7KQ2-M9XD-R4TP`: the number and 60 bits of a MAC over it, to be written down by somebody to whom
    nothing can be sent. Letters are Crockford's, without those that are mistaken for digits."""
    letters = _code(receipt)
    return "-".join((shown(receipt), letters[:4], letters[4:8], letters[8:]))


def short_url(receipt: str) -> str:
    """Absolute address of the follow page in few letters, for text messages: the receipt and its code."""
    return f"{settings.PUBLIC_URL}/f/{receipt}{_code(receipt)}"


def receipt_in(code: str) -> str:
    """The receipt a code is for, however it is spaced and in whatever case; empty where it is no code of ours."""
    plain = "".join(letter for letter in code[:_LONGEST_CODE].upper() if letter.isascii() and letter.isalnum())
    receipt, letters = plain[:10], plain[10:].translate(_MISREAD)
    is_ours = len(letters) == _CODE_LETTERS and receipt.isdecimal()
    return receipt if is_ours and hmac.compare_digest(letters, _code(receipt)) else ""


def _code(receipt: str) -> str:
    key = hmac.new(settings.SECRET_KEY.encode(), b"gwidam/receipt-code", hashlib.sha256).digest()
    mac = int.from_bytes(hmac.digest(key, receipt.encode(), "sha256"))
    return "".join(_LETTERS[(mac >> 5 * place) & 31] for place in range(_CODE_LETTERS))


def _mac(receipt: str, generation: int) -> str:
    key = hmac.new(settings.SECRET_KEY.encode(), b"gwidam/follow", hashlib.sha256).digest()
    mac = hmac.new(key, f"{receipt}/{generation}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(mac).decode()[:_MAC_LETTERS]
