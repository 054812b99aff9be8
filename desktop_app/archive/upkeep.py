"""Looking after an archive: what is wrong with it, what can be put right, what it holds, and giving space back.

Everything derived (keys, leads, word counts, digests) is computed anew and compared, so that a fault of the disk or of
an older program shows. The index is looked after by `search`.
"""

from __future__ import annotations

import hashlib
import os
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from desktop_app.archive import backups
from desktop_app.archive.articles import Finding
from desktop_app.archive.connections import Connections, Transaction
from desktop_app.archive.form import PLACES
from desktop_app.archive.ids import CHUNK, chunks
from desktop_app.archive.names import sweep_authors, sweep_tags
from desktop_app.archive.pictures import sweep_pictures
from desktop_app.archive.reading import texts
from desktop_app.archive.rows import fact_columns, name_key, text_columns, text_digest, unpack
from desktop_app.archive.tables import (
    article,
    article_author,
    article_picture,
    article_tag,
    article_text,
    author,
    batch_picture,
    counter,
    picture,
    tag,
    tombstone,
    version,
)
from desktop_app.archive.troubles import DamagedArchive, translate
from desktop_app.query.matching import value_key

OnProgress = Callable[[int, int], None]

_INDEX_FAULTS = ("missing from index", "wrong # of entries in index", "non-unique entry in index")


def check(connection: sa.Connection, progress: OnProgress | None = None) -> list[Finding]:
    """Return all that is wrong, in words."""
    found = list(_integrity(connection))
    if any(not finding.repairable for finding in found):
        # Reading on through torn pages would only give consequences of the same fault.
        return found
    found += _references(connection)
    found += _numbers(connection)
    found += _names(connection)
    found += _pictures(connection)
    found += _texts(connection, progress)
    found += _snapshots(connection)
    return found


def _integrity(connection: sa.Connection) -> Iterator[Finding]:
    if connection.dialect.name != "sqlite":
        return
    try:
        lines = list(connection.exec_driver_sql("PRAGMA integrity_check(20)").scalars())
    except sa.exc.DatabaseError as error:
        # Some damage stops even the check (3.40); that is a finding, and all else an error as ever.
        if not isinstance(translate(error.orig, "", writing=False), DamagedArchive):
            raise
        lines = [str(error.orig)]
    for line in lines:
        if line != "ok":
            repairable = any(fault in line for fault in _INDEX_FAULTS)
            way = "It can be repaired." if repairable else "Restore a backup."
            yield Finding("integrity", f"The file is damaged: {line}. {way}", repairable)


def _references(connection: sa.Connection) -> Iterator[Finding]:
    if connection.dialect.name == "sqlite":
        broken: dict[str, int] = {}
        for row in connection.exec_driver_sql("PRAGMA foreign_key_check"):
            broken[row[0]] = broken.get(row[0], 0) + 1
        for table, number in broken.items():
            yield Finding("reference", f"{number} rows of “{table}” point to something that is gone.", True)
    lost = _count(connection, article, ~sa.exists().where(article_text.c.article_id == article.c.id))
    if lost:
        yield Finding("lost_text", f"{lost} articles have lost their text; their newest version can stand in.", True)


def _numbers(connection: sa.Connection) -> Iterator[Finding]:
    row = connection.execute(sa.select(counter)).one()
    ahead = _count(connection, article, sa.or_(article.c.seq > row.seq, article.c.text_seq > article.c.seq))
    ahead += _count(connection, tombstone, tombstone.c.seq > row.seq)
    if ahead:
        yield Finding("sequence", f"{ahead} changes are numbered after the last one.", True)
    if (connection.execute(sa.select(sa.func.max(article.c.id))).scalar() or 0) > row.last_article:
        yield Finding("sequence", "Articles are numbered after the last number given out.", True)
    risen = _count(connection, tombstone, tombstone.c.article_id.in_(sa.select(article.c.id)))
    if risen:
        yield Finding("sequence", f"{risen} articles are there and marked as deleted for ever.", True)


def _names(connection: sa.Connection) -> Iterator[Finding]:
    for table, link, key in ((author, article_author.c.author_id, name_key), (tag, article_tag.c.tag_id, value_key)):
        unused = _count(connection, table, ~sa.exists().where(link == table.c.id))
        if unused:
            yield Finding("unused_name", f"{unused} names in “{table.name}” belong to no article.", True)
        wrong = sum(row.name_key != key(row.name) for row in connection.execute(sa.select(table)))
        if wrong:
            yield Finding("key", f"{wrong} names in “{table.name}” are sorted under an outdated form.", True)


def _pictures(connection: sa.Connection) -> Iterator[Finding]:
    for sha256 in connection.execute(sa.select(picture.c.sha256)).scalars().all():
        data = connection.execute(sa.select(picture.c.data).where(picture.c.sha256 == sha256)).scalar_one()
        if hashlib.sha256(data).hexdigest() != sha256:
            yield Finding(
                "picture", f"The picture {sha256[:12]}… is damaged. Restore a backup to have it whole.", False
            )
    used = sa.exists().where(article_picture.c.sha256 == picture.c.sha256)
    kept = sa.exists().where(batch_picture.c.sha256 == picture.c.sha256)
    unused = _count(connection, picture, ~used, ~kept)
    if unused:
        yield Finding("unused_picture", f"{unused} pictures belong to no article.", True)


def _texts(connection: sa.Connection, progress: OnProgress | None) -> Iterator[Finding]:
    wrong = {"text": 0, "key": 0}
    for stale, _, _ in _stale_articles(connection, progress):
        wrong["text" if "text_digest" in stale else "key"] += 1
    if wrong["text"]:
        yield Finding("text", f"{wrong['text']} texts are not as they were saved. Compare them with a version.", True)
    if wrong["key"]:
        yield Finding("key", f"{wrong['key']} articles have an outdated word count, lead or sorting form.", True)


def _stale_articles(
    connection: sa.Connection, progress: OnProgress | None
) -> Iterator[tuple[dict[str, Any], int, int]]:
    """Yield (columns as they should be, id, version) of articles whose derived columns are not what they should be."""
    ids = connection.execute(sa.select(article.c.id).order_by(article.c.id)).scalars().all()
    for number, part in enumerate(chunks(ids, 200)):
        rows = {row.id: row for row in connection.execute(sa.select(article).where(article.c.id.in_(part)))}
        for one in texts(connection, part):
            right = {**text_columns(one.title, one.standfirst, one.body), **fact_columns(one)}
            stale = {name: value for name, value in right.items() if getattr(rows[one.id], name) != value}
            if stale:
                yield stale, one.id, one.version
        if progress is not None:
            progress(min(len(ids), (number + 1) * 200), len(ids))


def _snapshots(connection: sa.Connection) -> Iterator[Finding]:
    damaged = len(list(_damaged_versions(connection)))
    if damaged:
        yield Finding("version", f"{damaged} kept versions cannot be read any more.", False)


def _damaged_versions(connection: sa.Connection) -> Iterator[tuple[int, int]]:
    columns = (version.c.article_id, version.c.number, version.c.digest, version.c.snapshot)
    for row in connection.execution_options(yield_per=CHUNK).execute(sa.select(*columns)):
        try:
            sound = text_digest(*unpack(row.snapshot)) == row.digest
        except (zlib.error, ValueError, TypeError):
            sound = False
        if not sound:
            yield row.article_id, row.number


def repair(connections: Connections, uids: Sequence[str]) -> list[Finding]:
    """Put right what `check` calls repairable, after a backup; return what is still wrong then."""
    connections.must_be_writable()
    with connections.reading() as connection:
        found = check(connection)
    if not found or any(finding.kind == "integrity" and not finding.repairable for finding in found):
        return found
    if connections.path is not None:
        # A copy of a faulty index does not pass for a backup; older ones are there then.
        with suppress(DamagedArchive):
            backups.make(connections, uids, None, "before-update")
        connections.outside("REINDEX")
    with connections.writing() as transaction:
        _repair(transaction)
    with connections.reading() as connection:
        return check(connection)


def compact(connections: Connections) -> int:
    """Rewrite the file without its holes; return the bytes won."""
    with connections.writing() as transaction:
        sweep_pictures(transaction.connection)
    if connections.engine.dialect.name != "sqlite":
        return 0
    before = _size(connections.path)
    connections.outside("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)", "PRAGMA optimize")
    return max(0, before - _size(connections.path))


def _size(path: Path | None) -> int:
    sizes = 0
    for tail in ("", "-wal"):
        with suppress(OSError):
            sizes += os.path.getsize(f"{path}{tail}") if path else 0
    return sizes


def _repair(transaction: Transaction) -> None:
    """Repair within one transaction; a text is never changed but where it was lost."""
    connection = transaction.connection
    _remove_dangling(connection)
    _bring_back_texts(transaction)
    _renumber(transaction)
    for table, key in ((author, name_key), (tag, value_key)):
        for row in connection.execute(sa.select(table)).all():
            if row.name_key != key(row.name):
                connection.execute(sa.update(table).where(table.c.id == row.id).values(name_key=key(row.name)))
    sweep_authors(connection)
    sweep_tags(connection)
    sweep_pictures(connection)
    for stale, article_id, number in list(_stale_articles(connection, None)):
        values = {**stale, "seq": transaction.seq, "version": number + 1}
        if "text_digest" in stale:
            values.update(text_seq=transaction.seq, text_version=number + 1)
        connection.execute(sa.update(article).where(article.c.id == article_id).values(**values))
        transaction.touch(article_id)
    transaction.wrote = True


def _remove_dangling(connection: sa.Connection) -> None:
    """Delete rows that point to nothing; the tables name each other, so no list of them stands here."""
    for table in reversed(article.metadata.sorted_tables):
        for key in table.foreign_keys:
            target = key.column.table.alias()
            gone = ~sa.exists().where(target.c[key.column.name] == key.parent)
            connection.execute(sa.delete(table).where(gone))


def _bring_back_texts(transaction: Transaction) -> None:
    connection = transaction.connection
    lost = sa.select(article.c.id).where(~sa.exists().where(article_text.c.article_id == article.c.id))
    for article_id in connection.execute(lost).scalars().all():
        newest = sa.select(version.c.snapshot).where(version.c.article_id == article_id)
        snapshot = connection.execute(newest.order_by(version.c.number.desc()).limit(1)).scalar()
        _, standfirst, body = unpack(snapshot) if snapshot else ("", "", "")
        connection.execute(
            sa.insert(article_text), [{"article_id": article_id, "standfirst": standfirst, "body": body}]
        )


def _renumber(transaction: Transaction) -> None:
    """Bring numbers that ran ahead back under the number of this transaction, which followers will read anew."""
    connection, seq = transaction.connection, transaction.seq
    risen = tombstone.c.article_id.in_(sa.select(article.c.id))
    connection.execute(sa.delete(tombstone).where(risen))
    connection.execute(sa.update(tombstone).where(tombstone.c.seq > seq).values(seq=seq))
    ahead = sa.or_(article.c.seq > seq, article.c.text_seq > article.c.seq)
    connection.execute(sa.update(article).where(ahead).values(seq=seq, text_seq=seq))
    last = connection.execute(sa.select(sa.func.max(article.c.id))).scalar() or 0
    transaction.last_article = max(transaction.last_article, int(last))


def statistics(connection: sa.Connection, path: Path | None) -> dict[str, Any]:
    """Return the numbers of `stats`; the trash is not counted in articles and words."""
    here = article.c.place != PLACES["trash"]
    total = sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(article.c.words), 0)).where(here)
    articles, words = connection.execute(total).one()
    languages = sa.select(article.c.language, sa.func.count()).where(here).group_by(article.c.language)
    year = article.c.published_first // 10_000
    years = sa.select(year, sa.func.count()).where(here, article.c.published_first != 0).group_by(year)
    return {
        "articles": int(articles),
        "trashed": _count(connection, article, ~here),
        "words": int(words),
        "versions": _count(connection, version),
        "pictures": _count(connection, picture),
        "languages": {row[0]: row[1] for row in connection.execute(languages.order_by(article.c.language))},
        "archive_bytes": _size(path),
        "years": {str(row[0]): row[1] for row in connection.execute(years.order_by(year))},
    }


def _count(connection: sa.Connection, table: sa.Table, *where: sa.ColumnElement[bool]) -> int:
    return int(connection.execute(sa.select(sa.func.count()).select_from(table).where(*where)).scalar_one())
