"""Import: files, folders and zip archives become articles, as one batch that can be taken back.

Promises: a bad file never stops the rest and is named with its reason; what was imported before is not imported again;
memory stays flat whatever the size of the folder; where nothing is new, no batch is recorded. Files are read by
`sources.py`; what the archive already has is `known.py`'s affair; `Archive.undo_batch` takes a batch back.
"""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from desktop_app.archive import Archive
from desktop_app.archive.articles import Article, NewPicture
from desktop_app.errors import UserError
from desktop_app.transfer.candidates import Candidate, readings_of, scan
from desktop_app.transfer.known import CHANGED_FILE, SAME_ARTICLE, SAME_FILE, Found, Known
from desktop_app.transfer.reading import UnreadableFile
from desktop_app.transfer.reports import CancelFlag, Duplicate, Failure, ImportReport, OnProgress, Progress, Warned
from desktop_app.transfer.shelves import SourceFile, Walk, walk
from desktop_app.transfer.sources import FORMATS, ImportOptions, Incoming, SourceReader

__all__ = ["FORMATS", "ON_DUPLICATE", "Candidate", "ImportOptions", "import_paths", "readings_of", "scan"]

CHUNK = 200
CHUNK_BYTES = 24_000_000
"""An article and its pictures wait in memory until their chunk is written: at most so many, at most so large."""

ON_DUPLICATE = ("skip", "update", "keep-both")
_MOST_WARNINGS = 5_000


def import_paths(
    archive: Archive,
    paths: Iterable[Path | str],
    *,
    options: ImportOptions | None = None,
    on_progress: OnProgress | None = None,
    cancelled: CancelFlag | None = None,
) -> ImportReport:
    """Import files and folders as one batch; return what became of every file."""
    options = options or ImportOptions()
    _check(archive, options)
    return _Import(archive, options, on_progress, cancelled).run([Path(path) for path in paths])


def _check(archive: Archive, options: ImportOptions) -> None:
    if options.format is not None and options.format not in FORMATS:
        raise UserError(
            f"There is no format “{options.format}”. Nothing was imported.", f"One of: {', '.join(FORMATS)}."
        )
    if options.on_duplicate not in ON_DUPLICATE:
        raise UserError(
            f"“{options.on_duplicate}” is no way to treat duplicates. Nothing was imported.",
            f"One of: {', '.join(ON_DUPLICATE)}.",
        )
    if archive.read_only and not options.dry_run:
        raise UserError(
            f"The archive is open for reading only. Nothing was imported. {archive.read_only_reason}".strip()
        )


@dataclass(slots=True)
class _Tally:
    """The report while it grows."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    duplicates: list[Duplicate] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)
    warnings: list[Warned] = field(default_factory=list)
    unsaid: int = 0

    def warn(self, path: str, messages: Iterable[str]) -> None:
        for message in messages:
            if len(self.warnings) < _MOST_WARNINGS:
                self.warnings.append(Warned(path, message))
            else:
                self.unsaid += 1

    def report(self, batch: int | None, took_s: float, cancelled: bool) -> ImportReport:
        warnings = self.warnings
        if self.unsaid:
            warnings = [*warnings, Warned("", f"There are {self.unsaid:,} more remarks of the kinds above.")]
        return ImportReport(
            batch=batch,
            added=self.added,
            updated=self.updated,
            unchanged=self.unchanged,
            duplicates=tuple(self.duplicates),
            failed=tuple(self.failed),
            warnings=tuple(warnings),
            took_s=took_s,
            cancelled=cancelled,
        )


class _Import:
    """One run: walk, read, compare, write, chunk by chunk."""

    def __init__(
        self, archive: Archive, options: ImportOptions, on_progress: OnProgress | None, cancelled: CancelFlag | None
    ) -> None:
        self.archive = archive
        self.options = options
        self.on_progress = on_progress
        self.cancelled = cancelled
        self.reader = SourceReader(options)
        self.known = Known(archive)
        self.tally = _Tally()
        self.batch: int | None = None
        self.what = ""
        self.done = 0
        self.total = 0

    def run(self, paths: Sequence[Path]) -> ImportReport:
        started = time.perf_counter()
        self.what = ", ".join(str(path) for path in paths)
        stopped = False
        try:
            files = list(self._files(paths))
            self.total = len(files)
            for chunk in self._chunks(files):
                self._take(chunk)
            stopped = self._is_cancelled()
        finally:
            # Also after Ctrl+C or a full disk: what was written is a batch that can be shown and undone.
            if self.batch is not None:
                report = self.tally.report(self.batch, time.perf_counter() - started, stopped)
                self.archive.finish_batch(self.batch, report.to_json())
        if stopped and self.batch is not None and not self.options.keep_on_cancel:
            self._take_back()
        return self.tally.report(self.batch, time.perf_counter() - started, stopped)

    def _take_back(self) -> None:
        assert self.batch is not None
        self.archive.undo_batch(self.batch)
        kept = self.tally.added + self.tally.updated
        self.tally.added = self.tally.updated = 0
        self.tally.warn("", [f"The import was stopped; the {kept:,} articles it had brought were taken back."])

    # -- files -----------------------------------------------------------------------------------------------------

    def _files(self, paths: Sequence[Path]) -> Iterator[SourceFile]:
        found = Walk()
        skipped: Counter[str] = Counter()
        for source in walk(paths, found):
            if source.path in self.options.leave_out:
                continue
            if self.reader.wants(source):
                yield source
            else:
                skipped[source.suffix or "without an ending"] += 1
            if self._is_cancelled():
                break
        self.tally.failed += [Failure(path, reason) for path, reason in found.troubles]
        if skipped:
            kinds = ", ".join(f"{number:,} {kind}" for kind, number in skipped.most_common(8))
            self.tally.warn(self.what, [f"{skipped.total():,} files of other kinds were passed over: {kinds}."])

    def _chunks(self, files: Sequence[SourceFile]) -> Iterator[list[tuple[SourceFile, bytes, str]]]:
        """Read files; yield them in chunks bounded by number and size."""
        chunk: list[tuple[SourceFile, bytes, str]] = []
        size = 0
        for source in files:
            if self._is_cancelled():
                break
            try:
                data = self.reader.data(source)
            except UnreadableFile as trouble:
                self._failed(source, str(trouble))
                continue
            chunk.append((source, data, hashlib.sha256(data).hexdigest()))
            size += len(data)
            if len(chunk) >= CHUNK or size >= CHUNK_BYTES:
                yield chunk
                chunk, size = [], 0
        if chunk:
            yield chunk

    def _is_cancelled(self) -> bool:
        return self.cancelled is not None and self.cancelled.is_set()

    def _step(self, source: SourceFile) -> None:
        self.done += 1
        if self.on_progress is not None:
            self.on_progress(Progress(self.done, self.total, source.name))

    def _failed(self, source: SourceFile, reason: str) -> None:
        self.tally.failed.append(Failure(source.path, reason))
        self._step(source)

    # -- one chunk -------------------------------------------------------------------------------------------------

    def _take(self, chunk: Sequence[tuple[SourceFile, bytes, str]]) -> None:
        before = self.known.files([(source.path, sha256) for source, _, sha256 in chunk])
        new: list[Incoming] = []
        waiting = 0
        for source, data, _ in chunk:
            if self._is_cancelled():
                break
            found = before.get(source.path)
            if found is not None and self._settled(source, found):
                self._step(source)
                continue
            incoming = self._read(source, data)
            if incoming is None:
                continue
            if found is not None and self.options.on_duplicate == "update":
                self._update(incoming, found.article)
            else:
                new.append(incoming)
                waiting += len(data) + sum(len(picture.data) for picture in incoming.pictures)
            self._step(source)
            if waiting >= CHUNK_BYTES:
                self._add_new(new)
                new, waiting = [], 0
        self._add_new(new)

    def _settled(self, source: SourceFile, found: Found) -> bool:
        """Deal with a file the archive knows; False where it is to be read after all."""
        if found.why == SAME_FILE:
            self.tally.unchanged += 1
            return True
        if self.options.on_duplicate == "keep-both":
            return False
        if self.options.on_duplicate == "update" and found.why == CHANGED_FILE:
            return False
        self.tally.duplicates.append(Duplicate(source.path, found.article))
        return True

    def _read(self, source: SourceFile, data: bytes) -> Incoming | None:
        try:
            incoming = self.reader.read(source, data)
        except UnreadableFile as trouble:
            self._failed(source, str(trouble))
            return None
        except RecursionError:
            self._failed(source, "It is nested too deeply to be read.")
            return None
        self.tally.warn(source.path, incoming.warnings)
        return incoming

    def _add_new(self, incoming: Sequence[Incoming]) -> None:
        """Add those that repeat nothing; deal with the others as the options say."""
        if not incoming:
            return
        fresh: list[Incoming] = []
        repeats: list[tuple[Incoming, Found]] = []
        for one, twin in zip(incoming, self.known.twins(incoming), strict=True):
            if twin is None or self.options.on_duplicate == "keep-both":
                fresh.append(one)
            elif twin.why == SAME_ARTICLE and self.options.on_duplicate == "update":
                self._update(one, twin.article)
            else:
                repeats.append((one, twin))
        self._add(fresh)
        # Only now the first of two equal files has its number.
        self.tally.duplicates += [
            Duplicate(one.source.path, twin.article or self.known.number_of(one)) for one, twin in repeats
        ]

    # -- writing ---------------------------------------------------------------------------------------------------

    def _open_batch(self) -> int:
        if self.batch is None:
            self.batch = self.archive.begin_batch(self.what)
        return self.batch

    def _add(self, incoming: Sequence[Incoming]) -> None:
        if not incoming:
            return
        if self.options.dry_run:
            self.tally.added += len(incoming)
            return
        try:
            self._write(incoming)
        except UserError as error:
            if type(error) is not UserError:
                # A full disk or a lost archive is no fault of a file: stop, and say so.
                raise
            if len(incoming) == 1:
                self.tally.failed.append(Failure(incoming[0].source.path, str(error)))
                return
            for one in incoming:
                self._add([one])

    def _write(self, incoming: Sequence[Incoming]) -> None:
        batch = self._open_batch()
        articles = [_in_batch(one.article, batch) for one in incoming]
        pictures: dict[int, Sequence[NewPicture]] = {
            at: one.pictures for at, one in enumerate(incoming) if one.pictures
        }
        changes = self.archive.add(*articles, batch=batch, pictures=pictures)
        self.known.added(incoming, changes.articles)
        self.tally.added += len(incoming)

    def _update(self, incoming: Incoming, article: int) -> None:
        if self.options.dry_run:
            self.tally.updated += 1
            return
        try:
            batch = self._open_batch()
            self.archive.update_from_import(article, _in_batch(incoming.article, batch), batch, incoming.pictures)
        except UserError as error:
            if type(error) is not UserError:
                raise
            self.tally.failed.append(Failure(incoming.source.path, str(error)))
            return
        self.tally.updated += 1


def _in_batch(article: Article, batch: int) -> Article:
    assert article.provenance is not None
    return replace(article, provenance=replace(article.provenance, batch=batch))
