"""Why a hit ranks so: BM25F with one weight a field, over all matches.

Each field's count is tamed by its length, the fields are added by weight, and the sum is saturated once for the whole
article (Robertson, Zaragoza and Taylor 2004). A word in the headline counts more than a few in a long body.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

WEIGHTS = {"title": 5.0, "standfirst": 2.5, "names": 2.5, "body": 1.0}
LENGTH_MATTERS = {"title": 0.4, "standfirst": 0.5, "names": 0.3, "body": 0.75}
"""b of BM25: 0 = a long field is as good as a short one, 1 = counts are divided by the length."""

SATURATION = 1.2
"""k1 of BM25."""

Ids = NDArray[np.int64]
Scores = NDArray[np.float32]


class Found(NamedTuple):
    """Articles and how well each fits; ids are distinct, in no order."""

    ids: Ids
    scores: Scores


class Places(NamedTuple):
    """Hits in one field of one segment: documents ascending, and how much each has of what was asked for."""

    docs: NDArray[np.int64]
    amount: Scores


NOTHING = Found(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32))
NOWHERE = Places(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32))


class Part(Protocol):
    """What is known of the documents of a segment."""

    ids: Ids
    alive: NDArray[np.bool_]
    lengths: dict[str, Scores]


def rank(parts: Sequence[tuple[Part, Mapping[str, Places]]], documents: int, averages: Mapping[str, float]) -> Found:
    """Score every document that has something in a field; deleted ones are left out."""
    ids, sums = [], []
    for segment, fields in parts:
        total = np.zeros(len(segment.ids), dtype=np.float32)
        there = np.zeros(len(segment.ids), dtype=np.bool_)
        for field, places in fields.items():
            share = LENGTH_MATTERS[field]
            length = segment.lengths[field][places.docs] / max(averages[field], 1.0)
            total[places.docs] += WEIGHTS[field] * places.amount / (1 - share + share * length)
            there[places.docs] = True
        docs = np.flatnonzero(there & segment.alive)
        ids.append(segment.ids[docs])
        sums.append(total[docs])
    if not ids:
        return NOTHING
    tamed = np.concatenate(sums)
    rarity = float(np.log1p((documents - len(tamed) + 0.5) / (len(tamed) + 0.5)))
    scores = rarity * (SATURATION + 1) * tamed / (tamed + SATURATION)
    return Found(np.concatenate(ids), scores.astype(np.float32))
