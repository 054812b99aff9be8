"""What is known about a text while it is written: its page, outline, numbers, language and what to check.

Runs on the render lane, one `Analyst` a text; only paragraphs that changed are rendered and counted again.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from desktop_app.archive import Archive
from desktop_app.gui.desk.checks import Check, articles_named, check, pictures_named
from desktop_app.markup import Block, BlockRenderer, Heading, TextStatistics
from desktop_app.text.languages import guess_language

_ENOUGH_TO_TELL = 200
"""Letters: below, a guessed language jumps about."""


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

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._renderer: BlockRenderer | None = None
        self._language = ""
        self._guessed = ""
        self._pictures: dict[str, str] = {}
        self._articles: dict[str, bool] = {}

    def read(self, article_id: int, body: str, language: str) -> Analysis:
        """Render, count and check; `language` is what the article says."""
        if not language and len(body) >= _ENOUGH_TO_TELL:
            self._guessed = self._guessed or guess_language(body[:20_000])
        spoken = language or self._guessed
        if self._renderer is None or spoken != self._language:
            self._renderer, self._language = BlockRenderer(spoken, picture_url=picture_address), spoken
        blocks = self._renderer.render(body)
        return Analysis(
            body=body,
            blocks=blocks,
            outline=self._renderer.outline(),
            statistics=self._renderer.statistics(),
            checks=self._check(article_id, body),
            language=spoken,
            pictures=dict(self._pictures),
        )

    def _check(self, article_id: int, body: str) -> tuple[Check, ...]:
        wanted = pictures_named(body)
        if wanted - self._pictures.keys() and article_id:
            self._pictures = {one.name: one.sha256 for one in self._archive.pictures(article_id)}
        for name in articles_named(body):
            if name not in self._articles:
                known = int(name) if name.isdecimal() and len(name) < 18 else name
                self._articles[name] = self._archive.find(known) is not None
        there = [name for name, exists in self._articles.items() if exists]
        return check(body, pictures=self._pictures, articles=there)

    def forget(self) -> None:
        """Look again which articles and pictures there are."""
        self._articles.clear()
        self._pictures.clear()


def picture_address(name: str) -> str:
    """Return the address under which the preview asks for a picture of the article it shows."""
    if name.startswith(("http:", "https:", "data:")):
        # Refused by the preview, which never leaves the machine; the address is kept so that the reader may see it.
        return name
    return "article://page/picture/" + quote(name, safe="")
