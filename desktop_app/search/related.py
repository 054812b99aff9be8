"""Articles about the same thing: the words that set an article apart, looked for together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from math import log

import numpy as np

from desktop_app.archive.articles import Article
from desktop_app.search.engine import WordIndex
from desktop_app.search.ranking import NOTHING, Found
from desktop_app.search.schema import FIELDS
from desktop_app.text.plain import plain_text
from desktop_app.text.words import folded_words

_CANDIDATES = 80
"""Words of the article whose rarity is looked up, the most frequent in it."""

_USED = 20
"""Words that are looked for."""

_EVERYWHERE = 0.2
"""Share of all articles from which on a word says nothing about the subject."""

_TITLE = 4
"""A word of the headline counts as so many of the text."""


def similar(index: WordIndex, article: Article, leave_out: Collection[int], limit: int) -> Found:
    """Find the articles that share most of this one's telling words, best first, without itself and `leave_out`."""
    scores: dict[int, float] = {}
    for word in telling_words(index, article):
        found = index.any_of([word], FIELDS)
        for id_, score in zip(found.ids.tolist(), found.scores.tolist(), strict=True):
            scores[id_] = scores.get(id_, 0.0) + score
    for id_ in (article.id, *leave_out):
        scores.pop(id_, None)
    best = sorted(scores, key=lambda id_: (-scores[id_], -id_))[:limit]
    if not best:
        return NOTHING
    return Found(np.array(best, dtype=np.int64), np.array([scores[id_] for id_ in best], dtype=np.float32))


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
