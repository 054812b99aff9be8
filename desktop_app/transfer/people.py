"""Names in bylines: who wrote a text, from what stands in a front matter or a byline.

`authors_from` reads every form in use (`A and B`, lists, `{name, affiliation}`, slugs), `AuthorBook` knows the names
behind slugs where the folder says them (author pages, data files), `looks_like_name` tells a person from other words.
Nothing is guessed silently: where a name differs from what was written, the writing is handed back.
"""

from __future__ import annotations

import html
import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from desktop_app.archive.articles import Author
from desktop_app.text.folding import fold
from desktop_app.transfer import front_matter, word_lists, yaml_values
from desktop_app.transfer.shelves import Shelf, ShelfTrouble


@dataclass(frozen=True, slots=True)
class People:
    """Authors in order; `written` is the list as it stood, when a name was looked up or made of a slug."""

    authors: tuple[Author, ...] = ()
    written: tuple[str, ...] = ()


def authors_from(value: Any, book: AuthorBook | None = None, affiliation: str = "") -> People:
    """Read authors from a front-matter value of any shape."""
    found: list[Author] = []
    written: list[str] = []
    changed = False
    for item in _items(value):
        if isinstance(item, Mapping):
            author = _from_mapping(item)
            text = author.name
        else:
            text = str(item).strip()
            author = Author(text)
            if SLUG.fullmatch(text):
                author = _behind_slug(text, book)
                changed = changed or author.name != text
        if author.name:
            found.append(author if author.affiliation or not affiliation else Author(author.name, affiliation))
            written.append(text)
    return People(tuple(dict.fromkeys(found)), tuple(written) if changed else ())


SLUG = re.compile(r"[^\W_A-Z]+(?:[-_][^\W_A-Z]+)*")
_MANY = re.compile(r"[^\W\d_A-Z]+(?:[-_][^\W\d_A-Z]+){1,4}")


def name_from_slug(slug: str) -> str:
    """Return `Scott Horvath` for `scott-horvath`; a single word is a handle and stays as it is."""
    if not _MANY.fullmatch(slug):
        return slug
    parts = re.split("[-_]", slug)
    return " ".join(
        part if at and part in word_lists.SMALL else part[:1].upper() + part[1:] for at, part in enumerate(parts)
    )


def _behind_slug(slug: str, book: AuthorBook | None) -> Author:
    known = book.find(slug) if book is not None else None
    return known or Author(name_from_slug(slug))


def _items(value: Any) -> Iterable[Any]:
    if value is None or isinstance(value, bool):
        return []
    if isinstance(value, Mapping):
        if set(map(str.lower, value)) & _NAME_KEYS:
            return [value]
        # {jane: {name: Jane Doe}}: the keys are slugs.
        return [{"name": key, **item} if isinstance(item, Mapping) else key for key, item in value.items()]
    if isinstance(value, list | tuple):
        return [part for item in value for part in ([item] if isinstance(item, Mapping) else _items(item))]
    text = html.unescape(str(value))
    if "\n" in text.strip():
        return [part for line in text.split("\n") for part in _items(line)]
    return [_author_of(part) for part in split_names(text)]


def _author_of(text: str) -> Any:
    name, affiliation = name_and_office(text)
    return {"name": name, "affiliation": affiliation} if affiliation else name


_BY = re.compile(r"(?i)^\s*(?:by|von|par|por|di|av|af|door)\s*:?\s+(?=\S)")
_LINK = re.compile(r"\[\[(?:[^\]|]*\|)?([^\]|]+)\]\]|\[([^\]]+)\]\([^)]*\)")
_MAIL = re.compile(r"\s*[<(]\S+@\S+[>)]|\s*<https?://[^>]*>")


def split_names(text: str) -> list[str]:
    """Divide `A, B and C` into names; `Surname, Name` and names of offices stay whole."""
    text = _LINK.sub(lambda match: match[1] or match[2], _MAIL.sub("", _BY.sub("", text)))
    text = " ".join(text.split()).strip(" ,;")
    if ";" in text:
        return [_turned(part) for part in text.split(";") if part.strip()]
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if len(parts) == 2 and all(part.count(" ") == 0 and part[:1].isupper() for part in parts):
        return [_turned(text)]
    joined: list[str] = []
    for part in parts:
        part = re.sub(r"^(?:and|&|və|ve|и|und|et|y|e)\s+", "", part)
        # What follows a comma and is no person is the office of the one before: "Jane Doe, Reuters"; or "Jr.", "PhD".
        people = _at_and(part)
        if joined and " " in joined[-1] and not any(looks_like_name(one) or SLUG.fullmatch(one) for one in people):
            joined[-1] += f", {part}"
        else:
            joined.extend(people)
    return joined


_AND = re.compile(r"\s+(?:and|&|və|ve|и|und|et|y)\s+|\s*/\s*")


def _at_and(text: str) -> list[str]:
    parts = _AND.split(text)
    people = all(looks_like_name(part) or SLUG.fullmatch(part) or re.fullmatch(r"[^\W\d_]+", part) for part in parts)
    return parts if people else [text]


def _turned(text: str) -> str:
    """Turn `Surname, Name` round."""
    last, _, first = text.partition(",")
    return f"{first.strip()} {last.strip()}".strip() if first.strip() else text.strip()


def name_and_office(text: str) -> tuple[str, str]:
    """Divide `Jane Doe, Reuters` and `Jane Doe (Reuters)`; titles such as `PhD` stay with the name."""
    match = re.fullmatch(r"\s*([^(),]+?)\s*(?:\(\s*([^()]+?)\s*\)|,\s*(.+?))\s*", text)
    if match is None:
        return text.strip(), ""
    office = match[2] or match[3] or ""
    if re.fullmatch(r"(?i)(?:jr|sr|ph\.?d|m\.?d|m\.?a|esq|md|ii|iii|iv|dr|prof)\.?", office):
        return text.strip(), ""
    return match[1], office


_NAME_KEYS = frozenset(("name", "display_name", "full_name", "fullname", "title", "first_name", "given", "firstname"))
_OFFICE_KEYS = (
    "affiliation", "affiliations", "organization", "organisation", "organizations", "agency_full_name", "agency",
    "company", "office", "org", "institution", "employer",
)  # fmt: skip


def _from_mapping(item: Mapping[str, Any]) -> Author:
    low = {str(key).lower().replace("-", "_"): value for key, value in item.items()}
    name = next((low[key] for key in ("display_name", "name", "full_name", "fullname", "title") if low.get(key)), "")
    if isinstance(name, Mapping):
        name = " ".join(str(name[key]) for key in ("given", "first", "family", "last") if name.get(key))
    if not name:
        parts = (low.get("first_name") or low.get("firstname") or low.get("given"),
                 low.get("last_name") or low.get("lastname") or low.get("family"))  # fmt: skip
        name = " ".join(str(part) for part in parts if part)
    office = next((low[key] for key in _OFFICE_KEYS if low.get(key)), "")
    while isinstance(office, list | tuple | Mapping):
        office = next(iter(office.values() if isinstance(office, Mapping) else office), "")
    return Author(" ".join(str(name).split()), " ".join(str(office).split()))


# -- persons and other words -------------------------------------------------------------------------------------------

_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’ʼ‘-])*\.?")


def looks_like_name(text: str) -> bool:
    """Tell two to five words, each with a capital, none a word of offices: `Leyla Əliyeva`, `J. van der Berg`."""
    words = text.split()
    if not 2 <= len(words) <= 5 or len(text) > 60:
        return False
    capitals = 0
    for word in words:
        if word.lower() in word_lists.PARTICLES:
            continue
        if not _WORD.fullmatch(word) or not word[0].isupper() or fold(word).strip(".") in word_lists.OFFICES:
            return False
        # A hyphen may join two names; a whole word in capitals is as good a name (ƏLİYEVA), an initial too.
        capitals += 1
    return capitals >= 2


# -- author pages and data files ---------------------------------------------------------------------------------------

_FOLDERS = (
    "content/authors", "content/author", "content/people", "content/contributors", "content/team", "authors", "author",
    "_authors", "_people", "people", "_team", "data/authors", "_data/authors", "data/people", "data/team", "_data/team",
)  # fmt: skip
_FILES = (
    "_data/authors", "data/authors", "_data/people", "data/people", "_data/team", "data/team", "_data/author",
    "blog/authors", "authors",
)  # fmt: skip
_DATA = (".yml", ".yaml", ".json", ".toml")


class AuthorBook:
    """The names behind slugs, as the pages and data files of one shelf say them; looked up when first met."""

    def __init__(self, shelf: Shelf, prefixes: Iterable[str] = ("",)) -> None:
        self._shelf = shelf
        self._prefixes = tuple(prefixes)
        self._known: dict[str, Author | None] = {}
        self._table: dict[str, Author] | None = None
        self._pages: dict[str, list[str]] | None = None

    def find(self, slug: str) -> Author | None:
        """Return the author of a slug, or None where the shelf does not say."""
        if slug not in self._known:
            self._known[slug] = self._from_page(slug) or self._from_table(slug)
        return self._known[slug]

    def _from_page(self, slug: str) -> Author | None:
        for page in self._pages_of_all().get(slug, ()):
            for name in (f"{page}/_index.md", f"{page}/index.md") if "." not in page.rpartition("/")[2] else (page,):
                if self._shelf.has(name):
                    author = _from_mapping(self._data(name))
                    if author.name:
                        return author
        return None

    def _pages_of_all(self) -> dict[str, list[str]]:
        """Return slug -> pages; the folders are listed once: asking for 20 files a slug took a third of the time."""
        if self._pages is None:
            self._pages = {}
            for folder in (f"{prefix}{folder}" for prefix in self._prefixes for folder in _FOLDERS):
                for name in self._shelf.names(folder):
                    stem, dot, end = name.rpartition(".")
                    if not dot or f".{end}" in (".md", *_DATA):
                        self._pages.setdefault(stem or name, []).append(f"{folder}/{name}")
        return self._pages

    def _from_table(self, slug: str) -> Author | None:
        if self._table is None:
            self._table = {}
            for prefix in self._prefixes:
                for name in (f"{prefix}{file}{end}" for file in _FILES for end in _DATA):
                    if self._shelf.has(name):
                        self._table.update(_table_of(self._data(name)))
        return self._table.get(slug.lower())

    def _data(self, name: str) -> dict[str, Any]:
        try:
            text = self._shelf.read(name, 5_000_000).decode("utf-8-sig", "replace").replace("\r\n", "\n")
            if name.endswith(".md"):
                return front_matter.split(text).data
            if name.endswith(".json"):
                value = json.loads(text)
            elif name.endswith(".toml"):
                value = tomllib.loads(text)
            else:
                value = yaml_values.load(text).value
        except (ShelfTrouble, ValueError, RecursionError):
            # A broken author page costs a name, not the article: the slug stays.
            return {}
        return value if isinstance(value, dict) else {"": value} if isinstance(value, list) else {}


def _table_of(data: Mapping[str, Any]) -> dict[str, Author]:
    """Return slug -> author of a data file: a mapping by slug, or a list of mappings that name theirs."""
    found: dict[str, Author] = {}
    for key, value in data.items():
        if isinstance(value, list):
            for item in value:
                if isinstance(item, Mapping):
                    slugs = (item.get(name) for name in ("slug", "id", "username", "handle", "key", "github", "name"))
                    author = _from_mapping({name: part for name, part in item.items() if name != "title"} or item)
                    for slug in slugs:
                        if isinstance(slug, str) and slug and author.name:
                            found.setdefault(slug.lower(), author)
        elif isinstance(value, Mapping):
            author = _from_mapping(value)
            if author.name:
                found[str(key).lower()] = author
        elif isinstance(value, str) and value:
            found[str(key).lower()] = Author(value)
    return found
