"""In which language a paragraph is written, by its groups of three letters.

A language is known by a profile: how often each group stands in it. Those of Azerbaijani, English, Russian and Turkish
ship with the program (`dictionaries/letters.tsv`, made of texts of our own by `tests/spelling/letters.py`); a language
that the user adds is known by the words of its dictionary. Promises: a paragraph of more than eight words is told by
its own words; a shorter one leans on what stands before it and on the language of the article. What is in none of the
languages is "" and not checked. Not for whole texts of any language: `text.languages` guesses among more.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from desktop_app import paths
from desktop_app.text.folding import INVISIBLE, fold
from desktop_app.text.languages import WELL_KNOWN, common_words

_LETTERS = re.compile(rf"[^\W\d_{INVISIBLE}]+")
_LATIN = re.compile(r"[A-Za-zÀ-ɏəƏ]")
_SMOOTHING = 0.4
_KINDS = 9000
"""Groups of letters that a language may have; with `_SMOOTHING` it says how surprising an unseen one is."""

_NOT_A_LETTER = 2.0
"""Nats that a letter costs which a language does not have: no Turkish text has an ə."""

_DECLARED, _BEFORE = 4.0, 4.0
"""What the article and the paragraph before say, in nats: as much as some eight groups of letters."""
_LATIN_SHARE = 0.3
"""Every language writes Latin names: among other letters they count so much."""
_STRANGE = -9.6
"""Nats a group, on average: below, a text is in no language that we know. The paragraphs of ours have -7 to -9.3."""
_ENOUGH = 5
"""Words: with fewer, nothing is called strange."""
_FOREIGN_LEAST, _FOREIGN_TIMES = 3, 2
"""So many frequent words of another language, and so many times the likeliest one's, tell a foreign paragraph."""

_REMEMBERED = 100_000
_STRANGE_LETTERS = 0.15
"""Share of words with letters that the language does not have: above, it is another one of its script."""


class Profile:
    """How often each group of three letters stands in a language."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        total = sum(counts.values()) + _SMOOTHING * _KINDS
        self._logs = {group: math.log((count + _SMOOTHING) / total) for group, count in counts.items()}
        self._unseen = math.log(_SMOOTHING / total)
        self._alphabet = frozenset("".join(counts))
        letters = Counter(letter for group in counts for letter in group if letter.isalpha())
        common = letters.most_common(1)
        self.script = unicodedata.name(common[0][0]).partition(" ")[0] if common else ""
        """As Unicode names it: LATIN, CYRILLIC."""

    @classmethod
    def of_words(cls, words: Iterable[str]) -> Profile:
        """Make a profile of the words of a dictionary."""
        return cls(Counter(group for word in words for group in groups(word)))

    def likelihood(self, found: Sequence[str]) -> float:
        """Return the logarithm of how likely these groups are, in nats."""
        return sum(self._logs.get(group) or self._surprise(group) for group in found)

    def has_letters(self, word: str) -> bool:
        """Say whether the language has all letters of a word, Latin ones aside: every language borrows those."""
        return self._alphabet.issuperset(_LATIN.sub("", word))

    def _surprise(self, group: str) -> float:
        return self._unseen - (0.0 if self._alphabet.issuperset(group) else _NOT_A_LETTER)


def groups(text: str) -> list[str]:
    """Return the groups of three letters of the words of a text, the edges of words among them."""
    return [group for word in _LETTERS.findall(lower(text)) for group in _edged(word)]


def lower(text: str) -> str:
    """Return a text in small letters; the capital İ is an i, and I an ı beside letters that only Turkic texts have."""
    if "I" in text and any(letter in text for letter in "əƏığşĞŞİ"):
        text = text.replace("I", "ı")
    return text.replace("İ", "i").lower()


@cache
def shipped_profiles() -> dict[str, Profile]:
    """Return the profiles of the four languages of the house."""
    found = {}
    for line in paths.resource("dictionaries/letters.tsv").read_text("utf-8").splitlines():
        language, _, table = line.partition("\t")
        counts = {}
        for entry in table.split("\t"):
            group, _, count = entry.rpartition("=")
            counts[group.replace("_", " ")] = int(count)
        found[language] = Profile(counts)
    return found


class _Heard(NamedTuple):
    """What a word says: for each language a logarithm, and whether the language has its letters."""

    groups: int
    logs: tuple[float, ...]
    has_letters: tuple[bool, ...]
    is_latin: bool


class Classifier:
    """Tells the language of paragraphs among some."""

    def __init__(self, profiles: Mapping[str, Profile]) -> None:
        self._codes = tuple(profiles)
        self._profiles = tuple(profiles.values())
        self._heard: dict[str, _Heard] = {}
        self._foreign: dict[str, set[str]] = {}
        """A frequent word -> the languages we do not check that have it."""
        for code in WELL_KNOWN:
            if code not in profiles:
                for word in common_words(code):
                    self._foreign.setdefault(word, set()).add(code)

    def language(self, text: str, *, before: str = "", declared: str = "") -> str:
        """Return the code of the language a paragraph is in, or "" for none of them.

        `before` is the language of the paragraph before, `declared` that of the article (BCP 47 codes or "").
        """
        if not self._codes:
            return ""
        words = _LETTERS.findall(lower(text))
        hints = [0.0] * len(self._codes)
        for code, nats in ((declared, _DECLARED), (before, _BEFORE)):
            main = code.partition("-")[0]
            if main in self._codes:
                hints[self._codes.index(main)] += nats
        if not words:
            return self._codes[hints.index(max(hints))] if any(hints) else ""
        heard = [self._hear(word) for word in words]
        share = 1.0 if all(one.is_latin for one in heard) else _LATIN_SHARE
        weights = [share if one.is_latin else 1.0 for one in heard]
        scores = [
            sum(one.logs[at] * weight for one, weight in zip(heard, weights, strict=True))
            for at in range(len(self._codes))
        ]
        best = max(range(len(scores)), key=lambda at: scores[at] + hints[at])
        if len(words) >= _ENOUGH:
            total = sum(one.groups * weight for one, weight in zip(heard, weights, strict=True))
            unwritten = sum(not one.has_letters[best] for one in heard)
            if scores[best] < _STRANGE * total or unwritten > _STRANGE_LETTERS * len(words):
                return ""
            if self._is_foreign(text, self._codes[best]):
                return ""
        return self._codes[best]

    def _hear(self, word: str) -> _Heard:
        heard = self._heard.get(word)
        if heard is None:
            if len(self._heard) > _REMEMBERED:
                self._heard.clear()
            found = _edged(word)
            heard = self._heard[word] = _Heard(
                len(found),
                tuple(profile.likelihood(found) for profile in self._profiles),
                tuple(profile.has_letters(word) for profile in self._profiles),
                _LATIN.match(word) is not None,
            )
        return heard

    def _is_foreign(self, text: str, language: str) -> bool:
        """Say whether the frequent words of a text are those of a language that is not among ours."""
        own = common_words(language)
        mine, others = 0, Counter[str]()
        for word in _LETTERS.findall(fold(text)):
            if word in own:
                mine += 1
            elif word in self._foreign:
                others.update(self._foreign[word])
        return max(others.values(), default=0) >= max(_FOREIGN_LEAST, _FOREIGN_TIMES * mine + 1)


def _edged(word: str) -> list[str]:
    edged = f" {word} "
    return [edged[at : at + 3] for at in range(len(edged) - 2)]
