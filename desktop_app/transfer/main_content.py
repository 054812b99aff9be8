"""Which part of a page is the article: paragraphs vote for the boxes they stand in.

The idea is Arc90's Readability (2010): a paragraph of prose gives points to its parent and half to its grandparent;
links, menus and boxes whose names speak of sharing or comments lose. Here it works on an lxml tree, first taking the
page at its word where it marks its article. Promises: the tree is only ever cut, never rewritten; when nothing scores,
the whole body is the article. Facts (title, author, date) are `page_facts.py`'s affair.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy

from lxml import etree
from lxml.html import HtmlElement

from desktop_app.transfer.word_lists import words

_DROPPED = (
    "script", "style", "noscript", "template", "iframe", "object", "embed", "applet", "form", "button", "input",
    "select", "textarea", "dialog", "nav", "link", "meta", "svg", "canvas", "audio", "video", "map", "math",
)  # fmt: skip
_ROLES = frozenset(
    (
        "navigation",
        "complementary",
        "banner",
        "contentinfo",
        "dialog",
        "alert",
        "alertdialog",
        "menu",
        "menubar",
        "search",
    )
)
_UNLIKELY = re.compile(
    r"-ad-|\bad[sv]?\b|advert|agegate|banner|breadcrumb|combx|comment|community|cookie|consent|disqus|extra|foot(?!-?note)|gdpr"
    r"|masthead|menu|modal|newsletter|outbrain|pager|pagination|paywall|popup|promo|recommend|related|remark|replies|rss"
    r"|share|sharing|shoutbox|sidebar|skyscraper|social|sponsor|subscribe|supplemental|taboola|toolbar|widget|yom-remote"
    r"|author-?(?:box|bio|info)|(?:^|[-_ ])(?:byline|dateline|kicker|tags?|tag-?list)(?:$|[-_ ])",
    re.IGNORECASE,
)
_LIKELY = re.compile(r"article|body|content|column|main|mathjax|shadow", re.IGNORECASE)
_CERTAIN = re.compile(
    r"(?:^|[-_ ])(?:comments?|disqus|related|relatedposts|recommend(?:ed|ations?)|outbrain|taboola"
    r"|newsletter|slide-?shows?|read-?more|read-?next|most-?(?:read|popular)|trending|breadcrumbs?|sidebar|cookie"
    r"|paywall)(?:$|[-_ ])",
    re.IGNORECASE,
)
_POSITIVE = re.compile(r"article|body|content|entry|hentry|h-entry|main|page|post|text|blog|story", re.IGNORECASE)
_NEGATIVE = re.compile(
    r"-ad-|hidden|^hid$|banner|combx|comment|com-|contact|foot(?!-?note)|gdpr|masthead|media|meta|outbrain|promo|related"
    r"|scroll|share|shoutbox|sidebar|skyscraper|sponsor|shopping|tags|widget",
    re.IGNORECASE,
)
_SHARING = re.compile(
    r"(?:^|[-_ ])(?:share|sharing|sharedaddy|social|follow-us|addthis|addtoany)(?:[-_ ]|$)", re.IGNORECASE
)
_BLOCKS = words(
    "address article aside blockquote dd details div dl dt figure footer form h1 h2 h3 h4 h5 h6 header hr li main ol p "
    "pre section table tbody td tfoot th thead tr ul"
)
_BASE = {"article": 8, "div": 5, "section": 5, "main": 5, "pre": 3, "td": 3, "blockquote": 3} | {
    "address": -3, "ol": -3, "ul": -3, "dl": -3, "dd": -3, "dt": -3, "li": -3, "form": -3,
    "h1": -5, "h2": -5, "h3": -5, "h4": -5, "h5": -5, "h6": -5, "th": -5,
}  # fmt: skip
_ENOUGH = 250
"""Characters of text below which a try is not believed and a laxer one is made."""


def main_content(page: HtmlElement) -> HtmlElement:
    """Return the article's element, cut out of a copy of the page and cleaned of what is not the text."""
    longest: HtmlElement | None = None
    for strict in (True, False):
        body = _prepared(page, strict)
        found = _marked(body) if strict else None
        found = found if found is not None else _voted(body)
        content = _gathered(found, body)
        _tidy(content, strict)
        if _length(content) >= _ENOUGH:
            return content
        if longest is None or _length(content) > _length(longest):
            longest = content
    assert longest is not None
    return longest


# -- making the tree smaller -------------------------------------------------------------------------------------------


def _prepared(page: HtmlElement, strict: bool) -> HtmlElement:
    copy = deepcopy(page)
    body = copy.find("body")
    root: HtmlElement = copy if body is None else body
    for element in list(root.iter(etree.Element)):
        if element is root or element.getparent() is None:
            continue
        if element.tag in _DROPPED or _hidden(element) or (strict and _unlikely(element)):
            _drop(element)
    return root


def _hidden(element: HtmlElement) -> bool:
    style = element.get("style") or ""
    if "hidden" in element.attrib or re.search(r"display\s*:\s*none|visibility\s*:\s*hidden", style, re.IGNORECASE):
        return True
    if element.get("aria-hidden") == "true" and "fallback-image" not in (element.get("class") or ""):
        return True
    return element.get("role") in _ROLES or element.get("aria-modal") == "true"


def _unlikely(element: HtmlElement) -> bool:
    if element.tag in ("body", "html", "article", "main", "a", "p", "table", "tbody", "tr", "td", "pre", "code", "img"):
        return False
    if element.tag in ("h1", "h2", "h3", "em", "strong", "b", "i", "figure", "blockquote"):
        return False
    name = _name(element)
    if element.tag in ("aside", "footer"):
        return True
    if not (_UNLIKELY.search(name) or _CERTAIN.search(name)):
        return False
    if _LIKELY.search(name) and not _SHARING.search(name) and not _CERTAIN.search(name):
        return False
    return element.getparent() is not None and not any(
        a.tag in ("table", "pre", "code") for a in element.iterancestors()
    )


def _drop(element: HtmlElement) -> None:
    """Take an element out, leaving the text that follows it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _name(element: HtmlElement) -> str:
    """Return class and id, words divided: `relatedPosts` is `related-Posts`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", f"{element.get('class') or ''} {element.get('id') or ''}")


# -- finding the box ---------------------------------------------------------------------------------------------------


def _marked(body: HtmlElement) -> HtmlElement | None:
    """Return the element the page itself marks as its article, where it holds most of the paragraphs."""
    prose = sum(_own_prose(paragraph) for paragraph in body.iter("p"))
    for path in (
        ".//*[@itemprop='articleBody']",
        ".//article",
        ".//main",
        ".//*[contains(concat(' ', @class, ' '), ' entry-content ')]",
    ):
        found = body.xpath(path)
        if len(found) == 1 and _length(found[0]) >= _ENOUGH:
            inside = sum(_own_prose(paragraph) for paragraph in found[0].iter("p"))
            if inside >= 0.75 * prose and inside >= _ENOUGH:
                return found[0] if path != ".//main" else None
    return None


def _own_prose(paragraph: HtmlElement) -> int:
    length = _length(paragraph)
    return length if length >= 60 and _link_share(paragraph) < 0.5 else 0


def _voted(body: HtmlElement) -> HtmlElement:
    """Return the element with the most votes."""
    votes: dict[HtmlElement, float] = {}
    for element in _paragraphs(body):
        text = _text(element)
        if len(text) < 25:
            continue
        commas = len(re.findall("[,،﹐︐︑⹁⸴⸲，、؛]", text))
        points = 1 + commas + min(len(text) // 100, 3)
        for level, ancestor in enumerate(element.iterancestors()):
            if level > 4 or ancestor is body.getparent():
                break
            if ancestor not in votes:
                votes[ancestor] = _BASE.get(str(ancestor.tag), 0) + _weight(ancestor)
            votes[ancestor] += points / (1 if level == 0 else 2 if level == 1 else level * 3)
    if not votes:
        return body
    for element in votes:
        votes[element] *= 1 - _link_share(element)
    ranked = sorted(votes, key=lambda element: -votes[element])
    return _raised(ranked, votes, body)


def _raised(ranked: list[HtmlElement], votes: dict[HtmlElement, float], body: HtmlElement) -> HtmlElement:
    """Go up from the best element while that brings in others that are nearly as good."""
    top = ranked[0]
    if top is body or top.tag == "html":
        return body
    rivals = [set(other.iterancestors()) for other in ranked[1:6] if votes[other] >= 0.75 * votes[top]]
    if len(rivals) >= 3:
        for ancestor in top.iterancestors():
            if ancestor is body:
                break
            if sum(ancestor in above for above in rivals) >= 3:
                top = ancestor
                break
    last = votes.get(top, 0.0)
    for ancestor in top.iterancestors():
        if ancestor is body or ancestor not in votes:
            break
        if votes[ancestor] < last / 3:
            break
        if votes[ancestor] > last:
            return ancestor
        last = votes[ancestor]
    parent = top.getparent()
    while parent is not None and parent is not body and len(parent) == 1:
        top, parent = parent, parent.getparent()
    return top


def _paragraphs(body: HtmlElement) -> Iterator[HtmlElement]:
    """Yield what counts as a paragraph: also a box that holds text and no other box."""
    for element in body.iter(etree.Element):
        if element.tag in ("p", "pre", "h2", "h3", "h4") or (
            element.tag in ("div", "section", "blockquote", "li")
            and not any(child.tag in _BLOCKS for child in element.iterdescendants(etree.Element))
        ):
            yield element


def _weight(element: HtmlElement) -> int:
    weight = 0
    for name in (element.get("class"), element.get("id")):
        if name:
            weight += 25 if _POSITIVE.search(name) else 0
            weight -= 25 if _NEGATIVE.search(name) else 0
    return weight


def _gathered(top: HtmlElement, body: HtmlElement) -> HtmlElement:
    """Return the element, with those beside it that belong to the same text."""
    parent = top.getparent()
    if top is body or parent is None or top.tag in ("article", "main"):
        return top
    own = _length(top)
    wanted = [
        sibling
        for sibling in parent
        if sibling is top
        or (isinstance(sibling.tag, str) and sibling.tag in ("p", "div", "section") and _belongs(sibling, top, own))
    ]
    if len(wanted) == 1:
        return top
    gathered: HtmlElement = etree.SubElement(parent, "div")
    for element in wanted:
        element.tail = None
        gathered.append(element)
    return gathered


def _belongs(sibling: HtmlElement, top: HtmlElement, own: int) -> bool:
    text = _text(sibling)
    links = _link_share(sibling)
    if sibling.tag == "p":
        if len(text) > 80:
            return links < 0.25
        return bool(text) and links == 0 and re.search(r"\.( |$)", text) is not None
    same = bool(top.get("class")) and sibling.get("class") == top.get("class")
    return links < 0.2 and len(text) > (100 if same else max(0.2 * own, 250)) and text.count(",") >= 2


# -- cleaning what was found -------------------------------------------------------------------------------------------


def _tidy(content: HtmlElement, strict: bool) -> None:
    """Cut boxes of links, buttons and lists out of the article."""
    for element in reversed(list(content.iter(etree.Element))):
        if element is content or element.getparent() is None:
            continue
        if _SHARING.search(_name(element)) and _length(element) < 500:
            _drop(element)
        elif element.tag in ("footer", "aside", "header") and _length(element) < 300 and element.find(".//p") is None:
            if element.find(".//h1") is None or element.tag != "header":
                _drop(element)
        elif strict and element.tag in ("div", "ul", "ol", "section", "table", "dl") and _is_clutter(element):
            _drop(element)


def _is_clutter(element: HtmlElement) -> bool:
    """Tell a box that is no part of the text by what it holds."""
    if any(ancestor.tag in ("figure", "pre", "code", "table") for ancestor in element.iterancestors()):
        return False
    if element.tag == "table":
        return _length(element) < 25 and element.find(".//img") is None
    text = _text(element)
    weight = _weight(element)
    links = _link_share(element)
    if weight < 0 and links > 0.2:
        return True
    if len(re.findall("[,،、，]", text)) >= 10:
        return False
    paragraphs = len(element.findall(".//p"))
    pictures = len(element.findall(".//img"))
    items = len(element.findall(".//li"))
    in_figure = element.find(".//figure") is not None
    if element.tag in ("ul", "ol", "dl"):
        # A list of links in a text says something; one of single words is a menu.
        return items > 1 and links > 0.8 and len(text) / items < 24 and pictures == 0
    if in_figure or (pictures and not text):
        return False
    headings = sum(_length(heading) for tag in ("h2", "h3", "h4") for heading in element.iter(tag))
    if not text:
        return pictures == 0
    few = len(text) < 25 and pictures == 0 and headings < 0.9 * len(text)
    return few or (links > 0.5 and paragraphs < 3) or (weight >= 25 and links > 0.75)


def _text(element: HtmlElement) -> str:
    return " ".join("".join(element.itertext()).split())


def _length(element: HtmlElement) -> int:
    return len(_text(element))


def _link_share(element: HtmlElement) -> float:
    """Return the share of an element's text that is links; links within the page count a third."""
    length = _length(element)
    if not length:
        return 0.0
    linked = sum(
        _length(link) * (0.3 if (link.get("href") or "").startswith("#") else 1.0) for link in element.iter("a")
    )
    return float(min(linked / length, 1.0))
