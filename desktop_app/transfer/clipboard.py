"""HTML that another program put on the clipboard, as Markdown: browsers, Word, Google Docs, spreadsheets.

`read_clip` says what to paste; pictures that lie in the clip itself come along, all others stay addresses. Promises:
the words of the clip are all there; where its HTML says no more than the plain text does, the plain text is taken as it
is; linear time. Not for whole pages with menus and advertisements: `web_page` reads those.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass

from lxml import etree, html
from lxml.html import HtmlElement

from desktop_app.archive.articles import NewPicture
from desktop_app.transfer.html_markdown import to_markdown

_SPEAKING = {
    "a", "b", "strong", "em", "i", "del", "s", "strike", "sup", "sub", "h1", "h2", "h3", "h4", "h5", "h6",
    "ul", "ol", "table", "blockquote", "img", "hr", "dl", "mark", "code",
}  # fmt: skip
"""Elements that say something the plain text does not."""
_SILENT = ("script", "style", "meta", "title", "link", "head", "xml", "noscript", "template")
_DATA = re.compile(r"data:(image/(?:png|jpeg|gif|webp));base64,", re.IGNORECASE)
_ENDS = {"image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "image/webp": "webp"}
_STYLES = (
    (re.compile(r"font-weight:\s*(?:bold|[6-9]00)", re.IGNORECASE), "strong"),
    (re.compile(r"font-style:\s*italic", re.IGNORECASE), "em"),
    (re.compile(r"text-decoration[\w-]*:[^;]*line-through", re.IGNORECASE), "del"),
)
_PLAIN_WEIGHT = re.compile(r"font-weight:\s*(?:normal|400)", re.IGNORECASE)
_WORD_LIST = re.compile(r"mso-list:\s*\w+\s+level(\d)", re.IGNORECASE)
_FROM, _TO = "<!--StartFragment-->", "<!--EndFragment-->"
"""What Windows puts around what was chosen; outside of it stands what it was chosen from."""


@dataclass(frozen=True, slots=True)
class Clip:
    """Markdown to be pasted, and the pictures it names."""

    text: str
    pictures: tuple[NewPicture, ...] = ()
    is_plain: bool = False
    """The plain text was taken: it is nobody's Markdown."""


def read_clip(source: str, plain: str) -> Clip:
    """Return what a clip is as Markdown; `plain` is what its program gave as plain text, "" if it gave none."""
    body = _body(source)
    if body is None:
        return Clip(plain, is_plain=True)
    pictures = _tidy(body)
    says_more = any(element.tag in _SPEAKING for element in body.iter(etree.Element))
    # A page of code is all one <pre> in colours; its words are in the plain text.
    if plain.strip() and (not says_more or _is_code(body)):
        return Clip(plain, is_plain=True)
    text = to_markdown(body)
    if not text and not pictures:
        return Clip(plain, is_plain=True)
    return Clip(text, tuple(pictures))


def _body(source: str) -> HtmlElement | None:
    start, end = source.find(_FROM), source.rfind(_TO)
    try:
        root = html.document_fromstring(source[start + len(_FROM) : end] if 0 <= start < end else source)
    except (etree.ParserError, ValueError):
        return None
    body = root.find("body")
    return body if body is not None else root


def _tidy(body: HtmlElement) -> list[NewPicture]:
    """Take out what programs add for themselves, and put elements where they wrote styles."""
    for silent in list(body.iter(*_SILENT, etree.Comment, etree.ProcessingInstruction)):
        if silent is not body:
            silent.drop_tree()
    pictures: dict[str, NewPicture] = {}
    for image in body.iter("img"):
        picture = _picture(image.get("src") or "")
        if picture is not None:
            pictures[picture.name] = picture
            image.set("src", picture.name)
    _word_lists(body)
    for item in body.iter("li"):
        # Docs wraps the words of each item in a paragraph, which in Markdown would part the items by empty lines.
        if len(item) == 1 and item[0].tag == "p" and not (item.text or "").strip():
            item[0].drop_tag()
    for element in list(body.iter("b", "span", "font", "p", "div")):
        style = element.get("style") or ""
        if element.tag == "b" and _PLAIN_WEIGHT.search(style):
            # Google Docs wraps all it copies in a bold that is none.
            element.tag = "span"
        if element.tag in ("span", "font") and not _in_heading(element):
            _dress(element, [tag for rule, tag in _STYLES if rule.search(style)])
    return list(pictures.values())


def _dress(element: HtmlElement, tags: list[str]) -> None:
    """Turn a styled span into the elements that mean the same, one inside the other."""
    if not tags or not "".join(element.itertext()).strip():
        return
    element.tag = tags[0]
    for tag in tags[1:]:
        inner = element.makeelement(tag)
        inner.text, element.text = element.text, None
        inner.extend(list(element))
        element.append(inner)


def _in_heading(element: HtmlElement) -> bool:
    return any(above.tag in ("h1", "h2", "h3", "h4", "h5", "h6", "th") for above in element.iterancestors())


def _is_code(body: HtmlElement) -> bool:
    children = [child for child in body if isinstance(child.tag, str)]
    return len(children) == 1 and children[0].tag == "pre" and not (body.text or "").strip()


def _picture(address: str) -> NewPicture | None:
    found = _DATA.match(address)
    if found is None:
        return None
    try:
        data = base64.b64decode(address[found.end() :], validate=False)
    except (binascii.Error, ValueError):
        return None
    if not data:
        return None
    kind = found[1].lower()
    # Named by what it shows, so that the same picture comes once, however often it is pasted.
    return NewPicture(f"images/pasted-{hashlib.sha256(data).hexdigest()[:10]}.{_ENDS[kind]}", data, kind)


def _word_lists(body: HtmlElement) -> None:
    """Word writes lists as paragraphs with a style; make them lists."""
    opened: list[HtmlElement] = []
    for paragraph in list(body.iter("p", "h1", "h2", "h3", "h4")):
        found = _WORD_LIST.search(paragraph.get("style") or "")
        before = paragraph.getprevious()
        if found is None or (opened and before is not opened[0]):
            opened = []
        if found is None:
            continue
        level = min(int(found[1]), 9)
        tag = "ol" if re.match(r"\s*\(?\w{1,4}[.)]", _take_mark(paragraph)) else "ul"
        del opened[level:]
        while len(opened) < level:
            made = paragraph.makeelement(tag)
            if opened:
                # All that such a list holds is items.
                (opened[-1][-1] if len(opened[-1]) else _item(opened[-1])).append(made)
            else:
                paragraph.addprevious(made)
            opened.append(made)
        paragraph.tag, paragraph.tail = "li", None
        paragraph.attrib.pop("style", None)
        opened[-1].append(paragraph)


def _item(box: HtmlElement) -> HtmlElement:
    made = box.makeelement("li")
    box.append(made)
    return made


def _take_mark(paragraph: HtmlElement) -> str:
    """Take the bullet or number that Word wrote out of a paragraph, and return it."""
    for span in paragraph.iter("span"):
        if "mso-list:ignore" in (span.get("style") or "").replace(" ", "").lower():
            mark = "".join(span.itertext())
            span.drop_tree()
            return mark
    return ""
