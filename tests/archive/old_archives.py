"""Archives as older Copydesks left them, for the tests of migrations.

`tests/data/archives/revision-N.sql` is the dump of one, written once when revision N + 1 was made and never changed:

    python -m tests.archive.old_archives N

makes the archive of a revision with the program's own migrations and prints its dump.
"""

from __future__ import annotations

import hashlib
import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from desktop_app.archive import files, migrating
from desktop_app.archive.connections import engine_for
from desktop_app.archive.form import APPLICATION_ID
from desktop_app.archive.rows import pack, text_digest

STORED = Path(__file__).resolve().parent.parent / "data" / "archives"
PICTURE_SHA = hashlib.sha256(b"a bridge").hexdigest()
UID = "01900000-0000-7000-8000-000000000001"
NOON_US = 1_700_000_000_000_000

TEXTS = (
    ("Körpü", "A bridge.", "# Körpü\n\nThe old *bridge*.\n\n![](images/bridge.jpg)\n"),
    ("Чай", "", "ёлка и чай"),
    ("Trash", "", "thrown away"),
)


def stored(revision: int, path: Path) -> None:
    """Bring a stored archive back as a file, as its Copydesk left it: with the log and in WAL mode."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript((STORED / f"revision-{revision}.sql").read_text("utf-8"))
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {revision}")
        connection.execute("PRAGMA journal_mode = WAL")


def build(revision: int, path: Path) -> None:
    """Make an archive of a revision with something in every table."""
    engine = engine_for(files.url_of(path))
    migrating.upgrade(engine, path.name, f"{revision:04}")
    engine.dispose()
    with closing(sqlite3.connect(path)) as connection:
        _fill(connection, revision)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.commit()


def _fill(connection: sqlite3.Connection, revision: int) -> None:
    def put(table: str, *rows: dict[str, object]) -> None:
        for row in rows:
            names, marks = ", ".join(f'"{name}"' for name in row), ", ".join("?" * len(row))
            connection.execute(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', tuple(row.values()))

    put("about", {"name": "uid", "value": UID}, {"name": "created", "value": "2023-11-14T22:13:20+00:00"})
    put("counter", {"id": 1, "seq": 9, "last_article": 4})
    put("batch", {"number": 1, "started": NOON_US, "finished": NOON_US, "source": "/in", "report": '{"added": 1}'})
    put("author", {"id": 1, "name": "Leyla Əliyeva", "name_key": " leyla eliyeva "})
    put("tag", {"id": 1, "name": "Kür", "name_key": "kur"})
    put("picture", {"sha256": PICTURE_SHA, "media_type": "image/jpeg", "size": 8, "data": b"a bridge"})
    for number, (title, standfirst, body) in enumerate(TEXTS, start=1):
        trashed = number == 3
        put("article", {
            "id": number, "uid": f"{UID[:-1]}{number + 1}", "seq": 6 + number, "text_seq": number, "version": 2,
            "text_version": 1, "text_digest": text_digest(title, standfirst, body),
            "place": 2 if trashed else number - 1, "status": "published" if number == 2 else "writing", "title": title,
            "title_key": {"Körpü": "korpu", "Чай": "чай", "Trash": "trash"}[title],
            "lead": {1: "Körpü The old bridge.", 2: "ёлка и чай", 3: "thrown away"}[number],
            "words": {1: 4, 2: 3, 3: 2}[number], "has_picture": number == 1, "section": "Culture",
            "section_key": "culture", "batch": number == 1,
            "origin_path": "/in/a.md" if number == 1 else "", "origin_sha256": "ab" * 32 if number == 1 else "",
            "origin_encoding": "utf-8" if number == 1 else "", "published_text": "1998", "published_first": 19980101,
            "published_last": 19981231, "published_order": 19980101, "created": NOON_US, "updated": NOON_US + number,
            "trashed_at": NOON_US if trashed else None,
        })  # fmt: skip
        put("article_text", {"article_id": number, "standfirst": standfirst, "body": body, "extra": '{"weight": 3}'})
        put("version", {
            "article_id": number, "number": 1, "kept_at": NOON_US, "reason": "imported" if number == 1 else "session",
            "title": title, "words": 3, "digest": text_digest(title, standfirst, body),
            "snapshot": pack([title, standfirst, body]),
        })  # fmt: skip
    put("article_author", {"article_id": 1, "position": 0, "author_id": 1, "affiliation": "Baku"})
    put("article_tag", {"article_id": 1, "position": 0, "tag_id": 1}, {"article_id": 2, "position": 0, "tag_id": 1})
    put("article_picture", {"article_id": 1, "position": 0, "name": "images/bridge.jpg", "sha256": PICTURE_SHA})
    put("batch_article", {"batch": 1, "article_id": 1, "version_after": 2, "state_after": "x"})
    put("batch_picture", {"batch": 1, "article_id": 2, "position": 0, "name": "b.jpg", "sha256": PICTURE_SHA})
    put("tombstone", {"article_id": 4, "seq": 5, "uid": "gone"})
    put("undo_record", {"number": 1, "made": NOON_US, "change": '{"set": {"section": "Culture"}}'})
    put("undo_article", {"number": 1, "article_id": 2, "former": pack({"section": ["", "Culture"]})})
    put("saved_search", {"name": "Rivers", "query": "tag:kür", "created": NOON_US})
    if revision >= 2:
        put("history", {"seq": 9, "stamp": "0123456789abcdef"})


def main(revision: int) -> None:
    """Print the dump of an archive of a revision."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "old.copydesk"
        build(revision, path)
        with closing(sqlite3.connect(path)) as connection:
            print("\n".join(connection.iterdump()))


if __name__ == "__main__":
    main(int(sys.argv[1]))
