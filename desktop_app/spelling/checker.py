"""Reads paragraphs: which language each is in, and which of its words no dictionary knows.

It knows dictionaries only; what the archive, the writer and the article know is said by `Speller`. Promises: the same
paragraph gives the same answer, whatever was asked before; a passage in a language without a dictionary, or in none we
know, has no unknown words but for `weak` languages, whose words are all unknown until the archive is asked.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from desktop_app.spelling.bending import TURKIC, is_surname, kernel, turkic_roots
from desktop_app.spelling.classifier import Classifier, Profile, shipped_profiles
from desktop_app.spelling.dictionaries import DictionaryFile, chosen
from desktop_app.spelling.lexicon import Lexicon
from desktop_app.spelling.prose import Word, bare, prose_words
from desktop_app.spelling.suggesting import ranked
from desktop_app.spelling.words_beside import words_beside
from desktop_app.text.casing import lower

WEAK = frozenset({"az"})
"""Languages that are checked without a dictionary, by the words of the archive."""

_ABBREVIATION = 6
"""Letters of capitals alone that need not be a word."""
_ENOUGH = 9
"""Words that tell a language by themselves."""
_PHRASE = 2
"""Unknown words in a row that may be a phrase in another language."""
_VOTERS, _KNOWN_LEAST = 6, 0.4
"""Words with which a paragraph can be found to be in another language than it sounded, and the known share it needs."""
_SAMPLE = 6000
_WORD_OF_FILE = re.compile(r"^([^/\s\d]{3,})", re.M)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of prose as it stands in the editor."""

    text: str
    declared: str = ""
    """Language of the article, BCP 47 or ""."""
    before: str | None = None
    """Language of the paragraph before; None where that is the one before in the same call."""
    given: str = ""
    """Language that somebody said this paragraph is in."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """A word that no dictionary knows, in code points of its line."""

    start: int
    end: int
    word: str
    """As dictionaries would have it, without a suffix behind an apostrophe."""
    begins: bool
    """The first of a sentence, where a capital says nothing."""
    roots: tuple[str, ...] = ()
    """What it may be an inflection of."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What dictionaries say of a paragraph."""

    language: str
    unknown: tuple[Unknown, ...] = ()
    is_weak: bool = False
    """No dictionary was asked: all words are unknown."""


class Checker:
    """Checks with these dictionaries, opened when first needed."""

    def __init__(self, files: Mapping[str, Sequence[DictionaryFile]], languages: Sequence[str]) -> None:
        self._all_files = files
        self._lexicons: dict[str, Lexicon] = {}
        self.use(languages)

    def use(self, languages: Sequence[str]) -> None:
        """Check in these languages from now on; those without a dictionary are passed by."""
        self.languages = tuple(code for code in languages if code in self._all_files or code in WEAK)
        self._files = {code: tuple(self._all_files.get(code, ())) for code in self.languages}
        shipped = shipped_profiles()
        self._profiles = {
            code: shipped[code] if code in shipped else _profile(self._files[code]) for code in self.languages
        }
        self._classifier = Classifier(self._profiles)
        self._scripts = {code: profile.script for code, profile in self._profiles.items()}

    def readings(self, paragraphs: Sequence[Paragraph]) -> list[Reading]:
        """Read paragraphs that follow one another."""
        found: list[Reading] = []
        for paragraph in paragraphs:
            before = paragraph.before if paragraph.before is not None else found[-1].language if found else ""
            found.append(self._read(paragraph, before))
        return found

    def _read(self, paragraph: Paragraph, before: str) -> Reading:
        words = prose_words(paragraph.text)
        prose = " ".join(word.text for word in words)
        given = paragraph.given.partition("-")[0]
        language = given or self._classifier.language(prose, before=before, declared=paragraph.declared)
        if not given and len(words) < _ENOUGH:
            language = self._hinted(words, language, [hint for hint in (before, paragraph.declared) if hint])
        if language not in self._files:
            return Reading(given)
        region = paragraph.given or paragraph.declared
        unknown = self._unknown(words, language, region)
        if not given and not self._is_weak(language) and self._is_doubtful(words, unknown):
            language, unknown = self._second_thought(words, language, unknown, region)
        if language not in self._files:
            return Reading(language)
        return Reading(language, self._without_phrases(words, unknown, language), self._is_weak(language))

    def suggest(self, word: str, language: str) -> list[str]:
        """Return what may have been meant, the likeliest first."""
        main = language.partition("-")[0]
        if main not in self._files:
            return []
        lexicon = self._lexicon(main, language)
        return ranked(word, main, lexicon)

    def _is_weak(self, language: str) -> bool:
        return language in WEAK and not self._files[language]

    def _lexicon(self, language: str, region: str = "") -> Lexicon:
        key = region if region.partition("-")[0] == language else language
        found = self._lexicons.get(key)
        if found is None:
            files = chosen(self._files[language], key)
            found = self._lexicons[key] = Lexicon(language, files, words_beside(language))
        return found

    def _unknown(self, words: Sequence[Word], language: str, region: str) -> list[Unknown]:
        lexicon = self._lexicon(language, region)
        if lexicon.is_empty and language not in WEAK:
            return []
        own_script = self._scripts[language]
        found = []
        for word in words:
            text = bare(word.text)
            if len(text) < 2 or own_script not in scripts(text):
                continue
            if lexicon.has(text) or _is_abbreviation(text) or (not word.begins and is_surname(text, language)):
                continue
            found.append(Unknown(word.start, word.end, text, word.begins, _roots(text, language)))
        return found

    def _hinted(self, words: Sequence[Word], language: str, hints: Sequence[str]) -> str:
        """Return the language of a short paragraph, of which its letters tell too little.

        That of what stands around if it has all the words, and also where the letters are others: a line of Latin names
        in a Russian text is not English.
        """
        around = [hint.partition("-")[0] for hint in hints]
        for main in around:
            if main == language:
                return language
            if self._files.get(main) and words and self._has_all([bare(word.text) for word in words], main):
                return main
        if around and language in self._scripts and around[0] in self._scripts:
            return language if self._scripts[around[0]] == self._scripts[language] else around[0]
        return language

    def _is_doubtful(self, words: Sequence[Word], unknown: Sequence[Unknown]) -> bool:
        return len(words) >= _VOTERS and len(unknown) > (1 - _KNOWN_LEAST) * len(words)

    def _second_thought(
        self, words: Sequence[Word], language: str, unknown: list[Unknown], region: str
    ) -> tuple[str, list[Unknown]]:
        """Return the language whose dictionary knows most of the words, none where no one does."""
        best = (len(unknown), language, unknown)
        for other in self.languages:
            if other != language and not self._is_weak(other) and self._scripts[other] == self._scripts[language]:
                theirs = self._unknown(words, other, region)
                best = min(best, (len(theirs), other, theirs), key=lambda one: one[0])
        return ("", []) if self._is_doubtful(words, best[2]) else (best[1], best[2])

    def _without_phrases(self, words: Sequence[Word], unknown: Sequence[Unknown], language: str) -> tuple[Unknown, ...]:
        """Leave out what is quoted from another language: some unknown words in a row that another one has."""
        if len(unknown) < _PHRASE:
            return tuple(unknown)
        places = {word.start: place for place, word in enumerate(words)}
        kept: list[Unknown] = []
        for _, group in groupby(enumerate(unknown), key=lambda item: places[item[1].start] - item[0]):
            run = [item for _, item in group]
            if len(run) < _PHRASE or not any(
                self._has_all([one.word for one in run], other) for other in self._neighbours(language)
            ):
                kept += run
        return tuple(kept)

    def _neighbours(self, language: str) -> list[str]:
        return [
            other
            for other in self.languages
            if other != language and self._files[other] and self._scripts[other] == self._scripts[language]
        ]

    def _has_all(self, words: Sequence[str], language: str) -> bool:
        lexicon = self._lexicon(language)
        return all(map(lexicon.has, words))


@lru_cache(maxsize=1 << 15)
def scripts(word: str) -> frozenset[str]:
    """Return the scripts of the letters of a word, as Unicode names them: LATIN, CYRILLIC."""
    return frozenset(unicodedata.name(letter, "").partition(" ")[0] for letter in word if letter.isalpha())


def _is_abbreviation(word: str) -> bool:
    """Say whether a word is written as names of bodies and techniques are: NATO, АЭС, APIs, mHealth."""
    capitals = sum(map(str.isupper, word))
    if capitals == sum(map(str.isalpha, word)):
        return capitals <= _ABBREVIATION
    return "-" not in word and any(map(str.isupper, word[1:]))


def _roots(word: str, language: str) -> tuple[str, ...]:
    if language not in TURKIC:
        head = kernel(word, language)
        return (head,) if head != word else ()
    head = lower(kernel(word, language), language)
    return ((head,) if head != lower(word, language) else ()) + turkic_roots(head, language)


def _profile(files: Sequence[DictionaryFile]) -> Profile:
    """Make a profile of words spread over a dictionary."""
    words: list[str] = []
    for file in files[:1]:
        encoding = _encoding(file)
        text = file.path.with_suffix(file.path.suffix + ".dic").read_text(encoding, "replace")
        found = _WORD_OF_FILE.findall(text)
        words = found[:: max(1, len(found) // _SAMPLE)]
    return Profile.of_words(words)


def _encoding(file: DictionaryFile) -> str:
    head = file.path.with_suffix(file.path.suffix + ".aff").read_bytes()[:4000]
    match = re.search(rb"^SET\s+(\S+)", head, re.M)
    name = match[1].decode("ascii", "replace") if match else "latin-1"
    try:
        "".encode(name)
    except LookupError:
        return "latin-1"
    return name
