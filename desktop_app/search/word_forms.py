"""The other forms of a word that stand in the archive, each with what may take its place.

For whoever replaces a word everywhere: its plural and its cases stand in the texts too. Promises: a form that is
listed stands in a text as it is written here; which words are forms of one is what the search itself goes by
(`text/stems.py`).
The proposals (`text/forms.py`) are for a person to look at, never to be carried out unseen.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_app.search.service import SearchRequest, SearchService
from desktop_app.text.finding import Finder, Wish
from desktop_app.text.folding import exact_forms, fold, fold_word
from desktop_app.text.forms import proposed
from desktop_app.text.stems import stem_heads, stem_languages, stems
from desktop_app.text.words import is_plain_run

if TYPE_CHECKING:
    from desktop_app.archive import Archive
    from desktop_app.archive.articles import ArticleTexts

MOST = 40
"""Forms that are listed, the most frequent."""

_AT_ONCE = 100
_MOST_READ = 5_000
"""Articles that are read for forms; more of them show hardly another one."""

_REST = re.compile(r"\w*")


@dataclass(frozen=True, slots=True)
class WordForm:
    """A form in small letters, how often it stands in the articles read, and the proposal ("" where there is none)."""

    words: str
    hits: int
    instead: str


def word_forms(
    archive: Archive, search: SearchService, word: str, instead: str, scope: SearchRequest | None = None
) -> tuple[WordForm, ...]:
    """Return the other forms of a single word, the most frequent first; nothing for several words or numbers."""
    if not is_plain_run(word) or len(word) < 3:
        return ()
    within = set(search.matching_ids(SearchRequest(query=word)))
    wanted = [id_ for id_ in search.matching_ids(scope or SearchRequest()) if id_ in within][:_MOST_READ]
    seeker = _Seeker(word)
    for at in range(0, len(wanted), _AT_ONCE):
        for texts in archive.wordings(wanted[at : at + _AT_ONCE]):
            seeker.read(texts)
    return tuple(
        WordForm(form, hits, proposed(_small(word, language), form, _small(instead, language), language))
        for (form, language), hits in sorted(seeker.found.items(), key=lambda one: (-one[1], one[0]))
        if fold_word(form) != fold_word(word)
    )[:MOST]


class _Seeker:
    """Counts the words of texts that are forms of one word."""

    def __init__(self, word: str) -> None:
        self.found: Counter[tuple[str, str]] = Counter()
        """By form and language."""
        self._folded, self._exact = fold_word(word), exact_forms(word)
        self._finders: dict[str, list[Finder]] = {}
        self._known: dict[tuple[str, str], bool] = {}
        self._languages: dict[str, str] = {}

    def read(self, texts: ArticleTexts) -> None:
        language = texts.language.lower().partition("-")[0]
        for text in (texts.title, texts.standfirst, texts.body):
            for form in self._candidates(text, language):
                if self._is_form(form, language):
                    small = _small(form, language)
                    self.found[small, self._language_of(small, language)] += 1

    def _candidates(self, text: str, language: str) -> Iterator[str]:
        """Give the words that begin as every form of the word does."""
        if language not in self._finders:
            heads = {
                head
                for code in stem_languages(language, self._folded)
                for head in stem_heads(self._folded, self._exact, code)
            }
            self._finders[language] = [Finder(Wish(head)) for head in heads if len(head) > 1]
        for finder in self._finders[language]:
            for start, end in finder.spans(text):
                if start == 0 or not (text[start - 1].isalnum() or text[start - 1] == "_"):
                    rest = _REST.match(text, end)
                    assert rest is not None
                    yield text[start : rest.end()]

    def _is_form(self, form: str, language: str) -> bool:
        key = (form, language)
        if key not in self._known:
            folded, exact = fold(form), exact_forms(form)
            self._known[key] = folded == self._folded or any(
                stems(folded, exact, code) & stems(self._folded, self._exact, code)
                for code in stem_languages(language, self._folded)
            )
        return self._known[key]

    def _language_of(self, form: str, language: str) -> str:
        """One row a form, however the languages of its articles are given: that of the first article."""
        return self._languages.setdefault(form, language)


def _small(word: str, language: str) -> str:
    """Return a word in small letters; I is ı in the Turkic languages."""
    forms = exact_forms(word)
    return forms[-1] if language in ("az", "tr") else forms[0]
