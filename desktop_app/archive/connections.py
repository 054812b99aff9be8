"""The way to the database: connections, transactions and the one lock for writing.

Promises: a transaction is either whole or not there; one thread writes at a time while others read the state before it;
a write into a file that is no longer at its place is an error and not a loss. What a transaction does stands elsewhere.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from desktop_app.archive import following
from desktop_app.archive.articles import Changes, ReadOnlyArchive
from desktop_app.archive.form import BUSY_TIMEOUT_S
from desktop_app.archive.tables import counter
from desktop_app.archive.troubles import UNSAVED, ArchiveGone, in_words
from desktop_app.errors import UserError

_IMMEDIATE = {"copydesk_begin": "BEGIN IMMEDIATE"}


@dataclass(slots=True)
class Transaction:
    """One writing transaction: its number, its moment, and what it has done so far."""

    connection: sa.Connection
    seq: int
    now: datetime
    new_uid: Callable[[], str]
    last_article: int
    touched: dict[int, None] = field(default_factory=dict)
    wrote: bool = False

    def touch(self, *ids: int) -> None:
        """Note that these articles changed."""
        self.touched.update(dict.fromkeys(ids))
        self.wrote = True

    def next_article_id(self) -> int:
        """Give out an id that was never used before."""
        self.last_article += 1
        return self.last_article

    def changes(self, *, undo: int | None = None, version: int | None = None, skipped: Sequence[int] = ()) -> Changes:
        """Say what was done."""
        seq = self.seq if self.wrote else self.seq - 1
        return Changes(seq, tuple(self.touched), undo, version, tuple(skipped))


def engine_for(url: sa.URL, *, query_only: bool = False, read_only: bool = False, immutable: bool = False) -> sa.Engine:
    """Make an engine whose transactions are real ones.

    pysqlite by itself begins a transaction before some statements and not before others (never before DDL), so that a
    killed migration could leave half a schema. Here the driver is silent and every BEGIN is ours.

    `query_only`: the file may be written, but not by us (the last to close it still empties its log). `read_only`: it
    may not be written. `immutable`: and nobody else writes it, nor can files be made beside it.
    """
    if url.get_backend_name() != "sqlite":
        return sa.create_engine(url)
    arguments: dict[str, Any] = {"timeout": BUSY_TIMEOUT_S, "check_same_thread": False, "isolation_level": None}
    if url.database in (None, "", ":memory:"):
        engine = sa.create_engine("sqlite://", poolclass=sa.StaticPool, connect_args=arguments)
    else:
        if read_only:
            flags = {"mode": "ro", "uri": "true", **({"immutable": "1"} if immutable else {})}
            uri = Path(str(url.database)).absolute().as_uri()
            url = url.set(database=uri, query=flags)
        # One connection a thread at work is enough: the lanes of the window are three, the rest is room.
        engine = sa.create_engine(url, connect_args=arguments, pool_size=4, max_overflow=12)
    sa.event.listen(engine, "connect", _prepare)
    if query_only:
        sa.event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA query_only = ON"))
    sa.event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    # 40 MB of log: a change to many articles writes the same pages of its indexes again and again.
    connection.execute("PRAGMA wal_autocheckpoint = 10000")
    connection.execute("PRAGMA cache_size = -16000")
    connection.execute("PRAGMA temp_store = MEMORY")


def _begin(connection: sa.Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("copydesk_begin", "BEGIN"))


class Connections:
    """The engine of one open archive, with its lock for writing and the identity of its file."""

    def __init__(
        self,
        engine: sa.Engine,
        name: str,
        *,
        path: Path | None,
        read_only_reason: str,
        clock: Callable[[], datetime],
        new_uid: Callable[[], str],
    ) -> None:
        self.engine = engine
        self.name = name
        self.path = path
        self.read_only_reason = read_only_reason
        self.clock = clock
        self._new_uid = new_uid
        self._lock = threading.RLock()
        # The connection of an archive in memory is one for all: there, readers take turns with writers.
        self._shared = isinstance(engine.pool, sa.StaticPool)
        self._identity = _identity(path)
        # A transaction of SQLite sees one state by nature; servers must be asked for it.
        self._snapshot = {} if engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
        self.closed = False

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """Give a connection that sees one state of the archive until the end of the block."""
        self._must_be_open()
        with in_words(self.name):
            if self._shared:
                with self._lock, self.engine.begin() as connection:
                    yield connection
            else:
                with self.engine.connect().execution_options(**self._snapshot) as connection:
                    yield connection

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        """Give a transaction that is committed at the end of the block, with the counter bumped last."""
        self._must_be_open()
        self.must_be_writable()
        with self._lock, in_words(self.name, writing=True):
            self._must_be_in_place()
            with self.engine.connect().execution_options(**_IMMEDIATE) as connection, connection.begin():
                # FOR UPDATE is silent on SQLite, where BEGIN IMMEDIATE has locked out all others already.
                row = connection.execute(sa.select(counter.c.seq, counter.c.last_article).with_for_update()).one()
                transaction = Transaction(connection, row.seq + 1, self.now(), self._new_uid, row.last_article)
                yield transaction
                if transaction.wrote:
                    values = {"seq": transaction.seq, "last_article": transaction.last_article}
                    following.stamp(connection, transaction.seq)
                    connection.execute(sa.update(counter).values(**values))
            self._must_be_in_place()

    def outside(self, *statements: str) -> None:
        """Run statements that SQLite takes only outside a transaction, alone with the archive."""
        self._must_be_open()
        self.must_be_writable()
        with self._lock, in_words(self.name, writing=True):
            self._must_be_in_place()
            with self.engine.connect() as connection:
                driver = connection.connection.driver_connection
                for statement in statements:
                    driver.execute(statement)  # type: ignore[union-attr]

    @contextmanager
    def driver(self) -> Iterator[sqlite3.Connection]:
        """Give SQLite's own connection, within a read transaction, for copying the file."""
        with self.reading() as connection:
            connection.execute(sa.select(counter.c.seq)).scalar_one()
            driver = connection.connection.driver_connection
            if not isinstance(driver, sqlite3.Connection):
                raise UserError(f"“{self.name}” lies on a server, which makes its own backups. None was made here.")
            yield driver

    def must_be_writable(self) -> None:
        """Raise ReadOnlyArchive where nothing may be written."""
        if self.read_only_reason:
            raise ReadOnlyArchive(self.read_only_reason, f"Nothing was changed. {UNSAVED}")

    def now(self) -> datetime:
        """Return the time by the archive's clock, in UTC."""
        moment = self.clock()
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)

    def close(self) -> None:
        """Let go of the file. A second call does nothing."""
        with self._lock:
            if self.closed:
                return
            self.closed = True
            if self.path is not None and not self.read_only_reason:
                self._empty_log()
            self.engine.dispose()

    def _empty_log(self) -> None:
        # While another process has the file open, closing leaves the log beside it, and someone who then copies the one
        # file by hand would copy an old state. Trouble here loses nothing: the log is read at the next opening.
        with suppress(sa.exc.SQLAlchemyError, sqlite3.Error), self.engine.connect() as connection:
            connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]

    def _must_be_open(self) -> None:
        if self.closed:
            raise UserError(f"“{self.name}” was closed; nothing was read or changed.", UNSAVED)

    def _must_be_in_place(self) -> None:
        # SQLite goes on writing into a file that was deleted or replaced, and everything looks saved until the program
        # ends. One stat (2 µs) before and after each write is the price of knowing.
        if self.path is not None and _identity(self.path) != self._identity:
            raise ArchiveGone(
                f"The archive file “{self.path.name}” was moved, replaced or deleted while it was open. "
                "Nothing more can be saved into it.",
                f"{UNSAVED} Put the file back to {self.path.parent}, or copy your text into another archive.",
            )


def _identity(path: Path | None) -> tuple[int, int] | None:
    if path is None:
        return None
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino
