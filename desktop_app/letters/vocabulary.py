"""What is known of a language's words: how often each was read, after which, and the letters within them.

Made once from counts (`Vocabulary.counted`), then only read, and small enough to stay: arrays of 20 MB for a quarter of
a million different words, loaded in milliseconds. Several are asked together: one that ships, one of the archive.
"""

from __future__ import annotations

import math
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from desktop_app.letters.alphabet import LONGEST, is_capitals, key_and_marks, sisters, spelled
from desktop_app.letters.contexts import Contexts

_FORM = 1
"""Of the file; another one is not read."""
_FOREIGN = 0.3
"""What a foreign word weighs beside one that was read once (0.7)."""


@dataclass(frozen=True)
class Vocabulary:
    """Words as keys, marks and counts, sorted by key; pairs of neighbours as hashes; contexts of letters."""

    keys: NDArray[np.bytes_]
    marks: NDArray[np.uint32]
    counts: NDArray[np.float32]
    pairs: NDArray[np.uint64]
    pair_counts: NDArray[np.float32]
    contexts: Contexts

    @classmethod
    def counted(
        cls,
        language: str,
        words: Mapping[str, float],
        pairs: Mapping[tuple[str, str], float] | None = None,
        foreign: Sequence[str] = (),
    ) -> Vocabulary:
        """Make a vocabulary of rightly written words with their counts, and of pairs of them.

        A word with a hyphen in it (`Bakı-nın`, with whatever sign between) tells which ending follows which word.
        Foreign words, in lower case, show by their letters what a word looks like that has nothing to restore.
        """
        known: dict[tuple[str, int], float] = {}
        for word, count in words.items():
            found = key_and_marks(word)
            if found is not None:
                known[found] = known.get(found, 0) + count
        lower = [(word, count) for word, count in known.items() if not is_capitals(word[0])]
        contexts = Contexts.counted(
            [*(_grown_together(key, marks) for (key, marks), _ in lower), *zip(foreign, foreign, strict=True)],
            np.array([*(math.log1p(count) for _, count in lower), *[_FOREIGN] * len(foreign)], dtype=np.float32),
            sisters(language),
        )
        whole = {word: count for word, count in known.items() if "-" not in word[0]}
        return cls._of(whole, pairs or {}, contexts)

    @classmethod
    def listed(cls, keys: Iterable[str]) -> Vocabulary:
        """Make a vocabulary of words that are right as they are typed, and say nothing of other words' letters."""
        return cls._of({(key, 0): 1.0 for key in keys}, {}, Contexts.none())

    @classmethod
    def _of(
        cls, known: Mapping[tuple[str, int], float], pairs: Mapping[tuple[str, str], float], contexts: Contexts
    ) -> Vocabulary:
        ordered = sorted(known)
        keys = np.array([key.encode() for key, _ in ordered], dtype=f"S{LONGEST}")
        several = set(keys[1:][keys[1:] == keys[:-1]].tolist())
        found = _worth_knowing(pairs, several)
        hashes = np.array(sorted(found), dtype=np.uint64)
        return cls(
            keys,
            np.array([marks for _, marks in ordered], dtype=np.uint32),
            np.array([known[word] for word in ordered], dtype=np.float32),
            hashes,
            np.array([found[hashed] for hashed in hashes.tolist()], dtype=np.float32),
            contexts,
        )

    @property
    def size(self) -> float:
        """How many running words were read."""
        return float(self.counts.sum())

    def readings(self, keys: Sequence[str]) -> list[dict[int, float]]:
        """Return for each key the marks it was read with, and how often."""
        # Of the width of the table's own: another one would have the whole table copied.
        wanted = np.array([key.encode() if len(key) <= LONGEST else b"" for key in keys], dtype=f"S{LONGEST}")
        firsts, lasts = np.searchsorted(self.keys, wanted), np.searchsorted(self.keys, wanted, "right")
        return [
            dict(zip(self.marks[first:last].tolist(), self.counts[first:last].tolist(), strict=True))
            for first, last in zip(firsts.tolist(), lasts.tolist(), strict=True)
        ]

    def pair_count(self, hashes: NDArray[np.uint64]) -> NDArray[np.float32]:
        """Return how often pairs of words were read, by their hashes."""
        if not len(self.pairs):
            return np.zeros(hashes.shape, dtype=np.float32)
        places = np.minimum(np.searchsorted(self.pairs, hashes), len(self.pairs) - 1)
        return np.where(self.pairs[places] == hashes, self.pair_counts[places], np.float32(0))

    def save(self, path: Path) -> None:
        """Write it to a file, whole or not at all."""
        begun = path.with_name(f"{path.name}.new")
        with begun.open("wb") as file:
            np.savez(
                file, form=_FORM, keys=self.keys, marks=self.marks, counts=self.counts, pairs=self.pairs,
                pair_counts=self.pair_counts, contexts=self.contexts.hashes, weights=self.contexts.weights,
            )  # fmt: skip
        begun.replace(path)

    @classmethod
    def load(cls, path: Path) -> Vocabulary | None:
        """Read it from a file; None where there is none, a damaged one, or one of another form."""
        try:
            with np.load(path, allow_pickle=False) as file:
                if int(file["form"]) != _FORM:
                    return None
                contexts = Contexts(file["contexts"], file["weights"])
                return cls(
                    file["keys"], file["marks"], file["counts"], file["pairs"], file["pair_counts"], contexts
                )  # fmt: skip
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            return None


def pair_hash(first: str, second: str) -> int:
    """Return the number under which a pair of words stands."""
    return int.from_bytes(blake2b(f"{first} {second}".encode(), digest_size=8).digest(), "little")


def _grown_together(key: str, marks: int) -> tuple[str, str]:
    """Return a word and its key without a hyphen: endings are told by the letters before them, hyphen or not."""
    return spelled(key, marks).replace("-", ""), key.replace("-", "")


def _worth_knowing(pairs: Mapping[tuple[str, str], float], several: set[bytes]) -> dict[int, float]:
    """Return hash -> count of the pairs that help to choose: one of the two keys can be read in several ways."""
    found: dict[int, float] = {}
    for (first, second), count in pairs.items():
        one, other = key_and_marks(first), key_and_marks(second)
        if other is None or (first and one is None):
            continue
        if other[0].encode() in several or (one is not None and one[0].encode() in several):
            hashed = pair_hash(spelled(*one) if one else "", spelled(*other))
            found[hashed] = found.get(hashed, 0) + count
    return found
