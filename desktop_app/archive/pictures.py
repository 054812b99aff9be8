"""Pictures: each stored once under its SHA-256; an article names them as its Markdown does."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence

import sqlalchemy as sa

from desktop_app.archive.articles import NewPicture, Picture
from desktop_app.archive.door import clean_picture, clean_text
from desktop_app.archive.ids import chunks, possible
from desktop_app.archive.tables import article_picture, batch_picture, picture
from desktop_app.errors import NotFound


def pictures(connection: sa.Connection, article_id: int) -> list[Picture]:
    """Return the pictures of an article, in the order they came."""
    rows = connection.execute(
        sa.select(article_picture.c.name, picture.c.sha256, picture.c.media_type, picture.c.size)
        .join(picture)
        .where(article_picture.c.article_id.in_(possible([article_id])))
        .order_by(article_picture.c.position)
    )
    return [Picture(row.name, row.sha256, row.media_type, row.size) for row in rows]


def picture_bytes(connection: sa.Connection, sha256: str) -> bytes:
    """Return a picture, or raise NotFound."""
    data = connection.execute(sa.select(picture.c.data).where(picture.c.sha256 == clean_text(sha256))).scalar()
    if data is None:
        raise NotFound("This picture is not in the archive.", "The text that names it is untouched.")
    return bytes(data)


def set_pictures(connection: sa.Connection, given: Mapping[int, Sequence[NewPicture]], *, new: bool = False) -> None:
    """Give articles these pictures and no others; of two with one name the later counts."""
    former = [] if new else unlink_pictures(connection, given)
    rows = []
    for id_, some in given.items():
        by_name = {clean.name: clean for clean in map(clean_picture, some)}
        for position, (name, one) in enumerate(by_name.items()):
            rows.append({"article_id": id_, "position": position, "name": name, "sha256": store(connection, one)})
    if rows:
        connection.execute(sa.insert(article_picture), rows)
    sweep_pictures(connection, former)


def add_picture(connection: sa.Connection, article_id: int, given: NewPicture) -> None:
    """Add one picture to an article; one of the same name is replaced."""
    clean = clean_picture(given)
    mine = article_picture.c.article_id == article_id
    same = sa.and_(mine, article_picture.c.name == clean.name)
    former = connection.execute(sa.select(article_picture.c.sha256).where(same)).scalars().all()
    connection.execute(sa.delete(article_picture).where(same))
    last = connection.execute(sa.select(sa.func.max(article_picture.c.position)).where(mine)).scalar()
    position = 0 if last is None else last + 1
    row = {"article_id": article_id, "position": position, "name": clean.name, "sha256": store(connection, clean)}
    connection.execute(sa.insert(article_picture), [row])
    sweep_pictures(connection, former)


def unlink_pictures(connection: sa.Connection, ids: Iterable[int]) -> list[str]:
    """Take all pictures from articles; return their hashes, for a sweep when all is done."""
    taken: set[str] = set()
    for part in chunks(ids):
        mine = article_picture.c.article_id.in_(part)
        taken.update(connection.execute(sa.select(article_picture.c.sha256).where(mine)).scalars())
        connection.execute(sa.delete(article_picture).where(mine))
    return sorted(taken)


def store(connection: sa.Connection, given: NewPicture) -> str:
    """Store the bytes unless they are there already; return their SHA-256."""
    sha256 = hashlib.sha256(given.data).hexdigest()
    known = connection.execute(sa.select(picture.c.sha256).where(picture.c.sha256 == sha256)).scalar()
    if known is None:
        row = {"sha256": sha256, "media_type": given.media_type, "size": len(given.data), "data": given.data}
        connection.execute(sa.insert(picture), [row])
    return sha256


def sweep_pictures(connection: sa.Connection, hashes: Iterable[str] | None = None) -> None:
    """Delete pictures, of these or of all, that no article has and no undo of an import would bring back."""
    used = sa.exists().where(article_picture.c.sha256 == picture.c.sha256)
    kept = sa.exists().where(batch_picture.c.sha256 == picture.c.sha256)
    unused = sa.delete(picture).where(~used, ~kept)
    if hashes is None:
        connection.execute(unused)
        return
    for part in chunks(hashes):
        connection.execute(unused.where(picture.c.sha256.in_(part)))
