"""E-books (EPUB 3): one article, or many as the chapters of one book, from the same text as the web pages.

An own zip with `mimetype` first and stored, `package.opf`, `nav.xhtml`; well-formed XHTML made from the sanitised tree.
Nothing in it points outside but the links of the text.
"""

from __future__ import annotations

import uuid
import xml.etree.ElementTree as etree
from collections.abc import Iterable, Sequence
from html import escape

from desktop_app.transfer.page import Page, PagePicture, upper
from desktop_app.transfer.page_tree import Element, parse, to_xhtml, xml_text
from desktop_app.transfer.web_page import iso_day, styles
from desktop_app.transfer.zipped import last_change, whole_zip, zip_of

_CONTAINER = b"""<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
_NAMESPACES = 'xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
_SUFFIXES = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp", "image/svg+xml": "svg"}
_TODAY = {"strike": "s", "tt": "code", "center": "div", "acronym": "abbr"}
"""Tags that XHTML has given up, and what stands for them."""


def write_epub(pages: Sequence[Page], title: str) -> bytes:
    """Return a book of these articles, in this order."""
    pictures = {
        picture.sha256: picture for page in pages for picture in page.pictures if picture.media_type in _SUFFIXES
    }
    chapters = [(f"article-{number}.xhtml", page) for number, page in enumerate(pages, 1)]
    files: list[tuple[str, bytes]] = [
        ("mimetype", b"application/epub+zip"),
        ("META-INF/container.xml", _CONTAINER),
        ("EPUB/package.opf", _package(chapters, pictures.values(), title).encode()),
        ("EPUB/nav.xhtml", _contents(chapters, title).encode()),
        ("EPUB/style.css", styles("house").encode()),
    ]
    files += [(f"EPUB/{name}", _chapter(page).encode()) for name, page in chapters]
    files += [(f"EPUB/{_picture_name(picture)}", picture.data) for picture in pictures.values()]
    moment = last_change(page.article for page in pages)
    return zip_of(files, moment, stored=frozenset({"mimetype"}))


def check_epub(data: bytes) -> bool:
    """Tell whether a book is whole: every part readable, every document well-formed, all named in the package."""
    archive = whole_zip(data)
    if archive is None or archive.namelist()[0] != "mimetype":
        return False
    documents = [name for name in archive.namelist() if name.endswith((".xhtml", ".opf", ".xml"))]
    try:
        for name in documents:
            etree.fromstring(archive.read(name))
    except etree.ParseError:
        return False
    package = archive.read("EPUB/package.opf").decode()
    return all(
        f'href="{name[5:]}"' in package for name in archive.namelist() if name[:5] == "EPUB/" and name[-4:] != ".opf"
    )


def _package(chapters: Sequence[tuple[str, Page]], pictures: Iterable[PagePicture], title: str) -> str:
    pages = [page for _, page in chapters]
    first = pages[0]
    moment = last_change(page.article for page in pages)
    uids = [page.article.uid or f"{page.article.id}-{page.title}" for page in pages]
    book = (
        uuid.UUID(uids[0]) if len(pages) == 1 and _is_uuid(uids[0]) else uuid.uuid5(uuid.NAMESPACE_OID, "\n".join(uids))
    )
    authors = dict.fromkeys(author.name for page in pages for author in page.article.authors)
    tags = dict.fromkeys(tag for page in pages for tag in page.article.tags)
    facts = [
        f'<dc:identifier id="book">urn:uuid:{book}</dc:identifier>',
        f"<dc:title>{_xml(title)}</dc:title>",
        *(
            f"<dc:language>{_xml(code)}</dc:language>"
            for code in dict.fromkeys(page.language or "und" for page in pages)
        ),
        *(f"<dc:creator>{_xml(name)}</dc:creator>" for name in authors),
        *(f"<dc:subject>{_xml(tag)}</dc:subject>" for tag in tags),
        f'<meta property="dcterms:modified">{moment:%Y-%m-%dT%H:%M:%SZ}</meta>',
    ]
    if len(pages) == 1:
        rights = " · ".join(filter(None, (first.article.rights.holder, first.article.rights.licence)))
        one = (("date", iso_day(first)), ("description", first.description), ("rights", rights))
        facts += [f"<dc:{name}>{_xml(value)}</dc:{name}>" for name, value in one if value]
    items = [
        '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>',
        '<item id="style" href="style.css" media-type="text/css"/>',
    ]
    items += [
        f'<item id="a{number}" href="{name}" media-type="application/xhtml+xml"/>'
        for number, (name, _) in enumerate(chapters, 1)
    ]
    items += [
        f'<item id="p{number}" href="{_picture_name(picture)}" media-type="{picture.media_type}"/>'
        for number, picture in enumerate(pictures, 1)
    ]
    spine = [f'<itemref idref="a{number}"/>' for number in range(1, len(chapters) + 1)]
    if len(chapters) > 1:
        spine.insert(0, '<itemref idref="nav"/>')
    direction = ' page-progression-direction="rtl"' if first.direction == "rtl" else ""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="book" '
        f'xml:lang="{_xml(first.language or "und")}">',
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">',
        *facts,
        "</metadata>",
        "<manifest>",
        *items,
        "</manifest>",
        f"<spine{direction}>",
        *spine,
        "</spine>",
        "</package>",
    ]
    return "\n".join(lines) + "\n"


def _contents(chapters: Sequence[tuple[str, Page]], title: str) -> str:
    first = chapters[0][1]
    entries = []
    for name, page in chapters:
        parts = "".join(
            f'<li><a href="{name}#{_xml(heading.id)}">{_xml(heading.text or "…")}</a></li>' for heading in page.outline
        )
        below = f"<ol>{parts}</ol>" if parts and len(chapters) == 1 else ""
        entries.append(f'<li><a href="{name}">{_xml(page.title)}</a>{below}</li>')
    body = f'<nav epub:type="toc" role="doc-toc"><h1>{_xml(title)}</h1><ol>{"".join(entries)}</ol></nav>'
    return _document(first, title, body)


def _chapter(page: Page) -> str:
    head = []
    if page.kicker:
        head.append(f'<p class="kicker">{_xml(upper(page.kicker, page.language))}</p>')
    head.append(f'<h1 class="headline" dir="auto">{_xml(page.title)}</h1>')
    if page.standfirst:
        head.append(f'<p class="standfirst" dir="auto">{_xml(page.standfirst)}</p>')
    if page.byline or page.date:
        head.append(f'<p class="byline" dir="auto">{_xml(" · ".join(filter(None, (page.byline, page.date))))}</p>')
    imprint = [
        f'<p dir="auto"><span class="label">{_xml(label)}:</span> {_xml(value)}</p>'
        if label
        else f'<p><a href="{_xml(value)}">{_xml(value)}</a></p>'
        for label, value in page.imprint
    ]
    foot = f'<footer class="imprint">{"".join(imprint)}</footer>' if imprint else ""
    text = to_xhtml(_for_books(parse(page.html), page))
    return _document(page, page.title, f"<article><header>{''.join(head)}</header>\n{text}\n{foot}</article>")


def _document(page: Page, title: str, body: str) -> str:
    language = _xml(page.language or "und")
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n'
        f'<html {_NAMESPACES} lang="{language}" xml:lang="{language}" dir="{page.direction}">\n'
        f'<head><title>{_xml(title)}</title><link rel="stylesheet" type="text/css" href="style.css"/></head>\n'
        f"<body>\n{body}\n</body>\n</html>\n"
    )


def _for_books(element: Element, page: Page) -> Element:
    """Return the tree with pictures at their place in the book, footnotes marked, and nothing XHTML has given up."""
    attributes = {name: value for name, value in element.attributes.items() if name not in ("name", "align", "rel")}
    tag = _TODAY.get(element.tag, element.tag)
    if tag == "img":
        picture = page.picture(element.get("src"))
        if picture is not None and picture.media_type in _SUFFIXES:
            attributes["src"] = _picture_name(picture)
        attributes.setdefault("alt", "")
        attributes = {k: v for k, v in attributes.items() if k not in ("width", "height") or v.isdigit()}
    elif "footnote-ref" in element.classes:
        attributes |= {"epub:type": "noteref", "role": "doc-noteref"}
    elif "footnote-backref" in element.classes:
        attributes["role"] = "doc-backlink"
    elif "footnotes" in element.classes:
        attributes |= {"epub:type": "footnotes", "role": "doc-endnotes"}
    elif tag == "li" and element.get("id").startswith("fn-"):
        attributes["epub:type"] = "footnote"
    children = [child if isinstance(child, str) else _for_books(child, page) for child in element.children]
    return Element(tag, attributes, children)


def _picture_name(picture: PagePicture) -> str:
    return f"pictures/{picture.sha256[:20]}.{_SUFFIXES[picture.media_type]}"


def _is_uuid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


def _xml(text: str) -> str:
    return escape(xml_text(text))
