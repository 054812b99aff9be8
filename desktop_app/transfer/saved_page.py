"""A saved page becomes an article: facts, text as Markdown, and the pictures that lie beside it.

`read` finds the facts (`page_facts.py`) and the article (`main_content.py`), lets `markup` clean it, and turns it into
Markdown. Scripts are never run and nothing is fetched; pictures come from the folder a browser saved beside the page.
"""

from __future__ import annotations

import base64
import re
from html import unescape
from urllib.parse import urljoin

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

from desktop_app.archive.articles import Article, NewPicture, Rights
from desktop_app.transfer.article_facts import standing_of, title_from_slug
from desktop_app.transfer.clutter import clutter
from desktop_app.transfer.html_markdown import to_markdown
from desktop_app.transfer.main_content import main_content
from desktop_app.transfer.page_facts import PageFacts, page_facts
from desktop_app.transfer.pasted_lines import date_in, labelled_names
from desktop_app.transfer.pasted_page import read_edges
from desktop_app.transfer.pictures_beside import PICTURE_LIMIT, media_type, pictures_beside
from desktop_app.transfer.reading import ReadFile, Surroundings, UnreadableFile
from desktop_app.transfer.shelves import SourceFile


def read(source: SourceFile, text: str, around: Surroundings) -> ReadFile:
    """Read one page."""
    page = _parsed(text)
    facts = page_facts(page, text)
    base = _base(page, facts)
    content = main_content(page)
    standfirst = _head_taken(content, facts)
    held = _pictures_within(content)
    _addresses(content, base, source)
    wanted = [image.get("src") or "" for image in content.iter("img")]
    body, removed = without_buttons(to_markdown(content))
    body = _edges_taken(body, facts)
    warnings = []
    if not body.strip():
        body = _bare_text(text)
        if body:
            warnings.append("The page is built too deeply to be understood; its bare text was taken.")
    standing = standing_of(source.name)
    if not body.strip() and not facts.title:
        raise UnreadableFile("There is no text in this page.")
    article = Article(
        uid=facts.uid,
        title=facts.title or title_from_slug(standing.slug),
        standfirst=standfirst or facts.standfirst,
        body=body,
        summary=facts.summary,
        authors=facts.authors,
        section=facts.section or standing.section,
        tags=tuple(facts.tags),
        published=facts.date or standing.date,
        language=facts.language or standing.language,
        publication=facts.publication,
        issue=facts.issue,
        page=facts.page,
        rights=Rights(holder=facts.rights_holder),
        source_name=facts.site if facts.site != facts.publication else "",
        source_url=facts.saved_from or facts.canonical,
        canonical_url=facts.canonical,
        status="published",
    )
    within = {picture.name for picture in held}
    pictures, missing = pictures_beside(source, dict.fromkeys(name for name in wanted if name and name not in within))
    return ReadFile(article=article, pictures=(*held, *pictures), warnings=(*warnings, *missing), removed=removed)


def _bare_text(text: str) -> str:
    """Return what stands between the tags, for pages nested deeper than libxml2 goes, some 2,000 levels."""
    body = text[at.end() :] if (at := re.search(r"(?i)<body\b[^>]*>", text)) else ""
    body = re.sub(r"(?is)<(script|style|noscript|template|svg)\b.*?(?:</\1\s*>|\Z)", " ", body)
    words = unescape(re.sub(r"<[^<>]*>", "\n", body))
    return re.sub(r"\s*\n\s*", "\n\n", words).strip()


def _edges_taken(body: str, facts: PageFacts) -> str:
    """Where the page itself says no author or no day, read the lines round its text as those of a pasted one."""
    if facts.authors and facts.date is not None:
        return body
    lines = body.split("\n")
    found, taken = read_edges(lines)
    if (found.authors and facts.authors) or (found.date is not None and facts.date is not None):
        return body
    facts.authors = facts.authors or tuple(found.authors)
    facts.date = facts.date or found.date
    facts.site = facts.site or found.source_name
    facts.tags = facts.tags or found.tags
    facts.standfirst = facts.standfirst or found.standfirst
    kept = "\n".join(line for number, line in enumerate(lines) if number not in taken)
    return re.sub(r"\n{3,}", "\n\n", kept).strip()


def without_buttons(markdown: str) -> tuple[str, tuple[str, ...]]:
    """Take the lines out that are buttons of the page; return the text and what was taken."""
    lines = markdown.split("\n")
    shown = [
        re.sub(r"^\s*(?:[-*+]|#{1,6}|\d+\.)\s+|\[([^\]]{0,500})\]\([^)]{0,900}\)|[*_]{2}", r"\1", line)
        for line in lines
    ]
    if "```" in markdown:
        return markdown, ()
    unwanted = clutter(shown)
    kept = "\n".join(line for number, line in enumerate(lines) if number not in unwanted)
    removed = tuple(shown[number].strip() for number in sorted(unwanted))
    return re.sub(r"\n{3,}", "\n\n", kept).strip(), removed


def _parsed(text: str) -> HtmlElement:
    # lxml refuses a text that declares an encoding; ours is decoded already.
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    parser = lxml.html.HTMLParser(remove_comments=True, remove_pis=True, no_network=True, huge_tree=True)
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
        if re.match(r"(?i)(?:javascript|vbscript|data):", re.sub(r"[\x00-\x20]", "", target)):
            del link.attrib["href"]
            continue
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


def _pictures_within(content: HtmlElement) -> list[NewPicture]:
    """Take out pictures that a page carries in its addresses (`data:`), and give each a name."""
    found: dict[bytes, NewPicture] = {}
    for image in content.iter("img"):
        match = re.match(r"data:image/[\w.+-]+;base64,", image.get("src") or "", re.IGNORECASE)
        if match is None:
            continue
        try:
            data = base64.b64decode((image.get("src") or "")[match.end() :], validate=False)
        except ValueError:
            continue
        kind = media_type(data)
        # A few bytes are the grey point that stands in for a picture still to come.
        if not kind or len(data) < 200 or len(data) > PICTURE_LIMIT:
            continue
        ending = kind.partition("/")[2].partition("+")[0]
        picture = found.setdefault(data, NewPicture(f"images/picture-{len(found) + 1}.{ending}", data, kind))
        image.set("src", picture.name)
    return list(found.values())


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
    for heading in [*content.iter("h1"), *content.iter("h2"), *list(content.iter("p", "div", "font", "b"))[:8]]:
        if title and heading is not content and _letters(_words(heading)) == title:
            _remove(heading)
            break
    standfirst = ""
    for element in list(content.iter(etree.Element))[:60]:
        if element is content or element.getparent() is None or element.tag in ("h1", "h2", "img", "figure"):
            continue
        names = set((element.get("class") or "").lower().split())
        text = _words(element)
        if names & {"standfirst", "dek", "deck", "article-standfirst", "article__standfirst"} and len(text) <= 600:
            standfirst = standfirst or text
            _remove(element)
        elif len(text) <= 200 and len(element) <= 12 and _is_head_fact(element, names, text, facts):
            _remove(element)
    return standfirst


def _is_head_fact(element: HtmlElement, names: set[str], text: str, facts: PageFacts) -> bool:
    """Tell a byline, a date or a section above the text, which are facts of the article and not its words."""
    date, named = date_in(text), labelled_names(text)
    if date is not None:
        facts.date = facts.date or date
        return True
    facts.authors = facts.authors or tuple(named)
    known = {author.name for author in facts.authors}
    if known & {author.name for author in named}:
        return True
    in_header = any(above.tag == "header" for above in element.iterancestors())
    if names & {"kicker", "byline", "dateline", "section-label", "eyebrow"}:
        return True
    return in_header and bool(text) and _letters(text) in {_letters(one) for one in (*known, facts.section, facts.site)}


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
