"""How long words are as a text message in Korea: what fits, and what no telephone there can show.

Korean carriers count and carry text as CP949: one byte for a Latin letter, two for a Hangul syllable.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

SMS_BYTES = 90
LMS_BYTES = 2000
UNSHOWN = "?"  # stands for what CP949 has no letter for

# What keyboards and word processors write, and CP949 has only in plainer clothes.
_PLAINER = str.maketrans({"\u00a0": " ", "\u2013": "-", "\u2014": "-", "\u20a9": "원", "\u2022": "·", "\r": None})


@dataclass(frozen=True, slots=True)
class Text:
    """Words as they leave: only what CP949 can carry. `unshown`: how many letters gave way to a question mark."""

    words: str
    size: int  # bytes
    unshown: int

    @property
    def kind(self) -> str:
        """'SMS' or 'LMS'; empty where it is too long for either."""
        if self.size <= SMS_BYTES:
            return "SMS"
        return "LMS" if self.size <= LMS_BYTES else ""


def texted(words: str) -> Text:
    """Words as a text message: syllables put together, line ends one byte, the rest as CP949 has it."""
    plain = unicodedata.normalize("NFC", words).translate(_PLAINER).strip()
    kept, unshown = [], 0
    for letter in plain:
        if _is_carried(letter):
            kept.append(letter)
        elif not unicodedata.category(letter).startswith(
            ("M", "Cf")
        ):  # marks and joiners belong to the letter before
            kept.append(UNSHOWN)
            unshown += 1
    said = "".join(kept)
    return Text(said, len(said.encode("cp949")), unshown)


def _is_carried(letter: str) -> bool:
    try:
        letter.encode("cp949")
    except UnicodeEncodeError:
        return False
    return True
