"""E-books and Word documents: whole, well-formed, complete, the same each time."""

from __future__ import annotations

import io
import json
import xml.etree.ElementTree as etree
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings

from desktop_app.archive import Archive
from desktop_app.archive.articles import Article, Author
from desktop_app.transfer.docx_file import check_docx, write_docx
from desktop_app.transfer.epub_file import check_epub, write_epub
from desktop_app.transfer.exporting import Format, export_articles
from desktop_app.transfer.page import make_page
from desktop_app.transfer.page_tree import parse, to_xhtml
from tests.markup.markdown_texts import markdown_texts
from tests.transfer.export_samples import golden, new_pictures, page_pictures, rich_article

XHTML = "{http://www.w3.org/1999/xhtml}"
ODD = "\x01 & < > \" ' ]]> \ufffe \u202e"


def _book(*pages: Article) -> zipfile.ZipFile:
    data = write_epub([make_page(page, page_pictures()) for page in pages], "Kitab")
    assert check_epub(data)
    return zipfile.ZipFile(io.BytesIO(data))


def test_an_e_book_begins_with_its_type_and_names_all_its_parts() -> None:
    book = _book(rich_article())
    assert book.namelist()[0] == "mimetype"
    assert book.infolist()[0].compress_type == zipfile.ZIP_STORED
    assert book.read("mimetype") == b"application/epub+zip"
    pictures = [name for name in book.namelist() if name.startswith("EPUB/pictures/")]
    assert len(pictures) == 2


def test_a_chapter_has_notes_that_readers_can_pop_up() -> None:
    chapter = etree.fromstring(_book(rich_article()).read("EPUB/article-1.xhtml"))
    kinds = [element.get("{http://www.idpf.org/2007/ops}type") for element in chapter.iter()]
    assert kinds.count("noteref") == 3
    assert kinds.count("footnote") == 3
    ids = [element.get("id") for element in chapter.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    targets = {
        element.get("href", "")[1:] for element in chapter.iter(f"{XHTML}a") if element.get("href", "")[:1] == "#"
    }
    assert targets <= set(ids)


def test_a_chapter_is_as_it_was() -> None:
    golden("rich-chapter.xhtml", _book(rich_article()).read("EPUB/article-1.xhtml").decode())


def test_many_articles_make_one_book_with_contents() -> None:
    book = _book(rich_article(), rich_article(uid="", title="İkinci & son", language="ru"))
    contents = book.read("EPUB/nav.xhtml").decode()
    assert "İkinci &amp; son" in contents
    package = book.read("EPUB/package.opf").decode()
    assert package.count("<itemref") == 3
    assert "<dc:language>az</dc:language><dc:language>ru" in package.replace("\n", "")


@pytest.mark.parametrize("write", [write_epub, write_docx])
def test_the_same_article_gives_the_same_bytes(write: object) -> None:
    pages = [make_page(rich_article(), page_pictures())]
    assert write(pages, "T") == write(pages, "T")  # type: ignore[operator]


def test_damaged_books_are_seen() -> None:
    data = write_epub([make_page(rich_article(), page_pictures())], "T")
    assert not check_epub(data[:-50])
    assert not check_epub(data.replace(b"application/epub+zip", b"application/epub-zip"))


@settings(max_examples=50, deadline=None)
@given(markdown_texts())
def test_any_text_is_well_formed_in_a_book_and_keeps_its_words(markdown: str) -> None:
    page = make_page(Article(title=ODD, body=f"{markdown}\n\n{ODD}", authors=(Author(ODD, ODD),), tags=(ODD,)))
    assert check_epub(write_epub([page], ODD))
    tree = etree.fromstring(f"<div>{to_xhtml(parse(page.html))}</div>")
    assert "".join("".join(tree.itertext()).split()) == "".join(
        page.tree.text().replace("\x01", "").replace("\ufffe", "").split()
    )


@settings(max_examples=30, deadline=None)
@given(markdown_texts())
def test_any_text_can_be_a_word_document_and_keeps_its_words(markdown: str) -> None:
    page = make_page(Article(title=ODD, body=f"{markdown}\n\n{ODD}", authors=(Author(ODD, ODD),)))
    data, _ = write_docx([page])
    assert check_docx(data)
    found = "".join(_docx_text(data).split())
    for word in page.tree.text().replace("\ufe0e", "").replace("↩", "").split():
        assert word.replace("\x01", "").replace("\ufffe", "") in found


def _docx_text(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as made:
        body = etree.fromstring(made.read("word/document.xml"))
    name = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    return "".join(
        element.text or "" if element.tag == f"{name}t" else "\n" if element.tag == f"{name}p" else ""
        for element in body.iter()
    )


def test_a_word_document_uses_words_own_styles() -> None:
    data, warnings = write_docx([make_page(rich_article(), page_pictures())])
    assert warnings == ()
    document = docx.Document(io.BytesIO(data))
    golden("rich-docx.txt", "".join(f"{p.style.name}| {p.text}\n" for p in document.paragraphs if p.style))
    assert document.core_properties.title == "Köhnə çap dəzgahının ikinci ömrü"
    assert len(document.inline_shapes) == 2
    assert [cell.text for cell in document.tables[0].rows[0].cells] == ["İl", "Vərəq, gündə", "Qeyd"]


def test_each_numbered_list_counts_for_itself() -> None:
    data, _ = write_docx([make_page(Article(title="T", body="1. a\n2. b\n\ntext\n\n1. c\n\ntext\n\n5. d"))])
    document = docx.Document(io.BytesIO(data))
    numbers = [p._p.pPr.numPr.numId.val for p in document.paragraphs if p.style and p.style.name == "List Number"]
    assert len(numbers) == 4
    assert numbers[0] == numbers[1]
    assert len(set(numbers)) == 3


@pytest.fixture
def archive() -> Iterator[Archive]:
    with Archive.open("sqlite://") as opened:
        opened.add(rich_article(id=0, version=0), pictures={0: new_pictures()})
        opened.add(Article(title="İkinci", body="mətn"))
        yield opened


@pytest.mark.parametrize("form", ["epub", "pdf", "docx", "json"])
def test_many_articles_go_into_the_one_file_that_is_named(archive: Archive, tmp_path: Path, form: Format) -> None:
    named = export_articles(archive, archive.ids(), format=form, to=tmp_path / f"book.{form}")
    assert [Path(written.path).name for written in named.written] == [f"book.{form}"]
    folder = tmp_path / "shelf"
    wished = export_articles(archive, archive.ids(), format=form, to=f"{folder}/", one_file=True)
    assert [Path(written.path).name for written in wished.written] == [f"shelf.{form}"]
    assert wished.written[0].id == 0
    if form == "json":
        assert [one["title"] for one in json.loads((tmp_path / "book.json").read_text(encoding="utf-8"))]
