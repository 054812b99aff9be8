"""The writer's own words: one a line in a text file, readable and editable by hand.

Promises: a word added is on disk before `add` returns; what another window added meanwhile is kept. A file that cannot
be read means no own words, never a failure; one that cannot be written raises `UserError`, and the word holds until the
program is closed. A word in small letters stands for its capitalised forms too, a capitalised one for itself.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from desktop_app import paths
from desktop_app.errors import UserError
from desktop_app.settings import replace_file
from desktop_app.spelling.bending import TURKIC, kernel, turkic_roots
from desktop_app.spelling.prose import bare
from desktop_app.text.casing import lower

_HEAD = "# Your own words, one a line. Copydesk adds to them and checks against them.\n"


def own_words_file() -> Path:
    """Return where a user's words are kept."""
    return paths.data_folder() / "own-words.txt"


class OwnWords:
    """The words of one file, or of memory alone (`path` None). Safe to use from several threads."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._known: set[str] | None = None
        self._unwritten: set[str] = set()

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._words(), key=str.casefold))

    def has(self, word: str, language: str = "") -> bool:
        """Say whether a word is the writer's own, in any capitals it may be written with."""
        words = self._words()
        return bool(words) and any(form in words for form in _forms(bare(word), language))

    def add(self, word: str) -> None:
        """Keep a word."""
        with self._lock:
            self._read().add(bare(word.strip()))
            self._unwritten.add(bare(word.strip()))
            self._write()

    def remove(self, word: str) -> None:
        """Forget a word; one that is not there is no trouble."""
        with self._lock:
            self._read().discard(bare(word.strip()))
            self._unwritten.discard(bare(word.strip()))
            self._write()

    def _words(self) -> set[str]:
        """Return the words, from the file when they are first asked for."""
        words = self._known
        if words is None:
            with self._lock:
                words = self._read()
        return words

    def _read(self) -> set[str]:
        """Read the file again; what the disk refused before is kept beside what it says now."""
        known = set(self._unwritten) if self._path is not None else self._known or set()
        if self._path is not None:
            with suppress(OSError):
                for line in self._path.read_text("utf-8-sig", "replace").splitlines():
                    if line.strip() and not line.startswith("#"):
                        known.add(bare(line.strip()))
        self._known = known
        return known

    def _write(self) -> None:
        if self._path is None:
            return
        text = _HEAD + "".join(f"{word}\n" for word in self)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(self._path, text)
            self._unwritten.clear()
        except OSError as error:
            raise UserError(
                f"Your word could not be written to {self._path} ({error.strerror}).",
                "It holds until Copydesk is closed.",
            ) from error


def _forms(word: str, language: str) -> Iterator[str]:
    small = lower(word, language)
    yield word
    yield small
    head = kernel(word, language)
    if head != word:
        yield head
        yield kernel(small, language)
    if word.isupper():
        yield word.capitalize()
    if language in TURKIC:
        for root in turkic_roots(kernel(small, language), language):
            yield root
            if word[:1].isupper():
                yield word[: len(root)]
