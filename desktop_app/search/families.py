"""Reprint families: which articles are printings of one text, whatever their headlines and bylines.

What a person joined or split wins over what was found. Promises: a family kept current edit by edit is the one found
anew (but for texts printed by the hundred, see `candidates.LONG`); a collection does not glue together the pieces it
holds. Not for saying what differs: that is `sameness`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from desktop_app.search.candidates import Candidates, Ints
from desktop_app.search.grouping import Choice, Link, grouped
from desktop_app.search.linking import Linked, Texts, judged, linked, packed, unpacked
from desktop_app.search.sketches import Sketch


class Families:
    """The families of one archive, kept current."""

    def __init__(
        self,
        ids: Ints,
        sketches: Sketch | Callable[[], Sketch],
        words: NDArray[np.integer],
        *,
        texts: Texts | None = None,
        choices: Iterable[Choice] = (),
        links: NDArray[np.void] | None = None,
    ) -> None:
        """Find the families of these articles; row i of `sketches` and `words` (their number) belongs to `ids[i]`.

        With `links`, those kept from an earlier run or found step by step (`linking.find_links`), nothing is compared.
        """
        self._candidates = Candidates(ids, sketches, words)
        self._texts = texts
        self._links: dict[int, dict[int, Link]] = {}
        self._families: dict[int, tuple[int, ...]] = {}
        self._members: tuple[Ints, Ints] | None = None
        self._choose(choices)
        if links is None:
            for some in linked(self._candidates, texts):
                self._keep(some)
        else:
            there = self._candidates.knows(links["one"]) & self._candidates.knows(links["other"])
            self._keep(unpacked(links[there]))
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

    def knows(self, id_: int) -> bool:
        """Say whether an article is among those that were compared."""
        return id_ in self._candidates

    def all_reprints(self) -> Ints:
        """Return the ids of all articles that have another printing, ascending."""
        return self.members()[0]

    def members(self) -> tuple[Ints, Ints]:
        """Return the ids of all articles that have another printing, ascending, and of each its family's lowest id."""
        if self._members is None:
            count = len(self._families)
            ids = np.fromiter(self._families, dtype=np.int64, count=count)
            lowest = np.fromiter((family[0] for family in self._families.values()), dtype=np.int64, count=count)
            by_id = np.argsort(ids)
            self._members = ids[by_id], lowest[by_id]
        return self._members

    def __iter__(self) -> Iterator[tuple[int, ...]]:
        """Yield each family of two and more, by its lowest id."""
        return (family for id_, family in sorted(self._families.items()) if id_ == family[0])

    @property
    def links(self) -> NDArray[np.void]:
        """What was found, for a file: an array of `linking.LINK`, by ids."""
        return packed(
            Linked(one, other, link, self._links[other][one])
            for one, linked in sorted(self._links.items())
            for other, link in sorted(linked.items())
            if one < other
        )

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
        self._candidates.replace(ids, sketches, words, gone)
        pairs = sorted({(min(id_, other), max(id_, other)) for id_ in ids for other in self._candidates.near(id_)})
        ones, others = [one for one, _ in pairs], [other for _, other in pairs]
        for some in judged(self._candidates, self._texts, ones, others):
            self._keep(some)
        return self._regroup(touched)

    def choose(self, choices: Iterable[Choice]) -> frozenset[int]:
        """Take all choices that hold now, in place of those before; return whose families may have changed."""
        before = set(self._choices_of)
        self._choose(choices)
        return self._regroup(before | set(self._choices_of))

    def _choose(self, choices: Iterable[Choice]) -> None:
        self._choices = list(choices)
        self._choices_of: dict[int, list[int]] = {}
        for place, choice in enumerate(self._choices):
            self._choices_of.setdefault(choice.one, []).append(place)
            self._choices_of.setdefault(choice.other, []).append(place)

    # What follows from it

    def _keep(self, found: Iterable[Linked]) -> None:
        for one, other, there, back in found:
            self._links.setdefault(one, {})[other] = there
            self._links.setdefault(other, {})[one] = back

    def _regroup(self, touched: Iterable[int]) -> frozenset[int]:
        """Form the families anew of all that hangs together with these articles."""
        self._members = None
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
            if at not in found and at in self._candidates:
                found.add(at)
                ahead.extend(self._links.get(at, ()))
                for place in self._choices_of.get(at, ()):
                    ahead += (self._choices[place].one, self._choices[place].other)
        return found

    def _choices_within(self, members: set[int]) -> list[Choice]:
        places = {place for id_ in members for place in self._choices_of.get(id_, ())}
        choices = (self._choices[place] for place in sorted(places))
        return [choice for choice in choices if choice.one in members and choice.other in members]
