"""`--set field=value`: what people write, as values of an article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import click

TEXTS = (
    "title", "standfirst", "summary", "language", "status", "kind", "section", "folder", "publication", "issue", "page",
    "source_name", "source_url", "canonical_url", "rights.holder", "rights.licence", "rights.embargo", "rights.note",
)  # fmt: skip
FIELDS = (*TEXTS, "authors", "tags", "published", "word_goal")
ALIASES = {
    "author": "authors",
    "tag": "tags",
    "date": "published",
    "lang": "language",
    "source": "source_name",
    "headline": "title",
    "rights.license": "rights.licence",
}
_AUTHOR = re.compile(r"(?P<name>.*\S)\s*\((?P<affiliation>[^()]+)\)")


def read_fields(settings: Sequence[str]) -> dict[str, Any]:
    """Read all `field=value`; what is no field or no value of it is wrong usage."""
    fields: dict[str, Any] = {}
    for setting in settings:
        name, equals, value = setting.partition("=")
        name = name.strip().lower().replace("-", "_")
        name = ALIASES.get(name, name)
        if not equals:
            raise click.UsageError(f"--set takes FIELD=VALUE, not “{setting}”.")
        if name not in FIELDS:
            raise click.UsageError(f"There is no field “{name}”. Fields: {', '.join(FIELDS)}.")
        fields[name] = read_field(name, value)
    return fields


def read_field(name: str, value: str) -> Any:
    """Read the value of one field; empty takes it away."""
    if name in TEXTS:
        return value
    if name == "tags":
        return tuple(tag.strip() for tag in value.split(",") if tag.strip())
    if name == "authors":
        return _authors(value)
    if name == "published":
        return _date(value)
    if not value.strip():
        return None
    if not value.strip().isascii() or not value.strip().isdigit():
        raise click.UsageError(f"{name} is a number of words, not “{value}”.")
    return int(value)


def _authors(value: str) -> tuple[Any, ...]:
    from desktop_app.archive.articles import Author

    authors = []
    for part in value.split(";"):
        named = _AUTHOR.fullmatch(part.strip())
        if named is not None:
            authors.append(Author(named["name"], named["affiliation"].strip()))
        elif part.strip():
            authors.append(Author(part.strip()))
    return tuple(authors)


def _date(value: str) -> Any:
    from desktop_app.text.dates import parse_date

    if not value.strip():
        return None
    date = parse_date(value)
    if date is None:
        raise click.UsageError(f"“{value}” could not be read as a date. Write 1998, 1998-03, 1998-03-12 or c. 1911.")
    return date
