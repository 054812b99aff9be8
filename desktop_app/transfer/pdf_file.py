"""PDF through typst: PDF/A-2a and PDF/UA-1, tagged, with outline, language and facts.

Promises: the user's text is data, never Typst source; the same article gives the same bytes; no warning of typst is
passed over (an image inside a paragraph would be dropped with no more than that). Letters that no font here has would
break PDF/A: such an article is written as an ordinary tagged PDF, and the warning names the letters.

"Written as PDF/A-2a" is what is said; it has not been put before a validator.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typst

from desktop_app.archive.articles import Article
from desktop_app.errors import UserError
from desktop_app.paths import resource
from desktop_app.transfer.fonts import FontBook, font_book
from desktop_app.transfer.page import Page, PagePicture, make_page, upper
from desktop_app.transfer.pdf_tree import PdfTree, PictureUse, TreeOptions, pdf_tree
from desktop_app.transfer.picture_size import picture_size

if TYPE_CHECKING:
    from typst import PDFStandard

STANDARDS: list[PDFStandard] = ["a-2a", "ua-1"]
_PLAIN: list[PDFStandard] = ["1.7"]
_MM = 72 / 25.4
_NO_LIGATURES = frozenset({"az", "tr", "crh", "tt"})
"""`fi` as one glyph swallows the dot that tells i from ı."""

_HYPHENATED = frozenset(
    "be bg ca cs da de el en es et fi fr hr hu is it ka la lt nb nl nn pl pt ru sk sl sq sr sv tk tr uk".split()  # noqa: SIM905
)
_SUFFIXES = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp", "image/svg+xml": "svg"}
_PREVIEW_NODES_A_PAGE = 30
_FLOATING_HEAD = 1500
"""Letters of a headline with its standfirst that surely fit on one page."""


@dataclass(frozen=True, slots=True)
class PdfStyle:
    """The measures of a theme: millimetres for the sheet, points for letters, em for distances."""

    page: tuple[float, float] = (210, 297)
    margin: tuple[float, float, float, float] = (27, 38, 30, 38)
    """Top, right, bottom, left. The column of 134 mm holds 66 letters of Literata at 11 pt."""
    size: float = 11
    title: float = 25
    leading: float = 0.72
    spacing: float = 1.15
    columns: int = 1
    gutter: float = 7
    justified: bool = False
    mono: bool = False

    @property
    def column_pt(self) -> float:
        width = self.page[0] - self.margin[1] - self.margin[3] - self.gutter * (self.columns - 1)
        return width / self.columns * _MM

    @property
    def text_height_pt(self) -> float:
        return (self.page[1] - self.margin[0] - self.margin[2]) * _MM


STYLES: dict[str, PdfStyle] = {
    "house": PdfStyle(),
    "newspaper": PdfStyle(
        margin=(22, 20, 24, 20), size=9.6, title=27, leading=0.6, spacing=0.95, columns=2, justified=True
    ),
    "manuscript": PdfStyle(margin=(28, 30, 30, 30), size=11, title=16, leading=1.25, spacing=1.9, mono=True),
}


class PdfWriter:
    """Sets articles one after the other; fonts and template are read once. Use as a context manager."""

    def __init__(self, theme: str = "house") -> None:
        self._style = STYLES[theme]
        self._folder = Path(tempfile.mkdtemp(prefix="copydesk-pdf-"))
        self._book: FontBook = font_book()
        self._template = self._folder / "article.typ"
        self._template.write_bytes(resource("templates/article.typ").read_bytes())
        self._compiler = typst.Compiler(
            root=self._folder,
            font_paths=self._book.fonts,
            ignore_system_fonts=True,
        )

    def __enter__(self) -> PdfWriter:
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)

    def write(self, pages: Sequence[Page], title: str = "") -> tuple[bytes, tuple[str, ...]]:
        """Return the PDF of one article, or of several, and what is to be told about it."""
        told = [warning for page in pages for warning in page.warnings]
        try:
            data, warnings = self._compile_standard(pages, title, ())
        except typst.TypstError as error:
            broken = [picture for page in pages for picture in self._broken_pictures(page)]
            if not broken:
                raise _refused(pages, error) from error
            data, warnings = self._compile_standard(pages, title, broken)
            names = ", ".join(dict.fromkeys(f"“{picture.name}”" for picture in broken))
            told.append(f"The file of the picture {names} is damaged; its description stands in its place.")
        return data, (*told, *warnings)

    def preview(self, page: Page, ppi: float, pages: int) -> list[bytes]:
        """Return the first pages as PNG."""
        document = self._document([page], "", ())
        body = document["articles"][0]["body"]
        del body[_PREVIEW_NODES_A_PAGE * pages :]
        inputs = {"doc": json.dumps(document, ensure_ascii=False)}
        try:
            made = self._compiler.compile(self._template, sys_inputs=inputs, format="png", ppi=ppi)
        except typst.TypstError as error:
            raise _refused([page], error) from error
        images = made if isinstance(made, list) else [made]
        return [bytes(image) for image in images[:pages] if image]

    def _compile_standard(
        self, pages: Sequence[Page], title: str, without: Sequence[PagePicture]
    ) -> tuple[bytes, tuple[str, ...]]:
        document = json.dumps(self._document(pages, title, without), ensure_ascii=False)
        try:
            return self._compile(pages, document, STANDARDS), ()
        except typst.TypstError as error:
            if not error.message.startswith("PDF/"):
                raise
            reason = self._why_plain(document, error.message)
        return self._compile(pages, document, _PLAIN), (reason,)

    def _compile(self, pages: Sequence[Page], document: str, standards: list[PDFStandard]) -> bytes:
        data, warnings = self._compiler.compile_with_warnings(
            self._template,
            sys_inputs={"doc": document},
            format="pdf",
            pdf_standards=standards,
            timestamp=max((_timestamp(page.article) for page in pages), default=0),
        )
        if warnings:
            said = "; ".join(dict.fromkeys(warning.message for warning in warnings))
            raise UserError(
                f"{_named(pages)} was not written as PDF, because something would have been left out: {said}.",
                "The article is unchanged; export it as a web page, and tell us of this one.",
            )
        assert isinstance(data, bytes)
        return data

    def _why_plain(self, text: str, message: str) -> str:
        missing = self._book.missing(text)
        if missing:
            shown = " ".join(missing[:20]) + (" …" if len(missing) > 20 else "")
            count = "1 letter is" if len(missing) == 1 else f"{len(missing)} letters are"
            return f"{count} missing in every font here: {shown}. Written as an ordinary PDF, not as PDF/A."
        return f"Written as an ordinary PDF, not as PDF/A: {message.partition(': ')[2] or message}."

    # -- data for the template -------------------------------------------------------------------------------------

    def _document(self, pages: Sequence[Page], title: str, without: Sequence[PagePicture]) -> dict[str, Any]:
        first = pages[0]
        authors = [author.name for page in pages for author in page.article.authors]
        alone = len(pages) == 1
        return {
            "title": title or first.title,
            "authors": list(dict.fromkeys(authors)),
            "keywords": list(dict.fromkeys(tag for page in pages for tag in page.article.tags)),
            "description": (first.description or None) if alone else None,
            "date": _day(first.article) if alone else None,
            "lang": _language(first),
            "region": _region(first.language),
            "fonts": self._fonts(first.language),
            "style": _style_data(self._style),
            "articles": [
                self._article(page, "" if alone else f"a{number}-", without) for number, page in enumerate(pages)
            ],
        }

    def _fonts(self, language: str) -> dict[str, list[str]]:
        fonts = self._book.lists(language)
        return {**fonts, "serif": [*fonts["mono"], *fonts["serif"]]} if self._style.mono else fonts

    def _article(self, page: Page, prefix: str, without: Sequence[PagePicture]) -> dict[str, Any]:
        language = _language(page)
        tree = self._tree(page, prefix, without)
        return {
            "title": page.title,
            "lang": language,
            "region": _region(page.language),
            "dir": page.direction,
            "fonts": self._fonts(page.language)["serif"],
            "ligatures": language not in _NO_LIGATURES,
            "hyphenate": self._style.justified and language in _HYPHENATED,
            "kicker": upper(page.kicker, page.language),
            "standfirst": page.standfirst,
            "byline": page.byline,
            "dateline": page.date,
            "float_head": len(page.title) + len(page.standfirst) + len(page.byline) < _FLOATING_HEAD,
            "running": [_cut(page.title, 56 if page.byline else 90), _cut(page.byline, 36)],
            "imprint": [[label, value, value if not label else ""] for label, value in page.imprint],
            "notes_label": page.words.notes,
            "body": tree.body,
            "notes": tree.notes,
        }

    def _tree(self, page: Page, prefix: str, without: Sequence[PagePicture]) -> PdfTree:
        options = TreeOptions(
            column_pt=self._style.column_pt,
            text_height_pt=self._style.text_height_pt,
            size_pt=self._style.size,
            language=page.language,
            picture=lambda address: self._picture(page, address, without),
            missing_picture=page.words.picture,
            prefix=prefix,
        )
        return pdf_tree(page.tree, options)

    def _picture(self, page: Page, address: str, without: Sequence[PagePicture]) -> PictureUse | None:
        picture = page.picture(address)
        if picture is None or picture in without or picture.media_type not in _SUFFIXES:
            return None
        path = self._store(picture)
        width, height = picture_size(picture.data) or (0, 0)
        return PictureUse(f"/{path.name}", width * 0.75, height * 0.75)

    def _store(self, picture: PagePicture) -> Path:
        path = self._folder / f"{picture.sha256}.{_SUFFIXES[picture.media_type]}"
        if not path.exists():
            path.write_bytes(picture.data)
        return path

    def _broken_pictures(self, page: Page) -> list[PagePicture]:
        """Try each picture alone: typst does not say which one it could not read."""
        broken = []
        for picture in page.pictures:
            if picture.media_type in _SUFFIXES:
                source = f'#set page(width: auto, height: auto)\n#image("/{self._store(picture).name}", width: 10pt)'
                try:
                    self._compiler.compile(source.encode(), format="svg", sys_inputs=None)
                except typst.TypstError:
                    broken.append(picture)
        return broken


def preview_pages(
    article: Article, pictures: Sequence[PagePicture] = (), theme: str = "house", ppi: float = 96, pages: int = 2
) -> list[bytes]:
    """Return the first pages of an article as PNG, as its PDF would show them."""
    with PdfWriter(theme) as writer:
        return writer.preview(make_page(article, pictures), ppi, pages)


def missing_letters(article: Article) -> str:
    """Return the letters of an article that no font here has, to be told before an export."""
    names = "".join(author.name + author.affiliation for author in article.authors)
    return font_book().missing("".join((article.title, article.standfirst, article.body, names)))


def check_pdf(data: bytes) -> bool:
    """Tell whether bytes are a whole PDF with at least one page."""
    return data.startswith(b"%PDF-1.") and data.rstrip().endswith(b"%%EOF") and b"/Pages" in data


def _refused(pages: Sequence[Page], error: typst.TypstError) -> UserError:
    return UserError(
        f"{_named(pages)} could not be set as PDF: {error.message}.",
        "The article is unchanged; export it as a web page, and tell us of this one.",
    )


def _named(pages: Sequence[Page]) -> str:
    return f"“{pages[0].title}”" + (f" (with {len(pages) - 1} others)" if len(pages) > 1 else "")


def _language(page: Page) -> str:
    code = page.language.split("-")[0].lower()
    return code if re.fullmatch("[a-z]{2,3}", code) else "und"


def _style_data(style: PdfStyle) -> Mapping[str, Any]:
    names = ("page", "margin", "size", "title", "leading", "spacing", "columns", "gutter")
    return {name: getattr(style, name) for name in names}


def _timestamp(article: Article) -> int:
    moment = article.updated or article.created
    return int(moment.timestamp()) if isinstance(moment, datetime) and moment.year >= 1970 else 0


def _day(article: Article) -> list[int] | None:
    """Return the day a piece appeared, where it is known to the day."""
    date = article.published
    if date is None or date.first != date.last:
        return None
    return [date.first // 10000, date.first // 100 % 100, date.first % 100]


def _region(language: str) -> str | None:
    return next((part.upper() for part in language.split("-")[1:] if re.fullmatch("[A-Za-z]{2}", part)), None)


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
