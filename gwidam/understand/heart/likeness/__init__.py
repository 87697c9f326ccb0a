"""Others have said this: voices that say the same, told by meaning and by letters; copies, campaigns, repetitions."""

from .copies import Campaign, Copies, campaigns, fingerprint, sameness
from .folding import Said, folded
from .index import Damaged, Near, VectorIndex, put_in_place
from .judging import ACCEPTED, Judge, Pair, calibration_error
from .measuring import Recalled, measured
from .others import Asked, Other, others
from .space import Space, keys_of

__all__ = [
    "ACCEPTED",
    "Asked",
    "Campaign",
    "Copies",
    "Damaged",
    "Judge",
    "Near",
    "Other",
    "Pair",
    "Recalled",
    "Said",
    "Space",
    "VectorIndex",
    "calibration_error",
    "campaigns",
    "fingerprint",
    "folded",
    "keys_of",
    "measured",
    "others",
    "put_in_place",
    "sameness",
]
