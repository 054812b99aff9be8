"""Links between articles that are printings of one text.

Candidates share hashes of their sketches; where these alone do not settle it, the texts are compared word by word.
Promises: whether two articles are linked depends on their two texts alone; other news on the same subject, or a notice
written to the same pattern, is not linked. Which articles belong together in the end is for `grouping`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from desktop_app.search.candidates import Candidates, Ints
from desktop_app.search.grouping import Link
from desktop_app.search.sameness import Side, Wording, align
from desktop_app.search.sketches import Hashes, Sketch, resemblances

Texts = Callable[[Sequence[int]], Sequence[Hashes]]
"""Gives the word hashes of these articles' bodies, in order; of one that is gone, none."""

SURE = 0.7
"""Resemblance of sketches from which on texts of like length need not be read: one word in twenty changed leaves 0.75.
Notices written to one pattern come to 0.6."""

LIKE_LENGTH = 0.75
"""The shorter text by the longer one, in words, from which on their lengths say nothing against it."""

UNREAD = 0.25
"""Resemblance that must do where texts cannot be read: one word in five changed leaves 0.34."""

HELD = 0.9
"""Share of one of the texts that must lie in stretches of the other's wording. Of news on one subject 5 % does, of
notices written to one pattern up to 87 % (measured on 4,613 articles of digital.gov and 18F)."""

HELD_LONG, LONG = 0.8, 500
"""The same for texts from so many words on: notices are short, and long texts come with a note of each house."""

DENSE = 0.4
"""Share of the words in these stretches that must be the same: 60 % where 40 % of the words were changed."""

MUCH_ALTERED, EVENLY, LEAST = 0.85, 1.4, 40
"""Where fewer words are the same, altered ones must stand as if by chance (`Side.clustering`: 1.1 where they do, mostly
1.3 to 2 between notices written to one pattern), in a text of so many words."""

SHORTEST = 0.2
"""Share of the longer text that must be held: a fifth of a text is a printing of it, a piece in a collection is not."""

FIRM_HELD, FIRM_DENSE = 0.8, 0.7
"""From here on printings of a printing are printings of the text too."""

LINK = np.dtype([("one", "<i8"), ("other", "<i8"), ("firm", "?"), ("weight", "<f4"), ("sides", "<f4", (2, 3))])
"""A link as kept in a file. Of either text: how much is common, and where that begins and ends, as shares of it."""

_LOOKED_AT, _READ = 10_000, 100
"""Pairs whose sketches, and whose texts, are in memory at a time: 10 MB, and some more."""


class Linked(NamedTuple):
    """Two printings of one text."""

    one: int
    other: int
    there: Link
    """As seen from `one`: where the other's wording lies in it."""
    back: Link


def find_links(
    ids: Ints, sketches: Sketch, words: NDArray[np.integer], texts: Texts | None = None
) -> Iterator[NDArray[np.void]]:
    """Yield all links between these articles as arrays of LINK, some at a time, many of them empty.

    Each step takes some 100 ms, that of sorting the hashes of 100,000 articles half a second: whoever has other work
    does it in between, and joins what came with `np.concatenate`.
    """
    return (packed(some) for some in linked(Candidates(ids, sketches, words), texts))


def linked(candidates: Candidates, texts: Texts | None) -> Iterator[list[Linked]]:
    """Yield all pairs that are printings of one text, some at a time."""
    for ones, others in candidates.pairs():
        yield from judged(candidates, texts, ones.tolist(), others.tolist())


def judged(
    candidates: Candidates, texts: Texts | None, ones: Sequence[int], others: Sequence[int]
) -> Iterator[list[Linked]]:
    """Yield those of the pairs that are printings of one text, some at a time."""
    for at in range(0, len(ones), _LOOKED_AT):
        some = slice(at, at + _LOOKED_AT)
        sure, unsure = _told_by_sketches(candidates, texts is not None, ones[some], others[some])
        yield sure
        if texts is not None:
            for first in range(0, len(unsure), _READ):
                yield list(_told_by_texts(unsure[first : first + _READ], texts))


def _told_by_sketches(
    candidates: Candidates, readable: bool, ones: Sequence[int], others: Sequence[int]
) -> tuple[list[Linked], list[tuple[int, int]]]:
    """Return those of the pairs that are printings for sure, and those whose texts must be read."""
    sure: list[Linked] = []
    unsure: list[tuple[int, int]] = []
    likeness = resemblances(candidates.sketches(ones), candidates.sketches(others))
    words = candidates.words(ones), candidates.words(others)
    shorter_by, longer_by = np.minimum(*words).tolist(), np.maximum(*words).tolist()
    pairs = zip(ones, others, likeness.tolist(), shorter_by, longer_by, strict=True)
    for one, other, like, shorter, longer in pairs:
        if like >= SURE and shorter >= LIKE_LENGTH * longer:
            sure.append(_whole(one, other, True, like))
        elif shorter < SHORTEST * longer:
            continue
        elif readable:
            unsure.append((one, other))
        elif like >= UNREAD:
            sure.append(_whole(one, other, False, like))
    return sure, unsure


def _whole(one: int, other: int, firm: bool, weight: float) -> Linked:
    """Return the link of two texts that were not read, and are taken to be alike all through."""
    link = Link(firm, weight, 1.0, (0.0, 1.0))
    return Linked(one, other, link, link)


def _told_by_texts(pairs: Sequence[tuple[int, int]], texts: Texts) -> Iterator[Linked]:
    """Read the texts of these pairs, and yield those that are printings of one text."""
    ids = sorted({id_ for pair in pairs for id_ in pair})
    wordings = dict(zip(ids, map(Wording, texts(ids)), strict=True))
    for one, other in pairs:
        here, there = align(wordings[one], wordings[other])
        if _are_printings(here, there):
            held, density = min(here.held, there.held), min(here.density, there.density)
            firm = held >= FIRM_HELD and density >= FIRM_DENSE
            links = (Link(firm, held * density, side.held, side.span) for side in (here, there))
            yield Linked(one, other, *links)


def _are_printings(here: Side, there: Side) -> bool:
    """Say whether one of two texts lies, as a whole, in the wording of the other."""
    fuller, other = sorted((here, there), key=lambda side: side.held, reverse=True)
    enough = HELD if len(fuller.matched) < LONG else HELD_LONG
    if fuller.held < enough or fuller.density < DENSE or other.held < SHORTEST:
        return False
    return fuller.density >= MUCH_ALTERED or (fuller.clustering <= EVENLY and len(fuller.matched) >= LEAST)


def packed(found: Iterable[Linked]) -> NDArray[np.void]:
    """Return links as an array of LINK."""
    rows = [
        (one, other, there.firm, there.weight, [(side.held, *side.span) for side in (there, back)])
        for one, other, there, back in found
    ]
    return np.array(rows, dtype=LINK)


def unpacked(links: NDArray[np.void]) -> Iterator[Linked]:
    """Yield the links of an array of LINK."""
    for one, other, firm, weight, sides in links.tolist():
        there, back = (Link(firm, weight, held, (first, last)) for held, first, last in sides)
        yield Linked(one, other, there, back)
