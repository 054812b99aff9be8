"""What the archive already has: files that were imported before, and texts that stand in it under another name.

Answers for a chunk of files at a time, so that an import of thousands asks the archive a few dozen times. Nothing here
writes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desktop_app.archive import Archive
from desktop_app.archive.articles import Article
from desktop_app.transfer.sources import Incoming

SAME_FILE = "the same file was imported before"
CHANGED_FILE = "the file changed since it was imported"
SAME_BYTES = "another file with the same bytes was imported before"
SAME_ARTICLE = "the article is in the archive; this is an export of it"
SAME_TEXT = "an article with the same title and text is in the archive"


@dataclass(frozen=True, slots=True)
class Found:
    """An article that a file repeats. `article` is 0 while that one waits to be written by the same import."""

    article: int
    why: str


def text_key(article: Article) -> bytes:
    """Return what two articles share when their title and words are the same, breaks and blanks aside."""
    words = " ".join(article.body.split())
    return hashlib.blake2b(f"{article.title.casefold()}\0{words}".encode("utf-8", "replace"), digest_size=16).digest()


class Known:
    """Asks one archive, and remembers what the running import has brought itself."""

    def __init__(self, archive: Archive | None) -> None:
        self._archive = archive
        self._mine_by_bytes: dict[str, int] = {}
        self._mine_by_text: dict[bytes, list[tuple[int, str]]] = {}

    def files(self, files: Sequence[tuple[str, str]]) -> dict[str, Found]:
        """Return which of these files (path, SHA-256) the archive knows: path -> what it found."""
        if self._archive is None:
            return {}
        by_path = self._archive.by_source_path(path for path, _ in files)
        by_bytes = self._archive.by_sha256(sha256 for _, sha256 in files)
        found: dict[str, Found] = {}
        unsure: dict[int, tuple[str, str]] = {}
        for path, sha256 in files:
            at_path, same = by_path.get(path), by_bytes.get(sha256)
            if at_path is None:
                if same is not None:
                    found[path] = Found(same, SAME_BYTES)
            elif at_path == same:
                found[path] = Found(at_path, SAME_FILE)
            else:
                found[path] = Found(at_path, CHANGED_FILE)
                if same is not None:
                    unsure[at_path] = (path, sha256)
        # Of two articles with the same bytes the archive names the newer one; this path may have made the other.
        for article in self._archive.texts(unsure) if unsure else ():
            path, sha256 = unsure[article.id]
            if article.provenance is not None and article.provenance.sha256 == sha256:
                found[path] = Found(article.id, SAME_FILE)
        return found

    def twins(self, incoming: Sequence[Incoming]) -> list[Found | None]:
        """Return for each article the one it repeats, in the archive or earlier in this import."""
        found: list[Found | None] = []
        same_title = self._archive.by_title({one.article.title for one in incoming}) if self._archive else {}
        known = self._keys({number for numbers in same_title.values() for number in numbers})
        for one in incoming:
            twin = self._by_uid(one.article) or self._by_text(one, same_title.get(one.article.title, ()), known)
            found.append(twin)
            if twin is None:
                self._remember(one, 0)
        return found

    def added(self, incoming: Iterable[Incoming], ids: Iterable[int]) -> None:
        """Note the numbers that articles of this import were given."""
        for one, number in zip(incoming, ids, strict=True):
            self._mine_by_bytes[one.sha256] = number
            key = text_key(one.article)
            rows = self._mine_by_text.get(key, [])
            self._mine_by_text[key] = [(number, when) if row == 0 else (row, when) for row, when in rows]

    def number_of(self, one: Incoming) -> int:
        """Return the number this import gave to the article that `one` repeats, 0 where it has none."""
        rows = self._mine_by_text.get(text_key(one.article), ())
        return self._mine_by_bytes.get(one.sha256) or next((number for number, _ in rows if number), 0)

    def _by_uid(self, article: Article) -> Found | None:
        same = self._archive.find(article.uid) if self._archive is not None and article.uid else None
        # `find` takes numbers too; a uid that is one would name a stranger.
        return Found(same.id, SAME_ARTICLE) if same is not None and same.uid == article.uid.lower() else None

    def _by_text(self, one: Incoming, ids: Iterable[int], known: dict[int, tuple[bytes, str]]) -> Found | None:
        if one.sha256 in self._mine_by_bytes:
            return Found(self._mine_by_bytes[one.sha256], SAME_BYTES)
        if not one.article.body.strip():
            # Pages without a text are alike in nothing but that.
            return None
        key, when = text_key(one.article), _when(one.article)
        rows = [known[number] + (number,) for number in ids if number in known]
        mine = [(key, day, number) for number, day in self._mine_by_text.get(key, ())]
        for other, day, number in [*rows, *mine]:
            # The same words on another day are a reprint, and a reprint is an article of its own.
            if other == key and (day == when or not day or not when):
                return Found(number, SAME_TEXT)
        return None

    def _remember(self, one: Incoming, number: int) -> None:
        self._mine_by_bytes[one.sha256] = number
        if one.article.body.strip():
            self._mine_by_text.setdefault(text_key(one.article), []).append((number, _when(one.article)))

    def _keys(self, ids: set[int]) -> dict[int, tuple[bytes, str]]:
        if self._archive is None or not ids:
            return {}
        return {article.id: (text_key(article), _when(article)) for article in self._archive.texts(sorted(ids))}


def _when(article: Article) -> str:
    return "" if article.published is None else f"{article.published.first}-{article.published.last}"
