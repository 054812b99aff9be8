"""A web page of an article: one file that carries its style and its pictures, and asks nothing of the net.

The text is the sanitised HTML of `markup`; everything else is a fact and goes through Jinja2's escaping. A content
security policy stands in the page, so that even a fault here could load nothing and run nothing.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Sequence
from functools import cache
from html.parser import HTMLParser
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from desktop_app.paths import resource
from desktop_app.transfer.page import Page, PagePicture, upper, web_address

_ALONE = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_ON_A_SITE = "default-src 'none'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; base-uri 'none'"
_PICTURE = re.compile(r'(<img(?: (?!src=)[^\s="<>]+="[^"]*")*) src="(article://picture/\d+)"')
_MEDIA_TYPE = re.compile(r"image/(?:png|jpeg|gif|webp|svg\+xml)\Z")


def write_page(page: Page, theme: str = "house") -> str:
    """Return a page as one self-contained file."""
    return render_page(page, css=styles(theme), picture_address=data_address)


def render_page(
    page: Page,
    *,
    picture_address: Callable[[PagePicture], str],
    css: str = "",
    stylesheets: Sequence[str] = (),
    feeds: Sequence[tuple[str, str]] = (),
    before: str = "",
    after: str = "",
    author_address: Callable[[str], str] | None = None,
    tag_address: Callable[[str], str] | None = None,
) -> str:
    """Return a page; a site gives addresses for what a lone page carries itself. `before` and `after` are safe HTML."""
    article = page.article
    return (
        environment()
        .get_template("article.html.j2")
        .render(
            page=page,
            article=article,
            policy=_ON_A_SITE if stylesheets else _ALONE,
            canonical=article.canonical_url.strip() if web_address(article.canonical_url) else "",
            date_iso=iso_day(page),
            linked_data=linked_data(page),
            css=Markup(css),
            styles=stylesheets,
            feeds=feeds,
            kicker=upper(page.kicker, page.language),
            byline=[
                {
                    "name": author.name,
                    "affiliation": author.affiliation,
                    "href": author_address(author.name) if author_address else "",
                }
                for author in article.authors
            ],
            tags=[{"name": tag, "href": tag_address(tag)} for tag in article.tags] if tag_address else [],
            text=Markup(with_pictures(page, picture_address)),
            before=Markup(before),
            after=Markup(after),
        )
    )


def with_pictures(page: Page, address: Callable[[PagePicture], str]) -> str:
    """Return the text with the pictures at their addresses."""

    def put(match: re.Match[str]) -> str:
        picture = page.picture(match[2])
        return f'{match[1]} src="{Markup.escape(address(picture))}"' if picture else match[1]

    return _PICTURE.sub(put, page.html)


def data_address(picture: PagePicture) -> str:
    """Return a picture as an address that holds it."""
    kind = picture.media_type if _MEDIA_TYPE.match(picture.media_type) else "application/octet-stream"
    return f"data:{kind};base64,{base64.b64encode(picture.data).decode()}"


def linked_data(page: Page) -> dict[str, Any]:
    """Return what search engines read: schema.org's NewsArticle."""
    article = page.article
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": page.title,
        "alternativeHeadline": page.standfirst,
        "description": page.description,
        "inLanguage": article.language,
        "datePublished": iso_day(page),
        "dateModified": article.updated.isoformat() if article.updated else "",
        "author": [
            {"@type": "Person", "name": author.name}
            | ({"affiliation": {"@type": "Organization", "name": author.affiliation}} if author.affiliation else {})
            for author in article.authors
        ],
        "articleSection": article.section,
        "keywords": list(article.tags),
        "wordCount": article.words or None,
        "isPartOf": {"@type": "Periodical", "name": article.publication, "issueNumber": article.issue}
        if article.publication
        else None,
        "pagination": article.page,
        "url": article.canonical_url if web_address(article.canonical_url) else "",
        "copyrightHolder": {"@type": "Organization", "name": article.rights.holder} if article.rights.holder else None,
        "license": article.rights.licence if web_address(article.rights.licence) else "",
        "identifier": f"urn:uuid:{article.uid}" if article.uid else "",
    }
    return {key: value for key, value in data.items() if value}


def iso_day(page: Page) -> str:
    """Return `1998`, `1998-03` or `1998-03-12`; nothing for a longer stretch, which HTML's `time` does not know."""
    iso = page.article.published.iso if page.article.published else ""
    return "" if "/" in iso else iso


def check_page(text: str, title: str) -> bool:
    """Tell whether a written page is whole: it ends, and its title is the article's."""
    reader = _TitleReader()
    reader.feed(text)
    reader.close()
    return text.rstrip().endswith("</html>") and " ".join(reader.title.split()) == " ".join(title.split())


class _TitleReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.title = ""
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag == "title"

    def handle_endtag(self, tag: str) -> None:
        self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.title += data


@cache
def styles(theme: str) -> str:
    """Return the style sheet of a theme."""
    names = ["house"] + ([theme] if theme != "house" else [])
    return "\n".join(resource(f"css/{name}.css").read_text(encoding="utf-8") for name in names)


@cache
def environment() -> Environment:
    """Return the templates; every value is escaped, a missing one is an error."""
    return Environment(
        loader=FileSystemLoader(resource("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
