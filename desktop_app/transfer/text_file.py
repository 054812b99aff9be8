"""Plain text: typed, scanned or pasted from a web page. What is Markdown already is read as Markdown.

The reading itself is `pasted_page.py`; here its findings become an article. Facts the user gave for the whole import
stand above them, but that is `sources.py`'s affair.
"""

from __future__ import annotations

import re

from desktop_app.archive.articles import Article, Rights
from desktop_app.transfer import front_matter, markdown_file
from desktop_app.transfer.article_facts import standing_of, title_from_slug
from desktop_app.transfer.pasted_page import read_page
from desktop_app.transfer.reading import ReadFile, Surroundings, UnreadableFile
from desktop_app.transfer.shelves import SourceFile

SUFFIXES = frozenset((".txt", ".text"))


def read(source: SourceFile, text: str, around: Surroundings) -> ReadFile:
    """Read one plain text file; line ends must be one kind already."""
    if not text.strip("\ufeff \t\n\f\v\u00a0"):
        raise UnreadableFile("It is empty.")
    if is_markdown(text):
        return markdown_file.read(source, text, around)
    page = read_page(text.removeprefix("\ufeff").replace("\f", "\n"))
    standing = standing_of(source.name)
    article = Article(
        title=page.title or title_from_slug(standing.slug),
        standfirst=page.standfirst,
        body=page.body,
        authors=tuple(page.authors),
        section=page.section or standing.section,
        tags=tuple(dict.fromkeys(page.tags)),
        published=page.date or standing.date,
        language=standing.language,
        source_name=page.source_name,
        source_url=page.source_url,
        rights=Rights(holder=page.rights_holder),
        status="writing" if standing.draft else "published",
    )
    return ReadFile(article=article, removed=tuple(page.removed))


_MARKS = (
    re.compile(r"^#{1,6} \S", re.MULTILINE),
    re.compile(r"\[[^\]\n]{1,300}\]\((?:https?:|/|#|\.|[\w-]{1,60}\.)[^)\n]{0,900}\)"),
    re.compile(r"^(?:```|~~~)", re.MULTILINE),
    re.compile(r"^\|?[ :]*-{3,}[ :]*\|[-| :]*$", re.MULTILINE),
    re.compile(r"!\[[^\]\n]{0,300}\]\([^)\n]{1,900}\)|\[\[[^\]\n]{1,300}\]\]"),
    re.compile(r"^\[\^[\w-]+\]:", re.MULTILINE),
    re.compile(r"(?<!\w)\*\*[^*\n]{1,300}\*\*(?!\w)"),
    re.compile(r"^\S[^\n]*\n(?:={3,}|-{3,})[ \t]*$", re.MULTILINE),
)
_TELLING = 6
"""The first marks of the list are Markdown's alone; bold and underlined lines occur in plain texts too."""


def is_markdown(text: str) -> bool:
    """Tell text that was written as Markdown from text that was not."""
    if front_matter.split(text).data:
        return True
    found = [bool(mark.search(text)) for mark in _MARKS]
    return any(found[:_TELLING]) or sum(found) >= 2
