"""One article in, one file out (with the pictures that lie beside it): a writer for each format.

A writer is used for a whole run, so that fonts and templates are read once. Each brings its library in when it is made
use of: Word's alone costs a quarter of a second. Several articles in one file are `books.py`, a site `site_folder.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Protocol

from desktop_app.archive.articles import Article, Picture
from desktop_app.transfer.json_file import article_json, write_json
from desktop_app.transfer.markdown_file import write_text
from desktop_app.transfer.page import PagePicture, make_page


@dataclass(frozen=True, slots=True)
class Made:
    """A file on its way to the disk, and the pictures that must lie where it names them."""

    data: bytes
    check: Callable[[bytes], bool]
    warnings: tuple[str, ...] = ()
    beside: tuple[PagePicture, ...] = ()


class Writer(Protocol):
    """What exporting.py asks of a format."""

    suffix: str

    def make(self, article: Article, pictures: Sequence[PagePicture]) -> Made: ...


class HtmlWriter:
    """Self-contained web pages."""

    suffix = ".html"

    def __init__(self, theme: str) -> None:
        self._theme = theme

    def make(self, article: Article, pictures: Sequence[PagePicture]) -> Made:
        from desktop_app.transfer.web_page import check_page, write_page

        page = make_page(article, pictures)
        text = write_page(page, self._theme)
        return Made(text.encode(), lambda data: check_page(data.decode(), page.title), page.warnings)


class PdfPages:
    """PDF, each article by itself."""

    suffix = ".pdf"

    def __init__(self, theme: str, closing: ExitStack) -> None:
        from desktop_app.transfer.pdf_file import PdfWriter, check_pdf

        self._check = check_pdf
        self._writer = closing.enter_context(PdfWriter(theme))

    def make(self, article: Article, pictures: Sequence[PagePicture]) -> Made:
        data, warnings = self._writer.write([make_page(article, pictures)])
        return Made(data, self._check, warnings)


class EpubWriter:
    """E-books of one article."""

    suffix = ".epub"

    def make(self, article: Article, pictures: Sequence[PagePicture]) -> Made:
        from desktop_app.transfer.epub_file import check_epub, write_epub

        page = make_page(article, pictures)
        return Made(write_epub([page], page.title), check_epub, page.warnings)


class DocxWriter:
    """Word documents."""

    suffix = ".docx"

    def make(self, article: Article, pictures: Sequence[PagePicture]) -> Made:
        from desktop_app.transfer.docx_file import check_docx, write_docx

        page = make_page(article, pictures)
        data, warnings = write_docx([page])
        return Made(data, check_docx, (*page.warnings, *warnings))


class MarkdownWriter:
    """Markdown with front matter; the text is the author's to the byte, pictures lie where it names them."""

    suffix = ".md"

    def make(self, article: Article, pictures: Sequence[PagePicture]) -> Made:
        text = write_text(article)
        return Made(text.encode(), lambda data: data.decode() == text, (), tuple(pictures))


class JsonWriter:
    """Every field as JSON, pictures beside."""

    suffix = ".json"

    def make(self, article: Article, pictures: Sequence[PagePicture]) -> Made:
        data = write_json(article_json(article, listed(pictures)))
        return Made(data, lambda again: again == data, (), tuple(pictures))


def listed(pictures: Sequence[PagePicture]) -> list[Picture]:
    """Return the facts of pictures without their bytes."""
    return [Picture(one.name, one.sha256, one.media_type, len(one.data)) for one in pictures]
