"""Articles about the same thing: the words that set an article apart, looked for together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from math import log

import numpy as np

from desktop_app.archive.articles import Article
from desktop_app.search.arrays.queries import Alternative, AnyOf, Group
from desktop_app.search.columns import Columns
from desktop_app.search.engine import WordIndex
from desktop_app.search.schema import FIELDS
from desktop_app.text.plain import plain_text
from desktop_app.text.words import folded_words

_CANDIDATES = 80
"""Words of the article whose rarity is looked up, the most frequent in it."""

_USED = 20
"""Words that are looked for."""

_EVERYWHERE = 0.2
"""Share of all articles from which on a word says nothing about the subject."""

_OTHER_LANGUAGE = 0.5
"""What likeness counts across languages: shared names say less than shared words."""

_TITLE = 4
"""A word of the headline counts as so many of the text."""


def similar(
    index: WordIndex, columns: Columns, article: Article, leave_out: Collection[int], limit: int
) -> list[tuple[int, float]]:
    """Return the articles that share most of this one's telling words, best first, and how well each fits.

    Without the article itself, `leave_out` and the trash; those in its language come before others as like.
    """
    index.look_at(columns)
    scores = np.zeros(len(columns), dtype=np.float32)
    for word in telling_words(index, article):
        query = AnyOf((Group(FIELDS, (Alternative(word),)),))
        for rows, hits, at in index.found(query):
            scores[rows] += hits.scores(at)
    scores[columns.flags["trashed"]] = 0
    rows = columns.rows_of(np.array([article.id, *leave_out], dtype=np.int64))
    scores[rows[rows >= 0]] = 0
    same = columns.single["language"] == (columns.vocabularies["language"].known(article.language) or 0)
    weighed = np.where(same, scores, _OTHER_LANGUAGE * scores)
    best = np.lexsort((-columns.ids, -weighed))[:limit]
    return [(int(columns.ids[row]), float(scores[row])) for row in best.tolist() if scores[row] > 0]


def telling_words(index: WordIndex, article: Article) -> list[str]:
    """Return the folded words that are frequent here and rare elsewhere."""
    counts = Counter(folded_words(plain_text(article.body)))
    for word in folded_words(f"{article.title} {article.standfirst}"):
        counts[word] += _TITLE
    weights = {}
    for word, count in counts.most_common(_CANDIDATES):
        documents = index.frequency(word)
        if 1 < documents <= max(2, _EVERYWHERE * index.documents) and (len(word) > 2 or word > "\u0e00"):
            weights[word] = (1 + log(count)) * log(1 + index.documents / documents)
    return sorted(weights, key=lambda word: (-weights[word], word))[:_USED]
