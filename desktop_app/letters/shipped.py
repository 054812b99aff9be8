"""The word lists that ship with the program (`resources/letters/`), as vocabularies.

Made from the lists when first asked for, which takes some seconds, and kept in a cache folder, which may be emptied.
"""

from __future__ import annotations

import hashlib
import lzma
from functools import cache
from pathlib import Path

from desktop_app import paths
from desktop_app.letters.vocabulary import Vocabulary


def shipped(language: str, folder: Path | None = None) -> Vocabulary:
    """Return the shipped vocabulary of a language with letters to restore; it is kept in `folder`."""
    kept = _place(language, folder) if folder else None
    found = Vocabulary.load(kept) if kept else None
    if found is None:
        lines, foreign = (lzma.decompress(packed).decode().splitlines() for packed in _packed(language))
        words = {word: float(count or 1) for word, _, count in (line.partition(" ") for line in lines)}
        found = Vocabulary.counted(language, words, foreign=foreign)
        if kept:
            kept.parent.mkdir(parents=True, exist_ok=True)
            found.save(kept)
    return found


def is_ready(language: str, folder: Path) -> bool:
    """Say whether the vocabulary of a language was made before and lies in `folder`."""
    return _place(language, folder).exists()


def english() -> Vocabulary:
    """Return common English words, which stand in texts of all languages and are right as they are."""
    return Vocabulary.listed(lzma.decompress(paths.resource("letters/en.txt.xz").read_bytes()).decode().split())


def _packed(language: str) -> list[bytes]:
    return [paths.resource(f"letters/{name}.txt.xz").read_bytes() for name in (language, "en")]


def _place(language: str, folder: Path) -> Path:
    return folder / f"{language}-{_edition(language)}.npz"


@cache
def _edition(language: str) -> str:
    # The lists do not change while the program runs, and whoever waits for them asks twenty times a second.
    return hashlib.sha256(b"".join(_packed(language))).hexdigest()[:16]
