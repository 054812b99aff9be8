"""What is known about a text while it is written: its page, outline, numbers, language and what to check.

Runs on the render lane, one `Analyst` a text. It tells `Readings` what changed, puts what comes back into the page it
has, and asks the archive for what a text names.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count

from desktop_app.archive import Archive
from desktop_app.gui.desk.checks import Check
from desktop_app.gui.desk.reading import LocalReadings, Question, Reading, Readings
from desktop_app.gui.editor.source_text import common_ends
from desktop_app.markup import Block, Heading, TextStatistics

_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Analysis:
    """A reading of a text. Lines and offsets are those of its body."""

    body: str
    blocks: tuple[Block, ...]
    outline: tuple[Heading, ...]
    statistics: TextStatistics
    checks: tuple[Check, ...]
    language: str
    """As the article says, else as the text sounds, else ""."""
    pictures: dict[str, str]
    """Address in the text → sha256 in the archive."""


class Analyst:
    """Reads one text again and again. Not thread-safe: for the render lane, which is one thread."""

    def __init__(self, archive: Archive, readings: Readings | None = None) -> None:
        self._archive = archive
        self._readings: Readings = readings if readings is not None else LocalReadings()
        self._number = next(_numbers)
        self._body: str | None = None
        """As it was read last; None before that, and where the reader does not know it any more."""
        self._blocks: list[Block] = []
        self._pictures: dict[str, str] = {}
        self._looked_for: frozenset[str] = frozenset()
        """Pictures the archive was asked for."""
        self._articles: dict[str, bool] = {}

    def read(self, article_id: int, body: str, language: str) -> Analysis:
        """Render, count and check; `language` is what the article says."""
        reading = self._ask(body, language)
        if self._look_up(article_id, reading):
            reading = self._ask(body, language)
        return Analysis(
            body=body,
            blocks=tuple(self._blocks),
            outline=reading.outline,
            statistics=reading.statistics,
            checks=reading.checks,
            language=reading.language,
            pictures=dict(self._pictures),
        )

    def forget(self) -> None:
        """Look again which articles and pictures there are."""
        self._articles.clear()
        self._pictures.clear()
        self._looked_for = frozenset()

    def close(self) -> None:
        """The text is not read any more."""
        self._readings.forget(self._number)

    def _ask(self, body: str, language: str) -> Reading:
        """Tell what changed; the whole text where the other side lost what it knew, twice at most."""
        pictures = frozenset(self._pictures)
        articles = frozenset(name for name, exists in self._articles.items() if exists)
        for _ in range(3):
            if self._body is None:
                self._blocks = []
                question = Question(True, 0, 0, body, language, pictures, articles)
            else:
                head, tail = common_ends(self._body, body)
                end = len(self._body) - tail
                question = Question(False, head, end, body[head : len(body) - tail], language, pictures, articles)
            reading = self._readings.ask(self._number, question)
            if reading is not None:
                self._body = body
                self._take(reading)
                return reading
            self._body = None
        # A process that dies of this very text, or cannot be started: slower here than nothing at all.
        self._readings = LocalReadings()
        return self._ask(body, language)

    def _take(self, reading: Reading) -> None:
        fresh = [Block(0, html) for html in reading.fresh]
        self._blocks[reading.head : len(self._blocks) - reading.tail] = fresh
        self._blocks = [
            block if block.line == line else Block(line, block.html)
            for block, line in zip(self._blocks, reading.lines, strict=True)
        ]

    def _look_up(self, article_id: int, reading: Reading) -> bool:
        """Ask the archive for what the text names; tell whether anything is known that was not."""
        pictures, articles = dict(self._pictures), dict(self._articles)
        missing = reading.pictures_named - self._pictures.keys() - self._looked_for
        if missing and article_id:
            self._looked_for |= missing
            self._pictures = {one.name: one.sha256 for one in self._archive.pictures(article_id)}
        for name in reading.articles_named:
            if name not in self._articles:
                known = int(name) if name.isdecimal() and len(name) < 18 else name
                self._articles[name] = self._archive.find(known) is not None
        return pictures != self._pictures or articles != self._articles
