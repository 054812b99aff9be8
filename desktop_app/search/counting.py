"""Facets, ticks and timelines: counts over the columns, exact, in array operations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from desktop_app.search.columns import Binned, Columns, Ints, Mask
from desktop_app.search.service import FACETS, YES, Bin, Bins, FacetName, FacetValue, Tick

_SINGLE = {
    "publication": "publication",
    "section": "section",
    "kind": "kind",
    "language": "language",
    "status": "status",
}
_MULTIPLE = {"author": "authors", "tag": "tags"}
_DIVISORS: Mapping[Bins, int] = {"year": 10000, "month": 100, "day": 1}


Said = Mapping[FacetName, Mask]
"""The facets that only say yes or no: reprints, pictures."""


class Narrowed(NamedTuple):
    """The matches that the ticks and the brush leave; `without[facet]` ignores the ticks of that one facet."""

    mask: Mask
    without: Mapping[FacetName, Mask]
    said: Said


def narrow(
    columns: Columns, mask: Mask, ticks: Sequence[Tick], published: tuple[int | None, int | None] | None, said: Said
) -> Narrowed:
    """Apply ticks and brush. Ticks of one facet are OR, facets are AND, excluded values are left out."""
    if published is not None:
        mask = mask & brushed(columns, *published)
    by_facet = {facet: _ticked(columns, facet, ticks, said) for facet in dict.fromkeys(tick.facet for tick in ticks)}
    everything = mask.copy()
    for chosen in by_facet.values():
        everything &= chosen
    without = {}
    for facet in by_facet:
        left = mask.copy()
        for other, chosen in by_facet.items():
            if other != facet:
                left &= chosen
        without[facet] = left
    return Narrowed(everything, without, said)


def brushed(columns: Columns, first: int | None, last: int | None) -> Mask:
    """Return which articles were published between two days; a partial date counts where it overlaps, none does not."""
    mask: Mask = columns.numbers["published_first"] > 0
    if first is not None:
        mask &= columns.numbers["published_last"] >= first
    if last is not None:
        mask &= columns.numbers["published_first"] <= last
    return mask


def _ticked(columns: Columns, facet: FacetName, ticks: Sequence[Tick], said: Said) -> Mask:
    wanted = [tick.value for tick in ticks if tick.facet == facet and not tick.excluded]
    unwanted = [tick.value for tick in ticks if tick.facet == facet and tick.excluded]
    mask = _has_any(columns, facet, wanted, said) if wanted else np.ones(len(columns), dtype=np.bool_)
    return mask & ~_has_any(columns, facet, unwanted, said) if unwanted else mask


def _has_any(columns: Columns, facet: FacetName, values: Sequence[str], said: Said) -> Mask:
    if facet in said:
        yes = said[facet]
        return (yes if YES in values else np.zeros_like(yes)) | (~yes if "" in values else np.zeros_like(yes))
    if facet in _SINGLE:
        return np.isin(columns.single[_SINGLE[facet]], _codes(columns, _SINGLE[facet], values))
    if facet in _MULTIPLE:
        pairs = columns.multiple[_MULTIPLE[facet]]
        mask = np.zeros(len(columns), dtype=np.bool_)
        mask[pairs.rows[np.isin(pairs.codes, _codes(columns, _MULTIPLE[facet], values))]] = True
        if "" in values:
            mask |= columns.without_any(_MULTIPLE[facet])
        return mask
    numbers = [int(value) if value.isascii() and value.isdigit() else 0 if value == "" else -1 for value in values]
    known, codes = _numbers(columns, facet)
    return np.isin(known, numbers)[codes]


def _codes(columns: Columns, name: str, values: Sequence[str]) -> list[int]:
    codes = (columns.vocabularies[name].known(value) for value in values)
    return [code for code in codes if code is not None]


def _numbers(columns: Columns, facet: FacetName) -> Binned:
    """Return the values of the facets that are numbers; 0 = none."""
    return columns.binned("published_first", 10000) if facet == "year" else columns.binned("batch")


def facets(columns: Columns, narrowed: Narrowed, limit: int) -> dict[FacetName, tuple[FacetValue, ...]]:
    """Count the values of every facet, the most frequent first (years: the latest first); a value of "" is "none"."""
    return {facet: _facet(columns, narrowed, facet, limit) for facet in FACETS}


def _facet(columns: Columns, narrowed: Narrowed, facet: FacetName, limit: int) -> tuple[FacetValue, ...]:
    mask = narrowed.without.get(facet, narrowed.mask)
    if facet in narrowed.said:
        all_, yes = np.count_nonzero(mask), np.count_nonzero(mask & narrowed.said[facet])
        both = FacetValue(YES, int(yes)), FacetValue("", int(all_ - yes))
        return tuple(value for value in both if value.count)
    if facet in ("year", "batch"):
        numbers, codes = _numbers(columns, facet)
        counts = np.bincount(codes[mask], minlength=len(numbers)).tolist()
        found = {str(n) if n else "": count for n, count in zip(numbers.tolist(), counts, strict=True) if count}
        values = sorted(found, key=lambda value: -int(value or 0))
    else:
        found = _text_counts(columns, mask, facet)
        values = sorted(found, key=lambda value: (-found[value], value))
    # "None" closes the list and is not pushed out by the limit.
    named = [value for value in values if value][:limit]
    return tuple(FacetValue(value, found[value]) for value in (*named, *([""] if "" in found else [])))


def _text_counts(columns: Columns, mask: Mask, facet: FacetName) -> dict[str, int]:
    if facet in _SINGLE:
        name = _SINGLE[facet]
        codes = columns.single[name][mask]
    else:
        name = _MULTIPLE[facet]
        pairs = columns.multiple[name]
        codes = pairs.codes[mask[pairs.rows]]
    counts = np.bincount(codes, minlength=1)
    if facet in _MULTIPLE:
        counts[0] = np.count_nonzero(mask & columns.without_any(_MULTIPLE[facet]))
    values = columns.vocabularies[name].values
    return {values[code]: int(counts[code]) for code in np.flatnonzero(counts).tolist()}


def timeline(columns: Columns, mask: Mask, place: Mask, bins: Bins) -> tuple[tuple[Bin, ...], int]:
    """Return a bar for each year, month or day with matches, oldest first, and how many matches have no date.

    A partial date stands in the bar of its first day. Shares are of all articles of the bar in the place.
    """
    values, codes = columns.binned("published_first", _DIVISORS[bins])
    counts = np.bincount(codes[mask], minlength=len(values)).tolist()
    totals = np.bincount(codes[place], minlength=len(values)).tolist()
    found = [row for row in zip(values.tolist(), counts, totals, strict=True) if row[1]]
    bars = tuple(Bin(_bin_name(key, bins), count, round(count / total, 6)) for key, count, total in found if key)
    return bars, sum(count for key, count, _ in found if not key)


def _bin_name(key: int, bins: Bins) -> str:
    if bins == "year":
        return f"{key:04}"
    if bins == "month":
        return f"{key // 100:04}-{key % 100:02}"
    return f"{key // 10000:04}-{key // 100 % 100:02}-{key % 100:02}"


def folded(
    columns: Columns, rows: NDArray[np.intp], sort: str, scores: NDArray[np.float32], families: Ints
) -> NDArray[np.intp]:
    """Leave of each family the one row that `order` puts first; `families` names the family of every row, 0 = none."""
    members = rows[families[rows] > 0]
    if len(members) < 2:
        return rows
    members = order(columns, members, sort if sort != "relevance" or scores.any() else "newest", scores)
    _, firsts = np.unique(families[members], return_index=True)
    kept = np.zeros(len(columns), dtype=np.bool_)
    kept[rows] = True
    kept[members] = False
    kept[members[firsts]] = True
    return np.flatnonzero(kept)


def first(
    columns: Columns, rows: NDArray[np.intp], sort: str, scores: NDArray[np.float32], count: int
) -> NDArray[np.intp]:
    """Return the first of what `order` would return, without sorting all."""
    if sort == "relevance" and not scores.any():
        sort = "newest"
    if len(rows) > _WORTH_CUTTING * count > 0:
        keys = _sort_keys(columns, rows, sort, scores)
        # What is just good enough is kept whole, as other keys decide there.
        rows = rows[keys >= np.partition(keys, len(keys) - count)[len(keys) - count]]
    return order(columns, rows, sort, scores)[:count]


_WORTH_CUTTING = 4
"""Times as many rows as are wanted, from which on cutting the rest off first is quicker than sorting it."""


def _sort_keys(
    columns: Columns, rows: NDArray[np.intp], sort: str, scores: NDArray[np.float32]
) -> NDArray[np.float32] | Ints:
    """Return what rows are sorted by in the first place, the highest first."""
    if sort == "relevance":
        return scores[rows]
    if sort == "title":
        return -columns.title_rank[rows]
    dates = columns.numbers["published_first"][rows]
    return dates if sort == "newest" else -np.where(dates == 0, np.iinfo(np.int64).max, dates)


def order(columns: Columns, rows: NDArray[np.intp], sort: str, scores: NDArray[np.float32]) -> NDArray[np.intp]:
    """Sort rows: best first, newest, oldest, or by title; without words the best are the newest.

    Ties as in the archive's own lists: the younger article first where dates fall, the older first where they rise.
    Pieces without a date close the list, whichever way it runs.
    """
    dates = columns.numbers["published_first"][rows]
    ids = columns.ids[rows]
    if sort == "oldest":
        return rows[np.lexsort((ids, np.where(dates == 0, np.iinfo(np.int64).max, dates)))]
    if sort == "title":
        return rows[np.lexsort((ids, columns.title_rank[rows]))]
    if sort == "newest":
        return rows[np.lexsort((-ids, -dates))]
    return rows[np.lexsort((-ids, -dates, -scores[rows]))]
