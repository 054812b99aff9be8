"""The runs of letters in the texts of a page, found all at once, and which of them are worth a closer look.

A page of fifty hits has a quarter of a million letters, of which a query means some hundred words. NumPy finds where
runs of letters begin (those of `text.words.run_pattern`) and passes over all that cannot hold a word with one of the
wanted beginnings; what is left is cut by `text.words.run_words`, which knows all the rules.

Promises: no run is passed over that holds such a word. Some are named that hold none.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import takewhile
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from desktop_app.text.expressions import expression
from desktop_app.text.folding import APOSTROPHES, fold_word
from desktop_app.text.words import is_plain_run, stands_in_words

HEAD = 4
"""Letters of a beginning that are compared; what a longer one has more is left to the closer look."""

AT_ONCE = 250_000
"""Characters looked at at once: the arrays stay in the processor's cache."""

Numbers = NDArray[np.intp]

_KNOWN, _LETTER, _PLAIN, _CAPITAL, _APOSTROPHE, _MELTS = (1 << bit for bit in range(16, 22))
_FIRST = 0xFFFF
"""The first letter of what a character folds to, where it fits into 16 bits."""


class Place(NamedTuple):
    """A run of letters: the number of the text it is in, where it begins there, and its letters."""

    text: int
    start: int
    run: str


class _Alphabet:
    """What is known of each code point, worked out when first met: its first folded letter, and flags above it."""

    def __init__(self) -> None:
        # Pages of zeros take no memory until something is written there.
        self._known = np.zeros(0x110000, dtype=np.uint32)

    def of(self, codes: NDArray[np.uint32]) -> NDArray[np.uint32]:
        """Return what is known of each of these characters."""
        known = self._known[codes]
        if not known.all():
            for code in set(codes[known == 0].tolist()):
                self._known[code] = _what_is_known(chr(code))
            known = self._known[codes]
        return known


_ALPHABET = _Alphabet()


def _what_is_known(char: str) -> int:
    apostrophe = _APOSTROPHE if char in APOSTROPHES else 0
    if not stands_in_words(char):
        return _KNOWN | apostrophe
    folded = fold_word(char)
    first = ord(folded[0]) if folded else 0
    is_mark = unicodedata.category(char)[0] == "M"
    is_jamo = _JAMO.match(char) is not None
    flags = _KNOWN | _LETTER | apostrophe
    is_plain = (char.isascii() and char.isalnum()) or (is_plain_run(char) and not is_jamo)
    if is_plain and len(folded) == 1 and first <= _FIRST:
        flags |= _PLAIN
    if char.isupper():
        flags |= _CAPITAL
    if first > _FIRST or is_jamo or (is_mark and (not folded or char in _JOINED)):
        flags |= _MELTS
    return flags | (first if first <= _FIRST else 0)


_JAMO = expression("[\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff]")
"""Parts of Korean syllables."""

_JOINED = "\u093c\u0bd7\u102e\u3099\u309a"
"""Marks that are kept, and are one letter with the one before them."""


class PageRuns:
    """The runs of some texts."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self._parts = [_Part(texts[first:last], first) for first, last in _portions(texts)]

    def beginning(self, heads: Iterable[str], *, capitals: Iterable[str] = ()) -> Iterator[Place]:
        """Yield, in order, the runs in which a word may begin (folded) with one of these; "" is any beginning.

        Also those in which one may begin with a capital letter that folds to one of `capitals`.
        """
        wanted = _Heads({head[:HEAD] for head in heads}, set(capitals))
        for part in self._parts:
            yield from part.beginning(wanted)


class _Heads:
    """Beginnings as numbers, by their length."""

    def __init__(self, heads: Set[str], capitals: Set[str]) -> None:
        # Characters beyond 16 bits are let through everywhere, as are the words after them.
        heads = {"" if head and ord(head[0]) > _FIRST else _short(head) for head in heads}
        self.any = "" in heads
        self.is_first = np.zeros(_FIRST + 1, dtype=np.bool_)
        self.is_first[[ord(head[0]) for head in heads if head]] = True
        self.is_capital = np.zeros(_FIRST + 1, dtype=np.bool_)
        self.is_capital[[ord(letter) for letter in capitals if ord(letter) <= _FIRST]] = True
        self.by_length = {
            length: np.array(sorted(_packed(head) for head in heads if len(head) == length), dtype=np.uint64)
            for length in {len(head) for head in heads if head}
        }


def _short(head: str) -> str:
    """Cut a beginning off before its first character beyond 16 bits."""
    return "".join(takewhile(lambda letter: ord(letter) <= _FIRST, head))


def _packed(head: str) -> int:
    return sum(ord(letter) << (16 * (HEAD - 1 - at)) for at, letter in enumerate(head))


class _Part:
    """Some texts side by side, the first of them the `number`-th."""

    def __init__(self, texts: Sequence[str], number: int) -> None:
        # What stands between two texts is no letter, so no run reaches over it.
        self._joined = "\0".join(texts) + "\0" * HEAD
        codes = np.frombuffer(self._joined.encode("utf-32-le", "surrogatepass"), "<u4")
        self._known = known = _ALPHABET.of(codes)
        inside = (known & _LETTER) != 0
        marks = np.flatnonzero(known[1:-1] & _APOSTROPHE) + 1
        joining = marks[inside[marks - 1] & inside[marks + 1]]
        inside[joining] = True
        edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1
        if inside[0]:
            edges = np.append(0, edges)
        self._starts, self._ends = edges[::2], edges[1::2]
        self._odd = np.zeros(len(self._starts), dtype=np.bool_)
        self._odd[self._run_of(np.flatnonzero(inside & ((known & _PLAIN) == 0)))] = True
        lengths = np.fromiter((len(text) + 1 for text in texts), dtype=np.intp, count=len(texts))
        self._offsets = np.cumsum(lengths) - lengths
        self._number = number

    def _run_of(self, places: Numbers) -> Numbers:
        return np.searchsorted(self._starts, places, "right") - 1

    def beginning(self, heads: _Heads) -> Iterator[Place]:
        chosen = np.ones(len(self._starts), dtype=np.bool_) if heads.any else self._chosen(heads)
        starts, ends = self._starts[chosen], self._ends[chosen]
        texts = np.searchsorted(self._offsets, starts, "right") - 1
        within = starts - self._offsets[texts]
        for text, place, start, end in zip(
            (texts + self._number).tolist(), within.tolist(), starts.tolist(), ends.tolist(), strict=True
        ):
            yield Place(text, place, self._joined[start:end])

    def _chosen(self, heads: _Heads) -> NDArray[np.bool_]:
        known = self._known
        letters = known.astype(np.uint16)
        is_first = heads.is_first[letters]
        chosen = is_first[self._starts] & ~self._odd
        plain = np.flatnonzero(chosen)
        keys = np.zeros(len(plain), dtype=np.uint64)
        chosen[plain] = False
        for at in range(HEAD):
            # What comes after the end of a run is no letter, and a zero: no beginning has one.
            there = letters[self._starts[plain] + at].astype(np.uint64)
            keys |= there << np.uint64(16 * (HEAD - 1 - at))
            wanted = heads.by_length.get(at + 1)
            if wanted is not None:
                chosen[plain[np.isin(keys, wanted)]] = True
        if self._odd.any():
            # Words begin in the midst of these too.
            within = self._run_of(np.flatnonzero(is_first | ((known & _MELTS) != 0)))
            chosen[within[self._odd[within]]] = True
        capitals = np.flatnonzero(known & _CAPITAL)
        chosen[self._run_of(capitals[heads.is_capital[letters[capitals]]])] = True
        return chosen


def _portions(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield from where to where texts are taken together."""
    first = size = 0
    for at, text in enumerate(texts):
        if size and size + len(text) > AT_ONCE:
            yield first, at
            first, size = at, 0
        size += len(text) + 1
    if first < len(texts):
        yield first, len(texts)
