"""Copies of texts that could not be saved, as files a person can read, and their way back into the archive.

A rescue copy is Markdown with a small head: what the article is, which state of it the text grew from. It lies in
`data_folder()/rescue/`, is written through a temporary name, and is removed once the archive has the text. What is
found there at the start was left by a crash: `bring_back` puts it into its article, and where the article has changed
since, the archive keeps the copy as a version beside it. Runs on a worker lane.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from desktop_app import paths
from desktop_app.archive import Archive
from desktop_app.archive.articles import Article, ConflictError
from desktop_app.errors import UserError

_LINE = "---"


@dataclass(frozen=True, slots=True)
class RescueCopy:
    """A text that is not in the archive; `article_id` 0 = it never was. `archive` is the uid of the archive."""

    archive: str
    article_id: int
    base_version: int
    title: str
    standfirst: str
    body: str
    at: str
    """Local time, ISO."""


@dataclass(frozen=True, slots=True)
class Recovery:
    """What became of the copies found at the start."""

    restored: tuple[int, ...] = ()
    """Articles that have the text of their copy again."""
    kept_beside: tuple[int, ...] = ()
    """Articles that had changed: the copy is a version of them."""
    at: datetime | None = None
    """Time of the newest copy."""
    left: tuple[str, ...] = ()
    """Copies that could not be brought back and stay where they are."""


def rescue_folder() -> Path:
    """Return the folder of the copies; it is made when first written to."""
    return paths.data_folder() / "rescue"


def new_path(now: datetime) -> Path:
    """Return a free name for a text's copy: `2026-11-22-140312.md`."""
    folder = rescue_folder()
    stem = now.strftime("%Y-%m-%d-%H%M%S")
    path, number = folder / f"{stem}.md", 1
    while path.exists():
        number += 1
        path = folder / f"{stem}-{number}.md"
    return path


def write(path: Path, copy: RescueCopy) -> Path:
    """Write a copy, replacing the text's earlier one; an OSError is the caller's to tell."""
    path.parent.mkdir(parents=True, exist_ok=True)
    facts = {name: value for name, value in asdict(copy).items() if name != "body"}
    head = json.dumps(facts, ensure_ascii=False)
    temporary = path.with_suffix(".new")
    with open(temporary, "w", encoding="utf-8", errors="surrogatepass", newline="") as file:
        file.write(f"{_LINE}\ncopydesk: {head}\n{_LINE}\n{copy.body}")
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)
    return path


def read(path: Path) -> RescueCopy:
    """Read a copy; raise `UserError` where the file is something else."""
    try:
        text = path.read_bytes().decode("utf-8", errors="surrogatepass")
        first, head, second, body = text.split("\n", 3)
        facts = json.loads(head.removeprefix("copydesk: "))
        if first != _LINE or second != _LINE:
            raise ValueError("no head")
        return RescueCopy(
            str(facts["archive"]),
            int(facts["article_id"]),
            int(facts["base_version"]),
            str(facts["title"]),
            str(facts["standfirst"]),
            body,
            str(facts["at"]),
        )
    except (ValueError, KeyError, TypeError, OSError) as error:
        raise UserError(f"The rescue copy {path} could not be read ({error}).", "It stays where it is.") from error


def remove(path: Path) -> None:
    """Remove a copy the archive has."""
    path.unlink(missing_ok=True)


def bring_back(archive: Archive) -> Recovery:
    """Put every copy that belongs to this archive back; a copy is removed only after the archive has its text."""
    restored: list[int] = []
    beside: list[int] = []
    left: list[str] = []
    times: list[str] = []
    for path in sorted(rescue_folder().glob("*.md")) if rescue_folder().is_dir() else ():
        try:
            copy = read(path)
            if copy.archive != archive.uid:
                continue
            article_id, is_beside = _put_back(archive, copy)
        except UserError:
            left.append(str(path))
            continue
        (beside if is_beside else restored).append(article_id)
        times.append(copy.at)
        remove(path)
    return Recovery(tuple(restored), tuple(beside), _newest(times), tuple(left))


def _put_back(archive: Archive, copy: RescueCopy) -> tuple[int, bool]:
    article = archive.find(copy.article_id) if copy.article_id else None
    if article is None:
        changes = archive.add(Article(title=copy.title, standfirst=copy.standfirst, body=copy.body))
        return changes.articles[0], False
    if (article.title, article.standfirst, article.body) == (copy.title, copy.standfirst, copy.body):
        return article.id, False
    archive.begin_session(article.id)
    try:
        archive.save_text(
            article.id,
            base_version=copy.base_version,
            title=copy.title,
            standfirst=copy.standfirst,
            body=copy.body,
        )
    except ConflictError:
        return article.id, True
    return article.id, False


def _newest(times: list[str]) -> datetime | None:
    found = []
    for text in times:
        try:
            found.append(datetime.fromisoformat(text))
        except ValueError:
            continue
    return max(found, default=None)
