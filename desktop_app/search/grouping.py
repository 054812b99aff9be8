"""From links between articles to families, with the choices of people in the first place.

What was joined or split by hand comes first, the latest choice before earlier ones; then firm links, the strongest
first, over which families grow as far as they reach; then the loose ones (much altered, shortened), which reach only
from a family's centre to its neighbours and no further.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

OVERLAP = 0.5
"""Of two pieces of one text the share of the shorter that must lie in the other, or they are different pieces."""

WHOLE = 0.8
"""Share of an article that must be held by the centre, or it goes on with another text."""


class Link(NamedTuple):
    """What an article has in common with another."""

    firm: bool
    weight: float
    held: float
    """Share of the first article that the two have in common."""
    span: tuple[float, float]
    """Where that begins and ends, as shares of the first article."""


class Choice(Protocol):
    """What a person said of two articles; `archive.articles.ReprintChoice` is one."""

    @property
    def one(self) -> int: ...
    @property
    def other(self) -> int: ...
    @property
    def together(self) -> bool: ...


def grouped(
    members: Collection[int], links: Mapping[int, Mapping[int, Link]], choices: Sequence[Choice]
) -> Iterator[tuple[int, ...]]:
    """Yield the families of two and more among these articles, each ascending; `choices` begin with the earliest."""
    groups = _Groups(members)
    for choice in reversed(choices):
        if choice.together:
            groups.join(choice.one, choice.other)
        else:
            groups.part(choice.one, choice.other)
    found = sorted(
        ((link, one, other) for one in members for other, link in links.get(one, {}).items() if one < other),
        key=lambda each: (-each[0].weight, each[1], each[2]),
    )
    for link, one, other in found:
        if link.firm:
            groups.join(one, other)
    _gather(groups, [(one, other) for link, one, other in found if not link.firm], links)
    for group in groups:
        if len(group) > 1:
            yield tuple(sorted(group))


class _Groups:
    """Articles in groups that grow by joining, some of which must never meet."""

    def __init__(self, members: Iterable[int]) -> None:
        self._group = {id_: {id_} for id_ in members}
        self._apart: dict[int, set[int]] = {}

    def __iter__(self) -> Iterator[set[int]]:
        seen = set[int]()
        for id_ in sorted(self._group):
            if id_ not in seen:
                seen |= self._group[id_]
                yield self._group[id_]

    def join(self, one: int, other: int) -> bool:
        """Make one group of two, unless they must stay apart."""
        smaller, larger = sorted((self._group[one], self._group[other]), key=len)
        if smaller is not larger:
            if not self._may_join(one, other):
                return False
            larger |= smaller
            self._group.update(dict.fromkeys(smaller, larger))
        return True

    def part(self, one: int, other: int) -> None:
        """Keep the groups of two articles apart, unless they are one already."""
        if self._group[one] is not self._group[other]:
            self._apart.setdefault(one, set()).add(other)
            self._apart.setdefault(other, set()).add(one)

    def _may_join(self, one: int, other: int) -> bool:
        smaller, larger = sorted((self._group[one], self._group[other]), key=len)
        return not any(larger & self._apart[id_] for id_ in smaller if id_ in self._apart)


def _gather(groups: _Groups, pairs: Sequence[tuple[int, int]], links: Mapping[int, Mapping[int, Link]]) -> None:
    """Join groups along loose links: each centre with its neighbours, the one with most to join first.

    Two pieces of a text that have nothing in common with each other are not printings of one text, nor are two texts
    that hold the same short one and go on differently: the stronger one joins, the other stays by itself.
    """
    group_of = {id_: number for number, group in enumerate(groups) for id_ in group}
    around: dict[int, list[tuple[int, int]]] = {}
    for one, other in pairs:
        here, there = group_of[one], group_of[other]
        if here != there:
            around.setdefault(here, []).append((one, other))
            around.setdefault(there, []).append((other, one))
    weights = {group: sum(links[one][other].weight for one, other in near) for group, near in around.items()}
    taken = set[int]()
    for centre in sorted(around, key=lambda group: (-weights[group], group)):
        if centre in taken:
            continue
        taken.add(centre)
        joined: list[tuple[Link, Link]] = []
        for one, other in around[centre]:
            group, seen = group_of[other], (links[one][other], links[other][one])
            if group not in taken and all(_fit(seen, before) for before in joined) and groups.join(one, other):
                taken.add(group)
                joined.append(seen)


def _fit(one: tuple[Link, Link], other: tuple[Link, Link]) -> bool:
    """Say whether two neighbours, each with its link from the centre and back, are of one text with each other too."""
    (here, back), (other_here, other_back) = one, other
    start, end = max(here.span[0], other_here.span[0]), min(here.span[1], other_here.span[1])
    shorter = min(here.span[1] - here.span[0], other_here.span[1] - other_here.span[0])
    return end - start >= OVERLAP * shorter and max(back.held, other_back.held) >= WHOLE
