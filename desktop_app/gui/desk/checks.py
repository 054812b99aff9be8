"""What should be looked at before a text goes out: footnotes without text, pictures and articles that are missing, TK.

Pure: the caller says which pictures and articles there are. Each finding carries the place to jump to.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote

from desktop_app.text.blanks import BLANK

Kind = Literal["footnote", "picture", "link", "note"]

_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,}).*?(?:^ {0,3}\1[`~]*[ \t]*$|\Z)", re.M | re.S)
_CODE = re.compile(r"(?<!`)(`+)(?!`)[^`\n]+?(?<!`)\1(?!`)")
_NOTE_TEXT = re.compile(r"^ {0,3}\[\^([^\]\s]+)\]:[ \t]*(.*(?:\n(?:[ ]{4}|\t).*)*)", re.M)
_NOTE_MARK = re.compile(r"\[\^([^\]\s]+)\](?!:)")
_PICTURE = re.compile(r"!\[[^\]]*\]\(<?([^)>\s]+)>?")
_ARTICLE = re.compile(r"\]\(<?article:([^)>\s]+)>?")
_TO_SELF = re.compile(r"\b(?:TK+|XXX+|TODO|FIXME)\b")
_TO_SELF_BEGINNINGS = ("TK", "XXX", "TODO", "FIXME")
_MOST = 50


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to look at. `what` is the footnote's label, the picture's or article's address, or the mark."""

    kind: Kind
    what: str
    offset: int
    """Code points into the body."""


def pictures_named(body: str) -> set[str]:
    """Return the addresses of pictures that should lie in the archive."""
    if "![" not in body:
        return set()
    return {unquote(match[1]) for match in _PICTURE.finditer(body) if not _is_elsewhere(match[1])}


def articles_named(body: str) -> set[str]:
    """Return what stands behind `article:` in links."""
    return {unquote(match[1]) for match in _ARTICLE.finditer(body)} if "article:" in body else set()


def check(body: str, *, pictures: Collection[str], articles: Collection[str]) -> tuple[Check, ...]:
    """Find what should be looked at, in the order of the text; `pictures` and `articles` are those that exist."""
    text = _without_code(body)
    # A long text is looked through after each key: whole patterns only where what they begin with stands at all.
    found = _footnotes(text) if "[^" in text else []
    for match in _PICTURE.finditer(text) if "![" in text else ():
        if not _is_elsewhere(match[1]) and unquote(match[1]) not in pictures and match[1] not in pictures:
            found.append(Check("picture", match[1], match.start()))
    for match in _ARTICLE.finditer(text) if "article:" in text else ():
        if unquote(match[1]) not in articles:
            found.append(Check("link", match[1], match.start(1)))
    if any(map(text.__contains__, _TO_SELF_BEGINNINGS)):
        found += [Check("note", match[0], match.start()) for match in _TO_SELF.finditer(text)]
    if "{{" in text:
        found += [Check("note", match[0], match.start()) for match in BLANK.finditer(text)]
    found.sort(key=lambda one: one.offset)
    return tuple(found[:_MOST])


def _footnotes(text: str) -> list[Check]:
    written = {match[1]: bool(match[2].strip()) for match in _NOTE_TEXT.finditer(text)}
    found, told = [], set()
    for match in _NOTE_MARK.finditer(text):
        if not written.get(match[1], False) and match[1] not in told:
            told.add(match[1])
            found.append(Check("footnote", match[1], match.start()))
    return found


def _is_elsewhere(address: str) -> bool:
    return re.match(r"(?:https?|data|article):|//", address, re.I) is not None


def _without_code(body: str) -> str:
    """Blank out code, keeping every offset."""

    def blank(match: re.Match[str]) -> str:
        return re.sub(r"[^\n]", " ", match[0])

    if "`" not in body and "~~~" not in body:
        return body
    return _CODE.sub(blank, _FENCE.sub(blank, body))
