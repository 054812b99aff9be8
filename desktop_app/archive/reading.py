"""Single articles and small sets of them, read from one connection. Lists and filters stand in `listing.py`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from desktop_app.archive.articles import Article, ArticleSummary, ArticleTexts, ShownArticle
from desktop_app.archive.door import clean_line, clean_text
from desktop_app.archive.form import PLACES
from desktop_app.archive.ids import chunks, possible
from desktop_app.archive.names import authors_of, tags_of
from desktop_app.archive.rows import (
    SHOWN_COLUMNS,
    SHOWN_TEXTS,
    SUMMARY_COLUMNS,
    title_key,
    to_article,
    to_shown,
    to_summary,
)
from desktop_app.archive.tables import about, article, article_text
from desktop_app.errors import NotFound

_SUMMARY = sa.select(*(article.c[name] for name in SUMMARY_COLUMNS))
_TEXTS = sa.select(
    *(article.c[name] for name in ("id", "version", "language", "published_text", "title")),
    *(article_text.c[name] for name in ("standfirst", "body")),
).join(article_text)
_WHOLE = sa.select(article, *(column for column in article_text.c if column.name != "article_id")).join(article_text)
LONG_TEXTS = frozenset({"standfirst", "body", "summary"})
_WITHOUT_TEXTS = sa.select(
    article,
    *(
        sa.literal("").label(column.name) if column.name in LONG_TEXTS else column
        for column in article_text.c
        if column.name != "article_id"
    ),
).join(article_text)


def get(connection: sa.Connection, article_id: int) -> Article:
    """Return an article, or raise NotFound."""
    found = texts(connection, [article_id])
    if not found:
        raise missing(article_id)
    return found[0]


def missing(article_id: int) -> NotFound:
    """Say that there is no such article."""
    return NotFound(f"There is no article {article_id} in this archive.", "It may have been deleted for ever.")


def find(connection: sa.Connection, name: int | str) -> Article | None:
    """Return the article with this id or uid, or None."""
    article_id = _find_id(connection, name)
    return None if article_id is None else get(connection, article_id)


def _find_id(connection: sa.Connection, name: int | str) -> int | None:
    if isinstance(name, str):
        uid = clean_text(name).strip().lower()
        by_uid = connection.execute(sa.select(article.c.id).where(article.c.uid == uid)).scalar()
        if by_uid is not None or not (uid.isascii() and uid.isdecimal() and len(uid) < 12):
            return by_uid
        name = int(uid)
    ids = possible([name])
    return connection.execute(sa.select(article.c.id).where(article.c.id.in_(ids))).scalar()


def texts(connection: sa.Connection, ids: Iterable[int], *, whole: bool = True) -> list[Article]:
    """Return articles in the order of `ids`; those that do not exist are left out.

    Those that are not `whole` come with "" for each of `LONG_TEXTS`: for questions about the other fields of many.
    """
    wanted = possible(ids)
    found = {}
    select = _WHOLE if whole else _WITHOUT_TEXTS
    for part in chunks(wanted):
        rows = connection.execute(select.where(article.c.id.in_(part))).all()
        authors, tags = authors_of(connection, part), tags_of(connection, part)
        for row in rows:
            found[row.id] = to_article(row, authors.get(row.id, ()), tags.get(row.id, ()))
    return [found[id_] for id_ in wanted if id_ in found]


def summaries(connection: sa.Connection, ids: Iterable[int]) -> list[ArticleSummary]:
    """Return list rows in the order of `ids`; articles that do not exist are left out."""
    wanted = possible(ids)
    found = {}
    for part in chunks(wanted):
        rows = connection.execute(_SUMMARY.where(article.c.id.in_(part))).all()
        for summary in dress(connection, rows):
            found[summary.id] = summary
    return [found[id_] for id_ in wanted if id_ in found]


def dress(connection: sa.Connection, rows: Sequence[sa.Row[tuple[object, ...]]]) -> list[ArticleSummary]:
    """Make list rows of rows of `article`, with their names."""
    ids = [row.id for row in rows]
    authors, tags = authors_of(connection, ids), tags_of(connection, ids)
    return [to_summary(row, tuple(a.name for a in authors.get(row.id, ())), tags.get(row.id, ())) for row in rows]


def shown(connection: sa.Connection, ids: Iterable[int], with_texts: bool) -> list[ShownArticle]:
    """Return what a search shows of articles, in the order of `ids`; those that do not exist are left out."""
    wanted = possible(ids)
    columns = [article.c[name] for name in SHOWN_COLUMNS]
    select = sa.select(*columns)
    if with_texts:
        select = sa.select(*columns, *(article_text.c[name] for name in SHOWN_TEXTS)).join(article_text)
    found = {}
    for part in chunks(wanted):
        names = {id_: [author.name for author in authors] for id_, authors in authors_of(connection, part).items()}
        tags = tags_of(connection, part)
        for row in connection.execute(select.where(article.c.id.in_(part))):
            found[row.id] = to_shown(row, names, tags)
    return [found[id_] for id_ in wanted if id_ in found]


def wordings(connection: sa.Connection, ids: Iterable[int]) -> list[ArticleTexts]:
    """Return the texts alone, in the order of `ids`; articles that do not exist are left out."""
    wanted = possible(ids)
    found = {}
    for part in chunks(wanted):
        for row in connection.execute(_TEXTS.where(article.c.id.in_(part))):
            id_, version, language, published, title, standfirst, body = row
            found[id_] = ArticleTexts(
                id=id_,
                version=version,
                language=language,
                published=published,
                title=title,
                standfirst=standfirst,
                body=body,
            )
    return [found[id_] for id_ in wanted if id_ in found]


def every_id(connection: sa.Connection) -> list[int]:
    """Return the ids of all articles, those in the trash too, ascending."""
    return list(connection.execute(sa.select(article.c.id).order_by(article.c.id)).scalars())


def existing(connection: sa.Connection, ids: Iterable[int]) -> list[int]:
    """Keep the ids that name an article, in order."""
    wanted = possible(ids)
    found: set[int] = set()
    for part in chunks(wanted):
        found.update(connection.execute(sa.select(article.c.id).where(article.c.id.in_(part))).scalars())
    return [id_ for id_ in wanted if id_ in found]


def all_existing(connection: sa.Connection, ids: Iterable[int]) -> list[int]:
    """Return the ids, each once, or raise NotFound: an action on many is done on all or none."""
    wanted = list(dict.fromkeys(ids))
    found = existing(connection, wanted)
    if len(found) != len(wanted):
        known = set(found)
        raise missing(next(id_ for id_ in wanted if id_ not in known))
    return found


def by_origin(connection: sa.Connection, column: sa.Column[str], values: Iterable[str]) -> dict[str, int]:
    """Return value -> article id for origins; the newest article where there are several. The trash counts."""
    # File names that are no Unicode come with lone surrogates, which were cleaned away on the way in.
    asked = {clean_text(value): value for value in values if value}
    found: dict[str, int] = {}
    for part in chunks(asked):
        rows = connection.execute(sa.select(column, article.c.id).where(column.in_(part)).order_by(article.c.id))
        found.update((asked[value], id_) for value, id_ in rows)
    return found


def by_title(connection: sa.Connection, titles: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """Return title -> articles with that title, under the fold. The trash counts."""
    asked: dict[str, list[str]] = {}
    for title in titles:
        asked.setdefault(title_key(clean_line(title)), []).append(title)
    found: dict[str, tuple[int, ...]] = {}
    for part in chunks(asked):
        # All places are named, so that the index that begins with them serves.
        among = article.c.place.in_(PLACES.values()), article.c.title_key.in_(part)
        for key, id_ in connection.execute(sa.select(article.c.title_key, article.c.id).where(*among)):
            for title in asked[key]:
                found[title] = (*found.get(title, ()), id_)
    return found


def about_value(connection: sa.Connection, name: str) -> str:
    """Return what the archive says of itself under a name, "" where it says nothing."""
    return connection.execute(sa.select(about.c.value).where(about.c.name == name)).scalar() or ""
