"""What a web page says of itself: headline, authors, day, language, addresses, from its metadata and its marked parts.

Read in order of trust: JSON-LD, Open Graph and the catalogues' meta tags, marked elements (`itemprop`, `rel`, byline
classes), the title of the window. Everything is a stranger's text and comes out as plain lines.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from lxml.html import HtmlElement

from desktop_app.archive.articles import Author
from desktop_app.text.dates import PartialDate
from desktop_app.transfer.article_facts import code_of_language
from desktop_app.transfer.day_words import read_date
from desktop_app.transfer.pasted_lines import date_in, labelled_names
from desktop_app.transfer.people import authors_from, looks_like_name


@dataclass(slots=True)
class PageFacts:
    """The facts of a page."""

    title: str = ""
    authors: tuple[Author, ...] = ()
    date: PartialDate | None = None
    language: str = ""
    site: str = ""
    canonical: str = ""
    saved_from: str = ""
    summary: str = ""
    standfirst: str = ""
    section: str = ""
    tags: list[str] = field(default_factory=list)
    publication: str = ""
    issue: str = ""
    page: str = ""
    rights_holder: str = ""
    uid: str = ""
    """The article's own, where the page is an export of one."""


def page_facts(page: HtmlElement, source: str = "") -> PageFacts:
    """Return what a page says of itself; `source` is its text, for the remark browsers write when saving."""
    return _Facts(page, source).read()


_ARTICLE = re.compile(
    r"^(?:Advertiser|News|Analysis|AskPublic|Background|Opinion|Report(?:age)?|Review|Satirical|Scholarly|Medical\w*|Blog"
    r"|SocialMedia|LiveBlog|Tech|API|Discussion)?(?:News|Scholarly)?(?:Article|Posting|Report|BlogPosting)$"
)
_TITLE = tuple(
    """parsely-title dc.title dcterms.title dc:title og:title citation_title twitter:title sailthru.title
    weibo:article:title weibo:webpage:title title""".split()  # noqa: SIM905
)
_AUTHOR = tuple(
    """parsely-author dc.creator dcterms.creator dc:creator author citation_author sailthru.author byl
    article:author_name article:author og:article:author creator""".split()  # noqa: SIM905
)
_DATE = tuple(
    """article:published_time og:published_time parsely-pub-date datepublished dc.date.issued dc.date dcterms.created
    dcterms.issued dcterms.date dc.date.created citation_publication_date citation_date publishdate publish-date pubdate
    publication_date sailthru.date article.published published_time article_date_original ptime date
    og:article:published_time dc:date""".split()  # noqa: SIM905
)
_SITE = ("og:site_name", "application-name", "dc.publisher", "publisher", "copyright")
_SEPARATOR = re.compile(r"\s+[|\-–—\\/>»·:•]{1,2}\s+|\s*[|»·]\s*|(?<=\S)_(?=\S)")


class _Facts:
    def __init__(self, page: HtmlElement, source: str) -> None:
        self.page = page
        self.source = source
        self.meta: dict[str, list[str]] = {}
        for element in page.iter("meta"):
            content = _line(element.get("content") or "")
            for key in ("property", "name", "itemprop", "http-equiv"):
                for name in (element.get(key) or "").lower().split():
                    if content:
                        self.meta.setdefault(name, []).append(content)
        self.linked = next(_linked_data(page), {})

    def read(self) -> PageFacts:
        canonical = self._canonical()
        site = self._site()
        keywords = [tag for text in self.meta.get("article:tag", ()) for tag in text.split(",")]
        keywords = keywords or _strings(self.linked.get("keywords"), ",") or self._few_keywords()
        printed = self.linked.get("isPartOf")
        printed = printed if isinstance(printed, Mapping) and printed.get("@type") == "Periodical" else {}
        own = re.fullmatch(r"urn:uuid:([0-9a-f-]{36})", _string(self.linked.get("identifier")))
        summary = self._first("og:description", "dc.description", "description", "twitter:description")
        standfirst = _string(self.linked.get("alternativeHeadline"))
        saved = re.search(r"<!--\s*saved from url=\(\d+\)(https?://[^\s>]+)", self.source[:4000])
        return PageFacts(
            title=self._title(site),
            authors=self._authors(site),
            date=self._date(canonical),
            language=self._language(),
            site=site,
            canonical=canonical,
            saved_from=saved[1] if saved else "",
            summary="" if summary == standfirst else summary,
            standfirst=standfirst,
            publication=_string(printed.get("name")),
            issue=_string(printed.get("issueNumber")),
            page=_string(self.linked.get("pagination")),
            rights_holder=_named(self.linked.get("copyrightHolder")),
            uid=own[1] if own else "",
            section=self._first("article:section", "parsely-section") or _string(self.linked.get("articleSection")),
            tags=list(dict.fromkeys(_line(tag) for tag in keywords if 1 < len(_line(tag)) <= 60))[:40],
        )

    def _first(self, *names: str) -> str:
        return next((self.meta[name][0] for name in names if name in self.meta), "")

    def _few_keywords(self) -> list[str]:
        """Return the tags of `news_keywords`; plain `keywords` were written for search engines."""
        found = self._first("news_keywords", "parsely-tags").split(",")
        return found if any(found) else [_text(link) for link in self.page.xpath(".//a[contains(@rel, 'tag')]")]

    # -- title -----------------------------------------------------------------------------------------------------

    def _title(self, site: str) -> str:
        window = _line(_text(found)) if (found := self.page.find(".//title")) is not None else ""
        headings = [text for text in map(_text, self.page.iter("h1")) if text]
        said = (_string(self.linked.get("headline")), _string(self.linked.get("name")), *map(self._first, _TITLE))
        named = [without_site(name, site) for name in said if name]
        if named:
            # What the page shows as its headline, or the window as its title, is the one a reader knows.
            shown = [text.casefold() for text in (window, *headings)]
            return next((name for name in named if any(name.casefold() in text for text in shown)), named[0])
        for heading in headings:
            if len(heading) >= 8 and heading.casefold() in window.casefold():
                return heading
        if not window:
            return headings[0] if len(headings) == 1 else ""
        bare = without_site(window, site)
        bare = _without_unknown_site(window) if bare == window else bare
        better = len(headings) == 1 and not _alike(bare, headings[0]) and len(headings[0]) > 2 * len(bare)
        return headings[0] if better else bare

    # -- authors ---------------------------------------------------------------------------------------------------

    def _authors(self, site: str) -> tuple[Author, ...]:
        found = _people(self.linked.get("author") or self.linked.get("creator"))
        if not found:
            for name in _AUTHOR:
                values = [value for value in self.meta.get(name, ()) if not re.match(r"https?://|@|\d", value)]
                found = [author for value in values for author in _byline(value)]
                if found:
                    break
        found = found or self._marked_byline()
        return tuple(
            author for author in dict.fromkeys(found) if author.name.casefold() != site.casefold() or len(found) == 1
        )

    def _marked_byline(self) -> list[Author]:
        paths = (
            ".//*[contains(@itemprop, 'author')]//*[@itemprop='name']",
            ".//*[contains(@itemprop, 'author')]",
            ".//*[contains(concat(' ', @rel, ' '), ' author ')]",
            ".//*[contains(@class, 'byline') or contains(@id, 'byline')]",
            ".//*[contains(@class, 'author') or contains(@id, 'author') or contains(@class, 'writer')]",
        )
        for region in self._regions():
            for path in paths:
                found: list[Author] = []
                for element in region.xpath(path)[:8]:
                    text = _spaced(element)
                    if 0 < len(text) < 120 and not _in_comments(element):
                        found += [author for author in _byline(text) if author not in found]
                if found:
                    return found[:8]
        return []

    def _regions(self) -> list[HtmlElement]:
        """Return where a byline may stand, nearest first: around the headline, in the article, anywhere."""
        regions: list[HtmlElement] = []
        headline = next(self.page.iter("h1"), None)
        if headline is not None:
            regions += list(headline.iterancestors())[:3]
        articles = self.page.xpath(".//article")
        return [*regions, *articles[:1], self.page]

    # -- dates, language, addresses --------------------------------------------------------------------------------

    def _date(self, canonical: str) -> PartialDate | None:
        values = [_string(self.linked.get("datePublished")), *(self._first(name) for name in _DATE)]
        for element in self.page.xpath(".//*[@itemprop='datePublished']")[:3]:
            values += [element.get("datetime") or "", element.get("content") or "", _text(element)]
        for element in self.page.xpath(
            ".//time[@pubdate or contains(@class, 'publish') or contains(@class, 'entry-date')]"
        ):
            values += [element.get("datetime") or "", _text(element)]
        values += [element.get("datetime") or _text(element) for element in self.page.xpath(".//article//time")[:1]]
        values += [element.get("datetime") or _text(element) for element in self.page.xpath(".//time")[:1]]
        for value in values:
            found = read_date(value[:80].strip()) or _day_in(value) if value else None
            if found is not None:
                return replace(found, text=found.iso)
        named = "contains(@class, 'date') or contains(@class, 'publish') or contains(@id, 'date')"
        for element in self.page.xpath(f".//*[{named}]")[:12]:
            found = date_in(_text(element)[:90])
            if found is not None:
                return replace(found, text=found.iso)
        in_address = re.search(r"/((?:19|20)\d\d)[/-](\d\d)[/-](\d\d)(?:/|-|$)", canonical)
        return read_date("-".join(in_address.groups())) if in_address else None

    def _language(self) -> str:
        root = self.page.getroottree().getroot()
        values = (root.get("lang"), root.get("{http://www.w3.org/XML/1998/namespace}lang"), root.get("xml:lang"),
                  self._first("og:locale", "content-language", "dc.language", "language"),
                  _string(self.linked.get("inLanguage")))  # fmt: skip
        return next((code for value in values if value and (code := code_of_language(value))), "")

    def _site(self) -> str:
        found = self._first("og:site_name") or _named(self.linked.get("publisher")) or self._first(*_SITE[1:4])
        return found if len(found) <= 120 else ""

    def _canonical(self) -> str:
        links = [link.get("href") or "" for link in self.page.xpath(".//link[@rel='canonical']")]
        values = [*links, self._first("og:url"), _string(self.linked.get("url"))]
        return next((value for value in values if re.match(r"https?://[^\s/]+", value)), "")


def without_site(title: str, site: str) -> str:
    """Take the name of the site off a title."""
    if site and len(site) < len(title):
        for end in (rf"\s*[|\-–—»·:•/_]\s*{re.escape(site)}\s*$", rf"^\s*{re.escape(site)}\s*[|–—»·:•-]\s*"):
            bare = re.sub(end, "", title, flags=re.IGNORECASE).strip()
            if bare and bare != title:
                return bare
    return title


def _without_unknown_site(window: str) -> str:
    """Take off what looks like a site: it stands last, seldom first, and a headline has more words than it."""
    parts = [part.strip() for part in _SEPARATOR.split(window) if part.strip()]
    if len(parts) < 2:
        return window
    last = [match.start() for match in _SEPARATOR.finditer(window)][-1]
    before = window[:last].strip()
    if len(parts[-1].split()) <= 4 and len(before.split()) >= max(3, len(parts[-1].split())):
        return before
    if len(parts) == 2 and len(parts[0].split()) <= 2 and len(parts[-1].split()) >= 4:
        return parts[-1]
    return window


def _alike(one: str, other: str) -> bool:
    first, second = set(one.casefold().split()), set(other.casefold().split())
    return len(first & second) >= 0.5 * min(len(first), len(second) or 1)


# -- JSON-LD -----------------------------------------------------------------------------------------------------------


def _linked_data(page: HtmlElement) -> Iterator[Mapping[str, Any]]:
    """Yield the articles a page describes as linked data."""
    for script in page.xpath(".//script[contains(@type, 'ld+json')]"):
        text = re.sub(r"^\s*(?:<!\[CDATA\[|//<!\[CDATA\[|<!--)|(?:\]\]>|//\]\]>|-->)\s*$", "", script.text or "")
        try:
            value = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        for item in _flat(value, 6):
            kinds = item.get("@type")
            if any(
                isinstance(kind, str) and _ARTICLE.match(kind)
                for kind in (kinds if isinstance(kinds, list) else [kinds])
            ):
                yield item


def _flat(value: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    if depth < 0:
        return
    if isinstance(value, list):
        for item in value[:50]:
            yield from _flat(item, depth - 1)
    elif isinstance(value, Mapping):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement"):
            yield from _flat(value.get(key), depth - 1)


def _people(value: Any) -> list[Author]:
    found: list[Author] = []
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, Mapping):
            names = item.get("name")
            office = item.get("affiliation") or item.get("worksFor")
            office = office.get("name") if isinstance(office, Mapping) else office
            for name in names if isinstance(names, list) else [names]:
                if isinstance(name, str) and _line(name):
                    found.append(Author(_line(name), _line(office) if isinstance(office, str) else ""))
        elif isinstance(item, str) and not re.match(r"https?://", item):
            found += _byline(_line(item))
    return found


# -- small things ------------------------------------------------------------------------------------------------------


def _byline(text: str) -> list[Author]:
    """Return the authors of a byline as pages set them: with a label, a date, an office beside the name."""
    if "\n" in text:
        # "Written by A / Edited by B": the first line that names somebody counts.
        return next((found for line in text.split("\n") if (found := _byline(line))), [])
    text = _line(text)
    cut = re.split(
        r"\s*(?:[|•·]|\s[–—-]\s|\b(?:published|updated|posted)\b|\d{1,2}[:./]\d)", text, flags=re.IGNORECASE
    )[0]
    named = labelled_names(cut) or labelled_names(text)
    if named:
        return named
    found = list(authors_from(cut).authors)
    good = [one for one in found if re.search(r"[^\W\d_]{2}", one.name) and len(one.name) <= 80]
    if len(good) == 1 and not looks_like_name(good[0].name) and len(good[0].name.split()) > 6:
        return []
    return [one for one in good if not re.search(r"\d{3}", one.name)]


def _day_in(value: str) -> PartialDate | None:
    match = re.match(r"\s*(\d{4}-\d\d-\d\d)", value)
    return read_date(match[1]) if match else None


_ELSEWHERE = re.compile(r"(?:^|[-_ ])(?:comments?|disqus|related|sidebar|recommended)(?:[-_ ]|$)", re.IGNORECASE)


def _in_comments(element: HtmlElement) -> bool:
    """Tell a byline of somebody else: of a comment, or of another article the page offers."""
    return any(
        above.tag not in ("body", "html") and _ELSEWHERE.search(f"{above.get('class') or ''} {above.get('id') or ''}")
        for above in element.iterancestors()
    )


def _strings(value: Any, divider: str) -> list[str]:
    if isinstance(value, str):
        return value.split(divider)
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def _named(value: Any) -> str:
    """Return the name of a person or an organisation of linked data."""
    return _string(value.get("name")) if isinstance(value, Mapping) else _string(value)


def _string(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    return _line(str(value)) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _line(text: str) -> str:
    return " ".join(html.unescape(text).split()) if "&" in text else " ".join(text.split())


def _spaced(element: HtmlElement) -> str:
    """Return the text of an element with its parts apart, as they are on the screen."""
    parts: list[str] = []
    for part in element.iter():
        if part.tag == "br":
            parts.append("\n")
        if isinstance(part.tag, str) and part.text:
            parts.append(" ".join(part.text.split()))
        if part is not element and part.tail:
            parts.append(" ".join(part.tail.split()))
    return re.sub(r" *\n *", "\n", " ".join(filter(None, parts))).strip()


def _text(element: HtmlElement) -> str:
    return _line("".join(element.itertext()))
