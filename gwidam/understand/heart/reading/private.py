"""What in a text is about a person: numbers, addresses, names; found so that it can be hidden where it need not show.

Resident and card numbers are masked before anything is stored (`gwidam.core.masking`). The others are kept, as
somebody has to call back, and told here with their places.
"""

from __future__ import annotations

import csv
import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from gwidam.core.masking import mask, masked_places, one_spelling


class Private(NamedTuple):
    """A private part of a text, as it was given: its place (half-open), its kind, and whether `mask` takes it out.

    kind: resident, foreigner, card (these are taken out), phone, email, account, passport, licence, plate, business,
    ssn, address, name, birth, ip.
    """

    start: int
    end: int
    kind: str
    is_masked: bool


def private(text: str) -> list[Private]:
    """Return the private parts of a text in order; none overlaps another, the surer kind wins.

    Looks at the first 20,000 characters; resident and card numbers are found in all of it.
    """
    parts = [Private(start, end, kind, True) for start, end, kind in masked_places(text)]
    taken = [(part.start, part.end) for part in parts]
    plain = one_spelling(text[:_LONGEST])
    for kind, pattern in _patterns():
        for match in pattern.finditer(plain):
            start, end = match.span("it")
            if all(end <= a or start >= b for a, b in taken):
                taken.append((start, end))
                parts.append(Private(start, end, kind, False))
    return sorted(parts)


def stored(text: str) -> str:
    """Return the text as it may be stored: resident and card numbers masked."""
    return mask(text).text


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return kinds and patterns of `private.tsv`, in order; the group `it` is the private part."""
    with Path(__file__).with_name("private.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return tuple(
        (row["kind"], re.compile(_WORDS_IN.sub(lambda word: _WORDS[word[1]], row["pattern"]))) for row in rows
    )


_LONGEST = 20_000  # characters
_WORDS_IN = re.compile("(?<![?P])<(\\w+)>")
_WORDS = {
    "banks": "국민|신한|우리|하나|농협|기업|카카오(?:뱅크)?|토스(?:뱅크)?|케이뱅크|새마을(?:금고)?|우체국|SC|씨티"
    "|수협|부산|대구|광주|전북|경남|제주|산업|신협",
    "surnames": "남궁|황보|제갈|선우|독고|사공|[김이박최정강조윤장임한오서신권황안송류유전홍고문양손배백허남심노"
    "하곽성차주우구민진지엄채원천방공현함변염여추도소석선설마길연위표명기반왕금옥육인맹제모]",
    # Words that begin like a name and are none.
    "no_names": "고객|기사|상담|사장|선생|담당|직원|점장|지점|이용|이쪽|이번|전화|문의|주문|구매|신청|방문|안내|성함"
    "|정보|서비|설치|수리|배송|택배|판매|매장|부모|장모|형님|누님|손님|회원|기존|신규|전담|책임|여러|하나|우리|모든"
    "|조금|소중|유저|주인|원장|교수|의사|변호|도우|현재|지금|정말|진짜",
}
