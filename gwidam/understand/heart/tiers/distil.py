"""Make the table of word vectors: `python -m gwidam.understand.heart.tiers.distil --texts FILE ... --out table.npz`.

Words are counted in the texts given (columns named text of TSV files, or plain lines) and, for English, taken from
a list of words with their counts. Each is shown to multilingual-e5-small alone; what it says is centred per
script, cut to its main axes, and made quieter the more often the word is used. Then the rows are moved a little,
so that their means come near to what the model says of whole sentences from the same texts (ridge regression, as
in "tokenlearn", Minish, 2024). At last common words are made louder again.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags_array
from scipy.sparse.linalg import cg

from .e5 import E5
from .kiwi import Kiwi
from .table import PATH, write
from .words import content_words

Rows: TypeAlias = NDArray[np.float32]

_QUIET = 1e-3  # Arora et al. 2017: a word of frequency p weighs a / (a + p)
_LONGEST_WORD = 20
_PIECE = 200  # characters of a long text that count as one sentence


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the arguments, make the table, write it and its hash."""
    args = parser().parse_args(arguments)
    texts = [text for path in args.texts for text in texts_of(path)]
    cut = content_words(texts, Kiwi())
    counts = counted(cut, args.words, args.korean, args.english)
    words = sorted(counts)
    print(f"{len(words)} words from {len(texts)} texts", file=sys.stderr)
    model = E5()
    rows, axes = reduced(model.embed(words), np.array([is_korean(word) for word in words]), args.dims)
    rows *= weights(words, counts)[:, None]
    if args.sentences:
        rows = taught(rows, axes, words, texts, cut, model, args)
    write(args.out, words, evened(rows))


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    top = argparse.ArgumentParser(description="Make the table of word vectors from multilingual-e5-small.")
    top.add_argument("--texts", type=Path, nargs="+", required=True, help="TSV files with a column text, or lines")
    top.add_argument("--words", type=Path, help="English words, a space, and their counts, one a line")
    top.add_argument("--korean", type=int, default=13_000, help="most Korean words")
    top.add_argument("--english", type=int, default=11_000, help="most English words")
    top.add_argument("--dims", type=int, default=256)
    top.add_argument("--sentences", type=int, default=0, help="sentences to teach it with; 30 a second are read")
    top.add_argument("--seed", type=int, default=0)
    top.add_argument("--out", type=Path, default=PATH)
    return top


def texts_of(path: Path) -> Iterator[str]:
    """Yield the texts of a file: its column text if it has one, or both of a pair, else its lines."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        columns = [
            name
            for name in ("text", "title", "content", "s1", "s2", "Customer Complaint")
            if name in (reader.fieldnames or ())
        ]
        for row in reader:
            yield from (row[column] for column in columns if row[column])


def counted(
    cut: Sequence[Sequence[str]], list_of_words: Path | None, korean: int, english: int
) -> dict[str, float]:
    """Return the words to keep and how often each is used, as a share of its own script's words."""
    seen = Counter(word for words in cut for word in words if len(word) <= _LONGEST_WORD)
    ours = Counter({word: count for word, count in seen.items() if is_korean(word) and count > 1})
    latin = Counter({word: count for word, count in seen.items() if word.isascii() and word.isalpha()})
    general: Counter[str] = Counter()
    if list_of_words:
        for line in list_of_words.read_text(encoding="utf-8-sig").splitlines():
            word, _, count = line.rpartition(" ")
            general[word] = int(count)
    shares = shares_of(ours)
    own, common = shares_of(latin), shares_of(general)
    both = {word: (own.get(word, 0.0) + common.get(word, 0.0)) / 2 for word in own.keys() | common.keys()}
    return kept(shares, korean) | kept(both, english)


def shares_of(counts: Counter[str]) -> dict[str, float]:
    """Return each word's share of all the words."""
    total = max(counts.total(), 1)
    return {word: count / total for word, count in counts.items()}


def kept(shares: dict[str, float], most: int) -> dict[str, float]:
    """Return the most used words, those first in the alphabet among equals."""
    return dict(sorted(shares.items(), key=lambda item: (-item[1], item[0]))[:most])


def is_korean(word: str) -> bool:
    """Say whether a word has a Hangul syllable."""
    return any("가" <= character <= "힣" for character in word)


def weights(words: Sequence[str], shares: dict[str, float]) -> Rows:
    """Return how loud each word is (n,)."""
    used = np.array([shares[word] for word in words])
    return (_QUIET / (_QUIET + used)).astype(np.float32)


def reduced(rows: Rows, korean: NDArray[np.bool_], dims: int) -> tuple[Rows, Rows]:
    """Centre the rows of each script, and turn them to their `dims` main axes; return both."""
    rows = rows.copy()
    for script in (korean, ~korean):
        if script.any():
            rows[script] -= rows[script].mean(axis=0)
    _, _, axes = np.linalg.svd(rows.T @ rows)
    axes = axes[:dims].T.astype(np.float32)
    return unit(rows @ axes), axes


def unit(rows: Rows) -> Rows:
    """Return the rows brought to length 1."""
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12)


def evened(rows: Rows) -> Rows:
    """Return the rows with the square roots of their lengths.

    Customers name what they mean in common words (card, pin, 요금); as quiet as sentences of any kind want them,
    voices about different things run together.
    """
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.sqrt(np.maximum(lengths, 1e-12)), dtype=np.float32)


def taught(
    rows: Rows,
    axes: Rows,
    words: Sequence[str],
    texts: Sequence[str],
    cut: Sequence[Sequence[str]],
    model: E5,
    args: argparse.Namespace,
) -> Rows:
    """Move the rows so that means of words come near to the model's vectors of `args.sentences` texts."""
    fit = [place for place, found in enumerate(cut) if len(found) > 1 and len(texts[place]) <= _PIECE]
    fit = list(np.random.default_rng(args.seed).permutation(fit)[: args.sentences])
    aims = model.embed([texts[place] for place in fit])
    korean = np.array([is_korean(texts[place]) for place in fit])
    for script in (korean, ~korean):
        if script.any():
            aims[script] -= aims[script].mean(axis=0)
    return moved(rows, unit(aims @ axes), means_of([cut[place] for place in fit], words, rows))


def means_of(cut: Sequence[Sequence[str]], words: Sequence[str], rows: Rows) -> csr_matrix:
    """Return the matrix (texts, words) that turns rows of words into vectors of texts, of length near 1."""
    places = {word: place for place, word in enumerate(words)}
    found = [[places[word] for word in text if word in places] for text in cut]
    ends = np.cumsum([0, *map(len, found)])
    columns = np.array([place for text in found for place in text], dtype=np.int64)
    counts = csr_matrix((np.ones(len(columns), dtype=np.float32), columns, ends), shape=(len(cut), len(words)))
    counts.sum_duplicates()
    lengths = np.linalg.norm(counts @ rows, axis=1)
    return csr_matrix(diags_array(1 / np.maximum(lengths, 1e-6)) @ counts)


def moved(rows: Rows, aims: Rows, means: csr_matrix, hold: float = 1.0) -> Rows:
    """Return argmin |means x - aims|^2 + hold |x - rows|^2, column by column, by conjugate gradients."""
    normal = csr_matrix(means.T @ means) + hold * diags_array(np.ones(means.shape[1]))
    right = means.T @ (aims - means @ rows)
    steps = [cg(normal, right[:, column], rtol=1e-3, maxiter=60)[0] for column in range(right.shape[1])]
    return (rows + np.stack(steps, axis=1)).astype(np.float32)


if __name__ == "__main__":
    main()
