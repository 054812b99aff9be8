"""Counting words and neighbours in texts that were typed with their letters, for a vocabulary of the archive.

Counts grow text by text and can go on from where they stood (`to_lines`, `from_lines`). Paragraphs that lack the
letters teach nothing and are left out. Bounded: when there is too much, what was seen once is forgotten.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from desktop_app.letters.alphabet import LONGEST, has_letters
from desktop_app.letters.prose import Paragraph, paragraphs
from desktop_app.letters.restoring import typed
from desktop_app.letters.vocabulary import Vocabulary

_LETTERED = 0.1
"""Share of words with letters below which a paragraph was typed without them, or is in another language."""
_MOST = 600_000
"""Words, and pairs of words, that are kept."""


class Counts:
    """How often words and pairs of words of one language were read."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.words: Counter[str] = Counter()
        self.pairs: Counter[tuple[str, str]] = Counter()

    def add(self, text: str) -> None:
        """Read a Markdown text."""
        for paragraph in paragraphs(text):
            if _is_lettered(paragraph):
                for sentence in paragraph:
                    self._add(typed(sentence))
        for counter in (self.words, self.pairs):
            if len(counter) > _MOST:
                _forget_rare(counter)

    def vocabulary(self) -> Vocabulary:
        """Make a vocabulary of what was read."""
        return Vocabulary.counted(self.language, self.words, self.pairs)

    def to_lines(self) -> Iterator[str]:
        """Yield the counts as lines of text."""
        yield from (f"{count}\t{word}" for word, count in self.words.items())
        yield from (f"{count}\t{first}\t{second}" for (first, second), count in self.pairs.items())

    @classmethod
    def from_lines(cls, language: str, lines: Iterable[str]) -> Counts:
        """Go on from lines of text; ValueError where they are something else."""
        counts = cls(language)
        for line in lines:
            count, *words = line.rstrip("\n").split("\t")
            if len(words) == 1:
                counts.words[words[0]] = int(count)
            else:
                first, second = words
                counts.pairs[first, second] = int(count)
        return counts

    def _add(self, words: list[str]) -> None:
        before = ""
        for word in words:
            if word[0] == "-" and before:
                # The word and its ending together say which ending follows which letters.
                self.words[f"{before}{word}"[-LONGEST:]] += 1
            else:
                self.words[word] += 1
            self.pairs[before, word] += 1
            before = word


def _is_lettered(paragraph: Paragraph) -> bool:
    words = [word.text for sentence in paragraph for word in sentence]
    return sum(map(has_letters, words)) >= _LETTERED * len(words)


def _forget_rare(counter: Counter[str] | Counter[tuple[str, str]]) -> None:
    least = 1
    while len(counter) > _MOST // 2:
        for key in [key for key, count in counter.items() if count <= least]:
            del counter[key]
        least *= 2
