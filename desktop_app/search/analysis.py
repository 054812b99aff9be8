"""From articles to a segment of the index: cut, fold, number the words, sketch the bodies.

The words are those of `text.words`, the very ones that queries, the plain archive search and the highlights use; how
they are found quickly stands in `cutting.py`. Some 0.5 ms an article of 500 words.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from desktop_app import text
from desktop_app.archive.articles import Article, Author, ShownArticle
from desktop_app.search.arrays import ArraySegment, SegmentBuilder
from desktop_app.search.cutting import Codes, Cutter
from desktop_app.search.lexicon import Cut, Lexicon
from desktop_app.search.schema import INDEX_NAME, NAME_GAP, SCHEMA, SOUNDS
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
    """Gathers articles and writes them as one segment; a lexicon may serve many of them, one after the other."""

    def __init__(self, storage: Any, lexicon: Lexicon | None = None) -> None:
        self._lexicon = lexicon or _own_lexicon()
        self._builder = SegmentBuilder(SCHEMA, storage, INDEX_NAME, self._lexicon.vocabulary)

    @property
    def count(self) -> int:
        """How many articles were added."""
        return self._builder.count

    def add(self, articles: Iterable[Article | ShownArticle]) -> None:
        """Take in articles."""
        articles = list(articles)
        for at in range(0, len(articles), _AT_ONCE):
            self._add(articles[at : at + _AT_ONCE])

    def finish(self) -> ArraySegment:
        """Write the segment."""
        return self._builder.finish()

    def _add(self, articles: Sequence[Article | ShownArticle]) -> None:
        first, count = self._builder.count, len(articles)
        docs = np.arange(first, first + count, dtype=np.uint32)
        bylines = [[one.name if isinstance(one, Author) else one for one in article.authors] for article in articles]
        names = [name for byline in bylines for name in byline]
        texts = [article.title for article in articles]
        texts += [article.standfirst for article in articles]
        texts += [searchable_text(article.body) for article in articles]
        # All at once: for a single edited article each call costs more than its words.
        whole = self._lexicon.cut([*texts, *names])
        body = whole.between(2 * count, 3 * count)
        made = sketches(self._lexicon.hashes(body.words), body.starts)
        self._builder.add_columns(id=[article.id for article in articles], sketch=[own.tobytes() for own in made])
        self._file("title", whole.between(0, count), docs)
        self._file("standfirst", whole.between(count, 2 * count), docs)
        self._file("body", body, docs)
        owners = np.repeat(docs, [*map(len, bylines)])
        self._file("names", whole.between(3 * count, 3 * count + len(names)), owners)

    def _file(self, field: str, cut: Cut, docs: Codes) -> None:
        """File the words of texts under their documents; a document's second text begins a gap behind its first."""
        counts = np.diff(cut.starts)
        positions = np.arange(len(cut.words)) - np.repeat(cut.starts[:-1], counts)
        if len(docs) > 1 and (docs[1:] == docs[:-1]).any():
            positions += np.repeat(_offsets(docs, counts), counts)
        self._builder.add_words(field, cut.words, np.repeat(docs, counts), positions)
        if len(docs):
            lengths = np.bincount(docs - docs[0], weights=counts).astype(np.int64)
            self._builder.set_lengths(field, dict(enumerate(lengths.tolist(), int(docs[0]))))
        owners = np.repeat(docs, np.diff(cut.sound_starts))
        self._builder.add_words(SOUNDS[field], cut.sounds, owners, np.zeros(len(cut.sounds), dtype=np.uint8))


_lexicons = threading.local()


def _own_lexicon() -> Lexicon:
    """Return the lexicon of this thread."""
    lexicon: Lexicon | None = getattr(_lexicons, "own", None)
    if lexicon is None or lexicon.is_full:
        lexicon = _lexicons.own = Lexicon()
    return lexicon


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


def _offsets(docs: Codes, counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return how far each text begins behind the beginning of its document's first one."""
    ends = np.cumsum(counts + NAME_GAP)
    starts = ends - counts - NAME_GAP
    first = np.searchsorted(docs, docs)
    offsets: NDArray[np.int64] = starts - starts[first]
    return offsets


@cache
def fingerprint() -> str:
    """Name the present rules of words, folding and names: an index made under others is outdated.

    Made by trying them on words that know every rule, so that nobody has to remember to raise a number.
    """
    probed = [(token.folded, token.exact) for token in words(searchable_text(_PROBE))]
    return repr((probed, [sorted(name_keys(name)) for name in _PROBED_NAMES]))


@cache
def made_by(fingerprint: str) -> str:
    """Seal a fingerprint with the very files that the rules stand in; "" where the program does not lie in files.

    Where a kept one is the same the rules are, and need not be tried, which takes 30 ms at each start.
    """
    folders = Path(text.__file__ or "").parent, Path(__file__).parent
    try:
        files = [file for folder in folders for file in os.scandir(folder) if file.name.endswith(".py")]
        states = sorted((file.path, file.stat().st_size, file.stat().st_mtime_ns) for file in files)
    except OSError:
        return ""
    return f"{crc32(repr((sys.version, fingerprint, states)).encode()):08x}" if states else ""
