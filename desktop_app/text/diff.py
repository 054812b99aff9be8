"""What changed between two texts, word by word.

Promises: `same` and `removed` together are the old text, `same` and `added` the new one, character by character; quick
on a book (lines are matched first, words only within lines that changed) and bounded on any input: where two texts have
nothing to hold on to, all of the one is removed and all of the other added.
"""

from __future__ import annotations

import difflib
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from desktop_app.text.words import run_pattern


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that both have, or one of them alone."""

    kind: Literal["same", "added", "removed"]
    text: str


def word_diff(old: str, new: str) -> list[Piece]:
    """Compare two texts; a word is changed whole, and what was removed stands before what was added."""
    pieces: list[Piece] = []
    for before, after in _gaps(_lines(old), _lines(new)):
        if before == after:
            pieces.append(Piece("same", "".join(before)))
        else:
            pieces += _within(_tokens("".join(before)), _tokens("".join(after)))
    return _merged(pieces)


def _within(old: list[str], new: list[str]) -> Iterator[Piece]:
    for before, after in _gaps(old, new):
        if before == after:
            yield Piece("same", "".join(before))
        else:
            yield Piece("removed", "".join(before))
            yield Piece("added", "".join(after))


def respelt_diff(old: str, new: str, key: Callable[[str], str]) -> list[Piece]:
    """Compare two texts as `word_diff` does, but words with one key are the same, and shown in the new spelling."""
    pieces: list[Piece] = []
    for before, after in _gaps(_lines(old), _lines(new)):
        if before == after:
            pieces.append(Piece("same", "".join(before)))
            continue
        olds, news = _tokens("".join(before)), _tokens("".join(after))
        at = beside = 0
        for old_keys, new_keys in _gaps([key(token) for token in olds], [key(token) for token in news]):
            gone, come = olds[at : at + len(old_keys)], news[beside : beside + len(new_keys)]
            at, beside = at + len(gone), beside + len(come)
            if old_keys == new_keys:
                pieces.append(Piece("same", "".join(come)))
            else:
                pieces += (Piece("removed", "".join(gone)), Piece("added", "".join(come)))
    return _merged(pieces)


def _lines(text: str) -> list[str]:
    return re.findall(r"[^\n]*\n|[^\n]+", text)


@cache
def _token_pattern() -> re.Pattern[str]:
    return re.compile(rf"{run_pattern().pattern}|\s+|.", re.S)


def _tokens(text: str) -> list[str]:
    return _token_pattern().findall(text)


def _merged(pieces: list[Piece]) -> list[Piece]:
    """Join neighbours of a kind; a space or short word that stayed between two changes changes with them."""
    merged: list[Piece] = []
    removed: list[str] = []
    added: list[str] = []

    def flush() -> None:
        if removed:
            merged.append(Piece("removed", "".join(removed)))
        if added:
            merged.append(Piece("added", "".join(added)))
        removed.clear()
        added.clear()

    for number, piece in enumerate(pieces):
        if not piece.text:
            continue
        if piece.kind == "removed":
            removed.append(piece.text)
        elif piece.kind == "added":
            added.append(piece.text)
        elif removed and added and number + 1 < len(pieces) and _is_thin(piece.text):
            removed.append(piece.text)
            added.append(piece.text)
        else:
            flush()
            if merged and merged[-1].kind == "same":
                merged[-1] = Piece("same", merged[-1].text + piece.text)
            else:
                merged.append(piece)
    flush()
    return merged


def _is_thin(text: str) -> bool:
    return "\n" not in text and (text.isspace() or len(text.strip()) <= 2)


_Gap = tuple[Sequence[str], Sequence[str]]


def _gaps(old: list[str], new: list[str]) -> Iterator[_Gap]:
    """Yield, in order, stretches that are equal and the pairs of stretches between them."""
    at = to = 0
    pairs = _pairs(old, new)
    pairs.append((len(old), len(new), 0))
    for start, other, length in pairs:
        if start > at or other > to:
            yield old[at:start], new[to:other]
        if length:
            yield old[start : start + length], new[other : other + length]
        at, to = start + length, other + length


_SMALL = 40_000
"""Pairs to compare one by one where no line or word is unique."""
_WORK = 60
"""How often a text may be gone through in search of unique lines or words."""


def _pairs(old: list[str], new: list[str]) -> list[tuple[int, int, int]]:
    """Match by what occurs once in both (patience diff), and again between these matches."""
    found: list[tuple[int, int, int]] = []
    work = _WORK * (len(old) + len(new))
    ranges = [(0, len(old), 0, len(new))]
    while ranges:
        start, end, other, last = ranges.pop()
        work -= end - start + last - other
        head = 0
        while start + head < end and other + head < last and old[start + head] == new[other + head]:
            head += 1
        found.append((start, other, head))
        start, other = start + head, other + head
        tail = 0
        while start < end - tail and other < last - tail and old[end - tail - 1] == new[last - tail - 1]:
            tail += 1
        end, last = end - tail, last - tail
        found.append((end, last, tail))
        if start == end or other == last or work < 0:
            continue
        if anchors := _anchors(old, start, end, new, other, last):
            for at, to in anchors:
                ranges.append((start, at, other, to))
                start, other = at, to
            ranges.append((start, end, other, last))
        elif (end - start) * (last - other) <= _SMALL:
            matcher = difflib.SequenceMatcher(None, old[start:end], new[other:last], autojunk=False)
            found += [(start + block.a, other + block.b, block.size) for block in matcher.get_matching_blocks()]
    return sorted(match for match in found if match[2])


_RARE = 16
"""Occurrences above which a line or word says nothing about its place."""


def _anchors(old: list[str], start: int, end: int, new: list[str], other: int, last: int) -> list[tuple[int, int]]:
    """Return the longest row of common elements in the same order: unique ones, else the n-th with the n-th."""
    counts, there = Counter(old[start:end]), Counter(new[other:last])
    for most in (1, _RARE):
        same = {item for item, count in counts.items() if count <= most and there[item] == count}
        if same:
            places = {key: to for to, key in _numbered(new, other, last, same)}
            return _longest_row([(at, places[key]) for at, key in _numbered(old, start, end, same)])
    return []


def _numbered(items: list[str], start: int, end: int, wanted: set[str]) -> Iterator[tuple[int, tuple[str, int]]]:
    """Yield the places of the wanted items, each with its number among its equals."""
    seen: Counter[str] = Counter()
    for at in range(start, end):
        if items[at] in wanted:
            seen[items[at]] += 1
            yield at, (items[at], seen[items[at]])


def _longest_row(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest part of the pairs in which the second numbers grow too (patience sorting)."""
    ends: list[int] = []
    tops: list[int] = []
    before: list[int] = []
    for number, (_, to) in enumerate(pairs):
        pile = bisect_left(ends, to)
        before.append(tops[pile - 1] if pile else -1)
        ends[pile : pile + 1] = [to]
        tops[pile : pile + 1] = [number]
    row: list[tuple[int, int]] = []
    link = tops[-1] if tops else -1
    while link >= 0:
        row.append(pairs[link])
        link = before[link]
    return row[::-1]
