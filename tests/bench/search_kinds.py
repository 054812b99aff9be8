"""The kinds of questions engines are asked, chosen out of an archive's own words: the same seed asks the same.

Words of one question come out of one article, so that each finds something and languages do not mix. Hardly a word
comes twice, so that nothing is remembered.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, TypeVar

from desktop_app.archive import Archive
from desktop_app.search.engine import WordIndex
from desktop_app.text.plain import searchable_text
from desktop_app.text.words import folded_words

_T = TypeVar("_T")

Shape = Literal["all", "any", "phrase", "begun", "pattern", "misspelt", "weighted"]
"""begun: all words, and the last is only the beginning of one; weighted: all words, in the title (3 times) or body.
Every other shape looks into the body alone."""


@dataclass(frozen=True)
class Question:
    """What is looked for, and what is to be done with what is found. `days` are yyyymmdd, both included."""

    shape: Shape
    words: tuple[str, ...]
    section: str = ""
    days: tuple[int, int] | None = None
    newest: bool = False
    facets: bool = False


@dataclass(frozen=True)
class Kind:
    name: str
    questions: Sequence[Question]


def body_frequencies(index: WordIndex) -> Mapping[str, int]:
    """Return in how many bodies each folded word stands."""
    found: Counter[str] = Counter()
    for terms in index.fields(("body",)):
        counts = terms.frequencies(0, len(terms)).tolist()
        found.update({terms[at].decode(): count for at, count in enumerate(counts)})
    return found


class Chooser:
    """Chooses questions; `frequencies` says in how many bodies each folded word stands."""

    def __init__(self, archive: Archive, frequencies: Mapping[str, int], seed: int) -> None:
        self._archive = archive
        self._ids = archive.ids()
        self._chance = random.Random(seed)
        usable = {word: count for word, count in sorted(frequencies.items()) if word.isalpha() and len(word) > 1}
        articles = len(self._ids)
        self._frequencies = usable
        self.rare = [word for word, count in usable.items() if 2 <= count <= max(10, articles / 2500)]
        self.middling = [word for word, count in usable.items() if articles / 500 <= count <= articles / 20]
        self.common = [word for word, count in usable.items() if count > articles / 10]
        self.longer = [word for word in self.middling if len(word) > 5]
        self._classes = {"middling": frozenset(self.middling), "common": frozenset(self.common)}

    def some(self, words: Sequence[_T], count: int) -> list[_T]:
        """Return so many words (or other things), each once as long as there are others."""
        if not words:
            raise ValueError("the archive has no words of this kind")
        found: list[_T] = []
        while len(found) < count:
            found += self._chance.sample(words, min(len(words), count - len(found)))
        return found

    def together(self, *classes: Literal["middling", "common"]) -> tuple[str, ...]:
        """Return different words of these classes that stand in one body."""
        while True:
            words = sorted(set(self.body(self._chance.choice(self._ids))))
            self._chance.shuffle(words)
            chosen: list[str] = []
            for name in classes:
                chosen += [word for word in words if word in self._classes[name] and word not in chosen][:1]
            if len(chosen) == len(classes):
                return tuple(chosen)

    def phrase(self) -> tuple[str, str]:
        """Return two words that stand side by side in some body."""
        while True:
            words = self.body(self._chance.choice(self._ids))
            at = self._chance.randrange(max(1, len(words) - 1))
            if len(words) > 20 and words[at].isalpha() and words[at + 1].isalpha():
                return words[at], words[at + 1]

    def misspelt(self, word: str) -> str:
        """Return a word one edit away."""
        at = self._chance.randrange(1, len(word) - 1)
        letter = self._chance.choice("aeioudnrl")
        return word[:at] + self._chance.choice((word[at + 1 :], letter + word[at:], letter + word[at + 1 :]))

    def dated(self) -> Question:
        """Return a question for a word in a section and in twenty-one years around some article that has it."""
        while True:
            (article,) = self._archive.texts([self._chance.choice(self._ids)])
            words = [word for word in self.body(article.id) if word in self._classes["middling"]]
            if article.published is not None and article.section and words:
                year = article.published.first // 10_000
                days = (year - 10) * 10_000 + 101, (year + 10) * 10_000 + 1231
                return Question("all", (self._chance.choice(words),), article.section, days)

    def body(self, id_: int) -> list[str]:
        """Return the folded words of a body."""
        return folded_words(searchable_text(self._archive.texts([id_])[0].body))


@dataclass(frozen=True)
class Kinds:
    """All kinds, `count` questions each."""

    choose: Chooser
    count: int

    def __iter__(self) -> Iterator[Kind]:
        choose = self.choose
        yield self._words("rare word", choose.rare)
        yield self._words("middling word", choose.middling)
        yield self._words("common word", choose.common)
        yield self._each("two words", "all", lambda: choose.together("middling", "middling"))
        yield self._each("two words, one common", "all", lambda: choose.together("common", "middling"))
        yield self._each("three words", "all", lambda: choose.together("middling", "middling", "middling"))
        yield self._each("either of two words", "any", lambda: choose.together("middling", "middling"))
        yield self._each("any of three words", "any", lambda: choose.together("middling", "middling", "middling"))
        yield self._each("phrase of two words", "phrase", choose.phrase)
        yield Kind("beginning of four letters", [Question("begun", (word,)) for word in self._begun(4)])
        yield Kind("beginning of three letters", [Question("begun", (word,)) for word in self._begun(3)])
        yield self._each("as one types: word, three letters", "begun", self._typed)
        yield Kind("pattern ab*cd", [Question("pattern", (f"{w[:2]}*{w[-2:]}",)) for w in self._longer])
        yield Kind("misspelt word", [Question("misspelt", (choose.misspelt(word),)) for word in self._longer])
        yield Kind("word, section, dates", [choose.dated() for _ in range(self.count)])
        yield self._words("middling word, newest first", choose.middling, newest=True)
        yield self._words("common word, newest first", choose.common, newest=True)
        yield self._words("middling word, facets", choose.middling, facets=True)
        yield self._words("common word, facets", choose.common, facets=True)
        yield self._each("two words in title^3 or body", "weighted", lambda: choose.together("middling", "middling"))

    def _words(self, name: str, words: Sequence[str], *, newest: bool = False, facets: bool = False) -> Kind:
        plain = [Question("all", (word,)) for word in self.choose.some(words, self.count)]
        return Kind(name, [replace(question, newest=newest, facets=facets) for question in plain])

    def _each(self, name: str, shape: Shape, words: Callable[[], tuple[str, ...]]) -> Kind:
        return Kind(name, [Question(shape, words()) for _ in range(self.count)])

    def _typed(self) -> tuple[str, ...]:
        word, begun = self.choose.together("middling", "middling")
        return word, begun[:3]

    def _begun(self, letters: int) -> list[str]:
        return self.choose.some(sorted({word[:letters] for word in self.choose.longer}), self.count)

    @cached_property
    def _longer(self) -> list[str]:
        return self.choose.some(self.choose.longer, self.count)
