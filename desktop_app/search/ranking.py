"""Why a hit ranks so: all weights in one place.

A word's hits are scored by BM25F over the four fields, and a word weighs more the rarer it is and the more it clusters
(`arrays.queries.Ranking`); several words are added. Of up to SHORT words, those that are neighbours in the query count
more where they stand together. The figures of title and body are what did best on half of the queries of two public
collections, and held on the other half (`tests/bench/relevance.py`); standfirst and names follow the title by analogy.
"""

from __future__ import annotations

from desktop_app.search.arrays.queries import FieldWeight, Ranking
from desktop_app.search.schema import SOUNDS

_FIELDS = {
    "title": FieldWeight(3.0, 0.75),
    "standfirst": FieldWeight(2.0, 0.75),
    "names": FieldWeight(2.0, 0.5),
    "body": FieldWeight(1.0, 0.75),
}

_SOUNDS_ALIKE = 0.2
"""What a name counts that only sounds like the one that was typed: below any that is spelt so."""

RANKING = Ranking(
    {
        **_FIELDS,
        **{SOUNDS[name]: FieldWeight(_SOUNDS_ALIKE * rule.weight, rule.b) for name, rule in _FIELDS.items()},
    },
    k1=2.0,
    burst=2.0,
    most_residual=1.5,
    text_field="body",
)

SHORT = 6
"""Words up to which the order and the form of each say something, and what has all of them comes before what has some;
longer queries are descriptions, and a piece that lacks one word of ten may be the best."""

INFLECTED = 0.8
"""What another form of the word counts in a short query."""

FOLLOWS = 0.2
"""What it adds, as a share of the rarer word's weight, when one word stands right behind the other as in the query …"""

NEAR = 0.1
"""… and when both stand within NEAR_WORDS of each other."""

NEAR_WORDS = 8
