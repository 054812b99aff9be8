"""The letters of one archive: what its own texts and the shipped lists say together, kept in the user's cache.

    letters/az-….npz            a shipped list, made ready (`shipped`)
    letters/<archive uid>/      the counts of this archive and the vocabularies made of them

`update` reads what is new in the archive, some articles at a time; it is for the background, or for a process of its
own (`process`). An article is counted when it is first met: what is changed in it later hardly changes how its language
is written. When that was much, or another file took the archive's place, all is counted anew. Everything here may be
deleted at any time.
"""

from __future__ import annotations

import gzip
import json
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol

from desktop_app.letters.alphabet import LANGUAGES
from desktop_app.letters.counting import Counts
from desktop_app.letters.model import Model
from desktop_app.letters.restoring import Proposal, proposals
from desktop_app.letters.shipped import english, shipped
from desktop_app.letters.vocabulary import Vocabulary
from desktop_app.text.languages import guess_language

ARCHIVE_WEIGHT = 3.0
"""What a word of the archive weighs beside one in a million of the shipped lists."""
_FORM = 1
_CHUNK = 100
"""Articles read at a time."""
_PATIENCE_S = 2.5
"""Proposals wait so long for an archive to be counted; then they are made by what is known."""
_SAVED_S = 20.0
"""What was counted is written so often: killed, no more than that is done again."""
_STALE = 3
"""All is counted anew when one in so many articles was changed after it was counted."""


class Changes(Protocol):
    """What changed in an archive up to a number."""

    @property
    def seq(self) -> int: ...
    @property
    def text_changed(self) -> Sequence[int]: ...
    @property
    def more(self) -> bool: ...


class Text(Protocol):
    """An article, as far as it is read here."""

    @property
    def title(self) -> str: ...
    @property
    def standfirst(self) -> str: ...
    @property
    def body(self) -> str: ...
    @property
    def language(self) -> str: ...


class Texts(Protocol):
    """An archive, as far as it is followed here."""

    @property
    def uid(self) -> str: ...
    def stamp(self, seq: int) -> str: ...
    def changes_after(self, seq: int, limit: int = ...) -> Changes: ...
    def texts(self, ids: Iterable[int]) -> Sequence[Text]: ...


class Preparation(Protocol):
    """A process that makes lists ready and counts what is new (`process.LetterProcess`)."""

    def run(self, is_wanted: Callable[[], bool], patience_s: float) -> None: ...
    def close(self) -> None: ...


@dataclass
class _State:
    """How far the archive was read."""

    form: int = _FORM
    seq: int = 0
    stamp: str = ""
    newest: int = 0
    """The highest number of an article that was counted."""
    counted: int = 0
    built: int = 0
    """How many articles had been counted when vocabularies were made of them."""
    stale: int = 0
    """How often an article that was counted changed since."""


class LetterService:
    """Restores letters by the words of an archive. Safe to call from several threads."""

    def __init__(self, archive: Texts, folder: Path, process: Preparation | None = None) -> None:
        self._archive = archive
        self._process = process
        self._lists = folder
        self._folder = folder / archive.uid
        self._lock = threading.Lock()
        self._models: dict[str, Model] = {}
        self._made_of: tuple[int, ...] = ()
        """When the vocabularies of the archive were written that the models are made of."""

    def get_ready(self, is_wanted: Callable[[], bool] = lambda: True) -> None:
        """Do what takes long before the first proposals, in the process where there is one."""
        if self._process is None:
            self.update(is_wanted)
        elif self.is_behind():
            self._process.run(is_wanted, _PATIENCE_S)

    def is_behind(self) -> bool:
        """Say whether there are articles that were not counted."""
        state = self._read_state()
        changes = self._archive.changes_after(state.seq, _CHUNK)
        return changes.more or state.built != state.counted or max(changes.text_changed, default=0) > state.newest

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.close()

    def proposals(self, text: str, language: str = "") -> list[Proposal]:
        """Return what seems to be meant in a Markdown text (`restoring.proposals`); seconds when first called."""
        with self._lock:
            written = tuple(self._written(code) for code in LANGUAGES)
            if not self._models or written != self._made_of:
                self._models, self._made_of = self._made(), written
            return proposals(text, self._models, language)

    def update(self, is_wanted: Callable[[], bool] = lambda: True) -> int:
        """Count what is new in the archive, until there is nothing more or it is not wanted; return the articles."""
        state, counts = self._read()
        if state.stale * _STALE > state.counted or self._archive.stamp(state.seq) != state.stamp:
            state, counts = _State(), _no_counts()
        before, more, saved = state.counted, True, time.monotonic()
        while more and is_wanted():
            changes = self._archive.changes_after(state.seq, _CHUNK)
            self._count(changes.text_changed, state, counts)
            state.seq, more = changes.seq, changes.more
            if time.monotonic() - saved > _SAVED_S:
                self._write(state, counts)
                saved = time.monotonic()
        if state.built != state.counted:
            self._folder.mkdir(parents=True, exist_ok=True)
            for code, counted in counts.items():
                counted.vocabulary().save(self._folder / f"{code}.npz")
            state.built = state.counted
            self._write(state, counts)
        return state.counted - before

    def _written(self, code: str) -> int:
        """Return when the vocabulary of the archive was written, 0 if never."""
        try:
            return (self._folder / f"{code}.npz").stat().st_mtime_ns
        except OSError:
            return 0

    def _made(self) -> dict[str, Model]:
        foreign = english()
        found = {}
        for code in LANGUAGES:
            own = Vocabulary.load(self._folder / f"{code}.npz")
            lists = [(shipped(code, self._lists), 1.0)]
            found[code] = Model(code, [*lists, (own, ARCHIVE_WEIGHT)] if own else lists, foreign)
        return found

    def _count(self, ids: Sequence[int], state: _State, counts: dict[str, Counts]) -> None:
        new = [number for number in ids if number > state.newest]
        state.stale += len(ids) - len(new)
        state.counted += len(new)
        state.newest = max([state.newest, *new])
        for article in self._archive.texts(new):
            text = f"{article.title}\n\n{article.standfirst}\n\n{article.body}"
            language = article.language.partition("-")[0] or guess_language(text)
            if language in counts:
                counts[language].add(text)

    def _read(self) -> tuple[_State, dict[str, Counts]]:
        """Return how far the archive was read and what was counted; the beginning where that is not whole."""
        state, counts = self._read_state(), {}
        if not state.counted:
            return _State(), _no_counts()
        try:
            for code in LANGUAGES:
                with gzip.open(self._folder / f"{code}.counts", "rt", encoding="utf-8") as file:
                    counts[code] = Counts.from_lines(code, file)
        except (OSError, EOFError, ValueError):
            return _State(), _no_counts()
        return state, counts

    def _read_state(self) -> _State:
        try:
            state = _State(**json.loads((self._folder / "state.json").read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return _State()
        return state if state.form == _FORM else _State()

    def _write(self, state: _State, counts: dict[str, Counts]) -> None:
        """Write counts, then how far they go: killed in between, some articles count twice, which does no harm."""
        self._folder.mkdir(parents=True, exist_ok=True)
        state.stamp = self._archive.stamp(state.seq)
        for code, counted in counts.items():
            begun = self._folder / f"{code}.counts.new"
            with gzip.open(begun, "wt", encoding="utf-8", compresslevel=1) as file:
                file.writelines(f"{line}\n" for line in counted.to_lines())
            begun.replace(self._folder / f"{code}.counts")
        begun = self._folder / "state.new"
        begun.write_text(json.dumps(asdict(state)), "utf-8")
        begun.replace(self._folder / "state.json")


def _no_counts() -> dict[str, Counts]:
    return {code: Counts(code) for code in LANGUAGES}
