"""How a letter folds: one form for all spellings of a word, with a map back to the letters as written.

Promises: `fold` does not care about capitals (Turkish ones included), composed or decomposed input, accents, forms of
the apostrophe, or invisible characters; `fold(fold(x)) == fold(x)`; the offset map is right for every character. Index,
query, suggestions, find bar and facet search all use this one function. Cutting text into words is `words.py`.

What stays apart: й and ў (a breve that makes a consonant of a vowel), kana with and without voicing, and all vowel and
tone signs of Thai and the Indic scripts, which are letters in everything but name.
"""

from __future__ import annotations

import unicodedata
from array import array
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from desktop_app.values import dataclass

APOSTROPHES = "'’ʼ‘‛`´′＇ꞌ׳՚᾽"
"""All forms of one apostrophe; the fold writes them as the first."""

INVISIBLE = "".join(
    map(
        chr,
        (
            0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, *range(0x180B, 0x1810), *range(0x200B, 0x2010),
            *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0x3164, *range(0xFE00, 0xFE10), 0xFEFF, 0xFFA0,
        ),
    )
)  # fmt: skip
"""Soft hyphens, joiners, direction marks, variation selectors: they are not there for a reader."""

_SIGNS = "ʻʽʾʿʹʺ\u0640"
"""Transliteration signs and the Arabic stretch: Qurʾān is found as quran, oʻzbek as ozbek, Gogolʹ as gogol."""

_DIACRITICS = (
    (0x0300, 0x0344), (0x0346, 0x036F), (0x0483, 0x0489), (0x0591, 0x05BD), (0x05BF, 0x05BF), (0x05C1, 0x05C2),
    (0x05C4, 0x05C5), (0x05C7, 0x05C7), (0x0610, 0x061A), (0x064B, 0x065F), (0x0670, 0x0670), (0x06D6, 0x06DC),
    (0x06DF, 0x06E4), (0x06E7, 0x06E8), (0x06EA, 0x06ED), (0x0711, 0x0711), (0x0730, 0x074A), (0x0898, 0x089F),
    (0x08CA, 0x08E1), (0x08E3, 0x08FF), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20F0), (0x2DE0, 0x2DFF),
    (0xA66F, 0xA67D), (0xA69E, 0xA69F), (0xFB1E, 0xFB1E), (0xFE20, 0xFE2F), (0xE0000, 0xE0FFF),
)  # fmt: skip
"""Marks that may be left out. U+0345 is not among them: it is the letter iota written below."""

_LETTERS = {
    "İ": "i", "ı": "i", "Ə": "e", "ə": "e", "Ǝ": "e", "ǝ": "e", "Й": "й", "й": "й", "Ў": "ў", "ў": "ў",
    "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ŧ": "t", "ȷ": "j", "ɨ": "i",
    "ŀ": "l", "ŋ": "ng", "ĸ": "k", "‐": "-", "‑": "-", "“": '"', "”": '"', "„": '"', "‟": '"',
}  # fmt: skip

_COMPATIBLE = (
    "<compat>", "<wide>", "<narrow>", "<font>", "<initial>", "<medial>", "<final>", "<isolated>", "<super>", "<sub>",
)  # fmt: skip
"""Kinds of presentation forms. Fractions, squares and circles are not among them."""


class _Table(dict[int, str]):
    """What each code point folds to, worked out when first met (all of Unicode at import would cost a second)."""

    def __missing__(self, code: int) -> str:
        folded = chr(code)
        while (again := "".join(map(_fold_character, folded))) != folded:
            folded = unicodedata.normalize("NFC", again)
        self[code] = folded
        return folded


def _fold_character(char: str) -> str:
    """Take one step: decompose, lower, drop the marks. A letter of the table above is done at once."""
    if char in _LETTERS:
        return _LETTERS[char]
    if char in APOSTROPHES:
        return "'"
    if char in INVISIBLE or char in _SIGNS:
        return ""
    if unicodedata.category(char) == "Zs":
        return " "
    parts = unicodedata.normalize("NFD", _compatible(char)).casefold()
    kept = "".join(part for part in unicodedata.normalize("NFD", parts) if not _is_diacritic(part))
    return unicodedata.normalize("NFC", kept)


def _compatible(char: str) -> str:
    """Replace ligatures, full-width and styled letters by plain ones. Superscript digits are notes, not numbers."""
    kind, _, _ = unicodedata.decomposition(char).partition(" ")
    if kind not in _COMPATIBLE or (kind == "<super>" and char.isdigit()):
        return char
    plain = unicodedata.normalize("NFKC", char)
    return plain if all(part.isalnum() or part in APOSTROPHES or part in "\u3099\u309a" for part in plain) else char


def _is_diacritic(char: str) -> bool:
    code = ord(char)
    return code >= 0x300 and any(first <= code <= last for first, last in _DIACRITICS)


_TABLE = _Table()


def fold(text: str) -> str:
    """Return the form under which all spellings of a text are equal. 1 MB takes some 50 ms, of ASCII 1 ms."""
    if text.isascii():
        return text.lower().replace("`", "'")
    folded = unicodedata.normalize("NFC", text).translate(_TABLE)
    # Taking out a mark can bring together two characters that are one when they meet.
    while not unicodedata.is_normalized("NFC", folded):
        folded = unicodedata.normalize("NFC", folded).translate(_TABLE)
    return folded


@lru_cache(maxsize=4096)
def fold_word(word: str) -> str:
    """Fold one word; apostrophes inside it go, as in the index (`O'Brien` -> `obrien`)."""
    return fold(word).replace("'", "")


@dataclass(frozen=True, slots=True)
class Folded:
    """`offsets[i]` is where the character behind `text[i]` begins in the original; one more entry marks the end."""

    text: str
    offsets: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the stretch of the original behind `text[start:end]`, with all marks that belong to it."""
        # Ending inside one letter (ß -> ss) means the whole letter.
        while start < end < len(self.text) and self.offsets[end] == self.offsets[end - 1]:
            end += 1
        return self.offsets[start], self.offsets[end]


def fold_with_offsets(text: str) -> Folded:
    """Fold and say where each folded character stands in the original, in code points."""
    if text.isascii():
        return Folded(fold(text), range(len(text) + 1))
    table = _TABLE
    pieces = [table[ord(char)] for char in text]
    folded = "".join(pieces)
    if not (unicodedata.is_normalized("NFC", text) and unicodedata.is_normalized("NFC", folded)):
        return _fold_clusters(text)
    offsets = array("l", (at for at, piece in enumerate(pieces) for _ in piece))
    offsets.append(len(text))
    return Folded(folded, offsets)


def _fold_clusters(text: str) -> Folded:
    """Fold base by base, each with its marks: the slow way, for decomposed text."""
    starts = [at for at, char in enumerate(text) if at == 0 or not _joins_previous(char)]
    starts.append(len(text))
    pieces: list[str] = []
    offsets = array("l")
    for start, end in pairwise(starts):
        piece = _fold_cluster(text[start:end])
        pieces.append(piece)
        offsets.extend([start] * len(piece))
    offsets.append(len(text))
    return Folded("".join(pieces), offsets)


_fold_cluster = lru_cache(maxsize=4096)(fold)


@lru_cache(maxsize=4096)
def _joins_previous(char: str) -> bool:
    """Say whether the character may melt into the one before it when text is composed."""
    folded = _TABLE[ord(char)]
    if not folded or unicodedata.category(char)[0] == "M" or unicodedata.category(folded[0])[0] == "M":
        return True
    return "\u1160" <= folded[0] <= "\u11ff" or "\ud7b0" <= folded[0] <= "\ud7ff"


def exact_forms(word: str) -> tuple[str, ...]:
    """Return the word as written but for capitals: one form, or two where a capital I may stand for i or ı.

    Two words are the same exactly when they share a form. A word is all Turkish or not at all, so that two forms are
    enough for any number of I.
    """
    word = _exact(word)
    plain = _lower(word)
    return (plain, _lower(word.replace("I", "ı"))) if "I" in word else (plain,)


def exact_forms_of_lines(lines: str) -> list[tuple[str, ...]]:
    """Return the same for many words that stand on lines of their own."""
    exact = _exact(lines)
    plain = _lower(exact).split("\n")
    if "I" not in exact:
        return [(form,) for form in plain]
    dotless = _lower(exact.replace("I", "ı")).split("\n")
    capital = ["I" in line for line in exact.split("\n")]
    return [(one, other) if has else (one,) for one, other, has in zip(plain, dotless, capital, strict=True)]


def _exact(text: str) -> str:
    if text.isascii():
        return text.replace("`", "'")
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).translate(_EXACT))


def _lower(word: str) -> str:
    # "İ".lower() is an i and a dot on it: two code points that no keyboard writes.
    return word.lower().replace("i\u0307", "i")


class _ExactTable(dict[int, str]):
    """What an exact form still lets through: apostrophe forms, invisible characters, ligatures of the press."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        plain = "'" if char in APOSTROPHES else "" if char in INVISIBLE else _compatible(char)
        self[code] = plain
        return plain


_EXACT = _ExactTable()
