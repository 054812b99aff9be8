"""From a file to an article: decoded, read by the reader of its kind, and set right by what the user said.

One `SourceReader` serves one import or scan. It never touches an archive; `importing.py` does.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Protocol

from desktop_app.archive.articles import Article, NewPicture, Provenance
from desktop_app.text import languages
from desktop_app.text.plain import plain_text
from desktop_app.transfer import encodings, html_file, markdown_file, text_file
from desktop_app.transfer.encodings import Decoded, NotText
from desktop_app.transfer.reading import ReadFile, Surroundings, UnreadableFile
from desktop_app.transfer.shelves import ShelfTrouble, SourceFile

FORMATS = ("markdown", "text", "html")
SUFFIXES: Mapping[str, str] = MappingProxyType(
    dict.fromkeys(markdown_file.SUFFIXES, "markdown")
    | dict.fromkeys(text_file.SUFFIXES, "text")
    | dict.fromkeys(html_file.SUFFIXES, "html")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """What the user said about an import; every value stands above what the files say of themselves."""

    format: str | None = None
    encoding: str | None = None
    language: str | None = None
    status: str | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    """Added to the tags of every article."""
    on_duplicate: str = "skip"
    """skip, update or keep-both: what becomes of a file that changed since it was imported, or repeats an article."""
    dry_run: bool = False
    keep_on_cancel: bool = True
    """False takes everything back when the user stops the import."""
    encodings: Mapping[str, str] = field(default_factory=dict)
    """Paths whose letters a person read and chose the reading of."""
    leave_out: frozenset[str] = frozenset()
    """Paths that are not to be imported."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """An article on its way in, with all that is known of its file."""

    source: SourceFile
    sha256: str
    size: int
    article: Article
    decoded: Decoded
    pictures: tuple[NewPicture, ...] = ()
    warnings: tuple[str, ...] = ()


class Reader(Protocol):
    """`read` of a format's file."""

    def __call__(self, source: SourceFile, text: str, around: Surroundings) -> ReadFile: ...


_READERS: Mapping[str, Reader] = MappingProxyType(
    {"markdown": markdown_file.read, "text": text_file.read, "html": html_file.read}
)


class SourceReader:
    """Reads files as the options say; keeps what it learned about author pages."""

    def __init__(self, options: ImportOptions) -> None:
        self._options = options
        self._around = Surroundings()

    def wants(self, source: SourceFile) -> bool:
        """Tell whether a file is of a kind that is read at all; one the user named always is."""
        return source.named or source.suffix in SUFFIXES

    def data(self, source: SourceFile) -> bytes:
        """Return the bytes of a file, or raise UnreadableFile."""
        try:
            return source.data()
        except ShelfTrouble as trouble:
            raise UnreadableFile(str(trouble)) from trouble

    def read(self, source: SourceFile, data: bytes) -> Incoming:
        """Make an article of a file's bytes, or raise UnreadableFile with the reason."""
        if not data.strip():
            raise UnreadableFile("It is empty.")
        decoded = self._decode(source, data)
        text = _clean(decoded.text)
        reader = _READERS[self._format(source, text)]
        found = reader(source=source, text=text, around=self._around)
        sha256 = hashlib.sha256(data).hexdigest()
        article = self._set_right(found.article)
        origin = Provenance(source.path, sha256, decoded.encoding, None, found.removed)
        return Incoming(
            source=source,
            sha256=sha256,
            size=len(data),
            article=replace(article, provenance=origin),
            decoded=decoded,
            pictures=found.pictures,
            warnings=(*decoded.warnings, *found.warnings),
        )

    def _decode(self, source: SourceFile, data: bytes) -> Decoded:
        chosen = self._options.encodings.get(source.path) or self._options.encoding
        try:
            return encodings.decode(data, chosen)
        except NotText as refusal:
            raise UnreadableFile(str(refusal)) from refusal

    def _format(self, source: SourceFile, text: str) -> str:
        chosen = self._options.format
        if chosen:
            return chosen
        kind = SUFFIXES.get(source.suffix, "text")
        # Pages are saved under any name.
        return "html" if kind == "text" and _HTML.match(text) else kind

    def _set_right(self, article: Article) -> Article:
        options = self._options
        language = options.language or article.language
        if not language and not article.uid:
            telling = _telling_part(article)
            # A name alone tells nothing: Nancy Kreidler would be Turkish.
            language = languages.guess_language(telling) if len(telling) >= 60 else ""
        tags = (*article.tags, *(tag for tag in options.tags if tag not in article.tags))
        return replace(
            article,
            title=article.title if article.uid else _one_line(article.title)[:2000],
            language=language,
            status=options.status or article.status,
            section=options.section or article.section,
            tags=tags,
        )


_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)


def _clean(text: str) -> str:
    """Make the line ends one kind; take out what no text has."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("\0", "") if "\0" in text else text


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _telling_part(article: Article) -> str:
    """Return enough words to tell the language by: 200 tell as surely as a whole text."""
    body = article.body
    start = min(len(body) // 4, 400)
    return f"{article.title}. {article.standfirst} {plain_text(body[start : start + 1200]) or article.summary}"
