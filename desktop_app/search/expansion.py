"""What a word of a query stands for in this index: itself, its inflections in each language, names that sound alike.

Inflections are looked up in the index's own words: each that may share a stem is asked whether it does, in the language
of the article it stands in. So a language more needs no new index, and a form that no article has costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from desktop_app.search.arrays.queries import Alternative, AnyOf, Group
from desktop_app.search.engine import WordIndex
from desktop_app.search.schema import SOUNDS, readings
from desktop_app.text.names import name_keys
from desktop_app.text.stems import stem_heads, stem_languages, stems
from desktop_app.text.words import Token

Fields = tuple[str, ...]

MOST_FORMS = 200
"""Other words that one word may stand for; the most frequent ones are taken."""


_REMEMBERED = 1000
"""Words of which is remembered what they stand for."""


class Expansion(NamedTuple):
    """A word's node, and the other folded words it stands for, the most frequent first."""

    node: AnyOf
    others: tuple[str, ...]
    is_whole: bool
    """False where there are more than MOST_FORMS."""


class Expander:
    """Expands words for one moment of the index; `languages` are those its articles are in ("" = unknown)."""

    def __init__(self, index: WordIndex, languages: Iterable[str]) -> None:
        self._index = index
        self._languages = tuple(languages)
        self._known: dict[tuple[Token, Fields, float], Expansion] = {}

    def expanded(self, word: Token, fields: Fields, inflected: float) -> Expansion:
        """Return what a word stands for; an inflection counts `inflected` times."""
        key = (word, fields, inflected)
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            known = self._known[key] = self._expanded(word, fields, inflected)
        return known

    def _expanded(self, word: Token, fields: Fields, inflected: float) -> Expansion:
        found = self._inflections(word, fields)
        others = sorted({other for other, _ in found}, key=lambda other: (-self._index.frequency(other), other))
        kept = dict.fromkeys(others[:MOST_FORMS])
        everywhere = frozenset(self._languages)
        alternatives = [Alternative(word.folded)]
        for (other, forms), languages in found.items():
            if other in kept:
                among = None if languages == everywhere else frozenset(languages)
                alternatives.append(Alternative(other, inflected, among, forms))
        groups = [Group(fields, tuple(alternatives))]
        if keys := name_keys(word.text):
            alike = tuple(Alternative(key) for key in sorted(keys))
            groups.append(Group(tuple(SOUNDS[name] for name in fields), alike))
        return Expansion(AnyOf(tuple(groups)), tuple(kept), len(kept) == len(others))

    def _inflections(self, word: Token, fields: Fields) -> dict[tuple[str, frozenset[str] | None], set[str]]:
        """Return other folded words, which of their forms (None = all) belong to this word, and in what languages."""
        found: dict[tuple[str, frozenset[str] | None], set[str]] = {}
        for stemmer, languages in self._stemmers(word.folded):
            keys = stems(word.folded, word.exact, stemmer)
            heads = stem_heads(word.folded, word.exact, stemmer)
            for other, forms in self._index.related(stemmer, keys, heads, fields).items():
                fitting = {form for form in forms if not keys.isdisjoint(stems(other, readings(form), stemmer))}
                if fitting and other != word.folded:
                    agreeing = {code for code in languages if stemmer in stem_languages(code, other)}
                    kept = None if fitting == forms else frozenset(fitting)
                    found.setdefault((other, kept), set()).update(agreeing)
        return {key: languages for key, languages in found.items() if languages}

    def _stemmers(self, folded: str) -> Iterator[tuple[str, list[str]]]:
        """Yield the stemmers that know the word, each with the languages of articles that it is for."""
        by_stemmer: dict[str, list[str]] = {}
        for code in self._languages:
            for stemmer in stem_languages(code, folded):
                by_stemmer.setdefault(stemmer, []).append(code)
        yield from by_stemmer.items()
