"""Reprint families: which articles are printings of one text, whatever their headlines and bylines.

Candidates share hashes of their sketches; where these alone do not settle it, the texts are compared word by word. What
a person joined or split wins over what was found. Promises: whether two articles are linked depends on their two texts
alone, so that a family kept current edit by edit is the one found anew (but for texts printed by the hundred, see
`candidates.LONG`); other news on the same subject is no printing; a collection does not glue together the pieces it
holds. Not for saying what differs: that is `sameness`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from desktop_app.search.candidates import Candidates, Ints
from desktop_app.search.grouping import Choice, Link, grouped
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

SHORTEST = 0.2
"""Share of the longer text that must be held: a fifth of a text is a printing of it, a piece in a collection is not."""

FIRM_HELD, FIRM_DENSE = 0.8, 0.7
"""From here on printings of a printing are printings of the text too."""

LINK = np.dtype([("one", "<i8"), ("other", "<i8"), ("firm", "?"), ("weight", "<f4"), ("sides", "<f4", (2, 3))])
"""A link as kept in a file. Of either text: how much is common, and where that begins and ends, as shares of it."""

_READ = 500
"""Pairs whose texts are in memory at a time."""


class _Judged(NamedTuple):
    one: int
    other: int
    link: Link
    """As seen from `one`: where the other's wording lies in it."""
    back: Link


class Families:
    """The families of one archive, kept current."""

    def __init__(
        self,
        ids: Ints,
        sketches: Sketch,
        words: NDArray[np.integer],
        *,
        texts: Texts | None = None,
        choices: Iterable[Choice] = (),
        links: NDArray[np.void] | None = None,
    ) -> None:
        """Find the families of these articles; row i of `sketches` and `words` (their number) belongs to `ids[i]`.

        With the `links` of an earlier run over the same articles nothing is compared again.
        """
        self._candidates = Candidates(ids, sketches)
        self._words = dict(zip(np.asarray(ids).tolist(), np.asarray(words).tolist(), strict=True))
        self._texts = texts
        self._links: dict[int, dict[int, Link]] = {}
        self._families: dict[int, tuple[int, ...]] = {}
        self._choose(choices)
        if links is None:
            for ones, others in self._candidates.pairs():
                self._keep(self._judged(ones.tolist(), others.tolist()))
        else:
            self._keep(_unpacked(links, self._candidates))
        self._regroup({*self._links, *self._choices_of})

    # What is asked

    def family_of(self, id_: int, days: Callable[[Sequence[int]], Sequence[int]] | None = None) -> tuple[int, ...]:
        """Return all printings of a text, the article itself among them, oldest first; of a single one itself alone.

        `days` gives the days of publication (yyyymmdd, 0: undated, which stand last); without it ids tell the age.
        """
        family = self._families.get(id_, (id_,))
        if days is None or len(family) == 1:
            return family
        aged = zip(days(family), family, strict=True)
        return tuple(member for _, member in sorted(aged, key=lambda one: (one[0] or 99999999, one[1])))

    def printings(self, ids: Sequence[int]) -> NDArray[np.int32]:
        """Return how many other printings each of these articles has."""
        counts = (len(self._families.get(id_, (id_,))) - 1 for id_ in ids)
        return np.fromiter(counts, dtype=np.int32, count=len(ids))

    def all_reprints(self) -> Ints:
        """Return the ids of all articles that have another printing, ascending."""
        return np.sort(np.fromiter(self._families, dtype=np.int64, count=len(self._families)))

    def __iter__(self) -> Iterator[tuple[int, ...]]:
        """Yield each family of two and more, by its lowest id."""
        return (family for id_, family in sorted(self._families.items()) if id_ == family[0])

    @property
    def links(self) -> NDArray[np.void]:
        """What was found, for a file: an array of LINK, by ids."""
        rows = [
            (one, other, link.firm, link.weight, [(side.held, *side.span) for side in (link, self._links[other][one])])
            for one, linked in sorted(self._links.items())
            for other, link in sorted(linked.items())
            if one < other
        ]
        return np.array(rows, dtype=LINK)

    # What changes

    def update(
        self, ids: Sequence[int], sketches: Sketch, words: Sequence[int], gone: Iterable[int] = ()
    ) -> frozenset[int]:
        """Take in new and changed articles and forget those that are gone; return whose families may have changed."""
        gone = list(gone)
        touched = {*ids, *gone}
        for id_ in (*ids, *gone):
            touched.update(self._families.get(id_, ()))
            for other in self._links.pop(id_, ()):
                touched.add(other)
                del self._links[other][id_]
                if not self._links[other]:
                    del self._links[other]
        self._candidates.replace(ids, sketches, gone)
        self._words.update(zip(ids, words, strict=True))
        for id_ in gone:
            self._words.pop(id_, None)
        pairs = {(min(id_, other), max(id_, other)) for id_ in ids for other in self._candidates.near(id_)}
        self._keep(self._judged([one for one, _ in pairs], [other for _, other in pairs]))
        return self._regroup(touched)

    def choose(self, choices: Iterable[Choice]) -> frozenset[int]:
        """Take all choices that hold now, in place of those before; return whose families may have changed."""
        before = set(self._choices_of)
        self._choose(choices)
        return self._regroup(before | set(self._choices_of))

    def _choose(self, choices: Iterable[Choice]) -> None:
        self._choices_of: dict[int, list[Choice]] = {}
        for choice in choices:
            self._choices_of.setdefault(choice.one, []).append(choice)
            self._choices_of.setdefault(choice.other, []).append(choice)

    # Finding

    def _judged(self, ones: Sequence[int], others: Sequence[int]) -> Iterator[_Judged]:
        """Yield the pairs that are printings of one text."""
        unsure: list[tuple[int, int]] = []
        likeness = resemblances(self._candidates.sketches(ones), self._candidates.sketches(others))
        for one, other, like in zip(ones, others, likeness.tolist(), strict=True):
            shorter, longer = sorted((self._words[one], self._words[other]))
            if like >= SURE and shorter >= LIKE_LENGTH * longer:
                link = Link(True, like, 1.0, (0.0, 1.0))
                yield _Judged(one, other, link, link)
            elif shorter < SHORTEST * longer:
                continue
            elif self._texts is not None:
                unsure.append((one, other))
            elif like >= UNREAD:
                link = Link(False, like, 1.0, (0.0, 1.0))
                yield _Judged(one, other, link, link)
        if self._texts is not None:
            for at in range(0, len(unsure), _READ):
                yield from _compared(unsure[at : at + _READ], self._texts)

    def _keep(self, judged: Iterable[_Judged]) -> None:
        for one, other, link, back in judged:
            self._links.setdefault(one, {})[other] = link
            self._links.setdefault(other, {})[one] = back

    # Grouping

    def _regroup(self, touched: Iterable[int]) -> frozenset[int]:
        """Form the families anew of all that hangs together with these articles."""
        left = set(touched)
        changed = set(left)
        for id_ in left:
            changed.update(self._families.pop(id_, ()))
        left = set(changed)
        while left:
            whole = self._hanging_together(left.pop())
            left -= whole
            changed |= whole
            for id_ in whole:
                self._families.pop(id_, None)
            for family in grouped(whole, self._links, self._choices_within(whole)):
                self._families.update(dict.fromkeys(family, family))
        return frozenset(changed)

    def _hanging_together(self, id_: int) -> set[int]:
        found, ahead = set[int](), [id_]
        while ahead:
            at = ahead.pop()
            if at in found or at not in self._candidates:
                continue
            found.add(at)
            ahead.extend(self._links.get(at, ()))
            ahead.extend(choice.other if choice.one == at else choice.one for choice in self._choices_of.get(at, ()))
        return found

    def _choices_within(self, members: set[int]) -> list[Choice]:
        found = (choice for id_ in members for choice in self._choices_of.get(id_, ()) if choice.one == id_)
        return [choice for choice in found if choice.other in members]


def _compared(pairs: Sequence[tuple[int, int]], texts: Texts) -> Iterator[_Judged]:
    """Read the texts of these pairs, and yield those that are printings of one text."""
    ids = sorted({id_ for pair in pairs for id_ in pair})
    wordings = dict(zip(ids, map(Wording, texts(ids)), strict=True))
    for one, other in pairs:
        here, there = align(wordings[one], wordings[other])
        if _are_printings(here, there):
            held, density = min(here.held, there.held), min(here.density, there.density)
            firm = held >= FIRM_HELD and density >= FIRM_DENSE
            links = (Link(firm, held * density, side.held, side.span) for side in (here, there))
            yield _Judged(one, other, *links)


def _are_printings(here: Side, there: Side) -> bool:
    """Say whether one of two texts lies, as a whole, in the wording of the other."""
    fuller, other = sorted((here, there), key=lambda side: side.held, reverse=True)
    enough = HELD if len(fuller.matched) < LONG else HELD_LONG
    return fuller.held >= enough and fuller.density >= DENSE and other.held >= SHORTEST


def _unpacked(links: NDArray[np.void], known: Candidates) -> Iterator[_Judged]:
    for one, other, firm, weight, sides in links.tolist():
        if one in known and other in known:
            there_and_back = (Link(firm, weight, held, (first, last)) for held, first, last in sides)
            yield _Judged(one, other, *there_and_back)
