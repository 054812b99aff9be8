"""Archives of any size made by chance: one seed makes the same articles, a larger archive begins as a smaller one.

Words of three languages are built of syllables and drawn by Zipf's law, so that posting lists have the lengths of real
ones; what the words mean nobody knows. Figures measured on such an archive say so.

    python -m tests.bench.generator --articles 100000 --to big.copydesk
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from desktop_app.archive import Archive, Article, Author
from desktop_app.text.dates import parse_date

SYLLABLES = {
    "az": ("b c ç d f g ğ h x j k q l m n p r s ş t v y z", "a e ə ı i o ö u ü", "  n r l ş d q m"),
    "ru": ("б в г д ж з к л м н п р с т ф х ц ч ш ст пр", "а е и о у ы я ю ё", "  н р т й ль ть"),
    "en": ("b c d f g h j k l m n p r s t v w br cr st tr pl sh th", "a e i o u ea ou", "  n r t s nd ck ing"),
}
"""Beginnings, vowels and ends; two spaces are "no end", twice as likely as any other."""

WORDS = {"az": 70_000, "ru": 40_000, "en": 45_000}
SHARES = {"az": 0.5, "ru": 0.2, "en": 0.3}
"""Share of articles in each language."""

SECTIONS = (
    "Politics", "Economy", "Culture", "Science", "Sport", "World", "City", "Letters", "Education", "Health", "Travel",
    "Law", "Opinion", "Archive",
)  # fmt: skip
STATUSES = (("published", 0.95), ("withdrawn", 0.01), ("writing", 0.02), ("review", 0.01), ("ready", 0.01))
FIRST_YEAR, LAST_YEAR = 1900, 2026
REPRINTED = 0.02
"""Share of articles that print an earlier text again, with a twentieth of its words changed."""


@dataclass(frozen=True)
class Language:
    """The words of one language, the most frequent first, and how likely the first n of them are together."""

    words: NDArray[np.object_]
    cumulative: NDArray[np.float64]

    def draw(self, chance: np.random.Generator, count: int) -> list[str]:
        """Draw words by their frequency."""
        drawn: list[str] = self.words[np.searchsorted(self.cumulative, chance.random(count))].tolist()
        return drawn


def language(code: str, seed: int) -> Language:
    """Build the vocabulary of a language; frequent words are short."""
    chance = np.random.default_rng([seed, *code.encode()])
    starts, vowels, ends = (part.split(" ") for part in SYLLABLES[code])
    words: dict[str, None] = {}
    while len(words) < WORDS[code]:
        syllables = 1 if len(words) < 60 else int(chance.integers(2, 4 if len(words) < 8000 else 5))
        picks = chance.random((syllables, 3))
        word = "".join(
            starts[int(a * len(starts))] + vowels[int(b * len(vowels))] + ends[int(c * len(ends))] for a, b, c in picks
        )
        if len(word) > 1:
            words.setdefault(word)
    # Zipf and Mandelbrot: the word of rank r comes 1 / (r + 2.7) times as often as all others taken so.
    cumulative = np.cumsum(1.0 / (np.arange(len(words)) + 2.7))
    return Language(np.array(list(words), dtype=np.object_), cumulative / cumulative[-1])


class Generator:
    """Makes articles by number."""

    def __init__(self, seed: int = 1) -> None:
        self.seed = seed

    @cached_property
    def languages(self) -> dict[str, Language]:
        return {code: language(code, self.seed) for code in SHARES}

    @cached_property
    def _names(self) -> list[str]:
        chance = np.random.default_rng([self.seed, 11])
        words = self.languages["az"].words
        return [" ".join(words[chance.integers(200, 9000)].capitalize() for _ in range(2)) for _ in range(400)]

    @cached_property
    def _tags(self) -> list[str]:
        chance = np.random.default_rng([self.seed, 12])
        return self.languages["az"].words[chance.choice(np.arange(500, 20_000), 1500, replace=False)].tolist()

    def articles(self, first: int = 0) -> Iterator[Article]:
        """Yield articles without end."""
        number = first
        while True:
            yield self.article(number)
            number += 1

    def article(self, number: int) -> Article:
        """Make the article of this number."""
        chance = np.random.default_rng([self.seed, 1000, number])
        code = str(chance.choice(list(SHARES), p=list(SHARES.values())))
        words = self.languages[code]
        body = (
            self._reprint(chance, number) if number > 100 and chance.random() < REPRINTED else self._body(chance, words)
        )
        return Article(
            title=_sentence(words.draw(chance, int(chance.integers(4, 11)))),
            standfirst=_sentence(words.draw(chance, int(chance.integers(8, 20)))) if chance.random() < 0.5 else "",
            body=body,
            language=code,
            status=str(chance.choice([name for name, _ in STATUSES], p=[share for _, share in STATUSES])),
            section=SECTIONS[_rank(chance, len(SECTIONS))],
            kind=("news", "", "column", "letter", "interview")[_rank(chance, 5)],
            publication=("The Bridge", "Körpü", "Мост", "")[_rank(chance, 4)],
            authors=tuple(Author(self._names[_rank(chance, len(self._names))]) for _ in range(_rank(chance, 4))),
            tags=tuple(dict.fromkeys(self._tags[_rank(chance, len(self._tags))] for _ in range(_rank(chance, 7)))),
            published=parse_date(_date(chance)),
        )

    def _body(self, chance: np.random.Generator, words: Language) -> str:
        count = int(np.clip(chance.lognormal(6.1, 0.45), 60, 3000))
        return _paragraphs(chance, words.draw(chance, count))

    def _reprint(self, chance: np.random.Generator, number: int) -> str:
        """Print the text of an earlier article again, with some words changed."""
        earlier = self.article(int(chance.integers(0, 100)) if number < 1000 else int(chance.integers(0, number // 10)))
        other = self.languages[earlier.language].draw(chance, 1 + earlier.body.count(" "))
        parts = earlier.body.split(" ")
        return " ".join(new if chance.random() < 0.05 else old for old, new in zip(parts, other, strict=True))


def _rank(chance: np.random.Generator, count: int) -> int:
    """Draw a number below `count`, small ones more often."""
    return int(count * chance.random() ** 2.5)


def _sentence(words: Sequence[str]) -> str:
    return " ".join(words).capitalize()


def _paragraphs(chance: np.random.Generator, words: Sequence[str]) -> str:
    parts: list[str] = []
    at = 0
    while at < len(words):
        end = at + int(chance.integers(8, 23))
        parts.append(_sentence(words[at:end]) + ("." if chance.random() < 0.9 else "?"))
        parts.append("\n\n" if chance.random() < 0.2 else " ")
        at = end
    return "".join(parts).strip()


def _date(chance: np.random.Generator) -> str:
    """Draw a date, the later years more often; some are partial, some missing."""
    kind = chance.random()
    if kind < 0.02:
        return ""
    year = LAST_YEAR - int((LAST_YEAR - FIRST_YEAR + 1) * chance.random() ** 1.6)
    if kind < 0.05:
        return str(year)
    day = date.fromordinal(date(year, 1, 1).toordinal() + int(chance.integers(0, 365)))
    return f"{day:%Y-%m}" if kind < 0.08 else f"{day:%Y-%m-%d}"


def fill(archive: Archive, count: int, seed: int = 1, at_once: int = 500) -> None:
    """Add so many generated articles to an archive."""
    made = islice(Generator(seed).articles(), count)
    while some := list(islice(made, at_once)):
        archive.add(*some)


def main() -> None:
    """Make an archive file."""
    parser = argparse.ArgumentParser(description="Make an archive of generated articles.")
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--to", type=Path, required=True, metavar="FILE.copydesk")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    started = time.perf_counter()
    with Archive.create(asked.to) as archive:
        fill(archive, asked.articles, asked.seed)
    size = asked.to.stat().st_size / 1e6
    print(f"{asked.articles:,} articles in {time.perf_counter() - started:.0f} s, {size:,.0f} MB: {asked.to}")


if __name__ == "__main__":
    main()
