"""Finding and replacing in one text: folded unless letters are to count, whole words, or by a pattern. Pure.

Folded as the archive's search folds (`seki` finds `Şəki`), but nothing is stemmed: what is found is what stands there.
A pattern is a regular expression, with capitals alike unless letters are to count. Promises: hits are in order and
disjoint; nothing takes longer than `TIMEOUT_S`, whatever the pattern, and other threads run meanwhile.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import regex

from desktop_app.text.folding import fold, fold_with_offsets

MOST = 20_000
"""Hits beyond are not listed; a letter in a book needs no list."""
TIMEOUT_S = 1.0
"""`(a+)+b` on a line of a's would go on till the end of days; a sound pattern takes some 10 ms on a book."""
_LONGEST_PATTERN = 2_000


class PatternTrouble(Exception):
    """A pattern that cannot be used; `str()` is what its own trade says of it, "" where it only took too long."""

    def __init__(self, details: str = "") -> None:
        super().__init__(details)


@dataclass(frozen=True, slots=True)
class Wish:
    """What to look for."""

    words: str = ""
    match_case: bool = False
    """Letters exactly as written, capitals and marks alike."""
    whole_words: bool = False
    is_pattern: bool = False
    """The words are a regular expression."""


def find_all(
    text: str, wish: Wish, span: tuple[int, int] | None = None, most: int | None = MOST
) -> list[tuple[int, int]]:
    """Return the hits as stretches of code points; `span` is where to look, all of the text without one.

    Raises PatternTrouble.
    """
    if not wish.words:
        return []
    start, end = span or (0, len(text))
    if wish.is_pattern:
        return [match.span() for match in islice(_matches(text, wish, start, end), most)]
    hits = (hit for hit in _plain_hits(text, wish) if start <= hit[0] and hit[1] <= end)
    return list(islice(hits, most))


def replacements(
    text: str, wish: Wish, instead: str, span: tuple[int, int] | None = None
) -> list[tuple[int, int, str]]:
    """Return every hit with what is to stand there; of a pattern `\\1` is its first group, `\\n` a line's end.

    Raises PatternTrouble.
    """
    if not wish.is_pattern:
        return [(start, end, instead) for start, end in find_all(text, wish, span, most=None)]
    start, end = span or (0, len(text))
    try:
        return [(*match.span(), match.expand(instead)) for match in _matches(text, wish, start, end)]
    except (regex.error, IndexError, ValueError) as error:
        raise PatternTrouble(str(error)) from error


def nearest(hits: list[tuple[int, int]], at: int) -> int:
    """Return the number of the first hit at or after a place; after the last one comes the first."""
    for number, (start, _) in enumerate(hits):
        if start >= at:
            return number
    return 0


def _matches(text: str, wish: Wish, start: int, end: int) -> Iterator[regex.Match[str]]:
    words = rf"\b(?:{wish.words})\b" if wish.whole_words else wish.words
    if len(words) > _LONGEST_PATTERN:
        raise PatternTrouble("too long")
    try:
        pattern = regex.compile(words, regex.MULTILINE | (0 if wish.match_case else regex.IGNORECASE))
        yield from pattern.finditer(text, start, end, timeout=TIMEOUT_S)
    except regex.error as error:
        raise PatternTrouble(str(error)) from error
    except TimeoutError as error:
        raise PatternTrouble from error


def _plain_hits(text: str, wish: Wish) -> Iterator[tuple[int, int]]:
    if wish.match_case:
        for match in re.finditer(re.escape(wish.words), text):
            if not wish.whole_words or _is_whole(text, *match.span()):
                yield match.span()
        return
    wanted = fold(wish.words)
    if not wanted:
        return
    folded = fold_with_offsets(text)
    beyond = 0
    for match in re.finditer(re.escape(wanted), folded.text):
        span = folded.span(*match.span())
        # One letter may fold to two: half of it was found by the hit before already.
        if span[0] < beyond or (wish.whole_words and not _is_whole(text, *span)):
            continue
        beyond = span[1]
        yield span


def _is_whole(text: str, start: int, end: int) -> bool:
    before = text[start - 1] if start > 0 else " "
    after = text[end] if end < len(text) else " "
    return not (_is_letter(before) and _is_letter(text[start])) and not (
        _is_letter(after) and _is_letter(text[end - 1])
    )


def _is_letter(character: str) -> bool:
    return character.isalnum() or character == "_" or "\u0300" <= character <= "\u036f"
