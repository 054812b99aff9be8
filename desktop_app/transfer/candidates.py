"""The scan before an import: what each file would become, for a person to look over. Nothing is written.

`scan` reads every file as the import would and says in which of five states it is; `readings` of `encodings.py` then
shows a garbled one in other ways. The choices a person makes go back as `ImportOptions.encodings` and `leave_out`.
"""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from desktop_app.archive import Archive
from desktop_app.transfer.encodings import Decoded, Reading, readings
from desktop_app.transfer.known import CHANGED_FILE, Found, Known
from desktop_app.transfer.reading import UnreadableFile
from desktop_app.transfer.reports import CancelFlag, OnProgress, Progress
from desktop_app.transfer.shelves import SourceFile, Walk, walk
from desktop_app.transfer.sources import ImportOptions, Incoming, SourceReader

State = Literal["ready", "already here", "no date", "garbled", "unreadable"]
STATES: tuple[State, ...] = ("ready", "already here", "no date", "garbled", "unreadable")

_CHUNK = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One file of a scan."""

    path: str
    """As in reports, and as `ImportOptions.encodings` and `leave_out` want it."""
    name: str
    """Within the folder that was chosen."""
    state: State
    reason: str = ""
    """Why it cannot be read, what it repeats, what is doubtful about it."""
    title: str = ""
    title_before: str = ""
    """The headline as it looked before its letters were read; the same where they were plain UTF-8."""
    encoding: str = ""
    date: str = ""
    language: str = ""
    authors: tuple[str, ...] = ()
    size: int = 0
    """Bytes."""
    article: int = 0
    """The article it repeats."""


def scan(
    paths: Iterable[Path | str],
    *,
    options: ImportOptions | None = None,
    archive: Archive | None = None,
    on_progress: OnProgress | None = None,
    on_candidate: Callable[[Candidate], None] | None = None,
    cancelled: CancelFlag | None = None,
) -> list[Candidate]:
    """Look at every file an import would read; stop early, with what was found so far, when cancelled."""
    scanner = _Scanner(options or ImportOptions(), archive, on_progress, on_candidate, cancelled)
    return scanner.run([Path(path) for path in paths])


def readings_of(path: str, paths: Iterable[Path | str] = ()) -> list[Reading]:
    """Return the ways to read a scanned file; `paths` are those of the scan, needed for files inside a zip."""
    for source in walk([Path(path)] if Path(path).is_file() else [Path(one) for one in paths], Walk()):
        if source.path == path:
            return readings(source.data())
    return []


class _Scanner:
    def __init__(
        self,
        options: ImportOptions,
        archive: Archive | None,
        on_progress: OnProgress | None,
        on_candidate: Callable[[Candidate], None] | None,
        cancelled: CancelFlag | None,
    ) -> None:
        self.reader = SourceReader(options)
        self.known = Known(archive)
        self.on_progress = on_progress
        self.on_candidate = on_candidate
        self.cancelled = cancelled
        self.found: list[Candidate] = []

    def run(self, paths: Sequence[Path]) -> list[Candidate]:
        walked = Walk()
        chunk: list[SourceFile] = []
        for source in walk(paths, walked):
            if self.cancelled is not None and self.cancelled.is_set():
                return self.found
            if self.reader.wants(source):
                chunk.append(source)
            if len(chunk) >= _CHUNK:
                self._look_at(chunk)
                chunk = []
        self._look_at(chunk)
        for path, reason in walked.troubles:
            self._tell(Candidate(path=path, name=Path(path).name, state="unreadable", reason=reason))
        return self.found

    def _look_at(self, chunk: Sequence[SourceFile]) -> None:
        data: list[tuple[SourceFile, bytes]] = []
        for source in chunk:
            try:
                data.append((source, self.reader.data(source)))
            except UnreadableFile as trouble:
                self._tell(_unreadable(source, str(trouble), 0))
        files = self.known.files([(source.path, hashlib.sha256(bytes_).hexdigest()) for source, bytes_ in data])
        for source, bytes_ in data:
            if self.cancelled is not None and self.cancelled.is_set():
                return
            try:
                incoming = self.reader.read(source, bytes_)
            except UnreadableFile as trouble:
                self._tell(_unreadable(source, str(trouble), len(bytes_)))
                continue
            repeats = files.get(source.path) or self.known.twins([incoming])[0]
            self._tell(_candidate(incoming, repeats))

    def _tell(self, candidate: Candidate) -> None:
        self.found.append(candidate)
        if self.on_candidate is not None:
            self.on_candidate(candidate)
        if self.on_progress is not None:
            self.on_progress(Progress(len(self.found), 0, candidate.name))


def _unreadable(source: SourceFile, reason: str, size: int) -> Candidate:
    return Candidate(path=source.path, name=source.name, state="unreadable", reason=reason, size=size)


def _candidate(incoming: Incoming, repeats: Found | None) -> Candidate:
    article, decoded = incoming.article, incoming.decoded
    state: State = "ready"
    reason = ""
    if repeats is not None and repeats.why != CHANGED_FILE:
        state, reason = "already here", repeats.why
    elif not decoded.sure:
        state, reason = "garbled", "; ".join(decoded.warnings) or "its letters can be read in several ways"
    elif article.published is None:
        state = "no date"
    if repeats is not None and repeats.why == CHANGED_FILE:
        reason = reason or repeats.why
    return Candidate(
        path=incoming.source.path,
        name=incoming.source.name,
        state=state,
        reason=reason,
        title=article.title,
        title_before=_before(article.title, decoded),
        encoding=decoded.encoding,
        date=article.published.iso if article.published else "",
        language=article.language,
        authors=tuple(author.name for author in article.authors),
        size=incoming.size,
        article=repeats.article if repeats is not None else 0,
    )


def _before(title: str, decoded: Decoded) -> str:
    """Return a headline as a program shows it that takes every file for windows-1252."""
    if decoded.encoding == "utf-8" or title.isascii():
        return title
    encoding = "utf-8" if "+" in decoded.encoding else decoded.encoding
    try:
        codec = codecs.lookup(encoding.replace("ibm", "cp")).name
    except LookupError:
        return title
    return title.encode(codec, "replace").decode("windows-1252", "replace")
