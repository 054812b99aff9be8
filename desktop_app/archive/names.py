"""Authors and tags of articles: each name once, articles point to it in their own order. Names nobody uses go away."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

import sqlalchemy as sa

from desktop_app.archive.articles import Author
from desktop_app.archive.ids import chunks
from desktop_app.archive.rows import name_key
from desktop_app.archive.tables import article_author, article_tag, author, tag
from desktop_app.query.matching import value_key


def authors_of(connection: sa.Connection, ids: Collection[int]) -> dict[int, tuple[Author, ...]]:
    """Return the authors of each article, in byline order; an article without is missing."""
    found: dict[int, list[Author]] = {}
    link = article_author.c
    base = (
        sa.select(link.article_id, author.c.name, link.affiliation)
        .join(author)
        .order_by(link.article_id, link.position)
    )
    for part in chunks(ids):
        for id_, name, affiliation in connection.execute(base.where(link.article_id.in_(part))):
            found.setdefault(id_, []).append(Author(name, affiliation))
    return {id_: tuple(authors) for id_, authors in found.items()}


def tags_of(connection: sa.Connection, ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    """Return the tags of each article, in its order; an article without is missing."""
    found: dict[int, list[str]] = {}
    link = article_tag.c
    base = sa.select(link.article_id, tag.c.name).join(tag).order_by(link.article_id, link.position)
    for part in chunks(ids):
        for id_, name in connection.execute(base.where(link.article_id.in_(part))):
            found.setdefault(id_, []).append(name)
    return {id_: tuple(tags) for id_, tags in found.items()}


def set_authors(connection: sa.Connection, authors: Mapping[int, Sequence[Author]], *, new: bool = False) -> None:
    """Give articles these authors; `new` articles have none to take away."""
    unused = [] if new else _unlink(connection, article_author, "author_id", authors)
    numbers = _numbers(connection, author, {a.name for byline in authors.values() for a in byline}, name_key)
    rows = [
        {"article_id": id_, "position": position, "author_id": numbers[a.name], "affiliation": a.affiliation}
        for id_, byline in authors.items()
        for position, a in enumerate(byline)
    ]
    if rows:
        connection.execute(sa.insert(article_author), rows)
    sweep_authors(connection, unused)


def set_tags(connection: sa.Connection, tags: Mapping[int, Sequence[str]], *, new: bool = False) -> None:
    """Give articles these tags; `new` articles have none to take away."""
    unused = [] if new else _unlink(connection, article_tag, "tag_id", tags)
    numbers = _numbers(connection, tag, {name for names in tags.values() for name in names}, value_key)
    rows = [
        {"article_id": id_, "position": position, "tag_id": numbers[name]}
        for id_, names in tags.items()
        for position, name in enumerate(names)
    ]
    if rows:
        connection.execute(sa.insert(article_tag), rows)
    sweep_tags(connection, unused)


def sweep_authors(connection: sa.Connection, numbers: Iterable[int] | None = None) -> None:
    """Delete authors without articles, of these or of all."""
    _sweep(connection, author, article_author.c.author_id, numbers)


def sweep_tags(connection: sa.Connection, numbers: Iterable[int] | None = None) -> None:
    """Delete tags without articles, of these or of all."""
    _sweep(connection, tag, article_tag.c.tag_id, numbers)


def _numbers(
    connection: sa.Connection, table: sa.Table, names: Collection[str], key: Callable[[str], str]
) -> dict[str, int]:
    """Return the id of each name; names not met before get one."""
    found: dict[str, int] = {}
    for part in chunks(names):
        found.update(
            (name, number)
            for name, number in connection.execute(sa.select(table.c.name, table.c.id).where(table.c.name.in_(part)))
        )
    missing = sorted(name for name in names if name not in found)
    if missing:
        # The writing transaction holds the archive alone, so that the next number is ours.
        last = connection.execute(sa.select(sa.func.max(table.c.id))).scalar() or 0
        found.update((name, last + step) for step, name in enumerate(missing, start=1))
        connection.execute(
            sa.insert(table), [{"id": found[name], "name": name, "name_key": key(name)} for name in missing]
        )
    return found


def _unlink(connection: sa.Connection, link: sa.Table, column: str, ids: Iterable[int]) -> list[int]:
    """Take all names from articles; return their ids."""
    taken: set[int] = set()
    for part in chunks(ids):
        mine = link.c.article_id.in_(part)
        taken.update(connection.execute(sa.select(link.c[column]).where(mine)).scalars())
        connection.execute(sa.delete(link).where(mine))
    return sorted(taken)


def _sweep(connection: sa.Connection, table: sa.Table, pointer: sa.Column[int], numbers: Iterable[int] | None) -> None:
    unused = ~sa.exists().where(pointer == table.c.id)
    if numbers is None:
        connection.execute(sa.delete(table).where(unused))
        return
    for part in chunks(numbers):
        connection.execute(sa.delete(table).where(table.c.id.in_(part), unused))
