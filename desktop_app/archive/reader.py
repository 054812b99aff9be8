"""An archive file read by SQLite alone: what the search follows an archive with, ready in a few milliseconds.

SQLAlchemy takes a third of a second to load and half a millisecond a question, which is more than a search takes. The
search process only reads, and asks the same dozen questions again and again: here they are, in SQLite's own words.
Promises: each answer is the one `Archive` gives (`tests/archive/test_reader.py` holds them against each other), of one
state of the archive, and safe to ask for from several threads.

Not for writing, and not for anything unusual: a database of a server, a file of another Copydesk, one that is missing,
damaged or may not be written is opened as an `Archive`, which knows what to say of it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Self, TypeAlias

from desktop_app.archive import recognising
from desktop_app.archive.articles import Article, ArticleSummary, Author, ChangeSet, Facts, ReprintChoice, ShownArticle
from desktop_app.archive.door import clean_text
from desktop_app.archive.form import BUSY_TIMEOUT_S, SCHEMA_VERSION, moment
from desktop_app.archive.ids import chunks, possible
from desktop_app.archive.rows import (
    FACT_COLUMNS,
    FACT_MOMENTS,
    SHOWN_COLUMNS,
    SHOWN_TEXTS,
    SUMMARY_COLUMNS,
    to_article,
    to_facts,
    to_shown,
    to_summary,
)
from desktop_app.archive.troubles import UNSAVED, translate
from desktop_app.errors import NotFound, UserError

if TYPE_CHECKING:
    from desktop_app.archive.archive import Archive

Readable: TypeAlias = "Archive | ArchiveReader"
"""What can be followed and read: the search does not ask which it has."""

_WHOLE = (
    "id", "uid", "title", "standfirst", "body", "summary", "language", "status", "kind", "section", "folder",
    "publication", "issue", "page", "word_goal", "published_text", "published_first", "published_last", "source_name",
    "source_url", "canonical_url", "rights_holder", "rights_licence", "rights_embargo", "rights_note", "extra",
    "origin_path", "origin_sha256", "origin_encoding", "origin_removed", "batch", "words", "created", "updated",
    "trashed_at", "version",
)  # fmt: skip

_WINDOW = """
SELECT seq FROM (
    SELECT * FROM (SELECT seq FROM article WHERE seq > :seq ORDER BY seq LIMIT :most)
    UNION ALL
    SELECT * FROM (SELECT text_seq FROM article WHERE text_seq > :seq ORDER BY text_seq LIMIT :most)
    UNION ALL
    SELECT * FROM (SELECT seq FROM tombstone WHERE seq > :seq ORDER BY seq LIMIT :most)
) ORDER BY seq LIMIT :most
"""

_CHANGED = """
SELECT id, seq, text_seq FROM article WHERE seq > :seq AND seq <= :end
UNION SELECT id, seq, text_seq FROM article WHERE text_seq > :seq AND text_seq <= :end
"""

_PURGED = "SELECT article_id FROM tombstone WHERE seq > :seq AND seq <= :end ORDER BY seq, article_id"
_CHOICES = "SELECT one, other, together, made FROM reprint_choice ORDER BY seq, one, other"
_AUTHORS = "SELECT article_id, name, affiliation FROM article_author JOIN author ON author.id = author_id"
_TAGS = "SELECT article_id, name FROM article_tag JOIN tag ON tag.id = tag_id"


def open_reader(where: str | Path) -> Readable:
    """Open an archive by path or URL for reading only."""
    found = ArchiveReader.of(where)
    if found is not None:
        return found
    from desktop_app.archive.archive import Archive

    return Archive.open(where, read_only=True)


def _file(where: str) -> Path | None:
    """Return the file that is meant; None where that takes reading a URL closely."""
    if "://" not in where:
        return Path(where).expanduser().absolute()
    path = where.removeprefix("sqlite:///")
    return None if path in (where, "", ":memory:") or "?" in path or "%" in path else Path(path).absolute()


class ArchiveReader:
    """One archive file, open for reading. Close it, or use it as a context manager."""

    def __init__(self, path: Path) -> None:
        """Open a file that is known to be an archive of this form."""
        self.path = path
        self.url = str(path)
        self.name = path.stem
        self._idle: list[sqlite3.Connection] = []
        self._closed = False
        self.uid = str(self._one("SELECT value FROM about WHERE name = 'uid'") or "")
        self.schema_version = int(self._one("PRAGMA user_version"))

    @classmethod
    def of(cls, where: str | Path) -> Self | None:
        """Open a file by path or URL; None where it is no whole archive of this form that is at its place as usual."""
        path = _file(str(where))
        if path is None:
            return None
        try:
            recognising.must_be_whole(path, recognising.look_at(path))
            if not recognising.may_write(path):
                return None
            made = cls(path)
        except (UserError, sqlite3.Error):
            return None
        if made.uid and made.schema_version == SCHEMA_VERSION:
            return made
        made.close()
        return None

    def close(self) -> None:
        """Let go of the file."""
        self._closed = True
        while self._idle:
            self._idle.pop().close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # What is asked, as `Archive` answers it

    @property
    def seq(self) -> int:
        """The number of the last write."""
        return int(self._one("SELECT seq FROM counter"))

    def stamp(self, seq: int) -> str:
        """Return the random stamp of a writing transaction, "" when it is not known any more."""
        return str(self._one("SELECT stamp FROM history WHERE seq = :seq", seq=seq) or "")

    def changes_after(self, seq: int, limit: int = 5000) -> ChangeSet:
        """Return what changed after the write number `seq`, each article once; ask again while `more`."""
        seq, limit = max(-1, min(seq, 2**62)), max(1, limit)
        with self._reading() as connection:
            current = int(connection.execute("SELECT seq FROM counter").fetchone()[0])
            # Nothing new is what a follower hears nearly every time.
            if seq >= current:
                return ChangeSet(current, (), (), ())
            window = connection.execute(_WINDOW, {"seq": seq, "most": limit + 1}).fetchall()
            end = min(window[limit - 1][0], current) if len(window) > limit else current
            asked = {"seq": seq, "end": end}
            rows = connection.execute(_CHANGED, asked).fetchall()
            purged = [id_ for (id_,) in connection.execute(_PURGED, asked)]
        ordered = sorted((own if own <= end else text_seq, id_, text_seq) for id_, own, text_seq in rows)
        return ChangeSet(
            seq=end,
            text_changed=tuple(id_ for _, id_, text_seq in ordered if seq < text_seq <= end),
            facts_changed=tuple(id_ for _, id_, _ in ordered),
            purged=tuple(purged),
            more=end < current,
        )

    def facts(self, ids: Iterable[int] | None = None) -> Sequence[Facts]:
        """Return the facts of these articles, or of all with the trash, by id."""
        columns = ", ".join((*FACT_COLUMNS, *FACT_MOMENTS))
        with self._reading() as connection:
            found: list[Facts] = []
            for part in [None] if ids is None else chunks(sorted(possible(ids))):
                authors, tags = _names(connection, _AUTHORS, part), _names(connection, _TAGS, part)
                rows = _rows(connection, f"SELECT {columns} FROM article", "id", part, "id")
                found += to_facts(rows, authors, tags)
            return found

    def get(self, article_id: int) -> Article:
        """Return an article, or raise NotFound."""
        found = self.texts([article_id])
        if not found:
            raise NotFound(f"There is no article {article_id} in this archive.", "It may have been deleted for ever.")
        return found[0]

    def find(self, name: int | str) -> Article | None:
        """Return the article with this id or uid, or None."""
        if isinstance(name, str):
            uid = clean_text(name).strip().lower()
            found = self._one("SELECT id FROM article WHERE uid = :uid", uid=uid)
            if found is None and not (uid.isascii() and uid.isdecimal() and len(uid) < 12):
                return None
            name = int(uid) if found is None else int(found)
        return next(iter(self.texts([name])), None)

    def texts(self, ids: Iterable[int]) -> list[Article]:
        """Return whole articles in the order of `ids`; those that do not exist are left out."""
        select = f"SELECT {', '.join(_WHOLE)} FROM article JOIN article_text ON article_id = id"
        wanted = possible(ids)
        found: dict[int, Article] = {}
        with self._reading() as connection:
            for part in chunks(wanted):
                authors, tags = _bylines(connection, part), _tags(connection, part)
                for row in _named(_WHOLE, _rows(connection, select, "id", part)):
                    found[row.id] = to_article(row, authors.get(row.id, ()), tags.get(row.id, ()))
        return [found[id_] for id_ in wanted if id_ in found]

    def summaries(self, ids: Iterable[int]) -> list[ArticleSummary]:
        """Return list rows in the order of `ids`; articles that do not exist are left out."""
        select = f"SELECT {', '.join(SUMMARY_COLUMNS)} FROM article"
        wanted = possible(ids)
        found: dict[int, ArticleSummary] = {}
        with self._reading() as connection:
            for part in chunks(wanted):
                authors, tags = _bylines(connection, part), _tags(connection, part)
                for row in _named(SUMMARY_COLUMNS, _rows(connection, select, "id", part)):
                    row.has_picture = bool(row.has_picture)
                    names = tuple(author.name for author in authors.get(row.id, ()))
                    found[row.id] = to_summary(row, names, tags.get(row.id, ()))
        return [found[id_] for id_ in wanted if id_ in found]

    def shown(self, ids: Iterable[int], *, with_texts: bool = True) -> list[ShownArticle]:
        """Return what a search shows of articles, in the order of `ids`; those that do not exist are left out."""
        select = f"SELECT {', '.join(SHOWN_COLUMNS)} FROM article"
        if with_texts:
            columns = ", ".join((*SHOWN_COLUMNS, *SHOWN_TEXTS))
            select = f"SELECT {columns} FROM article JOIN article_text ON article_id = id"
        wanted = possible(ids)
        found: dict[int, ShownArticle] = {}
        with self._reading() as connection:
            for part in chunks(wanted):
                authors, tags = _names(connection, _AUTHORS, part), _names(connection, _TAGS, part)
                for row in _rows(connection, select, "id", part):
                    found[row[0]] = to_shown(row, authors, tags)
        return [found[id_] for id_ in wanted if id_ in found]

    def every_id(self) -> Sequence[int]:
        """Return the ids of all articles, those in the trash too, ascending."""
        with self._reading() as connection:
            return [id_ for (id_,) in connection.execute("SELECT id FROM article ORDER BY id")]

    def batch_sources(self) -> dict[int, str]:
        """Return where each import came from, by its number."""
        with self._reading() as connection:
            return dict(connection.execute("SELECT number, source FROM batch").fetchall())

    def reprint_choices(self) -> Sequence[ReprintChoice]:
        """Return which articles were joined or split by hand, the earliest choice first; a later one outdoes it."""
        with self._reading() as connection:
            rows = connection.execute(_CHOICES).fetchall()
        return [ReprintChoice(one, other, bool(together), moment(made)) for one, other, together, made in rows]

    # How

    def _one(self, statement: str, **values: Any) -> Any:
        """Return the one value that is asked for, None where there is none."""
        with self._reading() as connection:
            row = connection.execute(statement, values).fetchone()
        return None if row is None else row[0]

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """Give a connection that sees one state of the archive until the end of the block."""
        if self._closed:
            raise UserError(f"“{self.name}” was closed; nothing was read or changed.", UNSAVED)
        try:
            # Threads come and go, one a piece of index work: a connection of each would be left behind.
            try:
                connection = self._idle.pop()
            except IndexError:
                connection = _connect(self.path)
            try:
                connection.execute("BEGIN")
                yield connection
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                self._idle.append(connection)
                if self._closed:
                    self.close()
        except sqlite3.Error as error:
            known = translate(error, self.name, writing=False)
            if known is None:
                raise
            raise known from error


def _connect(path: Path) -> sqlite3.Connection:
    # `mode=rw`: a file that is gone is not made anew.
    connection = sqlite3.connect(
        f"{path.as_uri()}?mode=rw", uri=True, timeout=BUSY_TIMEOUT_S, check_same_thread=False, isolation_level=None
    )
    with suppress(sqlite3.DatabaseError):  # Of a damaged file; the first question says so.
        for pragma in ("query_only = ON", "cache_size = -4000", "temp_store = MEMORY"):
            connection.execute(f"PRAGMA {pragma}")
    return connection


def _rows(
    connection: sqlite3.Connection, select: str, column: str, ids: Sequence[int] | None, order: str = ""
) -> sqlite3.Cursor:
    """Return the rows whose column is one of these ids, or all."""
    where = "" if ids is None else f" WHERE {column} IN ({', '.join('?' * len(ids))})"
    return connection.execute(f"{select}{where}{f' ORDER BY {order}' if order else ''}", ids or ())


def _names(connection: sqlite3.Connection, select: str, ids: Sequence[int] | None) -> dict[int, list[str]]:
    names: dict[int, list[str]] = {}
    for id_, name, *_ in _rows(connection, select, "article_id", ids, "article_id, position"):
        names.setdefault(id_, []).append(name)
    return names


def _bylines(connection: sqlite3.Connection, ids: Sequence[int]) -> dict[int, tuple[Author, ...]]:
    found: dict[int, tuple[Author, ...]] = {}
    for id_, name, affiliation in _rows(connection, _AUTHORS, "article_id", ids, "article_id, position"):
        found[id_] = (*found.get(id_, ()), Author(name, affiliation))
    return found


def _tags(connection: sqlite3.Connection, ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    return {id_: tuple(names) for id_, names in _names(connection, _TAGS, ids).items()}


def _named(columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> Iterator[SimpleNamespace]:
    """Yield rows by the names of their columns, points in time as such."""
    for values in rows:
        row = SimpleNamespace(**dict(zip(columns, values, strict=True)))
        for name in FACT_MOMENTS:
            stored = getattr(row, name)
            setattr(row, name, None if stored is None else moment(stored))
        yield row
