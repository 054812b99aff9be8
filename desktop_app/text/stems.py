"""Which words are forms of one word: keys that two inflections of a word share, language by language.

Promises: pure and cached; a word is always related to itself; related words begin with one of its `stem_heads`, so that
a sorted list of words need be read there only. Azerbaijani, Turkish, Russian and English have rules of their own, the
rest has Snowball's. Cutting too little is preferred to cutting too much: a false friend costs a reader's trust, and
whoever misses a form can still write `word*`. Uncached, a word costs 7 to 15 µs (`tests/bench/words.py`).

Which spellings are one word is said by `folding`, names across scripts by `names`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

import Stemmer

from desktop_app.text.azerbaijani import AZERBAIJANI
from desktop_app.text.folding import fold_word
from desktop_app.text.turkic import Grammar
from desktop_app.text.turkic_nouns import IN_AZERBAIJANI, IN_TURKISH, noun_endings
from desktop_app.text.turkish import TURKISH

LONGEST = 40
"""Letters of the longest word that is looked into; beyond stand strings of machines."""


class _Rules(NamedTuple):
    """The keys of a folded word and its exact forms, and the beginnings of the words that have a key."""

    keys: Callable[[str, tuple[str, ...]], frozenset[str]]
    heads: Callable[[str], tuple[str, ...]]


_SNOWBALL = {
    "ar": "arabic", "hy": "armenian", "eu": "basque", "ca": "catalan", "cs": "czech", "da": "danish", "nl": "dutch",
    "eo": "esperanto", "et": "estonian", "fi": "finnish", "fr": "french", "de": "german", "el": "greek", "hi": "hindi",
    "hu": "hungarian", "id": "indonesian", "ga": "irish", "it": "italian", "lt": "lithuanian", "ne": "nepali",
    "no": "norwegian", "nb": "norwegian", "nn": "norwegian", "fa": "persian", "pl": "polish", "pt": "portuguese",
    "ro": "romanian", "sr": "serbian", "st": "sesotho", "es": "spanish", "sv": "swedish", "ta": "tamil",
    "yi": "yiddish",
}  # fmt: skip
"""Snowball's names; some came with later releases of PyStemmer."""

_ALGORITHMS = {code: name for code, name in _SNOWBALL.items() if name in set(Stemmer.algorithms())}

STEMMED: frozenset[str] = frozenset(("az", "tr", "trk", "en", "ru", *_ALGORITHMS))
"""Codes of the languages whose inflections are known; `trk` (Turkic) is for words of no stated language."""


@cache
def _rules(language: str) -> _Rules:
    """Return the rules of one of `STEMMED`. Their tables are loaded here: most archives need those of a language."""
    if language == "en":
        from desktop_app.text import english

        return _Rules(lambda folded, exact: english.lemmas(folded), english.heads_of)
    if language == "ru":
        from desktop_app.text import russian

        return _Rules(lambda folded, exact: russian.keys_of(folded), russian.heads_of)
    if language == "trk":
        return _Rules(_clear_turkic, lambda key: (key,))
    if language in ("az", "tr"):
        return _turkic(AZERBAIJANI if language == "az" else TURKISH)
    return _snowball(_ALGORITHMS[language])


def _turkic(grammar: Grammar) -> _Rules:
    return _Rules(grammar.roots, lambda key: (grammar.head(key),))


def _clear_turkic(folded: str, exact: tuple[str, ...]) -> frozenset[str]:
    """Cut only what is Turkish or Azerbaijani beyond doubt: long endings of nouns."""
    cuts = noun_endings().cuts(folded, 2)
    roots = AZERBAIJANI.nouns(folded, (at for at, languages in cuts if languages & IN_AZERBAIJANI))
    roots |= TURKISH.nouns(folded, (at for at, languages in cuts if languages & IN_TURKISH))
    return frozenset(
        root
        for root in roots
        if root == folded or (len(root) >= 4 and len(folded) - len(root) >= 3 and folded.startswith(root))
    )


def _snowball(algorithm: str) -> _Rules:
    stemmer = Stemmer.Stemmer(algorithm, 0)

    def keys(folded: str, exact: tuple[str, ...]) -> frozenset[str]:
        found = {folded}
        for form in exact:
            bare = form.replace("'", "") if fold_word(form) == folded else form.partition("'")[0]
            key = fold_word(stemmer.stemWord(bare))
            # A single letter is no stem; and what the stemmer put before a word (Arabic, Irish) has no head.
            if len(key) > 1 and folded.startswith(_snowball_heads(key)):
                found.add(key)
        return frozenset(found)

    return _Rules(keys, _snowball_heads)


def _snowball_heads(key: str) -> tuple[str, ...]:
    """Return what the stemmer surely left as it was: the last letter of a stem may be written anew (y as i)."""
    return (key[:-1] if len(key) > 2 else key,)


_SCRIPTS = {
    "CYRILLIC": ("ru", "sr"), "GREEK": ("el",), "ARABIC": ("ar", "fa"), "ARMENIAN": ("hy",), "HEBREW": ("yi",),
    "DEVANAGARI": ("hi", "ne"), "TAMIL": ("ta",),
}  # fmt: skip
"""Which languages are not written in Latin letters; Serbian is in both."""

_BY_SCRIPT = {"CYRILLIC": ("ru",), "LATIN": ("en", "trk")}
"""What is tried where a language is not stated, has no stemmer or is written in other letters than the word."""


@lru_cache(maxsize=1 << 13)
def stem_languages(language: str, word: str) -> tuple[str, ...]:
    """Return whose inflections are looked for, for a folded word in an article of a language (BCP 47 or "")."""
    if not word or not word.isalpha():
        return ()
    script = unicodedata.name(word[0], "").partition(" ")[0]
    main = language.lower().replace("_", "-").partition("-")[0]
    own = next((name for name, codes in _SCRIPTS.items() if main in codes), "LATIN")
    if main in STEMMED and (script == own or (main == "sr" and script == "LATIN")):
        return (main,)
    return _BY_SCRIPT.get(script, ())


def stems(folded: str, exact: Sequence[str], language: str) -> frozenset[str]:
    """Return the keys of a word; two words of the language are inflections of each other when they share one.

    `language` is one of `STEMMED`, else a `KeyError` is raised.
    """
    return _stems(folded, tuple(exact), language)


def stem_heads(folded: str, exact: Sequence[str], language: str) -> tuple[str, ...]:
    """Return the beginnings, sorted and none within another, one of which every related word has (`go`, `went`)."""
    return _stem_heads(folded, tuple(exact), language)


@lru_cache(maxsize=1 << 13)
def _stems(folded: str, exact: tuple[str, ...], language: str) -> frozenset[str]:
    rules = _rules(language)
    return rules.keys(folded, exact) if len(folded) <= LONGEST else frozenset((folded,))


@lru_cache(maxsize=1 << 12)
def _stem_heads(folded: str, exact: tuple[str, ...], language: str) -> tuple[str, ...]:
    if len(folded) > LONGEST:
        return (folded,)
    kept: list[str] = []
    for head in sorted({head for key in _stems(folded, exact, language) for head in _rules(language).heads(key)}):
        if not (kept and head.startswith(kept[-1])):
            kept.append(head)
    return tuple(kept)
