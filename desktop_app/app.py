"""The composition root: the one place that puts archive, search and settings together.

Promises: the archive that was asked for is the archive that is opened, never a new empty one in its place; only the
default archive is made on first use. The search is opened when it is first asked for, so that commands on facts alone
never touch the index. Not for use cases: those are methods of the parts.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from desktop_app import archive as archives
from desktop_app import paths, search
from desktop_app.errors import UserError
from desktop_app.search.service import SearchService
from desktop_app.settings import Settings

if TYPE_CHECKING:
    from desktop_app.archive import Archive, Readable
    from desktop_app.letters.service import LetterService
    from desktop_app.spelling import Speller, SpellingProcess

SAMPLE_NAME = "sample.copydesk"
SAMPLE_SEARCHES = (
    ("Bakı, Baku, Баку", "Bakı OR Baku OR Bakü OR Баку", True),
    ("Savalan Əliyev", "author:Əliyev OR author:Aliyev OR author:Алиев", True),
    ("Before 1990", "date:..1989", False),
    ("With pictures", "has:picture", False),
)
"""(name, query, pinned): what a newcomer finds under saved searches."""


class App:
    """An open archive with its search and the user's settings. Close it, or use it as a context manager."""

    def __init__(
        self, archive: Archive, settings: Settings, *, worker: bool = False, speller: Speller | None = None
    ) -> None:
        self.archive = archive
        self.settings = settings
        self._worker = worker
        self._search: SearchService | None = None
        self._letters: LetterService | None = None
        self._speller = speller
        self._dictionaries: SpellingProcess | None = None
        self._lock = threading.Lock()

    @classmethod
    def open(
        cls,
        archive: str | Path | None = None,
        *,
        worker: bool = False,
        read_only: bool = False,
        settings: Settings | None = None,
    ) -> Self:
        """Open an archive by path or URL, or the user's own; `worker` runs the search in a process of its own."""
        settings = settings or Settings.load()
        where, create = chosen_archive(archive, settings)
        opened = archives.Archive.open(where, read_only=read_only, create=create and not read_only)
        return cls(opened, settings, worker=worker)

    @classmethod
    def sample(cls, folder: Path, *, worker: bool = False) -> Self:
        """Open the sample archive of `folder`; make it where there is none yet. What was changed in it stays."""
        path = folder / SAMPLE_NAME
        if not path.exists():
            make_sample(path)
        return cls.open(path, worker=worker)

    @property
    def has_processes(self) -> bool:
        """Heavy work may be done in processes of its own."""
        return self._worker

    @property
    def search(self) -> SearchService:
        """The search on this archive; opened when first asked for."""
        with self._lock:
            if self._search is None:
                if self._worker:
                    self._search = search.start_worker(self.archive.url)
                else:
                    self._search = search.open_search(self.archive)
            return self._search

    @property
    def letters(self) -> LetterService:
        """What restores letters by the words of this archive; made when first asked for."""
        from desktop_app.letters.process import LetterProcess
        from desktop_app.letters.service import LetterService

        with self._lock:
            if self._letters is None:
                folder = paths.cache_folder() / "letters"
                reader = partial(archives.open_reader, self.archive.url)
                process = LetterProcess(reader, folder) if self._worker else None
                self._letters = LetterService(self.archive, folder, process)
            return self._letters

    @property
    def speller(self) -> Speller | None:
        """What checks the spelling, helped by this archive; None without processes, for dictionaries load slowly."""
        with self._lock:
            if self._speller is None and self._worker:
                from desktop_app.spelling import OwnWords, Speller, SpellingProcess, own_words_file

                self._dictionaries = SpellingProcess(self.settings.get("spelling.languages"))
                self._speller = Speller(self._dictionaries, OwnWords(own_words_file()), _Words(self))
            return self._speller

    def back_up_if_due(self) -> Path | None:
        """Make the daily backup where it is due and wanted; return its place. Takes as long as copying the file.

        Old automatic versions are thinned after it, never before: the backup still has them.
        """
        if not self.settings.get("backup.daily") or not self.archive.daily_backup_due():
            return None
        path = self.archive.backup()
        self.archive.thin_versions()
        return path

    def close(self) -> None:
        """Let go of index and archive."""
        if self._dictionaries is not None:
            self._dictionaries.close()
        with self._lock:
            if self._search is not None:
                self._search.close()
                self._search = None
            if self._letters is not None:
                self._letters.close()
                self._letters = None
        self.archive.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _Words:
    """The words of an archive, from its search, which is opened when the first word is asked for."""

    def __init__(self, app: App) -> None:
        self._app = app

    def articles_with(self, words: Sequence[str]) -> Mapping[str, int]:
        return self._app.search.articles_with(words)

    def near_words(self, words: Sequence[str], edits: int = 1) -> Mapping[str, Mapping[str, int]]:
        return self._app.search.near_words(words, edits)


class Finder:
    """The search of an archive, and nothing else of it. Close it, or use it as a context manager.

    An ordinary archive file is read by SQLite alone: what else an archive can do takes longer to load than a search.
    """

    def __init__(self, archive: Readable, settings: Settings) -> None:
        self.settings = settings
        self.search = search.open_search(archive)
        self._archive = archive

    @classmethod
    def open(cls, archive: str | Path | None = None, *, settings: Settings | None = None) -> Self:
        """Open the search of an archive by path or URL, or of the user's own, as `App.open` would find it."""
        settings = settings or Settings.load()
        where, create = chosen_archive(archive, settings)
        return cls(archives.ArchiveReader.of(where) or archives.Archive.open(where, create=create), settings)

    def close(self) -> None:
        """Let go of index and archive."""
        self.search.close()
        self._archive.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def chosen_archive(named: str | Path | None, settings: Settings) -> tuple[str | Path, bool]:
    """Return which archive is meant (by name, environment or setting, or the default), and whether it may be made."""
    choice = named or os.environ.get("COPYDESK_ARCHIVE") or settings.get("archive.default")
    if choice:
        return choice, False
    return paths.default_archive(), True


def make_sample(path: Path) -> None:
    """Make an archive of the sample articles at `path`; refuses to overwrite. A half-made one never bears the name."""
    begun = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        _must_be_free(path)
        with archives.Archive.create(begun) as archive:
            fill_with_sample(archive)
        _must_be_free(path)
        begun.rename(path)
    finally:
        # Whatever went wrong before is what has to be told, not that there is nothing to clear away.
        for end in ("", "-wal", "-shm", "-journal"):
            with suppress(OSError):
                begun.with_name(begun.name + end).unlink()


def fill_with_sample(archive: Archive) -> None:
    """Import the sample articles into an archive, with a few saved searches."""
    # Here: a search from the command line would wait a quarter of its time for all the formats there are.
    from desktop_app.transfer.importing import ImportOptions, import_paths

    report = import_paths(archive, [paths.resource("sample/articles")], options=ImportOptions())
    if report.failed:
        raise RuntimeError(f"the sample is damaged: {report.failed}")
    for name, query, pinned in SAMPLE_SEARCHES:
        archive.save_search(name, query, pinned)


def _must_be_free(path: Path) -> None:
    if path.exists() or path.is_symlink():
        raise UserError(f"There is already something at {path}. It was not touched.", "Choose another name.")
