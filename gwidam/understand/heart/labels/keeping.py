"""A model as one file: arrays and a header of plain words, so that reading it can run nothing."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..features import Features, Pieces
from ..tiers import Missing
from .curve import Curve, Point
from .doubt import Blend, Strangeness
from .heads import LinearHead, MeanHead
from .model import Heads, Labels

FORMAT = "gwidam-labels-1"
LARGEST = 2 << 30  # bytes, unpacked; a larger file is no model of ours

_Arrays = Mapping[str, NDArray[Any]]


def to_bytes(model: Labels) -> bytes:
    """Return the model as the bytes of an .npz file; weights are kept in half precision."""
    linear, mean, strange = model.heads.linear, model.heads.mean, model.strange
    header = {
        "format": FORMAT,
        "names": model.names,
        "embedder": model.embedder,
        "curve": [list(point) for point in model.curve.points],
    }
    arrays: dict[str, NDArray[Any]] = {
        "header": np.frombuffer(json.dumps(header, ensure_ascii=False).encode(), dtype=np.uint8),
        "linear": linear.weights.astype(np.float16),
        "linear_offsets": linear.offsets.astype(np.float32),
        "loudness": model.blend.loudness,
    }
    for kind, pieces in (("words", model.features.words), ("pieces", model.features.pieces)):
        arrays |= {f"{kind}_{name}": array for name, array in pieces.arrays().items()}
    if mean is not None:
        arrays |= {"mean": mean.weights.astype(np.float32), "mean_offsets": mean.offsets}
    if strange is not None:
        arrays["strange"] = np.stack([strange.weights, strange.centre, strange.scale])
        arrays["strange_offset"] = np.array([strange.offset])
    packed = io.BytesIO()
    np.savez_compressed(packed, **arrays)
    return packed.getvalue()


def from_bytes(packed: bytes) -> Labels:
    """Return the model that `to_bytes` packed; raise Missing when these bytes are no whole model."""
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as members:
            if sum(member.file_size for member in members.infolist()) > LARGEST:
                raise ValueError("it is too large")
        with np.load(io.BytesIO(packed), allow_pickle=False) as file:
            return _model({name: file[name] for name in file.files})
    except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile, MemoryError, EOFError) as trouble:
        raise Missing(f"The model cannot be read: {trouble}") from None


def save(model: Labels, path: Path) -> None:
    """Write the model to a file, whole or not at all."""
    draft = path.with_name(f"{path.name}.new")
    draft.write_bytes(to_bytes(model))
    draft.replace(path)


def load(path: Path) -> Labels:
    """Read the model of a file; raise Missing when it is not there or is no whole model."""
    try:
        packed = path.read_bytes()
    except OSError as trouble:
        raise Missing(f"The model file {path.name} cannot be read: {trouble.strerror}.") from None
    return from_bytes(packed)


def _model(arrays: _Arrays) -> Labels:
    header = json.loads(arrays["header"].tobytes().decode())
    if header["format"] != FORMAT:
        raise ValueError(f"its format is {header['format']!r}, not {FORMAT!r}")
    names = tuple(str(name) for name in header["names"])
    features = Features(_pieces("word", "words", arrays), _pieces("char_wb", "pieces", arrays))
    linear = LinearHead(arrays["linear"].astype(np.float32), arrays["linear_offsets"].astype(np.float64))
    mean = MeanHead(arrays["mean"].astype(np.float64), arrays["mean_offsets"]) if "mean" in arrays else None
    columns = len(features.words.terms()) + len(features.pieces.terms())
    columns += 0 if mean is None else mean.weights.shape[1]
    if linear.weights.shape != (len(names), columns) or linear.offsets.shape != (len(names),):
        raise ValueError("its parts do not fit one another")
    strange = None
    if "strange" in arrays:
        strange = Strangeness(
            arrays["strange"][0], float(arrays["strange_offset"][0]), arrays["strange"][1], arrays["strange"][2]
        )
    curve = Curve(tuple(Point(*map(float, point)) for point in header["curve"]))
    return Labels(
        names, str(header["embedder"]), features, Heads(linear, mean), Blend(arrays["loudness"]), strange, curve
    )


def _pieces(kind: str, prefix: str, arrays: _Arrays) -> Pieces:
    return Pieces.restored(kind, {name: arrays[f"{prefix}_{name}"] for name in ("terms", "idf")})
