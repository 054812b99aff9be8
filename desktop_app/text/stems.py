"""Which words are forms of one word: keys that two inflections of a word share, language by language.

Promises: pure and cached; `stems` always holds a key of the word itself; related words begin with `stem_head`. Own
grammars serve Azerbaijani and Turkish, Snowball the languages it has. Cutting too little is preferred to
cutting too much. Which words are the same under the fold is said by `folding`, names across scripts by `names`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from Stemmer import Stemmer

from desktop_app.text.azerbaijani import AZERBAIJANI
from desktop_app.text.folding import fold_word
from desktop_app.text.turkic import common_start
from desktop_app.text.turkish import TURKISH

if TYPE_CHECKING:
    from desktop_app.text.turkic import Grammar

_SNOWBALL = {
    "ar": "arabic", "hy": "armenian", "eu": "basque", "ca": "catalan", "da": "danish", "nl": "dutch", "en": "english",
    "fi": "finnish", "fr": "french", "de": "german", "el": "greek", "hi": "hindi", "hu": "hungarian",
    "id": "indonesian", "ga": "irish", "it": "italian", "lt": "lithuanian", "ne": "nepali", "no": "norwegian",
    "nb": "norwegian", "nn": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian",
    "es": "spanish", "sv": "swedish", "ta": "tamil", "yi": "yiddish",
}  # fmt: skip
"""What every PyStemmer since 2.2 knows."""

_TURKIC: dict[str, Grammar] = {"az": AZERBAIJANI, "tr": TURKISH}

STEMMED: frozenset[str] = frozenset((*_SNOWBALL, *_TURKIC))
"""Codes of the languages whose inflections are known."""

_SCRIPTS = {"CYRILLIC": ("ru", "sr"), "GREEK": ("el",), "ARABIC": ("ar",), "ARMENIAN": ("hy",), "HEBREW": ("yi",),
            "DEVANAGARI": ("hi", "ne"), "TAMIL": ("ta",)}  # fmt: skip
_BY_SCRIPT = {"CYRILLIC": ("ru",), "LATIN": ("en",)}


@lru_cache(maxsize=1 << 14)
def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


@lru_cache(maxsize=1 << 14)
def stem_languages(language: str, word: str) -> tuple[str, ...]:
    """Return whose inflections are looked for, for a folded word in an article of a language (BCP 47 or "")."""
    if not word or not word.isalpha():
        return ()
    script = _script(word[0])
    main = language.lower().replace("_", "-").partition("-")[0]
    if main in STEMMED:
        own = next((name for name, codes in _SCRIPTS.items() if main in codes), "LATIN")
        if script == own or (main == "sr" and script == "LATIN"):
            return (main,)
    return _BY_SCRIPT.get(script, ())


def stems(folded: str, exact: Sequence[str], language: str) -> frozenset[str]:
    """Return the keys of a word; two words of the language are inflections of each other when they share one."""
    return _stems(folded, tuple(exact), language)


def stem_head(folded: str, exact: Sequence[str], language: str) -> str:
    """Return the folded letters with which every word related to this one begins; perhaps none."""
    return _stem_head(folded, tuple(exact), language)


@lru_cache(maxsize=1 << 16)
def _stems(folded: str, exact: tuple[str, ...], language: str) -> frozenset[str]:
    if language in _TURKIC:
        return _TURKIC[language].roots(folded)
    keys = {folded}
    for form in exact:
        bare = form.replace("'", "") if fold_word(form) == folded else form.partition("'")[0]
        key = fold_word(_stemmer(language).stemWord(bare))
        if len(key) > 1 and folded.startswith(_snowball_head(key)):
            keys.add(key)
    return frozenset(keys)


@lru_cache(maxsize=1 << 14)
def _stem_head(folded: str, exact: tuple[str, ...], language: str) -> str:
    head = _TURKIC[language].head if language in _TURKIC else _snowball_head
    heads = [head(key) for key in _stems(folded, exact, language)]
    # What the first and the last of a sorted list begin with, all between them do.
    return common_start(min(heads), max(heads))


def _snowball_head(key: str) -> str:
    """Return what the stemmer surely left as it was: it writes i for y, and one letter for two, at the end alone."""
    return key[: max(1, len(key) - 1)] if len(key) > 1 else key


@cache
def _stemmer(language: str) -> Stemmer:
    return Stemmer(_SNOWBALL[language], 0)
