"""Finding and replacing in one text: folded unless letters are to count, whole words if wished. Pure.

Folded as the archive's search folds (`seki` finds `Şəki`), but nothing is stemmed: what is found is what stands there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from desktop_app.text.folding import fold, fold_with_offsets

MOST = 20_000
"""Hits beyond are not listed; a letter in a book needs no list."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What to look for."""

    words: str = ""
    match_case: bool = False
    """Letters exactly as written, capitals and marks alike."""
    whole_words: bool = False


def find_all(text: str, wish: Wish) -> list[tuple[int, int]]:
    """Return the hits as stretches of code points, in order, none overlapping."""
    if not wish.words:
        return []
    if wish.match_case:
        spans = _spans(text, wish.words)
        return [span for span in spans if not wish.whole_words or _is_whole(text, *span)]
    wanted = fold(wish.words)
    if not wanted:
        return []
    folded = fold_with_offsets(text)
    found: list[tuple[int, int]] = []
    for start, end in _spans(folded.text, wanted):
        span = folded.span(start, end)
        if wish.whole_words and not _is_whole(text, *span):
            continue
        # One letter may fold to two: half of it was found by the hit before already.
        if found and span[0] < found[-1][1]:
            continue
        found.append(span)
    return found


def nearest(hits: list[tuple[int, int]], at: int) -> int:
    """Return the number of the first hit at or after a place; after the last one comes the first."""
    for number, (start, _) in enumerate(hits):
        if start >= at:
            return number
    return 0


def _spans(text: str, words: str) -> list[tuple[int, int]]:
    spans = [match.span() for match in re.finditer(re.escape(words), text)]
    return spans[:MOST]


def _is_whole(text: str, start: int, end: int) -> bool:
    before = text[start - 1] if start > 0 else " "
    after = text[end] if end < len(text) else " "
    return not (_is_letter(before) and _is_letter(text[start])) and not (
        _is_letter(after) and _is_letter(text[end - 1])
    )


def _is_letter(character: str) -> bool:
    return character.isalnum() or character == "_" or "\u0300" <= character <= "\u036f"
