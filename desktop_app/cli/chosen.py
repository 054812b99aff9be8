"""Which articles a command is about: ids or uids as words, from standard input with `-`, a query, or all."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

from desktop_app.errors import NotFound

if TYPE_CHECKING:
    from desktop_app.app import App


def one(app: App, name: str) -> int:
    """Return the id of the article with this id or uid, `-` for the one of standard input, or raise `NotFound`."""
    if name == "-":
        read = _read(["-"])
        if len(read) != 1:
            raise click.UsageError(f"Standard input names {len(read)} articles; this command takes one.")
        name = read[0]
    found = app.archive.find(int(name) if name.isascii() and name.isdigit() else name)
    if found is None:
        raise NotFound(f"There is no article {name}.", "“copydesk list” shows what there is.")
    return found.id


def several(app: App, names: Sequence[str], query: str | None = None, all_of_them: bool = False) -> tuple[int, ...]:
    """Return the ids that were asked for, each once, in order; raise usage errors where that is nothing at all."""
    ways = sum((bool(names), query is not None, all_of_them))
    if ways != 1:
        raise click.UsageError(
            "Say which articles: ids, “-” for ids from standard input, --query or --all."
            if ways == 0
            else "Ids, --query and --all exclude each other."
        )
    if all_of_them:
        return app.archive.ids()
    if query is not None:
        return matching(app, query)
    return _existing(app, _read(names))


def matching(app: App, query: str) -> tuple[int, ...]:
    """Return the ids of all articles a query finds, none left out."""
    from desktop_app.query import only_facts, parse
    from desktop_app.search.service import SearchRequest

    parsed = parse(query)
    if only_facts(parsed.node):
        return app.archive.ids(parsed)
    return app.search.matching_ids(SearchRequest(query=query))


def _read(names: Sequence[str]) -> list[str]:
    if list(names) != ["-"]:
        return list(names)
    return [line.strip() for line in sys.stdin if line.strip()]


def _existing(app: App, names: Iterable[str]) -> tuple[int, ...]:
    ids: dict[int, None] = {}
    missing: list[str] = []
    names = list(names)
    numbers = [int(name) for name in names if name.isascii() and name.isdigit()]
    there = {row.id for row in app.archive.summaries(numbers)}
    for name in names:
        if name.isascii() and name.isdigit():
            found = int(name) if int(name) in there else None
        else:
            article = app.archive.find(name)
            found = article.id if article else None
        if found is None:
            missing.append(name)
        else:
            ids[found] = None
    if missing:
        shown = ", ".join(missing[:10]) + (f" and {len(missing) - 10:,} more" if len(missing) > 10 else "")
        raise NotFound(f"There is no article {shown}. Nothing was done.", "“copydesk list” shows what there is.")
    return tuple(ids)
