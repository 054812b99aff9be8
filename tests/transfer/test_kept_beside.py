"""Comments, notes to self and deadlines stay in the archive: no format carries them out, no import brings any in."""

from __future__ import annotations

import io
import zipfile
import zlib
from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from desktop_app.archive import Archive, Article, Comment, Memo
from desktop_app.text.anchors import anchor
from desktop_app.transfer.exporting import Format, export_articles
from desktop_app.transfer.importing import import_paths

TITLE, BODY = "The bridge", "The old bridge was *closed* in March.\n\nNobody said why."
SECRETS = (b"Zanzibar", b"Quetzal", b"2031", b"Pomegranate")
"""Of the comment, of the note, of the deadline, of a comment that is resolved."""


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    made = Archive.create(tmp_path / "a.copydesk")
    number = made.add(Article(title=TITLE, body=BODY, status="published")).articles[0]
    text = f"{TITLE}\n{BODY}"
    at = text.index("old bridge")
    mark = anchor(text, at, at + 10)
    made.put_comments(number, [Comment("c1", mark, "Zanzibar?")])
    made.put_comments(number, [Comment("c2", mark, "Pomegranate", resolved=made.get(number).created)])
    made.set_memo(number, Memo("Quetzal: call back", date(2031, 5, 6)))
    return made


def everything_in(data: bytes) -> bytes:
    """Return the bytes of a file with what is packed in it."""
    whole = data
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            whole += b"".join(everything_in(packed.read(name)) for name in packed.namelist())
    for part in data.split(b"stream")[1:]:
        try:
            whole += zlib.decompressobj().decompress(part.lstrip(b"\r\n"))
        except zlib.error:
            continue
    return whole


@pytest.mark.parametrize("format", get_args(Format))
def test_nothing_of_it_is_exported(archive: Archive, tmp_path: Path, format: Format) -> None:
    out = tmp_path / "out"
    report = export_articles(archive, [1], format=format, to=f"{out}/")
    assert not report.failed
    written = [file for file in out.rglob("*") if file.is_file()]
    assert written
    for file in written:
        data = everything_in(file.read_bytes())
        assert [secret for secret in SECRETS if secret in data] == [], file


def test_an_import_brings_none(archive: Archive, tmp_path: Path) -> None:
    out = tmp_path / "out"
    export_articles(archive, [1], format="markdown", to=f"{out}/")
    file = next(out.glob("*.md"))
    head, rest = file.read_text("utf-8").split("\n", 1)
    file.write_text(f"{head}\ncomments: [who]\nnote: mine\ndeadline: 2031-05-06\n{rest}", "utf-8")
    with Archive.create(tmp_path / "b.copydesk") as other:
        import_paths(other, [file])
        [number] = other.ids()
        assert (other.comments(number), other.memo(number)) == ([], Memo())
