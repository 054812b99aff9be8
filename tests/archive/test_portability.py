"""Nothing that only SQLite has: the tables and the statements are those of other databases too."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import mysql, postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from desktop_app.archive import Archive, Article, Author, Comment, Memo, Provenance
from desktop_app.archive.connections import engine_for
from desktop_app.archive.tables import metadata
from desktop_app.query import parse
from desktop_app.text.anchors import Anchor
from tests.archive.making import PICTURE, whole_article


def test_tables_can_be_made_in_postgresql() -> None:
    for table in metadata.sorted_tables:
        statement = str(CreateTable(table).compile(dialect=postgresql.dialect()))
        assert "AUTOINCREMENT" not in statement
        for index in table.indexes:
            assert str(CreateIndex(index).compile(dialect=postgresql.dialect()))


def test_statements_are_those_of_postgresql_too(archive: Archive) -> None:
    """Every statement of a working day is compiled for another database: what it lacks would raise here."""
    seen: list[Any] = []
    engine = archive._connections.engine
    sa.event.listen(engine, "before_execute", lambda _connection, clause, *_: seen.append(clause))
    batch = archive.begin_batch("x")
    archive.add(whole_article(), Article(tags=("x",)), batch=batch, pictures={0: [PICTURE]})
    archive.update_from_import(1, Article(title="New", provenance=Provenance("a", "b")), batch, [PICTURE])
    archive.save_text(2, base_version=1, title="T", standfirst="", body="B")
    archive.edit(2, status="published", authors=(Author("A"),), tags=("y",))
    archive.bulk_edit([1, 2], add_tags=["z"])
    archive.undo()
    archive.keep_version(2, "Named")
    archive.restore_version(2, 1)
    archive.thin_versions()
    archive.trash([2])
    for text in ("author:a* tag:x -section:none year:1998..2000", "created:>1999 words:>3 id:1 batch:1 has:picture"):
        archive.list(parse(text), sort="title", limit=1)
        archive.list(parse("-" + text), place="everything", after=archive.list(limit=1).next)
    archive.counts()
    archive.values("author", "a")
    archive.facts([1])
    archive.changes_after(0)
    archive.check()
    archive.repair()
    archive.statistics()
    archive.join_reprints([1, 2])
    archive.split_reprint(1, [2])
    archive.reprint_choices()
    archive.forget_reprint_choice(1, 2)
    archive.save_search("n", "q")
    archive.remove_search("n")
    archive.put_comments(1, [Comment("c1", Anchor(0, "a"), "why")])
    archive.remove_comments(1, [one.uid for one in archive.comments(1)])
    archive.set_memo(1, Memo("note"))
    archive.memo(1)
    archive.list(sort="deadline", limit=1)
    archive.purge([2])
    archive.undo_batch(batch, force=True)
    compiled = 0
    for clause in seen:
        if isinstance(clause, sa.ClauseElement):
            clause.compile(dialect=postgresql.dialect())  # type: ignore[no-untyped-call]
            compiled += 1
    assert compiled > 200


def test_writers_of_a_server_take_turns_at_the_counter(archive: Archive) -> None:
    """SQLite locks the file; elsewhere the row of the counter is the lock, taken first and written last."""
    seen: list[str] = []

    def note(_connection: Any, clause: Any, *_: Any) -> None:
        if isinstance(clause, sa.ClauseElement):
            seen.append(str(clause.compile(dialect=postgresql.dialect())))  # type: ignore[no-untyped-call]

    sa.event.listen(archive._connections.engine, "before_execute", note)
    archive.add(Article())
    assert "FOR UPDATE" in seen[0]
    assert seen[0].split()[1].startswith("counter.seq")
    assert seen[-1].startswith("UPDATE counter SET seq=")


@pytest.mark.parametrize(
    "address", ["postgresql+psycopg://nobody@localhost:1/none", "mysql+pymysql://nobody@localhost/x"]
)
def test_server_without_its_driver_is_told_in_words(address: str) -> None:
    from desktop_app.errors import UserError

    with pytest.raises(UserError, match="cannot be reached"):
        Archive.open(address)
    assert mysql.dialect().name == "mysql"


def test_engine_of_a_server_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[tuple[Any, dict[str, Any]]] = []
    monkeypatch.setattr(sa, "create_engine", lambda url, **more: made.append((url, more)))
    engine_for(sa.make_url("postgresql://host/db"))
    assert made == [(sa.make_url("postgresql://host/db"), {})]
