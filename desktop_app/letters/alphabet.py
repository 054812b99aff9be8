"""The letters that a keyboard without an Azerbaijani or Turkish layout lacks, and the words that are typed for them.

A word is two things here: its key, the ASCII letters that such a keyboard gives (`gence`), and its marks, a number of
which the n-th bit says that the n-th letter of the key stands for its sister (e for ə). The two together are the word
(`gəncə`), so that all readings of what was typed lie under one key. Keys are in lower case, but for words all in
capitals: `API` is seldom a word of the language, and `apı` never.
"""

from __future__ import annotations

import unicodedata


class _Bits(dict[int, str]):
    """A table for `str.translate` in which all letters but its own are 0."""

    def __missing__(self, letter: int) -> str:
        return "0"


_TURKISH = dict(zip("oucsgi", "öüçşğı", strict=True))
_SISTERS = {"tr": _TURKISH, "az": {"e": "ə", **_TURKISH}}
LANGUAGES = tuple(_SISTERS)

LONGEST = 31
"""Letters of the longest word that is known, for the bits of its marks."""

_FOREIGN = {"az": frozenset("w"), "tr": frozenset("qwx")}
"""Letters no word of the language has: what holds one is a name, or a word of another language."""
_CAPITALS = {letter.upper(): "İ" if letter == "i" else sister.upper() for letter, sister in _SISTERS["az"].items()}
_SISTER_OF = _SISTERS["az"] | _CAPITALS
_MARKED = frozenset(_SISTER_OF.values())
_TO_TYPED = str.maketrans({sister: letter for letter, sister in _SISTER_OF.items()})
_BITS = _Bits({ord(letter): "1" for letter in _MARKED})
_TO_LOWER = str.maketrans({"I": "ı", "İ": "i"})


def sisters(language: str) -> str:
    """Return the lower-case ASCII letters of which the language has two kinds."""
    return "".join(_SISTERS[language])


def is_foreign(key: str, language: str) -> bool:
    """Say whether a key has letters that the language does not write."""
    return not _FOREIGN[language].isdisjoint(key.lower())


def has_letters(text: str) -> bool:
    """Say whether a text holds a letter that needs the layout. A capital I does not tell."""
    return not _MARKED.isdisjoint(text)


def stripped(text: str) -> str:
    """Return the text as it is typed without the layout, circumflexes left out too; as many code points."""
    typed = text.translate(_TO_TYPED)
    return typed if typed.isascii() else "".join(map(_base, typed))


def _base(letter: str) -> str:
    base = unicodedata.normalize("NFD", letter)[0]
    return base if base.isascii() else letter


def lower(word: str) -> str:
    """Return a word in lower case as Azerbaijani and Turkish have it: I is ı, İ is i."""
    return word.translate(_TO_LOWER).lower()


def upper(word: str) -> str:
    """Return a word in capitals as Azerbaijani and Turkish have it."""
    return word.replace("i", "İ").upper()


def is_capitals(word: str) -> bool:
    """Say whether a word is all in capitals, and more than an initial."""
    return len(word) > 1 and word.isupper()


def key_and_marks(written: str) -> tuple[str, int] | None:
    """Analyse a rightly written word; None where it has letters beside these alphabets, or too many."""
    word = written if written.islower() or is_capitals(written) else lower(written)
    key = stripped(word)
    if len(word) > LONGEST or not key.isascii() or not (key.isalpha() or key.replace("-", "").isalpha()):
        return None
    return key, 0 if key == word else int(word.translate(_BITS)[::-1], 2)


def spelled(key: str, marks: int) -> str:
    """Return the word of a key and marks."""
    if not marks:
        return key
    return "".join(_SISTER_OF[letter] if marks >> at & 1 else letter for at, letter in enumerate(key))


def in_case_of(word: str, typed: str) -> str:
    """Return a word with capitals where those of what was typed stand."""
    return "".join(upper(letter) if shape.isupper() else letter for letter, shape in zip(word, typed, strict=True))
