"""Word documents: headings, lists, tables, pictures, links and quotes in Word's own styles, from the sanitised tree.

Footnotes stand as numbered notes at the end. Word can show no SVG or WebP; such a picture is told, its description
stands in its place. The same article gives the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.image.exceptions import UnrecognizedImageError
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from desktop_app.transfer.page import Page, direction
from desktop_app.transfer.page_tree import Element, xml_text
from desktop_app.transfer.picture_size import picture_size
from desktop_app.transfer.zipped import last_change, whole_zip, zip_of

_INLINE = frozenset(
    re.findall(
        r"\w+",
        """a abbr b bdi bdo br cite code del dfn em i img input ins kbd label mark q s samp small span strike strong sub
        sup time tt u var wbr""",
    )
)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_COLUMN = Emu(int(6.0 * 914400))
_WORD_PICTURES = ("image/png", "image/jpeg", "image/gif")
_MUTED = RGBColor(0x54, 0x5C, 0x57)
_LINK = RGBColor(0x1A, 0x5C, 0x8C)


@dataclass(frozen=True, slots=True)
class _Ink:
    """How the letters of a run look."""

    bold: bool = False
    italic: bool = False
    struck: bool = False
    under: bool = False
    mono: bool = False
    raised: bool = False
    lowered: bool = False
    marked: bool = False


_CHANGES = {
    "strong": {"bold": True}, "b": {"bold": True}, "th": {"bold": True}, "em": {"italic": True}, "i": {"italic": True},
    "cite": {"italic": True}, "dfn": {"italic": True}, "var": {"italic": True}, "del": {"struck": True},
    "s": {"struck": True}, "strike": {"struck": True}, "ins": {"under": True}, "u": {"under": True},
    "code": {"mono": True}, "kbd": {"mono": True}, "samp": {"mono": True}, "tt": {"mono": True},
    "sup": {"raised": True}, "sub": {"lowered": True}, "mark": {"marked": True},
}  # fmt: skip


def write_docx(pages: Sequence[Page], title: str = "") -> tuple[bytes, tuple[str, ...]]:
    """Return a document of these articles, and what is to be told about it."""
    document = docx.Document()
    _set_up(document, pages, title)
    warnings: list[str] = []
    for number, page in enumerate(pages):
        if number:
            document.add_page_break()  # type: ignore[no-untyped-call]
        _Article(document, page, warnings).write()
    buffer = io.BytesIO()
    document.save(buffer)
    with zipfile.ZipFile(buffer) as made:
        files = [(name, made.read(name)) for name in made.namelist()]
    return zip_of(files, last_change(page.article for page in pages)), tuple(dict.fromkeys(warnings))


def check_docx(data: bytes) -> bool:
    """Tell whether a document is whole and Word's library can open it."""
    return whole_zip(data) is not None and len(docx.Document(io.BytesIO(data)).paragraphs) > 0


def _set_up(document: Document, pages: Sequence[Page], title: str) -> None:
    first, facts = pages[0], document.core_properties
    moment = last_change(page.article for page in pages).astimezone(UTC).replace(tzinfo=None)
    facts.title = xml_text(title or first.title)[:255]
    facts.author = xml_text(", ".join(dict.fromkeys(a.name for page in pages for a in page.article.authors)))[:255]
    facts.keywords = xml_text(", ".join(dict.fromkeys(t for page in pages for t in page.article.tags)))[:255]
    facts.comments = xml_text(first.description)[:255]
    facts.language = first.language
    facts.created = facts.modified = moment
    facts.last_modified_by = ""
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Literata", Pt(11)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), first.language or "en")
    normal.element.get_or_add_rPr().append(language)
    normal.paragraph_format.space_after = Pt(8)
    normal.paragraph_format.line_spacing = 1.3


class _Article:
    """Writes one article at the end of a document."""

    def __init__(self, document: Document, page: Page, warnings: list[str]) -> None:
        self._document = document
        self._page = page
        self._warnings = warnings
        self._notes = [
            item
            for section in page.tree.elements()
            if "footnotes" in section.classes
            for item in section.walk()
            if item.tag == "li" and item.get("id").startswith("fn-")
        ]

    def write(self) -> None:
        page = self._page
        if page.kicker:
            self._small(page.kicker)
        self._directed(self._document.add_paragraph(xml_text(page.title), style="Title"), page.title)
        if page.standfirst:
            self._directed(self._document.add_paragraph(xml_text(page.standfirst), style="Subtitle"), page.standfirst)
        line = " · ".join(filter(None, (page.byline, page.date)))
        if line:
            self._small(line)
        self._blocks(page.tree.children, 0)
        if self._notes:
            self._document.add_heading(xml_text(page.words.notes), level=2)
            for number, item in enumerate(self._notes, 1):
                self._note(number, item)
        for label, value in page.imprint:
            self._small(f"{label}: {value}" if label else value)

    def _small(self, text: str) -> None:
        run = self._document.add_paragraph().add_run(xml_text(text))
        run.font.size, run.font.color.rgb = Pt(9), _MUTED

    def _note(self, number: int, item: Element) -> None:
        children = [child for child in item.elements() if child.tag == "p"] or [item]
        for position, child in enumerate(children):
            paragraph = self._document.add_paragraph()
            if position == 0:
                self._run(paragraph, f"{number} ", _Ink(raised=True))
            self._inline(paragraph, child.children, _Ink())

    # -- blocks ----------------------------------------------------------------------------------------------------

    def _blocks(self, children: Iterable[Element | str], depth: int, style: str = "", number: int = 0) -> None:
        """Write blocks; inline pieces that stand among them become paragraphs."""
        run: list[Element | str] = []
        for child in [*children, Element("end")]:
            if isinstance(child, str) or child.tag in _INLINE:
                run.append(child)
                continue
            if any(not isinstance(piece, str) or piece.strip() for piece in run):
                self._paragraph(run, "", style, number)
                style, number = self._following(style), 0
            run = []
            if child.tag == "p":
                self._paragraph(child.children, child.get("style") or child.get("align"), style, number)
                style, number = self._following(style), 0
            elif child.tag != "end":
                self._block(child, depth)

    def _following(self, style: str) -> str:
        """Further paragraphs of a list item have no mark of their own."""
        return style.replace("List Bullet", "List Continue").replace("List Number", "List Continue")

    def _block(self, element: Element, depth: int) -> None:
        tag = element.tag
        if re.fullmatch("h[1-6]", tag):
            level = min(int(tag[1]) + 1, 6)
            heading = self._document.add_heading(level=level)
            self._inline(heading, element.children, _Ink())
            self._directed(heading, element.text())
        elif tag in ("ul", "ol"):
            self._list(element, depth)
        elif tag == "blockquote":
            self._blocks(element.children, depth, "Quote")
        elif tag == "pre" or "codehilite" in element.classes:
            self._code(element)
        elif tag == "table":
            self._table(element)
        elif tag == "hr":
            self._document.add_paragraph("* * *").alignment = WD_ALIGN_PARAGRAPH.CENTER
        elif tag == "dl":
            self._meanings(element, depth)
        elif "footnotes" not in element.classes:
            self._blocks(element.children, depth)

    def _paragraph(self, children: Iterable[Element | str], align: str, style: str = "", number: int = 0) -> Paragraph:
        children = list(children)
        paragraph = self._document.add_paragraph(style=style or None)
        self._inline(paragraph, children, _Ink())
        self._directed(paragraph, Element("", {}, children).text())
        if "center" in align:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        elif "right" in align:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        if number:
            properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()  # type: ignore[attr-defined]
            properties.get_or_add_ilvl().val = 0
            properties.get_or_add_numId().val = number
        return paragraph

    def _list(self, element: Element, depth: int) -> None:
        kind = "List Number" if element.tag == "ol" else "List Bullet"
        style = kind if depth == 0 else f"{kind} {min(depth + 1, 3)}"
        start = element.get("start")
        number = self._new_numbering(style, int(start) if start.isdigit() else 1) if element.tag == "ol" else 0
        for item in element.elements():
            self._blocks(item.children, depth + 1, style, number)

    def _new_numbering(self, style: str, start: int) -> int:
        """Begin a new count: in Word all lists of a style are one list unless told otherwise."""
        numbering = self._document.part.numbering_part.element
        known = self._document.styles[style].element.pPr.numPr.numId.val
        abstract = next(one.abstractNumId.val for one in numbering.num_lst if one.numId == known)
        fresh = numbering.add_num(abstract)
        fresh.add_lvlOverride(ilvl=0).add_startOverride(start)
        return int(fresh.numId)

    def _code(self, element: Element) -> None:
        paragraph = self._document.add_paragraph()
        for position, line in enumerate(element.text().strip("\n").split("\n")):
            if position:
                paragraph.add_run().add_break()
            self._run(paragraph, line, _Ink(mono=True))

    def _table(self, element: Element) -> None:
        rows = [
            cells
            for row in element.walk()
            if row.tag == "tr" and (cells := [cell for cell in row.elements() if cell.tag in ("td", "th")])
        ]
        if not rows:
            return
        caption = next((child for child in element.elements() if child.tag == "caption"), None)
        if caption is not None:
            self._paragraph(caption.children, "", "Caption")
        table = self._document.add_table(len(rows), max(map(len, rows)), style="Table Grid")
        for line, cells in zip(table.rows, rows, strict=True):
            for place, cell in zip(line.cells, cells, strict=False):
                paragraph = place.paragraphs[0]
                self._inline(paragraph, cell.children, _Ink(bold=cell.tag == "th"))
                self._directed(paragraph, cell.text())
                if "right" in cell.get("style"):
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
                elif "center" in cell.get("style"):
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        self._document.add_paragraph()

    def _meanings(self, element: Element, depth: int) -> None:
        for child in element.elements():
            if child.tag == "dt":
                self._inline(self._document.add_paragraph(), child.children, _Ink(bold=True))
            else:
                self._blocks(child.children, depth, "List Continue")

    # -- inline ----------------------------------------------------------------------------------------------------

    def _inline(self, paragraph: Paragraph, children: Iterable[Element | str], ink: _Ink) -> None:
        for child in children:
            if isinstance(child, str):
                self._run(paragraph, _SPACE.sub(" ", child), ink)
            elif child.tag == "br":
                paragraph.add_run().add_break()
            elif child.tag == "img":
                self._picture(paragraph, child)
            elif child.tag == "input":
                self._run(paragraph, "☒ " if "checked" in child.attributes else "☐ ", ink)
            elif child.tag == "a" and re.match(r"(?:https?|mailto):", child.get("href"), re.IGNORECASE):
                self._link(paragraph, child, ink)
            elif "footnote-backref" not in child.classes:
                changed = replace(ink, **_CHANGES.get(child.tag, {}))
                self._inline(paragraph, child.children, changed)

    def _run(self, paragraph: Paragraph, text: str, ink: _Ink) -> Run:
        run = paragraph.add_run(xml_text(text))
        font = run.font
        font.bold, font.italic, font.strike = ink.bold or None, ink.italic or None, ink.struck or None
        font.underline, font.superscript, font.subscript = ink.under or None, ink.raised or None, ink.lowered or None
        if ink.mono:
            font.name, font.size = "JetBrains Mono", Pt(9.5)
        if ink.marked:
            font.highlight_color = WD_COLOR_INDEX.YELLOW
        if direction(text) == "rtl":
            run._r.get_or_add_rPr().append(OxmlElement("w:rtl"))
        return run

    def _link(self, paragraph: Paragraph, element: Element, ink: _Ink) -> None:
        relation = paragraph.part.relate_to(
            xml_text(element.get("href")), RELATIONSHIP_TYPE.HYPERLINK, is_external=True
        )
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), relation)
        before = len(paragraph._p)
        self._inline(paragraph, element.children or [element.get("href")], replace(ink, under=True))
        for run in list(paragraph._p)[before:]:
            link.append(run)
        paragraph._p.append(link)
        for run in link.findall(qn("w:r")):
            Run(run, paragraph).font.color.rgb = _LINK  # type: ignore[arg-type]

    def _picture(self, paragraph: Paragraph, element: Element) -> None:
        picture = self._page.picture(element.get("src"))
        words = element.get("alt") or element.get("title") or (picture.name if picture else "")
        if picture is not None and picture.media_type in _WORD_PICTURES:
            try:
                shape = paragraph.add_run().add_picture(io.BytesIO(picture.data))
            except (UnrecognizedImageError, ValueError, ZeroDivisionError, EOFError, KeyError, IndexError):
                pass
            else:
                self._fit(shape, picture.data)
                shape._inline.docPr.set("descr", xml_text(words))
                return
        if picture is not None:
            self._warnings.append(f"Word cannot show the picture “{picture.name}” ({picture.media_type}).")
        self._run(paragraph, f"[{self._page.words.picture}: {words}]", _Ink(italic=True))

    def _fit(self, shape: docx.shape.InlineShape, data: bytes) -> None:
        """Set a picture at 96 dots an inch, or as wide as the column."""
        width, height = picture_size(data) or (shape.width // 9525, shape.height // 9525)
        scale = min(1.0, _COLUMN / (width * 9525)) if width else 1.0
        shape.width, shape.height = Emu(int(width * 9525 * scale)), Emu(int(height * 9525 * scale))

    def _directed(self, paragraph: Paragraph, text: str) -> None:
        if direction(text) == "rtl":
            paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
