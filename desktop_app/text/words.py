"""How a text is cut into words: one tokenizer for index, query, oracle and highlights.

Promises: spans are code points of the original and cover exactly the letters that the folded word stands for, marks
included (`fold_word(text[start:end]) == folded`); a suffix after an apostrophe is left out of the span and of `folded`
but stays in `exact`. One-letter words and numbers are words; there are no stop words. Hyphens part words, so that
`well-known` is found by its parts and as a phrase. Scripts without spaces give one word a character.
"""

from __future__ import annotations

import re
import unicodedata
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import compress, product
from typing import NamedTuple

from desktop_app.text.expressions import expression
from desktop_app.text.folding import (
    APOSTROPHES,
    INVISIBLE,
    exact_forms,
    exact_forms_of_lines,
    fold,
    fold_word,
)


class Token(NamedTuple):
    """A word in its place. `exact` holds the forms `=word` and phrases compare: equal when any form is shared."""

    text: str
    start: int
    end: int
    folded: str
    exact: tuple[str, ...]


class Part(NamedTuple):
    """A word within a run of letters; offsets count from the start of the run."""

    start: int
    end: int
    folded: str
    exact: tuple[str, ...]


def words(text: str) -> Iterator[Token]:
    """Cut a text into words, in order; the n-th word has position n."""
    for run in _pattern_for(text).finditer(text):
        at = run.start()
        letters = run.group()
        for start, end, folded, exact in run_words(letters):
            yield Token(letters[start:end], at + start, at + end, folded, exact)


def folded_words(text: str) -> list[str]:
    """Return the folded words alone, in order."""
    return [part.folded for run in _pattern_for(text).findall(text) for part in run_words(run)]


def _pattern_for(text: str) -> re.Pattern[str]:
    return _PLAIN_RUN if text.isascii() else run_pattern()


def hits(text: str, matches: Callable[[Token], bool]) -> tuple[tuple[int, int], ...]:
    """Return the spans of the words that match."""
    return tuple((token.start, token.end) for token in words(text) if matches(token))


def count_words(text: str, language: str = "") -> int:
    """Count words as writers do: `well-known` and `don't` are one each, a Chinese character is one.

    `language` is there for scripts without spaces, where Thai and its neighbours are counted five letters a word.
    """
    del language  # The script of the letters says it more surely than a field that may be wrong.
    # Most texts hold neither marks nor single letters: their alphabet tells in 25 µs for 4,000 characters, and the
    # plain pattern is then three times as quick.
    alphabet = "".join(set(text))
    if not _mark_pattern().search(alphabet) and not _SINGLE.search(alphabet):
        chunks = _PLAIN_COUNT.findall(text)
        return len(chunks) if "_" not in alphabet else sum(any(map(str.isalnum, chunk)) for chunk in chunks)
    count = 0
    for chunk in _count_pattern().findall(text):
        if chunk.isascii() or not _SINGLE.search(chunk):
            count += chunk[0].isalnum() or any(map(str.isalnum, chunk))
            continue
        thai = sum(map(_is_thai, chunk)) if any(map(str.isalnum, chunk)) else 0
        single = sum(char.isalnum() and _SINGLE.match(char) is not None and not _is_thai(char) for char in chunk)
        rest = _SINGLE.sub(" ", chunk).split()
        count += single + -(-thai // 5) + sum(any(map(str.isalnum, part)) for part in rest)
    return count


def _is_thai(char: str) -> bool:
    return "\u0e00" <= char <= "\u0eff" or "\u1000" <= char <= "\u109f"


_SINGLE = expression(
    "[\u0e00-\u0e7f\u0e80-\u0eff\u1000-\u109f\u1780-\u17df\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u3035"
    "\u3040-\u312f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003ffff]"
)
"""Letters of scripts that put no space between words."""


@cache
def letter_class() -> str:
    """Return the inside of a character class: what stands in a word. `\\w` of re knows no combining marks."""
    ranges: list[list[int]] = []
    for code in [*range(0x300, 0x20000), *range(0xE0000, 0xE0200)]:
        if unicodedata.category(chr(code))[0] == "M":
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1][1] = code
            else:
                ranges.append([code, code])
    marks = "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)
    return rf"\w{INVISIBLE}{marks}"


def stands_in_words(char: str) -> bool:
    """Say whether a character is one of `letter_class`."""
    return char.isalnum() or char == "_" or char in INVISIBLE or unicodedata.category(char)[0] == "M"


@cache
def run_pattern() -> re.Pattern[str]:
    """Runs of letters, digits and marks, joined by single apostrophes."""
    return re.compile(f"[{letter_class()}]+(?:[{APOSTROPHES}][{letter_class()}]+)*")


@cache
def _count_pattern() -> re.Pattern[str]:
    """The same, joined by hyphens and by the points of numbers too."""
    word = f"[{letter_class()}]+"
    return re.compile(f"{word}(?:(?:[{APOSTROPHES}‐‑-]|(?<=[0-9])[.,:](?=[0-9])){word})*")


@cache
def _mark_pattern() -> re.Pattern[str]:
    """What a word may hold beside `\\w`."""
    return re.compile(f"[{letter_class()[2:]}]")


_PLAIN_RUN = expression(rf"\w+(?:[{APOSTROPHES}]\w+)*")
"""`run_pattern` for texts in ASCII: the whole one takes 25 ms to make."""

_PLAIN_COUNT = expression(rf"\w+(?:(?:[{APOSTROPHES}‐‑-]|(?<=[0-9])[.,:](?=[0-9]))\w+)*")
"""`_count_pattern` for texts without marks."""


@lru_cache(maxsize=1 << 13)
def run_words(run: str) -> tuple[Part, ...]:
    """Find the words in a run of `run_pattern`. Kept in memory, as a language's words come back again and again."""
    if run.isascii() and run.isalnum():
        return (Part(0, len(run), run.lower(), exact_forms(run)),)
    if is_plain_run(run):
        # The words of most languages: nothing in them parts or joins.
        folded = fold_word(run)
        return (Part(0, len(run), folded, exact_forms(run)),) if folded else ()
    found: list[Part] = []
    for start, end in _stretches(run):
        if end - start == 1 and run[start].isalnum():
            folded, exact = _letter(run[start])
            if folded:
                found.append(Part(start, end, folded, exact))
        else:
            found += _split_apostrophes(run, start, end)
    return tuple(found)


def plain_runs(runs: Sequence[str]) -> list[tuple[str, tuple[str, ...]] | None]:
    """Return how many runs fold and how each is written, all at once: `folded` and `exact` of the one word in each.

    None where a run needs a closer look (`run_words`): it may hold several words, or none.
    """
    plain = list(map(is_plain_run, runs))
    # What parts them is no letter, so that they fold as they would alone.
    joined = "\n".join(compress(runs, plain))
    together = zip(fold(joined).split("\n"), exact_forms_of_lines(joined), strict=True)
    found = (next(together) if is_plain else None for is_plain in plain)
    return [word if word and word[0] else None for word in found]


def is_plain_run(run: str) -> bool:
    """Say whether a run is one word of nothing but letters, as most are."""
    return run.isalpha() and (max(run) < _FIRST_APART or not _apart_pattern().search(run))


_FIRST_APART = min(filter(str.isalpha, APOSTROPHES))
"""Before it stand the letters of most Latin alphabets, all of them plain: the pattern takes 2 ms to make."""


@cache
def _apart_pattern() -> re.Pattern[str]:
    """Letters that need a closer look: apostrophes that count as letters, and scripts without spaces."""
    return re.compile(f"[{APOSTROPHES}{_SINGLE.pattern[1:-1]}]")


@lru_cache(maxsize=1 << 14)
def _letter(char: str) -> tuple[str, tuple[str, ...]]:
    return fold_word(char), exact_forms(char)


def _stretches(run: str) -> Iterator[tuple[int, int]]:
    """Cut a run at underscores, footnote digits and fractions, and between characters of unspaced scripts."""
    start = 0
    for at, char in enumerate(run):
        if char == "_" or _is_note(char):
            yield start, at
            start = at + 1
        elif _begins_word(char) or (at and _SINGLE.match(run[start]) and not _begins_nothing(char)):
            yield start, at
            start = at
    yield start, len(run)


def _begins_word(char: str) -> bool:
    return _SINGLE.match(char) is not None and not _begins_nothing(char)


def _begins_nothing(char: str) -> bool:
    """Marks and invisible characters stay with the letter before them, so do the half-width voicing marks."""
    return not char.isalnum() or char in "\uff9e\uff9f"


def _is_note(char: str) -> bool:
    """Superscript digits, circled numbers and fractions are no part of a word; the 2 of H₂O is."""
    return not char.isascii() and unicodedata.category(char) == "No" and fold(char) == char


def _split_apostrophes(run: str, start: int, end: int) -> Iterator[Part]:
    """Read a stretch without separators: one word, or several, or a word and a suffix that is left out."""
    pieces = deque(_pieces(run, start, end))
    begins = True
    while pieces:
        first, last = pieces.popleft()
        while pieces and _is_one_word(run[first:last], run[slice(*pieces[0])], begins):
            last = pieces.popleft()[1]
        whole = last
        if len(pieces) == 1 and _is_suffix(run[first:last], run[slice(*pieces[0])]):
            whole = pieces.popleft()[1]
        begins = False
        folded = fold_word(run[first:last])
        if folded:
            yield Part(first, last, folded, exact_forms(run[first:whole]))


def _pieces(run: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return what stands between the apostrophes of a stretch, nothing without a letter or digit in it."""
    pieces: list[tuple[int, int]] = []
    first = start
    for at in range(start, end + 1):
        if at == end or run[at] in APOSTROPHES:
            if any(map(str.isalnum, run[first:at])):
                pieces.append((first, at))
            first = at + 1
    return pieces


_ELISIONS = frozenset(
    ("qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "presqu", "aujourd", "un", "all", "dall", "dell", "nell", "sull")
)
"""French and Italian heads that stand before a word, not before a suffix."""

_CLITICS = frozenset(("s", "m", "re", "ve", "ll", "d"))

_ENDING = (
    "i?m|i?n|i?miz|i?niz|l[ae]r|[nysd]?i|n?in|[nyk]?[ae]|[nsy]?[ae]n|n?[dt][ae]n?|n?[dt][ae]ki|ki|y?l[ae]|il[ae]|li"
    "|lik|lig|siz|c[aei]|cilik|inci|nci|[dt]ir|mis|y?di|y?s[ae]|y?ken|dek|g[ae]|q[ae]|gil"
)
_ENDINGS = expression(f"(?:{_ENDING})+")
"""Chains of Turkish and Azerbaijani endings; all four close vowels are written i."""

_OTHER_ENDINGS = frozenset(("ego", "emu", "owie", "sche", "schen", "scher", "sches", "ista", "issa"))
"""Polish, German and Finnish ones of more than three letters or with an o."""


def may_be_ending(folded: str) -> bool:
    """Say whether folded letters may be an ending behind an apostrophe, or a part of one, which no word is filed by."""
    if len(folded) <= 3 or any(folded in ending for ending in _OTHER_ENDINGS):
        return True
    return len(folded) <= 16 and _part_of_endings().fullmatch(folded.replace("u", "i")) is not None


@cache
def _part_of_endings() -> re.Pattern[str]:
    """The rest of an ending, whole ones, and the beginning of one."""
    whole: set[str] = set()
    for pattern in _ENDING.split("|"):
        letters = [
            (*choice.strip("[]"), *("" for _ in may)) for choice, may in re.findall(r"(\[\w+\]|\w)(\??)", pattern)
        ]
        whole.update(map("".join, product(*letters)))
    rests = {ending[at:] for ending in whole for at in range(1, len(ending))}
    heads = {ending[:at] for ending in whole for at in range(1, len(ending))}
    return re.compile(f"(?:{'|'.join(rests)})?(?:{_ENDING})*(?:{'|'.join(heads)})?")


def _is_one_word(head: str, tail: str, begins: bool) -> bool:
    """Say whether the apostrophe is a letter of the word: don't, O'Brien, d'Artagnan, п'ять, ג'ירפה."""
    if tail in "tT" and head[-1] in "nN":
        return True
    if head[-1].isdigit() or tail[0].isdigit():
        return False
    if not (_is_latin(head[-1]) or _is_latin(tail[0])):
        return True
    alone = fold(head)
    return begins and len(alone) == 1 and not (alone == "i" and tail.lower() in _CLITICS)


def _is_suffix(head: str, tail: str) -> bool:
    """Say whether the tail is an ending (`Bakı'nın`, `writer's`, `1990'lar`) and not a word (`dell'Arte`)."""
    if tail[0].isupper() and not (head.isupper() or (head[-1].isdigit() and tail.isupper())):
        return False
    if tail[0].isdigit() or fold(head) in _ELISIONS:
        return False
    if not _is_latin(tail[0]):
        return True
    ending = fold(tail)
    if len(ending) <= 3 or ending in _OTHER_ENDINGS:
        return True
    # Sixteen letters hold the longest chain in use and keep the pattern from trying for ever.
    return len(ending) <= 16 and _ENDINGS.fullmatch(ending.replace("u", "i")) is not None


@lru_cache(maxsize=4096)
def _is_latin(char: str) -> bool:
    return char.isascii() or unicodedata.name(char, "").startswith(("LATIN", "GREEK", "FULLWIDTH LATIN"))
