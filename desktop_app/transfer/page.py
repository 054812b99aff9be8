"""An article as a page: its text as safe HTML and its facts in the words and letters of its language.

Every writer starts from a `Page`. Pictures stand in the HTML as `article://picture/N` and are looked up in
`Page.pictures`; one that is not in the archive became a note in the text and a warning. Nothing is ever fetched.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from desktop_app.archive.articles import Article
from desktop_app.markup import ATTRIBUTE, TAG, Heading, render
from desktop_app.text.dates import PartialDate
from desktop_app.transfer.page_tree import Element, parse
from desktop_app.transfer.page_words import PageWords, words_for

THEMES = ("house", "newspaper", "manuscript")
"""The styles of web pages and PDFs."""

_FIRST_STRONG = re.compile(
    "([\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff])|([^\\W\\d_])"
)
_OUR_PICTURE = re.compile(r"article://picture/(\d+)\Z")
_REMOTE = re.compile(r"(?:[a-z][a-z0-9+.\-]*:|//)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A picture of the article, with its bytes."""

    name: str
    sha256: str
    media_type: str
    data: bytes


@dataclass(frozen=True)
class Page:
    """What a writer sets."""

    article: Article
    html: str
    outline: tuple[Heading, ...]
    pictures: tuple[PagePicture, ...]
    warnings: tuple[str, ...]
    words: PageWords

    @property
    def language(self) -> str:
        return self.article.language

    @property
    def direction(self) -> str:
        return direction(self.title) or direction(self.article.body) or "ltr"

    @property
    def title(self) -> str:
        return " ".join(self.article.title.split()) or self.words.untitled

    @property
    def standfirst(self) -> str:
        return " ".join(self.article.standfirst.split())

    @property
    def kicker(self) -> str:
        """Section, or publication, day and page of a printed piece."""
        article = self.article
        page = f"{self.words.page} {article.page}" if article.page else ""
        issue = f"№ {article.issue}" if article.issue else ""
        printed = [part for part in (article.publication, issue, page) if part]
        return " · ".join(printed) if article.publication else article.section

    @property
    def byline(self) -> str:
        return ", ".join(
            f"{author.name} ({author.affiliation})" if author.affiliation else author.name
            for author in self.article.authors
        )

    @property
    def date(self) -> str:
        return self.words.date(self.article.published) if self.article.published else ""

    @property
    def description(self) -> str:
        """One plain sentence or two for catalogues."""
        return " ".join((self.article.summary or self.article.standfirst).split())

    @cached_property
    def tree(self) -> Element:
        """The text as a tree, for the writers that do not take HTML."""
        return parse(self.html)

    @property
    def imprint(self) -> tuple[tuple[str, str], ...]:
        """What stands under the text: label and value, the value perhaps an address."""
        article, rights, words = self.article, self.article.rights, self.words
        lines = (
            (words.section, article.section if article.publication else ""),
            (words.source, article.source_name),
            ("", article.source_url if web_address(article.source_url) else ""),
            (words.rights, " · ".join(filter(None, (rights.holder, rights.licence, rights.note)))),
        )
        return tuple((label, " ".join(value.split())) for label, value in lines if value.strip())

    def picture(self, address: str) -> PagePicture | None:
        """Return the picture an `img` of this page shows."""
        match = _OUR_PICTURE.match(address)
        return self.pictures[int(match[1])] if match and int(match[1]) < len(self.pictures) else None


def make_page(
    article: Article,
    pictures: Sequence[PagePicture] = (),
    *,
    typographic: bool = False,
    link: Callable[[str], str] | None = None,
) -> Page:
    """Render an article. `link` may give another address for an `article:` link (a site has pages to point at)."""
    warnings: list[str] = []
    words = words_for(article.language)
    finder = _PictureFinder(pictures)
    rendered = render(article.body, language=article.language, picture_url=finder.address, typographic=typographic)
    text, outline = _without_repeated_title(rendered.html, rendered.outline, article.title)
    text = _Rewriter(words, warnings, link).rewrite(text, finder.missing)
    return Page(article, text, outline, tuple(pictures), tuple(dict.fromkeys(warnings)), words)


class _PictureFinder:
    """Gives each picture of the archive an address of ours; remembers what it could not find."""

    def __init__(self, pictures: Sequence[PagePicture]) -> None:
        self._numbers = {picture.name: number for number, picture in enumerate(pictures)}
        self.missing: dict[str, str] = {}

    def address(self, name: str) -> str:
        number = self._numbers.get(name)
        if number is not None:
            return f"article://picture/{number}"
        placeholder = f"article://missing/{len(self.missing)}"
        self.missing[placeholder] = name
        return placeholder


class _Rewriter:
    """Puts a note where a picture cannot be shown, and takes `article:` links apart, in sanitised HTML."""

    def __init__(self, words: PageWords, warnings: list[str], link: Callable[[str], str] | None) -> None:
        self._words = words
        self._warnings = warnings
        self._link = link

    def rewrite(self, fragment: str, missing: Mapping[str, str]) -> str:
        if "<img" not in fragment and 'href="article:' not in fragment:
            return fragment

        def tag(match: re.Match[str]) -> str:
            if match[2] == "img":
                return self._picture(match, missing)
            return self._anchor(match) if match[2] == "a" and 'href="article:' in match[3] else match[0]

        return TAG.sub(tag, fragment)

    def _picture(self, match: re.Match[str], missing: Mapping[str, str]) -> str:
        values = {key: html.unescape(value) for key, value in ATTRIBUTE.findall(match[3])}
        address = values.get("src", "")
        if _OUR_PICTURE.match(address) or address.startswith("data:"):
            return match[0]
        name = missing.get(address, address)
        caption = values.get("alt") or values.get("title") or name
        if _REMOTE.match(name):
            self._warnings.append(f"The picture {_short(name)} lies on another computer and was not fetched.")
        else:
            self._warnings.append(f"The picture {_short(name)} is not in the archive.")
        note = html.escape(f"[{self._words.picture}: {caption}]", quote=False)
        return f'<span class="missing-picture">{note}</span>'

    def _anchor(self, match: re.Match[str]) -> str:
        kept = []
        for key, value in ATTRIBUTE.findall(match[3]):
            if key == "href":
                address = self._link(html.unescape(value)) if self._link else ""
                if not address:
                    continue
                value = html.escape(address)
            kept.append(f' {key}="{value}"')
        return f"<a{''.join(kept)}>"


def _without_repeated_title(fragment: str, outline: tuple[Heading, ...], title: str) -> tuple[str, tuple[Heading, ...]]:
    """Take out a first heading that says what the title says: it would stand there twice."""
    if outline and outline[0].level == 1 and " ".join(title.split()).casefold() == outline[0].text.casefold():
        match = re.match(r"<h1[ >].*?</h1>\n?", fragment, re.DOTALL)
        if match and "footnote-mark" not in match[0]:
            return fragment[match.end() :], outline[1:]
    return fragment, outline


def direction(text: str) -> str:
    """Return `rtl` or `ltr` by the first letter that has a direction, "" where there is none."""
    match = _FIRST_STRONG.search(text)
    return "" if match is None else "rtl" if match[1] else "ltr"


def web_address(address: str) -> bool:
    """Tell whether a stored address may be written as a link."""
    return re.match(r"https?://[^\s\"<>]+\Z", address.strip()) is not None


def upper(text: str, language: str) -> str:
    """Return capitals as the language has them: `mədəniyyət` → `MƏDƏNİYYƏT` in Azerbaijani and Turkish."""
    if language.split("-")[0].lower() in ("az", "tr", "crh", "tt", "kk-latn"):
        text = text.replace("i", "İ").replace("ı", "I")
    return text.upper()


def _short(name: str) -> str:
    name = " ".join(name.split())
    return f"“{name if len(name) <= 90 else name[:87] + '…'}”"


def year(date: PartialDate | None) -> str:
    """Return the year of a date, for shelves."""
    return f"{date.first // 10000:04}" if date else ""
