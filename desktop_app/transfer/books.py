"""Many articles in one file: an e-book, a PDF, a Word document, or a JSON list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from desktop_app.archive.articles import Article
from desktop_app.transfer.json_file import article_json, write_json
from desktop_app.transfer.page import PagePicture, make_page
from desktop_app.transfer.page_words import words_for
from desktop_app.transfer.writers import listed

BOOK_FORMATS = ("epub", "pdf", "docx", "json")


@dataclass(frozen=True, slots=True)
class Book:
    """One file of many articles, ready for the disk; `warnings` are told by article id."""

    data: bytes
    check: Callable[[bytes], bool]
    warnings: tuple[str, ...] = ()


def make_book(
    form: str, articles: Sequence[tuple[Article, Sequence[PagePicture]]], title: str = "", theme: str = "house"
) -> Book:
    """Put articles into one file, in this order."""
    if form == "json":
        data = write_json([article_json(article, listed(pictures)) for article, pictures in articles])
        return Book(data, lambda again: again == data)
    pages = [make_page(article, pictures) for article, pictures in articles]
    title = title or (pages[0].title if len(pages) == 1 else words_for(pages[0].language).all_articles)
    if form == "epub":
        from desktop_app.transfer.epub_file import check_epub, write_epub

        told = tuple(warning for page in pages for warning in page.warnings)
        return Book(write_epub(pages, title), check_epub, told)
    if form == "docx":
        from desktop_app.transfer.docx_file import check_docx, write_docx

        made, warnings = write_docx(pages, title)
        return Book(made, check_docx, (*(w for page in pages for w in page.warnings), *warnings))
    from desktop_app.transfer.pdf_file import PdfWriter, check_pdf

    with PdfWriter(theme) as writer:
        made, warnings = writer.write(pages, title)
    return Book(made, check_pdf, warnings)
