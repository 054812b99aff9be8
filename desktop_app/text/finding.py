"""Finding words in a text as it is written: folded unless letters are to count, whole words, regular expressions.

Folded as the archive's search folds (`seki` finds `Şəki`), but nothing is stemmed: what is found is what stands there.
Promises: spans are code points of the text, in order, none empty and none overlapping; with `match_case` off they are
what searching the folded text gives; a regular expression that does not come to an end is stopped (`TooSlow`).

For one needle in thousands of texts, too: 16 MB take a quarter of a second, where folding them would take ten. Finding
what means the same, or stands in another form, is the search's affair.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import NamedTuple

import regex

from desktop_app.errors import UserError
from desktop_app.text.casing import upper
from desktop_app.text.folding import fold, fold_with_offsets

MOST = 20_000
"""Hits of one text beyond which none are listed; a letter in a book needs no list."""

TEXT_LIMIT_S = 1.0
"""What a regular expression may spend on one text; a sound one needs a thousandth of it for a book."""


_LONGEST_PATTERN = 2_000


class TooSlow(UserError):
    """A regular expression was stopped before it came to an end."""

    def __init__(self) -> None:
        super().__init__(
            "This expression takes too long and was stopped. Nothing was changed.",
            "Repetitions inside repetitions, such as (a+)+, are what takes so long.",
        )


class BadPattern(UserError):
    """What was written is no regular expression that can be used."""


class Found(NamedTuple):
    """A stretch of a text, end exclusive, and what shall stand there instead."""

    start: int
    end: int
    instead: str


@dataclass(frozen=True, slots=True)
class Wish:
    """What to look for."""

    words: str = ""
    match_case: bool = False
    """Letters exactly as written, capitals and marks alike. For an expression: capitals."""
    whole_words: bool = False
    is_pattern: bool = False
    """The words are a regular expression; it is not folded."""


class Finder:
    """One wish, ready to be looked for in many texts."""

    def __init__(self, wish: Wish) -> None:
        """Raise BadPattern where the wish is no regular expression."""
        self.wish = wish
        self._folded = fold(wish.words)
        self._regex: regex.Pattern[str] | None = None
        self._pattern: re.Pattern[str] | None = None
        if wish.is_pattern:
            self._regex = _compiled(wish) if wish.words else None
        elif wish.match_case:
            self._pattern = _joined(wish.words, wish) if wish.words else None
        elif self._folded:
            self._pattern = _joined(self._folded, wish)

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Return where the wish is met, the first `MOST` times."""
        return list(islice(self._spans(text), MOST))

    def hits(self, text: str, instead: str, language: str = "") -> list[Found]:
        """Return all hits, however many, with what shall stand there.

        In place of an expression `instead` may name groups (`\\1`, `\\g<name>`). Otherwise, unless letters count,
        a hit with a capital (or all of them) that was not asked for passes it on to what takes its place.
        """
        if self._regex is not None:
            return [Found(match.start(), match.end(), _expanded(match, instead)) for match in self._matches(text)]
        if self.wish.match_case:
            return [Found(start, end, instead) for start, end in self._spans(text)]
        words = self.wish.words
        return [
            Found(start, end, cased_like(text[start:end], words, instead, language)) for start, end in self._spans(text)
        ]

    def _spans(self, text: str) -> Iterator[tuple[int, int]]:
        if self._regex is not None:
            return (match.span() for match in self._matches(text))
        if self._pattern is None:
            return iter(())
        exact = self.wish.match_case and not self.wish.whole_words
        if exact or text.isascii() or not _unlike().search(text):
            return (match.span() for match in self._pattern.finditer(text))
        return self._marked_spans(text)

    def _marked_spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Look the slow way, in texts with marks and letters that do not fold one to one."""
        needle = self.wish.words if self.wish.match_case else self._folded
        folded = None if self.wish.match_case else fold_with_offsets(text)
        place, last = 0, 0
        while (place := (text if folded is None else folded.text).find(needle, place)) >= 0:
            start, end = place, place + len(needle)
            if folded is not None:
                start, end = folded.span(start, end)
            # One letter may fold to two: half of it was found by the hit before already. Or it is no letter at all.
            if start >= last and end > start and (not self.wish.whole_words or is_whole(text, start, end)):
                yield start, end
                last, place = end, place + len(needle)
            else:
                place += 1

    def _matches(self, text: str) -> Iterator[regex.Match[str]]:
        assert self._regex is not None
        try:
            for match in self._regex.finditer(text, timeout=TEXT_LIMIT_S, concurrent=True):
                if match.end() > match.start() and (not self.wish.whole_words or is_whole(text, *match.span())):
                    yield match
        except TimeoutError as error:
            raise TooSlow from error


def check_replacement(wish: Wish, instead: str) -> None:
    """Raise BadPattern where an expression is none, or `instead` names groups that it does not have."""
    finder = Finder(wish)
    if finder._regex is not None:
        try:
            # Written by the compiler, not by a match: there need be none.
            finder._regex.sub(instead, "")
            regex.compile(f"(?:{wish.words})|", flags=finder._regex.flags).sub(instead, "")
        except (regex.error, IndexError) as error:
            raise _bad(error, instead) from error


def is_whole(text: str, start: int, end: int) -> bool:
    """Say whether a stretch neither begins nor ends inside a word."""
    before = text[start - 1] if start > 0 else " "
    after = text[end] if end < len(text) else " "
    return not (_is_letter(before) and _is_letter(text[start])) and not (
        _is_letter(after) and _is_letter(text[end - 1])
    )


def _is_letter(character: str) -> bool:
    return character.isalnum() or character == "_" or unicodedata.category(character)[0] == "M"


def cased_like(found: str, asked: str, instead: str, language: str = "") -> str:
    """Return `instead` with the capitals that `found` has and `asked` has not: press → printer, Press → Printer."""
    if found == asked or not instead or not _first(found).isupper() or _first(asked).isupper():
        return instead
    letters = list(filter(str.isalpha, found))
    if len(letters) > 1 and all(letter.isupper() for letter in letters):
        return upper(instead, language)
    return upper(instead[0], language) + instead[1:]


def _first(text: str) -> str:
    """Return the first letter of a text, "" where it has none."""
    return text[0] if text[:1].isalpha() else next(filter(str.isalpha, text), "")


def _compiled(wish: Wish) -> regex.Pattern[str]:
    if len(wish.words) > _LONGEST_PATTERN:
        raise BadPattern(f"An expression of {len(wish.words):,} letters is too long. Nothing was changed.")
    flags = regex.VERSION0 | regex.MULTILINE | (0 if wish.match_case else regex.IGNORECASE)
    try:
        return regex.compile(wish.words, flags)
    except (regex.error, RecursionError, OverflowError) as error:
        raise _bad(error, wish.words) from error


def _expanded(match: regex.Match[str], instead: str) -> str:
    try:
        return str(match.expand(instead))
    except (regex.error, IndexError) as error:
        raise _bad(error, instead) from error


def _bad(error: Exception, written: str) -> BadPattern:
    return BadPattern(f"“{written}” is no expression that can be read: {error}. Nothing was changed.")


def _joined(needle: str, wish: Wish) -> re.Pattern[str]:
    """Make a pattern of one of each letter; a whole word has no letter beside it where it has one itself.

    What may not stand before is asked after the first letter, so that re still skips from first letter to first letter.
    """
    letters: list[str] = [re.escape(letter) if wish.match_case else _class_of(letter) for letter in needle]
    first, *rest = letters
    if wish.whole_words:
        if _is_letter(needle[-1]):
            rest.append(r"(?!\w)")
        if _is_letter(needle[0]):
            first += rf"(?<!\w{first})"
    return re.compile(first + "".join(rest))


# Letters that fold one to one. A text of nothing else is searched as it is, each letter of the needle standing for all
# that fold to it; hardly one text in a hundred has anything else (soft hyphens, ligatures, decomposed letters).


@cache
def _alike() -> dict[str, str]:
    """Folded letter -> all letters that fold to it alone. Marks are left out: they melt into the letter before."""
    found: dict[str, str] = {}
    for code in (*range(0x1100), *range(0x1E00, 0x3000)):
        letter = chr(code)
        if unicodedata.category(letter)[0] != "M" and len(folded := fold(letter)) == 1:
            found[folded] = found.get(folded, "") + letter
    return found


@cache
def _unlike() -> re.Pattern[str]:
    return re.compile(f"[^{re.escape(''.join(_alike().values()))}]")


@cache
def _class_of(letter: str) -> str:
    alike = _alike().get(letter, letter)
    return re.escape(alike) if len(alike) == 1 else f"[{re.escape(alike)}]"
