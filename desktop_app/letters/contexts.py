"""Which letter is meant, told by the letters around it: for words that are in no list.

For each letter that has a sister, contexts of growing width are counted over a list of words: some letters before it,
as they are rightly written, and some after it, as they are typed. The letters before make the vowels agree, those after
tell the ending. A narrow context gives way to a wider one as far as the wider one was seen (Witten and Bell 1991, with
one constant for all widths). The table is two arrays, sorted by a hash of the context: 16 bytes for each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

WIDTHS = ((0, 0), (1, 1), (2, 1), (2, 2), (3, 2), (3, 3), (4, 3), (5, 4), (6, 5), (8, 6))
"""Letters before and after, from narrow to wide."""
_TRUST = 0.7
"""How many sightings of a wider context weigh as much as all that narrower ones say."""
_SETTLED = 8
"""Words that agree in a context after which no wider one is counted."""
_EDGE = "\x01"
_FACTOR, _SHIFT = np.uint64(0x9E3779B97F4A7C15), np.uint64(29)


@dataclass(frozen=True)
class Contexts:
    """Hashes of contexts, in order, with the weights of both answers."""

    hashes: NDArray[np.uint64]
    weights: NDArray[np.float32]
    """One row a hash: of the letter as typed, of its sister."""

    @classmethod
    def counted(cls, words: Sequence[tuple[str, str]], weights: NDArray[np.float32], letters: str) -> Contexts:
        """Count the contexts of `letters` in words, given as written and as typed, each as often as it weighs."""
        before, after = WIDTHS[-1]
        longest = max((len(word) for word, _ in words), default=0)
        written = _codes([_EDGE * before + word for word, _ in words], longest + before + after)
        typed = _codes([_EDGE * before + key + _EDGE * after for _, key in words], longest + before + after)
        row, column = np.nonzero(np.isin(typed, np.array([ord(letter) for letter in letters], dtype=np.uint32)))
        sister = (written[row, column] != typed[row, column]).astype(np.uint8)
        back = np.stack([written[row, column - distance] for distance in range(1, before + 1)])
        ahead = np.stack([typed[row, column + distance] for distance in range(after + 1)])
        weight = weights[row]
        found, sums = [], []
        for number in range(len(WIDTHS)):
            hashes = _hashes(back, ahead, number)
            unique, inverse = np.unique(hashes, return_inverse=True)
            table = np.stack([np.bincount(inverse, weight * (sister == answer), len(unique)) for answer in (0, 1)], 1)
            found.append(unique)
            sums.append(table.astype(np.float32))
            # Where all that was seen agrees, wider contexts would say the same: they contain this one.
            is_settled = (np.bincount(inverse, minlength=len(unique)) >= _SETTLED) & (table.min(axis=1) == 0)
            is_open = ~is_settled[inverse]
            back, ahead, weight, sister = back[:, is_open], ahead[:, is_open], weight[is_open], sister[is_open]
        order = np.argsort(np.concatenate(found), kind="stable")
        return cls(np.concatenate(found)[order], np.concatenate(sums)[order])

    @classmethod
    def none(cls) -> Contexts:
        """Return a table that knows nothing."""
        return cls(np.zeros(0, dtype=np.uint64), np.zeros((0, 2), dtype=np.float32))

    def lookup(self, hashes: NDArray[np.uint64]) -> NDArray[np.float32]:
        """Return the weights of contexts, zeros for those never seen; one more axis, of two, at the end."""
        if not len(self.hashes):
            return np.zeros((*hashes.shape, 2), dtype=np.float32)
        places = np.minimum(np.searchsorted(self.hashes, hashes), len(self.hashes) - 1)
        return np.where((self.hashes[places] == hashes)[..., None], self.weights[places], np.float32(0))


def _context_hashes(heads: Sequence[str], tails: Sequence[str]) -> NDArray[np.uint64]:
    """Return a row for each letter, the first of a tail of what was typed, after a head as it was rightly written."""
    before, after = WIDTHS[-1]
    back = _codes([(head[: -before - 1 : -1] + _EDGE * before)[:before] for head in heads], before).T
    ahead = _codes([(tail[: after + 1] + _EDGE * after)[: after + 1] for tail in tails], after + 1).T
    return np.stack([_hashes(back, ahead, number) for number in range(len(WIDTHS))], axis=1)


def sister_chances(tables: Sequence[Contexts], heads: Sequence[str], tails: Sequence[str]) -> NDArray[np.float64]:
    """Return the chance that the sister is meant of each letter: the first of a tail as typed, after a head as written.

    The weights of all tables count together.
    """
    hashes = _context_hashes(heads, tails)
    seen = np.zeros((*hashes.shape, 2))
    for table in tables:
        seen += table.lookup(hashes)
    chances = np.full(len(hashes), 0.5)
    for number in range(len(WIDTHS)):
        count = seen[:, number]
        chances = (count[:, 1] + _TRUST * chances) / (count.sum(axis=1) + _TRUST)
    return chances


def _codes(words: Sequence[str], width: int) -> NDArray[np.uint32]:
    return np.array(words, dtype=f"U{width}").view(np.uint32).reshape(len(words), width)


def _hashes(back: NDArray[np.uint32], ahead: NDArray[np.uint32], number: int) -> NDArray[np.uint64]:
    """Return the hash of each letter's context of one width.

    `back` and `ahead` have a row for each distance; ahead, the letter itself is the first.
    """
    before, after = WIDTHS[number]
    mixed = np.full(back.shape[1], number + 1, dtype=np.uint64)
    for row in (*back[:before], *ahead[: after + 1]):
        mixed = (mixed + row) * _FACTOR
        mixed ^= mixed >> _SHIFT
    return mixed
