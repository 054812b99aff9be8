"""The words of one language, from hunspell dictionaries: is it one, and which may have been meant.

Promises: a word once asked for is remembered; a damaged or strange dictionary knows nothing instead of failing. Loading
takes 0.1 (English) to 0.8 s (Turkish) and cannot be interrupted: it is done in a process of its own (`process`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from desktop_app.spelling.bending import accepted_by_rule, readings
from desktop_app.spelling.dictionaries import DictionaryFile

_REMEMBERED = 200_000


class Lexicon:
    """All dictionaries of one language; `more` are words each beside one that bends alike."""

    def __init__(self, language: str, files: Sequence[DictionaryFile], more: Sequence[tuple[str, str]] = ()) -> None:
        self.language = language
        self._dictionaries = [found for found in map(_open, files) if found is not None]
        self._known: dict[str, bool] = {}
        if self._dictionaries:
            for word, like in more:
                _add(self._dictionaries[0], word, like)

    @property
    def is_empty(self) -> bool:
        """There is no dictionary that can be read."""
        return not self._dictionaries

    def has(self, word: str) -> bool:
        """Say whether a word stands in a dictionary or is made of such by the rules of the language."""
        known = self._known.get(word)
        if known is None:
            if len(self._known) > _REMEMBERED:
                self._known.clear()
            known = any(map(self.stands, readings(word, self.language)))
            known = self._known[word] = known or accepted_by_rule(word, self.language, self.stands)
        return known

    def stands(self, word: str) -> bool:
        """Say whether a word stands in a dictionary as it is, or with what its affixes make of it."""
        for dictionary in self._dictionaries:
            try:
                if dictionary.spell(word):
                    return True
            except UnicodeEncodeError:  # Letters that its encoding does not have.
                continue
        return False

    def suggest(self, word: str) -> list[str]:
        """Return what hunspell thinks was meant, its likeliest first. Takes up to half a second."""
        found: dict[str, None] = {}
        for dictionary in self._dictionaries:
            try:
                found.update(dict.fromkeys(filter(None, dictionary.suggest(word))))
            except UnicodeEncodeError:
                continue
        return list(found)


def _open(file: DictionaryFile) -> Any:
    from hunspell import Hunspell

    try:
        return Hunspell(file.path.name, hunspell_data_dir=str(file.path.parent), system_encoding="utf-8")
    except OSError:
        return None


def _add(dictionary: Any, word: str, like: str) -> None:
    try:
        dictionary.add_with_affix(word, like) if like else dictionary.add(word)
    except UnicodeEncodeError:
        return
