"""A rich article in Azerbaijani and Russian, with pictures, for the tests of the writers; and the golden files."""

from __future__ import annotations

import hashlib
import os
import struct
import zlib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from desktop_app.archive.articles import Article, Author, NewPicture, Rights
from desktop_app.text.dates import parse_date
from desktop_app.transfer.page import PagePicture

DATA = Path(__file__).resolve().parent.parent / "data" / "export"


def png(width: int, height: int, color: tuple[int, int, int] = (30, 106, 79)) -> bytes:
    """Make a PNG of one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + bytes(color) * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


PRESS = png(640, 400)
ICON = png(16, 16, (174, 42, 32))


def new_pictures() -> list[NewPicture]:
    return [NewPicture("images/press.png", PRESS, "image/png"), NewPicture("images/icon.png", ICON, "image/png")]


def page_pictures() -> tuple[PagePicture, ...]:
    return tuple(
        PagePicture(one.name, hashlib.sha256(one.data).hexdigest(), one.media_type, one.data) for one in new_pictures()
    )


def rich_article(**changes: object) -> Article:
    """Return the article of tests/data/export/rich-body.md with all its facts."""
    article = Article(
        id=7,
        uid="01890a5d-ac96-774b-bcce-b302099a8057",
        title="Köhnə çap dəzgahının ikinci ömrü",
        standfirst="1911-ci ilin maşını yenidən vərəq verir — bu dəfə tələbələrin əlində.",
        summary="Gəncədə köhnə dəzgah bərpa edilib.",
        body=(DATA / "rich-body.md").read_text(encoding="utf-8"),
        language="az",
        status="published",
        kind="feature",
        section="Mədəniyyət",
        authors=(Author("Nərgiz Əliyeva", "Gəncə bürosu"), Author("Иван Соколов")),
        tags=("çap", "Gəncə", "mədəniyyət"),
        published=parse_date("2026-11-22"),
        source_name="Səda qəzeti",
        source_url="https://example.org/seda/1911",
        canonical_url="https://example.org/kohne-dezgah",
        rights=Rights("Səda", "CC BY 4.0"),
        words=300,
        created=datetime(2026, 11, 20, 9, 0, tzinfo=UTC),
        updated=datetime(2026, 11, 22, 8, 30, tzinfo=UTC),
        version=3,
        extra={"weight": 3, "cover": {"image": "images/press.png", "alt": "dəzgah"}},
    )
    return replace(article, **changes)  # type: ignore[arg-type]


def golden(name: str, made: str) -> None:
    """Compare with the file of that name; `UPDATE_GOLDEN=1 pytest …` writes it anew (look at the diff)."""
    path = DATA / name
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(made, encoding="utf-8", newline="\n")
    assert made == path.read_text(encoding="utf-8")
