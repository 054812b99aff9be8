"""From articles to a segment of the index: cut, fold, number the words, sketch the bodies.

The words are those of `text.words`, the very ones that queries, the plain archive search and the highlights use; how
they are found quickly stands in `cutting.py`. Some 0.5 ms an article of 500 words.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from desktop_app.archive.articles import Article
from desktop_app.search.arrays import ArraySegment, SegmentBuilder
from desktop_app.search.cutting import Codes, Cutter
from desktop_app.search.schema import INDEX_NAME, NAME_GAP, SCHEMA, SOUNDS, form_of
from desktop_app.search.sketches import Hashes, Sketch, sketch, sketches, word_hashes
from desktop_app.text.names import name_keys
from desktop_app.text.plain import searchable_text
from desktop_app.text.words import folded_words, plain_runs, run_words, words

_AT_ONCE = 200
"""Articles analysed together."""

_PROBE = """Bakı'nın İstanbul ISPARTA ёлка naïve Straße well-known O'Brien 1990'lar 東京 *can't*

[a](http://b.c/d 'e')[^1] `f_g`"""
_PROBED_NAMES = ("Əliyev", "Алиев", "Chekhov", "Çexov", "Şəki", "Qarabağ", "Bakıda", "Moscow")


class Analyst:
    """Gathers articles and writes them as one segment; what it has learnt of a word serves all of them."""

    def __init__(self, storage: Any) -> None:
        self._builder = SegmentBuilder(SCHEMA, storage, INDEX_NAME)
        self._cutter = Cutter(self._learn)
        # Words of runs, sounds of words: lists of numbers end to end, and where each begins.
        self._words = array("I")
        self._word_starts = array("I", [0])
        self._sounds = array("I")
        self._sound_starts = array("I", [0])
        self._hashes = np.empty(0, dtype=np.uint64)

    @property
    def count(self) -> int:
        """How many articles were added."""
        return self._builder.count

    def add(self, articles: Iterable[Article]) -> None:
        """Take in articles."""
        articles = list(articles)
        for at in range(0, len(articles), _AT_ONCE):
            self._add(articles[at : at + _AT_ONCE])

    def finish(self) -> ArraySegment:
        """Write the segment."""
        return self._builder.finish()

    def _add(self, articles: Sequence[Article]) -> None:
        first, count = self._builder.count, len(articles)
        docs = np.arange(first, first + count, dtype=np.uint32)
        names = [author.name for article in articles for author in article.authors]
        texts = [article.title for article in articles]
        texts += [article.standfirst for article in articles]
        texts += [searchable_text(article.body) for article in articles]
        # All at once: for a single edited article each call costs more than its words.
        whole = self._cut([*texts, *names])
        body = whole.between(2 * count, 3 * count)
        made = sketches(self._word_hashes()[body.words], body.starts)
        for article, own in zip(articles, made, strict=True):
            self._builder.add_document(id=article.id, sketch=own.tobytes())
        self._file("title", whole.between(0, count), docs)
        self._file("standfirst", whole.between(count, 2 * count), docs)
        self._file("body", body, docs)
        owners = np.repeat(docs, [len(article.authors) for article in articles])
        self._file("names", whole.between(3 * count, 3 * count + len(names)), owners)

    def _file(self, field: str, cut: _Cut, docs: Codes) -> None:
        """File the words of texts under their documents; a document's second text begins a gap behind its first."""
        counts = np.diff(cut.starts)
        owner = np.repeat(docs, counts)
        positions = np.arange(len(cut.words)) - np.repeat(cut.starts[:-1], counts)
        if len(docs) > 1 and (docs[1:] == docs[:-1]).any():
            positions += np.repeat(_offsets(docs, counts), counts)
        self._builder.add_words(field, cut.words, owner, positions.astype(np.uint32))
        lengths = np.bincount(docs - docs[0], weights=counts).astype(np.int64) if len(docs) else counts
        self._builder.set_lengths(field, {int(docs[0]) + at: int(length) for at, length in enumerate(lengths)})
        sounds, owner = _expanded(cut.parts, self._sound_starts, self._sounds, owner)
        self._builder.add_words(SOUNDS[field], sounds, owner, np.zeros(len(sounds), dtype=np.uint32))

    def _cut(self, texts: Sequence[str]) -> _Cut:
        runs = self._cutter.cut(texts)
        text = np.repeat(np.arange(len(texts)), runs.counts)
        starts = np.frombuffer(self._word_starts, np.uint32)
        first = starts[runs.numbers].astype(np.int64)
        counts = starts[runs.numbers + 1] - first
        if (counts == 1).all():
            parts = first
        else:
            ends = np.cumsum(counts)
            parts = np.repeat(first, counts) + (np.arange(ends[-1]) - np.repeat(ends - counts, counts))
            text = np.repeat(text, counts)
        bounds = np.searchsorted(text, np.arange(len(texts) + 1))
        return _Cut(np.frombuffer(self._words, np.uint32)[parts], bounds, parts)

    def _learn(self, runs: Sequence[str]) -> None:
        """Take note of the words of runs that this segment has not met."""
        number = self._builder.vocabulary.number
        for learnt in _learnt(runs):
            for key, sounds in learnt:
                self._words.append(number(key))
                self._sounds.extend(map(number, sounds))
                self._sound_starts.append(len(self._sounds))
            self._word_starts.append(len(self._words))

    def _word_hashes(self) -> NDArray[np.uint64]:
        """Return the hash of each word of the vocabulary."""
        known = len(self._hashes)
        if known < len(self._builder.vocabulary):
            fresh = self._builder.vocabulary.terms(known)
            self._hashes = np.concatenate((self._hashes, word_hashes(fresh)))
        return self._hashes


Learnt = tuple[tuple[bytes, tuple[bytes, ...]], ...]
"""The words of a run: each as term NUL form, and how it sounds if it may be a name."""

_GENERATION = 100_000
"""Runs after which those that were not met again begin to be forgotten; twice as many take some 50 MB."""

_known_runs: dict[str, Learnt] = {}
_older_runs: dict[str, Learnt] = {}


def _learnt(runs: Sequence[str]) -> list[Learnt]:
    """Return the words of runs, which one segment after the other asks for: it is half of the work of a first build."""
    global _known_runs, _older_runs
    again = {run: _older_runs[run] for run in runs if run in _older_runs and run not in _known_runs}
    new = [run for run in runs if run not in _known_runs and run not in again]
    found = again | dict(zip(new, map(_words_of, new, plain_runs(new)), strict=True))
    learnt = [found[run] if run in found else _known_runs[run] for run in runs]
    _known_runs.update(found)
    if len(_known_runs) > _GENERATION:
        _known_runs, _older_runs = {}, _known_runs
    return learnt


def _words_of(run: str, plain: tuple[str, tuple[str, ...]] | None) -> Learnt:
    if plain is not None:
        return ((f"{plain[0]}\0{form_of(plain[1])}".encode(), _sounds_of(run)),)
    return tuple(
        (f"{word.folded}\0{form_of(word.exact)}".encode(), _sounds_of(run[word.start : word.end]))
        for word in run_words(run)
    )


def _sounds_of(word: str) -> tuple[bytes, ...]:
    return tuple(f"{key}\0".encode() for key in name_keys(word)) if word[0].isupper() else ()


class _Hasher:
    """Cuts texts and hashes their words, without keeping anything but what it has learnt of words."""

    def __init__(self) -> None:
        self._cutter = Cutter(self._learn)
        self._terms: list[str] = []
        self._starts = [0]
        self._hashes = np.empty(0, dtype=np.uint64)

    def __len__(self) -> int:
        return len(self._terms)

    def _learn(self, runs: Sequence[str]) -> None:
        for run, plain in zip(runs, plain_runs(runs), strict=True):
            self._terms.extend([plain[0]] if plain is not None else [word.folded for word in run_words(run)])
            self._starts.append(len(self._terms))

    def hashes(self, texts: Sequence[str]) -> list[Hashes]:
        """Return the hashes of the words of each text, in order."""
        if not texts:
            return []
        runs = self._cutter.cut(texts)
        known = len(self._hashes)
        self._hashes = np.concatenate((self._hashes, word_hashes(self._terms[known:])))
        starts = np.array(self._starts)
        first, counts = starts[runs.numbers], np.diff(starts)[runs.numbers]
        ends = np.cumsum(counts)
        at = np.repeat(first - (ends - counts), counts) + np.arange(ends[-1] if len(ends) else 0)
        text = np.repeat(np.repeat(np.arange(len(texts)), runs.counts), counts)
        return np.split(self._hashes[at], np.searchsorted(text, np.arange(1, len(texts))))


_MOST_LEARNT = 200_000
"""Words after which what was learnt is forgotten, 30 MB of it."""

_hasher = _Hasher()


def body_hashes(bodies: Sequence[str]) -> list[Hashes]:
    """Return the hashes of the folded words of each body, as sketches are made of them."""
    global _hasher
    if len(_hasher) > _MOST_LEARNT:
        _hasher = _Hasher()
    return _hasher.hashes([searchable_text(body) for body in bodies])


def sketch_of(article: Article) -> Sketch:
    """Return the sketch of one article's body."""
    return sketch(word_hashes(folded_words(searchable_text(article.body))))


class _Cut(NamedTuple):
    """The words of some texts in order; text i has `words[starts[i]:starts[i + 1]]`. `parts` tells their sounds."""

    words: Codes
    starts: NDArray[np.int64]
    parts: NDArray[np.integer[Any]]

    def between(self, first: int, last: int) -> _Cut:
        """Return the words of the texts from one to before another."""
        start, stop = int(self.starts[first]), int(self.starts[last])
        return _Cut(self.words[start:stop], self.starts[first : last + 1] - start, self.parts[start:stop])


def _offsets(docs: Codes, counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return how far each text begins behind the beginning of its document's first one."""
    ends = np.cumsum(counts + NAME_GAP)
    starts = ends - counts - NAME_GAP
    first = np.searchsorted(docs, docs)
    offsets: NDArray[np.int64] = starts - starts[first]
    return offsets


def _expanded(
    keys: NDArray[np.integer[Any]], starts: Any, values: Any, owners: Codes
) -> tuple[NDArray[np.uint32], Codes]:
    """Return the values of each key, a list of lists laid end to end, and the owner of each."""
    bounds = np.frombuffer(starts, np.uint32)
    first = bounds[keys].astype(np.int64)
    counts = bounds[keys + 1] - first
    some = np.flatnonzero(counts)
    first, counts = first[some], counts[some]
    ends = np.cumsum(counts)
    at = np.repeat(first - (ends - counts), counts) + np.arange(ends[-1] if len(ends) else 0)
    return np.frombuffer(values, np.uint32)[at] if len(at) else np.empty(0, np.uint32), np.repeat(owners[some], counts)


@cache
def fingerprint() -> str:
    """Name the present rules of words, folding and names: an index made under others is outdated.

    Made by trying them on words that know every rule, so that nobody has to remember to raise a number.
    """
    probed = [(token.folded, token.exact) for token in words(searchable_text(_PROBE))]
    return repr((probed, [sorted(name_keys(name)) for name in _PROBED_NAMES]))
