"""Text classifiers with calibrated probabilities, over any labels."""

from .corrections import Comparison, Corrected, Correction, compare, corrected
from .curve import Curve, Point, accuracy, auroc, calibration_error, macro_f1
from .evidence import Evidence, evidence
from .keeping import from_bytes, load, save, to_bytes
from .leaning import leaning
from .model import Guess, Hints, Labels, learn, names_as_hints

__all__ = [
    "Comparison",
    "Corrected",
    "Correction",
    "Curve",
    "Evidence",
    "Guess",
    "Hints",
    "Labels",
    "Point",
    "accuracy",
    "auroc",
    "calibration_error",
    "compare",
    "corrected",
    "evidence",
    "from_bytes",
    "leaning",
    "learn",
    "load",
    "macro_f1",
    "names_as_hints",
    "save",
    "to_bytes",
]
