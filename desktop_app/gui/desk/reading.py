"""Reading a text again and again: its page, outline, numbers, language and findings, told as what changed since.

`BodyReader` does the work for one text, without Qt, archive or clock, so that it can stand in another process
(`reading_process.py`): 50,000 words take a second of pure Python the first time, and 15 ms after each key, in which
the window's own thread would wait for the interpreter. `Readings` is what either side of the pipe looks like.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol
from urllib.parse import quote

from desktop_app.gui.desk.checks import Check, articles_named, check, pictures_named
from desktop_app.markup import Heading, TextStatistics
from desktop_app.markup.page import alike
from desktop_app.text.facts import TextFacts, text_facts
from desktop_app.text.languages import guess_language

if TYPE_CHECKING:
    from desktop_app.markup import BlockRenderer

_ENOUGH_TO_TELL = 200
"""Letters: below, a guessed language jumps about."""


@dataclass(frozen=True, slots=True)
class Question:
    """What to read: the text as a change of the one read before, or all of it as `new`."""

    is_whole: bool
    start: int
    end: int
    new: str
    language: str
    """As the article says, "" where it says nothing."""
    pictures: frozenset[str]
    """Addresses that lie in the archive."""
    articles: frozenset[str]
    """Articles that exist, as links name them."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read. The page is the one before but for the blocks between its first `head` and last `tail`."""

    head: int
    tail: int
    fresh: tuple[str, ...]
    """The HTML of the blocks that stand between them now."""
    lines: array[int]
    """The source line of each block of the page."""
    outline: tuple[Heading, ...]
    statistics: TextStatistics
    checks: tuple[Check, ...]
    language: str
    pictures_named: frozenset[str]
    articles_named: frozenset[str]


class Readings(Protocol):
    """Reads texts by a number of the caller's."""

    def ask(self, text: int, question: Question) -> Reading | None:
        """Read a text; None where the one before it is not known any more, so that it has to be told whole."""

    def forget(self, text: int) -> None:
        """Let go of a text."""

    def facts(self, body: str) -> TextFacts | None:
        """Return what the archive notes of a body; None where that has to be found out by oneself."""


class LocalReadings:
    """Reads on the spot."""

    def __init__(self) -> None:
        self._readers: dict[int, BodyReader] = {}

    def ask(self, text: int, question: Question) -> Reading | None:
        """Read a text."""
        return self._readers.setdefault(text, BodyReader()).read(question)

    def forget(self, text: int) -> None:
        """Let go of a text."""
        self._readers.pop(text, None)

    def facts(self, body: str) -> TextFacts | None:
        """Return what the archive notes of a body."""
        return text_facts(body)


class BodyReader:
    """Reads one text; only paragraphs that changed are rendered and counted again."""

    def __init__(self) -> None:
        self._body = ""
        self._renderer: BlockRenderer | None = None
        self._language = ""
        self._guessed = ""
        self._shown: list[str] = []

    def read(self, question: Question) -> Reading:
        """Render, count and check."""
        if question.is_whole:
            self._body, self._shown = "", []
        body = self._body = self._body[: question.start] + question.new + self._body[question.end :]
        language = question.language
        if not language and len(body) >= _ENOUGH_TO_TELL:
            self._guessed = self._guessed or guess_language(body[:20_000])
        spoken = language or self._guessed
        if self._renderer is None or spoken != self._language:
            # With the first text: where another process reads, the window never loads the renderer.
            from desktop_app.markup.blocks import BlockRenderer

            self._renderer, self._language = BlockRenderer(spoken, picture_url=picture_address), spoken
        blocks = self._renderer.render(body)
        page = [block.html for block in blocks]
        head, tail = alike(self._shown, page)
        self._shown = page
        return Reading(
            head=head,
            tail=tail,
            fresh=tuple(page[head : len(page) - tail]),
            lines=array("l", [block.line for block in blocks]),
            outline=self._renderer.outline(),
            statistics=self._renderer.statistics(),
            checks=check(body, pictures=question.pictures, articles=question.articles),
            language=spoken,
            pictures_named=frozenset(pictures_named(body)),
            articles_named=frozenset(articles_named(body)),
        )


def picture_address(name: str) -> str:
    """Return the address under which the preview asks for a picture of the article it shows."""
    if name.startswith(("http:", "https:", "data:")):
        # Refused by the preview, which never leaves the machine; the address is kept so that the reader may see it.
        return name
    return "article://page/picture/" + quote(name, safe="")
