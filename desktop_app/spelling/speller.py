"""The spelling of a text: what dictionaries, the archive, the writer and the article say together.

Dictionaries say which words they do not know (`Checks`, in a process of its own). Of those no mistake are: the writer's
own words, those ignored, those that stand in `KNOWN_IN` articles of the archive or bend from one that does, and
capitalised words that the archive knows as well. In a language without a dictionary a word is a mistake only where the
archive has a frequent word right beside it. Promises: thread-safe; without a search, or with one that is being rebuilt,
the dictionaries alone answer. Not for files, nor for windows.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from desktop_app.errors import UserError
from desktop_app.spelling.bending import title, turkic_roots
from desktop_app.spelling.checker import Paragraph, Reading, Unknown
from desktop_app.spelling.own_words import OwnWords
from desktop_app.spelling.suggesting import best, distance
from desktop_app.text.casing import lower

KNOWN_IN = 3
"""Articles that have a word which is no mistake; the draft itself is one of them."""
_NAME_IN = 2
"""Articles that have a capitalised word which is a name; again the draft is one."""
_FREQUENT = 15
"""Articles that have a word which another may be a misspelling of, where no dictionary says so."""
_SHORTEST_WEAK = 5
_NEAR_AT_ONCE = 32
"""Words whose neighbours are asked for at once: some 10 ms, after which a search may slip between."""
_CLOSE = 1.4


class Checks(Protocol):
    """Who reads paragraphs: a `Checker`, or the process that has one."""

    def readings(self, paragraphs: Sequence[Paragraph]) -> list[Reading]: ...
    def suggest(self, word: str, language: str) -> list[str]: ...
    def use(self, languages: Sequence[str]) -> None: ...


class Vocabulary(Protocol):
    """What the archive knows of words: a `SearchService`. Trouble is a `UserError`, and then it knows nothing."""

    def articles_with(self, words: Sequence[str]) -> Mapping[str, int]:
        """Return in about how many articles each word in small letters stands; those in none may be missing."""
        ...

    def near_words(self, words: Sequence[str], edits: int = 1) -> Mapping[str, Mapping[str, int]]:
        """Return for each word those in small letters so few edits away, with about how many articles have each."""
        ...


@dataclass(frozen=True, slots=True)
class Mistake:
    """A word to look at, in code points of its line."""

    start: int
    end: int
    word: str


@dataclass(frozen=True, slots=True)
class Checked:
    """A paragraph read."""

    language: str
    """"" where it is in none that is checked."""
    mistakes: tuple[Mistake, ...] = ()


class Speller:
    """Checks the texts of one archive for one writer."""

    def __init__(self, checks: Checks, own: OwnWords, vocabulary: Vocabulary | None = None) -> None:
        self.own = own
        self._checks = checks
        self._vocabulary = vocabulary
        self._ignored = OwnWords()
        self._articles: dict[str, int] = {}
        self._near: dict[str, Mapping[str, int]] = {}
        self._lock = threading.Lock()

    def check(self, paragraphs: Sequence[Paragraph], ignored: OwnWords | None = None) -> list[Checked]:
        """Check paragraphs that follow one another; `ignored` are words of this article that are meant so."""
        readings = self._checks.readings(paragraphs)
        lists = (self.own, self._ignored, *((ignored,) if ignored is not None else ()))
        doubtful = [
            [
                unknown
                for unknown in reading.unknown
                if not any(one.has(unknown.word, reading.language) for one in lists)
            ]
            for reading in readings
        ]
        self._learn(
            form
            for reading, found in zip(readings, doubtful, strict=True)
            for unknown in found
            for form in _forms(unknown, reading.language)
        )
        left = [
            [one for one in found if not self._is_known(one, reading.language)]
            for reading, found in zip(readings, doubtful, strict=True)
        ]
        weak = [
            (one, reading.language)
            for reading, found in zip(readings, left, strict=True)
            for one in found
            if reading.is_weak and _may_be_a_slip(one)
        ]
        self._learn_near(lower(one.word, language) for one, language in weak)
        slips = {one for one, language in weak if self._is_beside_a_word(one, language)}
        return [
            Checked(
                reading.language,
                tuple(Mistake(one.start, one.end, one.word) for one in found if not reading.is_weak or one in slips),
            )
            for reading, found in zip(readings, left, strict=True)
        ]

    def suggest(self, word: str, language: str) -> list[str]:
        """Return up to seven words that may have been meant, the likeliest first. Takes up to half a second."""
        found = self._checks.suggest(word, language)
        small = lower(word, language)
        wanted = {one: count for one, count in self._two_edits_from(small).items() if count >= KNOWN_IN}
        found_small = [lower(one, language) for one in found]
        self._learn(found_small)
        counts = {one: self._articles.get(one, 0) for one in found_small} | wanted
        more = [title(one, language) if word[:1].isupper() else one for one in wanted]
        return best(word, list(dict.fromkeys([*found, *more])), counts, language)

    def ignore(self, word: str) -> None:
        """Take a word as meant in all texts until the program is closed."""
        self._ignored.add(word)

    def use(self, languages: Sequence[str]) -> None:
        """Check in these languages from now on."""
        self._checks.use(languages)

    def forget(self) -> None:
        """Ask the archive anew from now on: its words have changed."""
        with self._lock:
            self._articles.clear()
            self._near.clear()

    def _learn(self, words: Iterable[str]) -> None:
        """Ask the archive about words that were not asked for yet."""
        if self._vocabulary is None:
            return
        new = sorted({word for word in words if word not in self._articles})
        if new:
            try:
                counts = self._vocabulary.articles_with(new)
            except UserError:
                return  # Asked again the next time.
            with self._lock:
                self._articles.update({word: counts.get(word, 0) for word in new})

    def _is_known(self, unknown: Unknown, language: str) -> bool:
        is_name = unknown.word[:1].isupper() and not unknown.begins
        least = _NAME_IN if is_name else KNOWN_IN
        return any(self._articles.get(form, 0) >= least for form in _forms(unknown, language))

    def _is_beside_a_word(self, unknown: Unknown, language: str) -> bool:
        """Say whether a frequent word of the archive stands so near that it was probably meant.

        For languages that are weak, which are Turkic ones.
        """
        small = lower(unknown.word, language)
        near = [
            one
            for one, count in self._near.get(small, {}).items()
            if count >= _FREQUENT and distance(small, one) <= _CLOSE
        ]
        # Another form of the same word is no sign of a mistake but of a word.
        return bool(near) and not any(set(turkic_roots(one, language)) & set(unknown.roots) for one in near)

    def _learn_near(self, words: Iterable[str]) -> None:
        """Ask the archive what stands beside words that were not asked for yet, some at a time."""
        if self._vocabulary is None:
            return
        new = list(dict.fromkeys(word for word in words if word not in self._near))
        for first in range(0, len(new), _NEAR_AT_ONCE):
            try:
                found = self._vocabulary.near_words(new[first : first + _NEAR_AT_ONCE])
            except UserError:
                return
            with self._lock:
                self._near.update(found)

    def _two_edits_from(self, small: str) -> Mapping[str, int]:
        if self._vocabulary is None:
            return {}
        try:
            return self._vocabulary.near_words([small], 2).get(small, {})
        except UserError:
            return {}


def _may_be_a_slip(unknown: Unknown) -> bool:
    """Say whether a word of a weak language is worth a look: short words and names have neighbours by chance."""
    return len(unknown.word) >= _SHORTEST_WEAK and (unknown.begins or not unknown.word[:1].isupper())


def _forms(unknown: Unknown, language: str) -> tuple[str, ...]:
    return (lower(unknown.word, language), *(lower(root, language) for root in unknown.roots))
