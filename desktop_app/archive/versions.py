"""Kept states of a text: when one is kept, how it is stored, and which are thinned away with age.

Promises: no version equals the one before it; a version that a person asked for, or that stands before a change by the
program, stays for ever; numbers count from 1 within the article and are never used again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from desktop_app.archive.articles import Article, Version, VersionReason, VersionText
from desktop_app.archive.connections import Transaction
from desktop_app.archive.form import microseconds
from desktop_app.archive.ids import chunks, possible
from desktop_app.archive.reading import existing, missing
from desktop_app.archive.rows import pack, text_digest, unpack
from desktop_app.archive.tables import article, article_text, version
from desktop_app.errors import NotFound
from desktop_app.text.folding import fold

THINNED = (VersionReason.SESSION, VersionReason.ACTIVITY)
"""The automatic ones; all others stay."""

_ALL_FOR = timedelta(days=1)
_HOURLY_FOR = timedelta(days=7)
_HOUR_US = 3_600_000_000

_EMPTY = text_digest("", "", "")

_HEAD = (version.c.article_id, version.c.number, version.c.kept_at, version.c.reason, version.c.name, version.c.title)
_HEAD_WORDS = (*_HEAD, version.c.words)


def versions(connection: sa.Connection, article_id: int) -> list[Version]:
    """Return all versions of an article, newest first."""
    if not existing(connection, [article_id]):
        raise missing(article_id)
    rows = connection.execute(
        sa.select(*_HEAD_WORDS).where(version.c.article_id == article_id).order_by(version.c.number.desc())
    )
    return [_to_version(row) for row in rows]


def version_text(connection: sa.Connection, article_id: int, number: int) -> VersionText:
    """Return the texts of one version, or raise NotFound."""
    if not (possible([article_id]) and possible([number])):
        raise _no_version(article_id, number)
    row = connection.execute(
        sa.select(*_HEAD_WORDS, version.c.snapshot).where(
            version.c.article_id == article_id, version.c.number == number
        )
    ).one_or_none()
    if row is None:
        raise _no_version(article_id, number)
    return VersionText(_to_version(row), *unpack(row.snapshot))


def versions_with(connection: sa.Connection, article_id: int, words: str) -> list[Version]:
    """Return the versions that held these words under the fold, newest first; the last of them had them first."""
    wanted = _in_a_row(words)
    if not wanted or not existing(connection, [article_id]):
        return []
    rows = connection.execute(
        sa.select(*_HEAD_WORDS, version.c.snapshot)
        .where(version.c.article_id == article_id)
        .order_by(version.c.number.desc())
    )
    return [_to_version(row) for row in rows if wanted in _in_a_row("\n".join(unpack(row.snapshot)))]


def _in_a_row(text: str) -> str:
    return " ".join(fold(text).split())


def _no_version(article_id: int, number: int) -> NotFound:
    return NotFound(f"Article {article_id} has no version {number}.", "Its text is untouched.")


def version_row(
    article_id: int,
    number: int,
    moment: datetime,
    reason: VersionReason,
    texts: tuple[str, str, str],
    words: int,
    name: str = "",
) -> dict[str, Any]:
    """Return the row that keeps title, standfirst and body."""
    return {
        "article_id": article_id,
        "number": number,
        "kept_at": moment,
        "reason": reason.value,
        "name": name,
        "title": texts[0],
        "words": words,
        "digest": text_digest(*texts),
        "snapshot": pack(texts),
    }


def keep_current(
    transaction: Transaction,
    ids: Iterable[int],
    reason: VersionReason,
    name: str = "",
    known: Mapping[int, Article] | None = None,
) -> list[int]:
    """Keep the texts as they stand, where they differ from the newest version; return the articles kept.

    `known` are these articles as they stand, where they were read before.
    """
    connection = transaction.connection
    kept: list[int] = []
    for part in chunks(possible(ids)):
        newest = {row.id: (row.number or 0) for row in connection.execute(_unkept(part))}
        texts = [known[id_] for id_ in newest] if known is not None else connection.execute(_texts(newest))
        rows = [
            version_row(
                one.id,
                newest[one.id] + 1,
                transaction.now,
                reason,
                (one.title, one.standfirst, one.body),
                one.words,
                name,
            )
            for one in texts
        ]
        if rows:
            connection.execute(sa.insert(version), rows)
            transaction.wrote = True
        kept += newest
    return kept


def keep_for_good(transaction: Transaction, ids: Collection[int], reason: VersionReason) -> dict[int, int]:
    """Keep the texts as they stand so that they are never thinned; return the versions that have them, by article.

    Where the newest version has the text already, that one stays for good. An empty text is never kept.
    """
    keep_current(transaction, ids, reason)
    kept: dict[int, int] = {}
    for part in chunks(possible(ids)):
        mine = version.c.article_id.in_(part)
        last = sa.select(version.c.article_id, sa.func.max(version.c.number).label("number")).where(mine)
        newest = last.group_by(version.c.article_id).subquery()
        joined = sa.and_(version.c.article_id == newest.c.article_id, version.c.number == newest.c.number)
        head = sa.select(version.c.article_id, version.c.number, version.c.reason).join(newest, joined)
        for row in transaction.connection.execute(head).all():
            kept[row.article_id] = row.number
            if VersionReason(row.reason) in THINNED:
                _change(transaction, row.article_id, row.number, {"reason": reason.value})
    return kept


def keep_text(
    transaction: Transaction, article_id: int, texts: tuple[str, str, str], words: int, reason: VersionReason
) -> VersionText:
    """Keep a text that is not the article's own (the losing side of a conflict)."""
    connection = transaction.connection
    last = sa.select(sa.func.max(version.c.number)).where(version.c.article_id == article_id)
    number = (connection.execute(last).scalar() or 0) + 1
    row = version_row(article_id, number, transaction.now, reason, texts, words)
    connection.execute(sa.insert(version), [row])
    transaction.wrote = True
    return VersionText(Version(article_id, number, transaction.now, reason, "", texts[0], words), *texts)


def keep(transaction: Transaction, article_id: int, name: str, reason: VersionReason) -> None:
    """Keep the text on request; if the newest version has it already, that one now stays and takes the name."""
    if not existing(transaction.connection, [article_id]):
        raise missing(article_id)
    if keep_current(transaction, [article_id], reason, name):
        return
    newest = _newest(transaction.connection, article_id)
    if newest is None:
        return
    values: dict[str, Any] = {}
    if name and name != newest.name:
        values["name"] = name
    if VersionReason(newest.reason) in THINNED and reason not in THINNED:
        values["reason"] = reason.value
    if values:
        _change(transaction, article_id, newest.number, values)


def rename(transaction: Transaction, article_id: int, number: int, name: str) -> None:
    """Give a version a name, or take it away with ""; a named one stays for ever."""
    found = version_text(transaction.connection, article_id, number).version
    values: dict[str, Any] = {"name": name}
    if name and found.reason in THINNED:
        values["reason"] = VersionReason.KEPT.value
    _change(transaction, article_id, number, values)


def thin(transaction: Transaction) -> None:
    """Delete automatic versions that have grown too many.

    All of the last day stay, then the last one of each hour for a week, then the last one of each day (ui.md, 4.5).
    """
    connection, now = transaction.connection, transaction.now
    old = sa.select(version.c.article_id, version.c.number, version.c.kept_at).where(
        version.c.reason.in_([reason.value for reason in THINNED]),
        version.c.name == "",
        version.c.kept_at < now - _ALL_FOR,
    )
    seen: set[tuple[int, int, int]] = set()
    doomed: list[tuple[int, int]] = []
    for row in connection.execute(old.order_by(version.c.article_id, version.c.number.desc())):
        hour = microseconds(row.kept_at) // _HOUR_US
        daily = row.kept_at < now - _HOURLY_FOR
        bucket = (row.article_id, 1 if daily else 0, hour // 24 if daily else hour)
        if bucket in seen:
            doomed.append((row.article_id, row.number))
        seen.add(bucket)
    for part in chunks(doomed):
        connection.execute(sa.delete(version).where(sa.tuple_(version.c.article_id, version.c.number).in_(part)))
        transaction.wrote = True


def _unkept(ids: list[int]) -> sa.Select[Any]:
    """Select the articles whose text no version holds as its newest, with the number of that version."""
    last = (
        sa.select(version.c.article_id, sa.func.max(version.c.number).label("number"))
        .where(version.c.article_id.in_(ids))
        .group_by(version.c.article_id)
        .subquery()
    )
    joined = article.outerjoin(last, last.c.article_id == article.c.id).outerjoin(
        version, sa.and_(version.c.article_id == article.c.id, version.c.number == last.c.number)
    )
    changed = sa.or_(version.c.digest.is_(None), version.c.digest != article.c.text_digest)
    return (
        sa.select(article.c.id, last.c.number)
        .select_from(joined)
        .where(article.c.id.in_(ids), changed, article.c.text_digest != _EMPTY)
    )


def _texts(ids: Collection[int]) -> sa.Select[Any]:
    columns = (article.c.id, article.c.title, article.c.words, article_text.c.standfirst, article_text.c.body)
    return sa.select(*columns).join(article_text).where(article.c.id.in_(list(ids)))


def _newest(connection: sa.Connection, article_id: int) -> Any:
    mine = version.c.article_id == article_id
    return connection.execute(
        sa.select(*_HEAD_WORDS).where(mine).order_by(version.c.number.desc()).limit(1)
    ).one_or_none()


def _change(transaction: Transaction, article_id: int, number: int, values: dict[str, Any]) -> None:
    transaction.connection.execute(
        sa.update(version).where(version.c.article_id == article_id, version.c.number == number).values(**values)
    )
    transaction.wrote = True


def _to_version(row: Any) -> Version:
    return Version(row.article_id, row.number, row.kept_at, VersionReason(row.reason), row.name, row.title, row.words)
