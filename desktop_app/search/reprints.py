"""The reprint families of one archive, kept current beside its index and remembered between two runs.

Finding all links among 100,000 articles takes about a minute, once, in short steps between which others get their turn;
after that each changed article is compared as it comes. What was found is kept in one file in the index's folder; like
everything there it may be deleted at any time. What a person joined or split is the archive's, and is asked of it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from desktop_app.archive import Readable
from desktop_app.search.analysis import body_hashes
from desktop_app.search.arrays import DamagedFile, DurableStorage
from desktop_app.search.arrays.files import ArrayFile, ArrayWriter
from desktop_app.search.columns import Columns, Ints, Mask
from desktop_app.search.engine import WordIndex
from desktop_app.search.families import Families
from desktop_app.search.linking import LINK, find_links
from desktop_app.search.sketches import NONE, SIZE, Hashes, Sketch

_FILE = "reprints"

FORMAT = 1
"""Grows when links are found by other rules."""

_SAVED_EVERY = 200
"""Changed articles after which the links are written again."""


class _Kept(NamedTuple):
    """Links as they were found, up to a change of the archive."""

    seq: int
    links: NDArray[np.void]


class Reprints:
    """See the module. `families` are None until they were found for the first time."""

    def __init__(self, archive: Readable, folder: Path) -> None:
        self.families: Families | None = None
        self._archive = archive
        self._folder = folder
        self._index: WordIndex | None = None
        self._seq = -1
        self._unsaved = 0
        self._work: Iterator[None] | None = None

    def is_kept(self) -> bool:
        """Say whether what was found before can be read."""
        return (self._folder / _FILE).is_file()

    def step(self, index: WordIndex, columns: Columns, seq: int) -> bool:
        """Do a piece of the work; True when all is known up to `seq`, up to which the index and columns know all."""
        self._index = index
        if self.families is None:
            self._work = self._work or self._bring_up(index, columns, seq)
            if next(self._work, True) is None:
                return False
            self._work = None
        elif self._seq != seq:
            self._follow(index, columns, seq)
        return self._seq == seq

    def forget(self) -> None:
        """Begin anew: the archive has another past, or the index is gone."""
        self.families, self._index, self._work, self._seq = None, None, None, -1

    def family_of(self, article_id: int, columns: Columns) -> tuple[int, ...]:
        """Return all printings of an article, itself among them, the oldest first."""
        if self.families is None:
            return (article_id,)

        def days(ids: Sequence[int]) -> Sequence[int]:
            rows = columns.rows_of(np.array(ids, dtype=np.int64))
            first: list[int] = np.where(rows >= 0, columns.numbers["published_first"][rows], 0).tolist()
            return first

        return self.families.family_of(article_id, days)

    def _bring_up(self, index: WordIndex, columns: Columns, seq: int) -> Iterator[None]:
        """Find all families as they are at this moment, or read what was found before."""
        kept = self._read()
        ids = index.ids
        ids = ids[_is_there(columns, ids)]
        words = _words(columns, ids)
        if kept is None:
            found = []
            for some in find_links(ids, self._sketches(ids), words, self._texts):
                found.append(some)
                yield
            kept = _Kept(seq, np.concatenate(found) if found else np.empty(0, dtype=LINK))
            self._unsaved = _SAVED_EVERY
        choices = self._archive.reprint_choices()
        # Nobody needs the sketches of all (20 MB) before an article changes.
        read = partial(self._sketches, ids)
        self.families = Families(ids, read, words, texts=self._texts, choices=choices, links=kept.links)
        self._seq = kept.seq
        self._save()

    def _follow(self, index: WordIndex, columns: Columns, seq: int) -> None:
        """Take in what changed; an article in the trash is no printing of anything."""
        assert self.families is not None
        changes = self._archive.changes_after(self._seq)
        if changes.seq > seq:
            return  # Somebody has just written what index and columns do not know.
        facts = np.array(changes.facts_changed, dtype=np.int64)
        there = _is_there(columns, facts)
        texts = set(changes.text_changed)
        came = [id_ for id_ in facts[there].tolist() if id_ in texts or not self.families.knows(id_)]
        gone = {id_ for id_ in (*facts[~there].tolist(), *changes.purged) if self.families.knows(id_)}
        ids, sketches = index.sketches(came)
        if len(ids) or gone:
            self.families.update(ids.tolist(), sketches, _words(columns, ids).tolist(), gone)
        self.families.choose(self._archive.reprint_choices())
        self._seq = changes.seq
        self._unsaved += len(ids) + len(gone)
        self._save()

    def _sketches(self, ids: Ints) -> Sketch:
        """Return the sketches of these articles (ascending) as the index has them now; of one that is gone, none."""
        assert self._index is not None
        made = np.full((len(ids), SIZE), NONE, dtype=np.uint32)
        there, found = self._index.sketches(ids)
        made[np.searchsorted(ids, there)] = found
        return made

    def _texts(self, ids: Sequence[int]) -> list[Hashes]:
        articles = {article.id: article for article in self._archive.texts(ids)}
        return body_hashes([articles[id_].body if id_ in articles else "" for id_ in ids])

    # The file

    def _read(self) -> _Kept | None:
        """Return what was found before, None where there is nothing that is of this archive's past."""
        if not self.is_kept():
            return None
        try:
            file = ArrayFile(DurableStorage(str(self._folder)), _FILE)
            file.verify()
        except (DamagedFile, OSError):
            return None
        seq = int(file.meta["seq"])
        if file.meta["format"] != FORMAT or seq > self._archive.seq or self._archive.stamp(seq) != file.meta["stamp"]:
            return None
        return _Kept(seq, file["links"].whole().view(LINK).copy())

    def _save(self) -> None:
        """Write what was found, where much of it is new."""
        assert self.families is not None
        if self._unsaved < _SAVED_EVERY:
            return
        storage = DurableStorage(str(self._folder))
        # It is found again where it cannot be written (a full disk).
        with contextlib.suppress(OSError):
            with storage.create_file(f"{_FILE}.new") as file:
                stamp = self._archive.stamp(self._seq)
                writer = ArrayWriter(file, {"seq": self._seq, "stamp": stamp, "format": FORMAT})
                writer.put("links", self.families.links.view(np.uint8))
                writer.finish()
            storage.rename_file(f"{_FILE}.new", _FILE)
            self._unsaved = 0


def _is_there(columns: Columns, ids: Ints) -> Mask:
    """Say which of these articles are in the archive and not in its trash."""
    rows = columns.rows_of(ids)
    there: Mask = (rows >= 0) & ~columns.flags["trashed"][rows] if len(columns) else np.zeros(len(ids), dtype=np.bool_)
    return there


def _words(columns: Columns, ids: Ints) -> Ints:
    """Return how many words each article has."""
    rows = columns.rows_of(ids)
    return np.where(rows >= 0, columns.numbers["words"][rows], 0) if len(columns) else np.zeros(len(ids), np.int64)
