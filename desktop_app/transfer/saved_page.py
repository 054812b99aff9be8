"""A saved page becomes an article: facts, text as Markdown, and the pictures that lie beside it.

`read` finds the facts (`page_facts.py`) and the article (`main_content.py`), lets `markup` clean it, and turns it into
Markdown. Scripts are never run and nothing is fetched; pictures come from the folder a browser saved beside the page.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urljoin

import lxml.html
from html_to_markdown import ConversionOptions, convert
from lxml import etree
from lxml.html import HtmlElement

from desktop_app.archive.articles import Article
from desktop_app.markup import clean_html
from desktop_app.transfer.article_facts import standing_of, title_from_slug
from desktop_app.transfer.clutter import clutter
from desktop_app.transfer.main_content import main_content
from desktop_app.transfer.page_facts import PageFacts, page_facts
from desktop_app.transfer.pasted_lines import date_in, labelled_names
from desktop_app.transfer.pictures_beside import pictures_beside
from desktop_app.transfer.reading import ReadFile, Surroundings, UnreadableFile
from desktop_app.transfer.shelves import SourceFile

_OPTIONS: Any = ConversionOptions(
    bullets="-",
    newline_style="backslash",
    escape_asterisks=True,
    escape_underscores=True,
    highlight_style="none",
    sup_symbol="<sup>",
    sub_symbol="<sub>",
    list_indent_width=4,
    compact_tables=True,
    extract_metadata=False,
    infer_dimensions=False,
    include_blockquote_citations=False,
)


def read(source: SourceFile, text: str, around: Surroundings) -> ReadFile:
    """Read one page."""
    page = _parsed(text)
    facts = page_facts(page, text)
    base = _base(page, facts)
    content = main_content(page)
    standfirst = _head_taken(content, facts)
    _addresses(content, base, source)
    body, removed = without_buttons(to_markdown(content))
    standing = standing_of(source.name)
    if not body.strip() and not facts.title:
        raise UnreadableFile("There is no text in this page.")
    article = Article(
        title=facts.title or title_from_slug(standing.slug),
        standfirst=standfirst,
        body=body,
        summary=facts.summary,
        authors=facts.authors,
        section=facts.section or standing.section,
        tags=tuple(facts.tags),
        published=facts.date or standing.date,
        language=facts.language or standing.language,
        source_name=facts.site,
        source_url=facts.saved_from or facts.canonical,
        canonical_url=facts.canonical,
        status="published",
    )
    wanted = [image.get("src") or "" for image in content.iter("img")]
    pictures, warnings = pictures_beside(source, dict.fromkeys(filter(None, wanted)))
    return ReadFile(article=article, pictures=pictures, warnings=warnings, removed=removed)


def to_markdown(content: HtmlElement) -> str:
    """Return the Markdown of an element; everything the allow-list does not know is gone."""
    for element in content.iter(etree.Element):
        if element.tag not in ("pre", "code") and not any(a.tag in ("pre", "code") for a in element.iterancestors()):
            # Markdown reads HTML: a "<" that was text must stay text.
            element.text = _protected(element.text)
        if element is not content and not any(a.tag in ("pre", "code") for a in element.iterancestors()):
            element.tail = _protected(element.tail)
    content.tail = None
    clean = clean_html(etree.tostring(content, encoding="unicode", method="html"))
    markdown = convert(clean, _OPTIONS).content or ""
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+$", "", markdown, flags=re.MULTILINE)).strip()


def without_buttons(markdown: str) -> tuple[str, tuple[str, ...]]:
    """Take the lines out that are buttons of the page; return the text and what was taken."""
    lines = markdown.split("\n")
    shown = [re.sub(r"^\s*(?:[-*+]|#{1,6}|\d+\.)\s+|\[([^\]]*)\]\([^)]*\)|[*_]{2}", r"\1", line) for line in lines]
    if "```" in markdown:
        return markdown, ()
    unwanted = clutter(shown)
    kept = "\n".join(line for number, line in enumerate(lines) if number not in unwanted)
    removed = tuple(shown[number].strip() for number in sorted(unwanted))
    return re.sub(r"\n{3,}", "\n\n", kept).strip(), removed


def _protected(text: str | None) -> str | None:
    if not text or ("<" not in text and "&" not in text):
        return text
    return re.sub(r"&(?=#?\w+;)", "&amp;", text).replace("<", "&lt;")


def _parsed(text: str) -> HtmlElement:
    # lxml refuses a text that declares an encoding; ours is decoded already.
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    parser = lxml.html.HTMLParser(remove_comments=True, remove_pis=True, no_network=True, recover=True)
    try:
        page = lxml.html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError) as error:
        raise UnreadableFile("There is no text in this page.") from error
    return page


def _base(page: HtmlElement, facts: PageFacts) -> str:
    """Return the address relative links of the page stand on, nothing where it is not known."""
    told = page.find(".//base[@href]")
    address = urljoin(facts.canonical or facts.saved_from, (told.get("href") or "") if told is not None else "")
    return address if re.match(r"https?://", address) else ""


def _addresses(content: HtmlElement, base: str, source: SourceFile) -> None:
    """Make relative links whole, and find the real address of pictures that load late."""
    for link in content.iter("a"):
        target = (link.get("href") or "").strip()
        if base and target and not re.match(r"(?i)[a-z][a-z0-9+.-]*:|#", target):
            link.set("href", _joined(base, target))
    for image in list(content.iter("img")):
        address = _picture_address(image)
        if not address or re.match(r"(?i)data:image/(?:gif|svg)", address):
            image.getparent().remove(image) if not image.tail else image.attrib.pop("src", None)
            continue
        if base and not re.match(r"(?i)[a-z][a-z0-9+.-]*:", address):
            found, _ = pictures_beside(source, (), [address])
            address = address if found else _joined(base, address)
        image.set("src", address)


def _joined(base: str, address: str) -> str:
    try:
        return urljoin(base, address)
    except ValueError:
        return address


def _picture_address(image: HtmlElement) -> str:
    address = (image.get("src") or "").strip()
    if address and not address.startswith("data:"):
        return address
    for name in ("data-src", "data-original", "data-lazy-src", "data-url", "data-hi-res-src"):
        if image.get(name):
            return str(image.get(name)).strip()
    several = image.get("srcset") or image.get("data-srcset") or ""
    return several.split(",")[0].strip().split(" ")[0] or address


def _head_taken(content: HtmlElement, facts: PageFacts) -> str:
    """Take headline, byline and date out of the article, which says them elsewhere; return its standfirst."""
    title = _letters(facts.title)
    for heading in [*content.iter("h1"), *content.iter("h2")][:6]:
        if title and _letters(_words(heading)) == title:
            _remove(heading)
            break
    standfirst = ""
    for element in list(content.iter(etree.Element))[:60]:
        if element is content or element.getparent() is None:
            continue
        names = set((element.get("class") or "").lower().split())
        text = _words(element)
        if names & {"standfirst", "dek", "deck", "article-standfirst", "article__standfirst"} and len(text) <= 600:
            standfirst = standfirst or text
            _remove(element)
        elif len(text) <= 160 and len(element) <= 6 and (labelled_names(text) or date_in(text)):
            known = {author.name for author in facts.authors}
            if date_in(text) or known & {author.name for author in labelled_names(text)}:
                _remove(element)
    return standfirst


def _letters(text: str) -> str:
    """Return a title without what typesetters change: capitals, quotes, blanks."""
    return re.sub(r"[\W_]", "", text.casefold())


def _words(element: HtmlElement) -> str:
    return " ".join("".join(element.itertext()).split())


def _remove(element: HtmlElement) -> None:
    parent = element.getparent()
    if parent is None:
        return
    if element.tail and element.tail.strip():
        element.text, element[:] = None, []
        return
    parent.remove(element)
