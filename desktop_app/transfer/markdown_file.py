"""Markdown with front matter, as Hugo, Jekyll, Obsidian, Zettlr and Pelican keep it, and as this program writes it.

`read` keeps the author's text to the byte (only line ends become one kind); the first heading is taken out where it
repeats the title and nothing else. What front matter means is `article_facts.py`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from desktop_app.archive.articles import Article
from desktop_app.text.plain import plain_text
from desktop_app.transfer import front_matter
from desktop_app.transfer.article_facts import article_from, standing_of, title_from_slug
from desktop_app.transfer.article_matter import article_matter
from desktop_app.transfer.pictures_beside import addresses, pictures_beside
from desktop_app.transfer.reading import ReadFile, Surroundings, UnreadableFile
from desktop_app.transfer.shelves import SourceFile

SUFFIXES = frozenset((".md", ".markdown", ".mdown", ".mkd", ".mkdn", ".mdx", ".qmd", ".rmd"))


def read(source: SourceFile, text: str, around: Surroundings) -> ReadFile:
    """Read one Markdown file; line ends must be one kind already."""
    matter = front_matter.split(text)
    if not matter.data and not matter.body.strip():
        raise UnreadableFile("It is empty.")
    standing = standing_of(source.name)
    facts = article_from(matter.data, standing, around.book(source))
    body, article = matter.body, facts.article
    if not facts.own:
        title, body = _title_and_body(article.title, body)
        article = replace(article, title=title or title_from_slug(standing.slug))
        if not article.tags:
            article = replace(article, tags=hashtags(body))
    warnings = [*matter.warnings, *facts.warnings]
    if not title_and_text(article.title if facts.own else title, body):
        warnings.append("It has neither a title nor a text; the file name became the title.")
    wanted, possible = addresses(body)
    pictures, missing = pictures_beside(source, wanted, [*possible, *_lead_pictures(matter.data)])
    return ReadFile(article=replace(article, body=body), pictures=pictures, warnings=(*warnings, *missing))


def write_text(article: Article) -> str:
    """Return an article as the text of a Markdown file, which `read` gives back as the same article."""
    return front_matter.join(article_matter(article), article.body)


def title_and_text(title: str, body: str) -> bool:
    """Tell whether there is anything of an article here."""
    return bool(title or body.strip())


_ATX = re.compile(r"\s*# +(?P<title>[^\n]+?)[ \t]*#*[ \t]*(?:\{[^}\n]*\})?[ \t]*(?:\n|\Z)")
_SETEXT = re.compile(r"\s*(?P<title>[^\n]+?)[ \t]*\n=+[ \t]*(?:\n|\Z)")
_ANY_HEADING = re.compile(r"^# +([^\n]+?)[ \t]*#*[ \t]*$", re.MULTILINE)


def _title_and_body(title: str, body: str) -> tuple[str, str]:
    """Take the title from the first heading where there is none, and the heading out where it says the same."""
    heading = _ATX.match(body) or _SETEXT.match(body)
    if heading is None:
        if title:
            return title, body
        later = _ANY_HEADING.search(body)
        return (_as_line(later[1]) if later else ""), body
    says = _as_line(heading["title"])
    if title and says.casefold() != " ".join(title.split()).casefold():
        return title, body
    return title or says, body[heading.end() :].removeprefix("\n")


def _as_line(markdown: str) -> str:
    return " ".join(plain_text(markdown).split())


_HASHTAG_LINE = re.compile(r"^[ \t]*(#[^\W\d_][\w/-]*(?:[ \t,]+#[^\W\d_][\w/-]*)*)[ \t]*$", re.MULTILINE)
_HASHTAG = re.compile(r"(?<![\w/&#])#([^\W\d_][\w/-]*)")
_FENCES = re.compile(r"^(`{3,}|~{3,}).*?^\1", re.DOTALL | re.MULTILINE)


def hashtags(body: str) -> tuple[str, ...]:
    """Return the tags a text carries itself: lines of nothing but hashtags, and in a vault of linked notes all of them.

    In running text elsewhere a hashtag is quoted, not filed (“follow us under #…”).
    """
    if "#" not in body:
        return ()
    text = _FENCES.sub("", body)
    lines = _HASHTAG_LINE.findall(text)
    where = text if "[[" in text else "\n".join(lines)
    return tuple(dict.fromkeys(_HASHTAG.findall(where)))


def _lead_pictures(data: dict[str, Any]) -> list[str]:
    """Return the pictures a front matter names for the head of the article."""
    names = ("image", "cover", "thumbnail", "featured_image", "featuredimage", "feature_image", "banner", "photo")
    found = []
    for key, value in data.items():
        if key.lower().replace("-", "_") in names:
            value = value.get("src") or value.get("image") or value.get("url") if isinstance(value, dict) else value
            if isinstance(value, str) and re.search(r"(?i)\.(?:png|jpe?g|gif|webp|svg)$", value):
                found.append(value)
    return found
