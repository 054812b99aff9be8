"""What is known of words while articles are indexed: the words in each run of letters, how names sound, hashes.

Most of the work on a text would be on words that stood in the text before. A lexicon learns each but once, and serves
one segment after another, until it has grown too large to keep (`is_full`). One thread uses it at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from desktop_app.search.arrays import Vocabulary
from desktop_app.search.cutting import Codes, Cutter, Growing, Hashes, Places
from desktop_app.search.schema import form_of
from desktop_app.search.sketches import word_hashes
from desktop_app.text.names import name_keys
from desktop_app.text.words import plain_runs, run_words

_MOST = 400_000
"""Words and sounds that are kept, with their runs some 120 MB. A language has fewer that come more than once."""


class Cut(NamedTuple):
    """The words of some texts in order; text i has `words[starts[i]:starts[i + 1]]`. `parts` tells their sounds."""

    words: Codes
    starts: Places
    parts: Places

    def between(self, first: int, last: int) -> Cut:
        """Return the words of the texts from one to before another."""
        start, stop = int(self.starts[first]), int(self.starts[last])
        return Cut(self.words[start:stop], self.starts[first : last + 1] - start, self.parts[start:stop])


class Lexicon:
    """Cuts texts into words of its vocabulary, each a term and the form in which it is written."""

    def __init__(self) -> None:
        self.vocabulary = Vocabulary()
        self._cutter = Cutter(self._learn)
        # A run has some words one after the other, its parts; a part is a word of the vocabulary, with some sounds.
        self._parts = _Lists()
        self._sounds = _Lists()
        self._hashes = Growing(np.uint64)

    @property
    def is_full(self) -> bool:
        """Say whether it is time to begin a new one."""
        return len(self.vocabulary) > _MOST

    def cut(self, texts: Sequence[str]) -> Cut:
        """Return the words of texts."""
        runs = self._cutter.cut(texts)
        bounds = _bounds(runs.counts)
        parts, counts = self._parts.places(runs.numbers)
        if counts is not None:
            bounds = _bounds(counts)[bounds]
        return Cut(self._parts.values(parts), bounds, parts)

    def sounds(self, parts: Places) -> tuple[Codes, Places]:
        """Return how those of the parts sound that may be names, and for each sound the place of its part."""
        places, counts = self._sounds.places(parts)
        values = self._sounds.values(places)
        return values, np.arange(len(parts)) if counts is None else np.repeat(np.arange(len(parts)), counts)

    def hashes(self, words: Codes) -> Hashes:
        """Return the hash of each word, as sketches are made of them."""
        known = len(self._hashes)
        if known < len(self.vocabulary):
            self._hashes.extend(word_hashes(self.vocabulary.terms(known)))
        hashes: Hashes = self._hashes.array.take(words)
        return hashes

    def _learn(self, runs: Sequence[str]) -> None:
        """Take note of the words of runs."""
        keys, parts, counts = [], [], []
        for run, plain in zip(runs, plain_runs(runs), strict=True):
            if plain is not None:
                keys.append(f"{plain[0]}\0{form_of(plain[1])}".encode())
                parts.append(run)
                counts.append(1)
            else:
                found = run_words(run)
                keys += [f"{word.folded}\0{form_of(word.exact)}".encode() for word in found]
                parts += [run[word.start : word.end] for word in found]
                counts.append(len(found))
        self._parts.extend(counts, self.vocabulary.numbers(keys))
        sounds = [name_keys(part) if part[0].isupper() else () for part in parts]
        numbers = self.vocabulary.numbers([f"{sound}\0".encode() for of_part in sounds for sound in of_part])
        self._sounds.extend(list(map(len, sounds)), numbers)


def _bounds(counts: NDArray[np.integer[Any]]) -> Places:
    """Return where each of some lists laid end to end begins, and where the last one ends."""
    bounds = np.zeros(len(counts) + 1, dtype=np.int64)
    np.cumsum(counts, out=bounds[1:])
    return bounds


class _Lists:
    """Lists of numbers laid end to end; nearly all of them are of one length."""

    def __init__(self) -> None:
        self._values = Growing(np.uint32)
        self._starts = Growing(np.uint32)
        self._counts = Growing(np.uint32)

    def extend(self, counts: Sequence[int], values: Sequence[int]) -> None:
        """Add lists: how long each is, and the numbers of all."""
        ends = np.cumsum(np.array(counts, dtype=np.int64)) + len(self._values)
        self._starts.extend(ends - counts)
        self._counts.extend(counts)
        self._values.extend(values)

    def values(self, places: Places) -> Codes:
        """Return the numbers at places that `places` gave."""
        values: Codes = self._values.array.take(places)
        return values

    def places(self, lists: Places) -> tuple[Places, Places | None]:
        """Return where the numbers of lists lie, and how many each list has; None where each has one."""
        counts = self._counts.array.take(lists)
        if (counts == 1).all():
            return self._starts.array.take(lists).astype(np.int64), None
        some = np.flatnonzero(counts)
        lengths = counts[some].astype(np.int64)
        ends = np.cumsum(lengths)
        first = self._starts.array.take(lists[some])
        return np.repeat(first - (ends - lengths), lengths) + np.arange(ends[-1] if len(ends) else 0), counts
