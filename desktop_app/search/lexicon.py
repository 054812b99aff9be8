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
    """The words of some texts in order, and how those of them sound that may be names.

    Text i has `words[starts[i]:starts[i + 1]]` and `sounds[sound_starts[i]:sound_starts[i + 1]]`.
    """

    words: Codes
    starts: Places
    sounds: Codes
    sound_starts: Places

    def between(self, first: int, last: int) -> Cut:
        """Return the words of the texts from one to before another."""
        starts, sound_starts = self.starts[first : last + 1], self.sound_starts[first : last + 1]
        return Cut(
            self.words[starts[0] : starts[-1]],
            starts - starts[0],
            self.sounds[sound_starts[0] : sound_starts[-1]],
            sound_starts - sound_starts[0],
        )


class Lexicon:
    """Cuts texts into words of its vocabulary, each a term and the form in which it is written."""

    def __init__(self) -> None:
        self.vocabulary = Vocabulary()
        self._cutter = Cutter(self._learn)
        self._runs = Growing(np.uint32)
        """The one word of each run, and whether it has another number of them or may be a name."""
        self._words = _Lists()
        """The words of runs that have several or none."""
        self._sounds = _Lists()
        """How the words of each run sound."""
        self._hashes = Growing(np.uint64)

    @property
    def is_full(self) -> bool:
        """Say whether it is time to begin a new one."""
        return len(self.vocabulary) > _MOST

    def cut(self, texts: Sequence[str]) -> Cut:
        """Return the words of texts."""
        runs = self._cutter.cut(texts)
        found = self._runs.array.take(runs.numbers)
        starts = _bounds(runs.counts)
        named = np.flatnonzero(found & _NAME)
        sounds, counts = self._sounds.of(runs.numbers[named])
        sound_starts = _bounds(counts)[np.searchsorted(named, starts)]
        words = found & _WORD
        several = np.flatnonzero(found & _SEVERAL)
        if len(several):
            parts, counts = self._words.of(runs.numbers[several])
            every = np.ones(len(found), dtype=np.int64)
            every[several] = counts
            starts = _bounds(every)[starts]
            words = np.repeat(words, every)
            words[np.repeat((found & _SEVERAL) > 0, every)] = parts
        return Cut(words, starts, sounds, sound_starts)

    def hashes(self, words: Codes) -> Hashes:
        """Return the hash of each word, as sketches are made of them."""
        known = len(self._hashes)
        if known < len(self.vocabulary):
            self._hashes.extend(word_hashes(self.vocabulary.terms(known)))
        hashes: Hashes = self._hashes.array.take(words)
        return hashes

    def _learn(self, runs: Sequence[str]) -> None:
        """Take note of the words of runs."""
        keys: list[bytes] = []
        parts: list[Sequence[str]] = []
        for run, plain in zip(runs, plain_runs(runs), strict=True):
            if plain is not None:
                keys.append(f"{plain[0]}\0{form_of(plain[1])}".encode())
                parts.append((run,))
            else:
                found = run_words(run)
                keys += [f"{word.folded}\0{form_of(word.exact)}".encode() for word in found]
                parts.append([run[word.start : word.end] for word in found])
        number = self.vocabulary.numbers
        counts = np.fromiter(map(len, parts), np.int64, len(parts))
        several = counts != 1
        words = np.array(number(keys), dtype=np.uint32)
        of_several = np.repeat(several, counts)
        self._words.extend(np.where(several, counts, 0), words[of_several])
        sounds = [[key for part in of_run if part[0].isupper() for key in name_keys(part)] for of_run in parts]
        heard = np.fromiter(map(len, sounds), np.int64, len(sounds))
        self._sounds.extend(heard, number([f"{key}\0".encode() for keys in sounds for key in keys]))
        flags = np.where(several, _SEVERAL, np.uint32(0)) | np.where(heard > 0, _NAME, np.uint32(0))
        flags[~several] |= words[~of_several]
        self._runs.extend(flags)


_SEVERAL, _NAME = np.uint32(1 << 30), np.uint32(1 << 31)
_WORD = np.uint32((1 << 30) - 1)


class _Lists:
    """Lists of numbers laid end to end."""

    def __init__(self) -> None:
        self._values = Growing(np.uint32)
        self._starts = Growing(np.uint32)
        self._starts.extend([0])

    def extend(self, counts: Places, values: Sequence[int] | Codes) -> None:
        """Add lists: how long each is, and the numbers of all."""
        self._starts.extend(np.cumsum(counts) + len(self._values))
        self._values.extend(values)

    def of(self, lists: Places) -> tuple[Codes, Places]:
        """Return the numbers of some lists, one list after the other, and how long each is."""
        first = self._starts.array.take(lists).astype(np.int64)
        counts = self._starts.array.take(lists + 1) - first
        ends = np.cumsum(counts)
        places = np.repeat(first - (ends - counts), counts) + np.arange(ends[-1] if len(ends) else 0)
        values: Codes = self._values.array.take(places)
        return values, counts


def _bounds(counts: NDArray[np.integer[Any]]) -> Places:
    """Return where each of some lists laid end to end begins, and where the last one ends."""
    bounds = np.zeros(len(counts) + 1, dtype=np.int64)
    np.cumsum(counts, out=bounds[1:])
    return bounds
