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
from scipy.sparse import csr_matrix

from ..features import KINDS, Features, Pieces
from ..tiers import Missing
from .curve import Curve, Point
from .doubt import Blend, Strangeness
from .heads import Heads, LikeHead, LinearHead, MeanHead
from .model import Labels
from .rows import View
from .wide import WideHead

FORMAT = "gwidam-labels-3"
EARLIER = "gwidam-labels-2"  # read as well; what it knew of strange texts was measured otherwise and is left out
LARGEST = 2 << 30  # bytes, unpacked; a larger file is no model of ours

_Arrays = Mapping[str, NDArray[Any]]


def to_bytes(model: Labels) -> bytes:
    """Return the model as the bytes of an .npz file; weights are kept in half precision."""
    heads, strange = model.heads, model.strange
    header = {
        "format": FORMAT,
        "names": model.names,
        "analyser": model.analyser,
        "embedder": model.embedder,
        "matter": [pieces.kind.name for pieces in model.view.matter.pieces],
        "manner": [pieces.kind.name for pieces in model.view.manner.pieces],
        "curve": [list(point) for point in model.curve.points],
        "shares": model.shares,
    }
    arrays: dict[str, NDArray[Any]] = {
        "header": np.frombuffer(json.dumps(header, ensure_ascii=False).encode(), dtype=np.uint8),
        "matter": heads.matter.weights.astype(np.float16),
        "matter_offsets": heads.matter.offsets.astype(np.float32),
        "manner": heads.manner.weights.astype(np.float16),
        "manner_offsets": heads.manner.offsets.astype(np.float32),
        "like": heads.like.means.data.astype(np.float16),
        "like_columns": heads.like.means.indices.astype(np.int32),
        "like_ends": heads.like.means.indptr.astype(np.int32),
        "loudness": model.blend.loudness,
        "lean": model.blend.lean,
    }
    for pieces in (*model.view.matter.pieces, *model.view.manner.pieces):
        arrays |= {f"{pieces.kind.name}_{name}": array for name, array in pieces.arrays().items()}
    if heads.mean is not None and heads.bent is not None and model.view.centre is not None:
        arrays |= _bent(heads.bent)
        arrays |= {
            "centre": model.view.centre,
            "mean": heads.mean.weights.astype(np.float32),
            "mean_offsets": heads.mean.offsets,
            "mean_middle": heads.mean.middle,
            "mean_surplus": heads.mean.surplus.astype(np.float32),
        }
    if strange is not None:
        arrays["strange"] = np.stack([strange.weights, strange.centre, strange.scale])
        arrays["strange_offset"] = np.array([strange.offset])
    packed = io.BytesIO()
    np.savez_compressed(packed, allow_pickle=False, **arrays)
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
    if header["format"] not in (FORMAT, EARLIER):
        raise ValueError(f"its format is {header['format']!r}, not {FORMAT!r}")
    names = tuple(str(name) for name in header["names"])
    matter, manner = (_features(header[kinds], arrays) for kinds in ("matter", "manner"))
    heads = Heads(
        _linear("matter", arrays),
        _linear("manner", arrays),
        LikeHead(_sparse(arrays, (len(names), matter.offsets()[-1]))),
        _wide_or_plane(arrays),
        _mean(arrays),
    )
    dims = 0 if heads.mean is None else heads.mean.weights.shape[1]
    columns = (matter.offsets()[-1] + dims, manner.offsets()[-1])
    for head, width in zip((heads.matter, heads.manner), columns, strict=True):
        if head.weights.shape != (len(names), width) or head.offsets.shape != (len(names),):
            raise ValueError("its parts do not fit one another")
    strange = None
    if "strange" in arrays and header["format"] == FORMAT:
        strange = Strangeness(
            arrays["strange"][0], float(arrays["strange_offset"][0]), arrays["strange"][1], arrays["strange"][2]
        )
    curve = Curve(tuple(Point(*map(float, point)) for point in header["curve"]))
    return Labels(
        names,
        str(header["analyser"]),
        View(matter, manner, arrays.get("centre"), str(header["embedder"])),
        heads,
        Blend(arrays["loudness"], arrays.get("lean", np.zeros(1))),
        strange,
        curve,
        tuple(map(float, header.get("shares", ()))),
    )


def _linear(name: str, arrays: _Arrays) -> LinearHead:
    return LinearHead(arrays[name].astype(np.float32), arrays[f"{name}_offsets"].astype(np.float64))


def _bent(head: WideHead | LinearHead) -> dict[str, NDArray[Any]]:
    """The arrays of a head over vectors."""
    name = "wide" if isinstance(head, WideHead) else "plane"
    arrays = {name: head.weights.astype(np.float32), f"{name}_offsets": head.offsets.astype(np.float32)}
    return arrays | ({"wide_directions": head.directions.astype(np.float16)} if isinstance(head, WideHead) else {})


def _wide_or_plane(arrays: _Arrays) -> WideHead | LinearHead | None:
    if "wide" in arrays:
        offsets = arrays["wide_offsets"].astype(np.float64)
        return WideHead(arrays["wide_directions"].astype(np.float32), arrays["wide"], offsets)
    return _linear("plane", arrays) if "plane" in arrays else None


def _features(kinds: list[str], arrays: _Arrays) -> Features:
    return Features(
        tuple(
            Pieces.restored(KINDS[kind], {name: arrays[f"{kind}_{name}"] for name in ("terms", "idf")})
            for kind in kinds
        )
    )


def _sparse(arrays: _Arrays, shape: tuple[int, int]) -> csr_matrix:
    parts = (arrays["like"].astype(np.float32), arrays["like_columns"], arrays["like_ends"])
    matrix = csr_matrix(parts, shape=shape)
    matrix.check_format(full_check=True)
    return matrix


def _mean(arrays: _Arrays) -> MeanHead | None:
    if "mean" not in arrays:
        return None
    return MeanHead(
        arrays["mean"].astype(np.float64),
        arrays["mean_offsets"],
        arrays["mean_middle"],
        arrays.get("mean_surplus", np.zeros((0, 0))).astype(np.float64),
    )
