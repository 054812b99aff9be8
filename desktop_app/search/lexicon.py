"""All folded words of the index, for what no posting list answers: patterns, near spellings, corrections."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable

import numpy as np

from desktop_app.search.schema import SEPARATOR

_SEPARATOR = SEPARATOR.encode()


class Lexicon:
    """The distinct folded words, sorted, with a length and a set of letters each to pass over most of them quickly."""

    def __init__(self, terms: Iterable[bytes]) -> None:
        self._texts = [word.decode() for word in sorted({text.partition(_SEPARATOR)[0] for text in terms})]
        count = len(self._texts)
        self._lengths = np.fromiter(map(len, self._texts), dtype=np.int32, count=count)
        self._letters = np.fromiter(map(letters, self._texts), dtype=np.uint64, count=count)

    def __len__(self) -> int:
        return len(self._texts)

    def matching(self, expression: re.Pattern[str], pattern: str) -> list[str]:
        """Return the words a folded pattern fits; what stands before its first `*` or `?` narrows the look."""
        head = re.split(r"[*?]", pattern, maxsplit=1)[0]
        first = bisect_left(self._texts, head)
        last = bisect_left(self._texts, head + chr(0x10FFFF)) if head else len(self._texts)
        return [word for word in self._texts[first:last] if expression.fullmatch(word)]

    def within(self, word: str, edits: int, *, swaps: bool = False) -> list[tuple[str, int]]:
        """Return the words so few edits away, with how many; with `swaps`, two letters changing place are one."""
        # An edit changes the length by one at most and the set of letters by two.
        near = np.abs(self._lengths - len(word)) <= edits
        near &= np.bitwise_count(self._letters ^ np.uint64(letters(word))) <= 2 * edits
        found = []
        for at in np.flatnonzero(near):
            far = distance(word, self._texts[at], edits, swaps=swaps)
            if far <= edits:
                found.append((self._texts[at], far))
        return found


def letters(word: str) -> int:
    """Return the set of letters of a word in 64 bits."""
    found = 0
    for char in word:
        found |= 1 << (ord(char) & 63)
    return found


def distance(one: str, other: str, limit: int, *, swaps: bool = False) -> int:
    """Return how many letters must be put in, taken out or replaced to get from one to the other, or `limit + 1`."""
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, letter2 in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != letter2))
            if swaps and i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == letter2:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return row[-1]
