"""The facts of every article as NumPy columns: what filters, facets, timelines and sorts are computed on.

A `Columns` is one immutable moment: row i is the article `ids[i]`, rows ascend by id. `updated` makes the next moment
from changed facts; 100,000 rows take a few milliseconds, so re-tagging thousands of articles touches no word index.
Values are kept as codes into a vocabulary that only grows; code 0 is always the empty value.

Not for words of the text: those are the engine's.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import chain
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from desktop_app.archive.articles import DRAFT_STATUSES, Facts, Place
from desktop_app.query.matching import value_key
from desktop_app.text.folding import fold

Ints = NDArray[np.int64]
Codes = NDArray[np.int32]
Mask = NDArray[np.bool_]

_T = TypeVar("_T")

SINGLE = ("section", "language", "status", "kind", "publication", "folder", "source_name")
"""Facts with one text value an article."""

MULTIPLE = ("authors", "tags")
"""Facts with any number of text values an article."""

_TITLE_KEY = 200
"""Characters of a headline that count when sorting."""

NUMBERS = ("batch", "published_first", "published_last", "created", "updated", "words")
FLAGS = ("has_picture", "has_source", "trashed")


class Vocabulary:
    """The values a fact takes, in the order they were met; only ever appended to, so that codes stay good."""

    def __init__(self) -> None:
        self.values: list[str] = [""]
        self.keys: list[str] = [""]
        self._codes: dict[str, int] = {"": 0}

    @classmethod
    def of(cls, values: list[str], keys: list[str]) -> Vocabulary:
        """Make the vocabulary that had these values and keys."""
        made = cls()
        made.values, made.keys = values, keys
        made._codes = {value: code for code, value in enumerate(values)}
        return made

    def __len__(self) -> int:
        return len(self.values)

    def code(self, value: str) -> int:
        """Return the code of a value, a new one if it was never met."""
        code = self._codes.get(value)
        if code is None:
            code = self._codes[value] = len(self.values)
            self.values.append(value)
            self.keys.append(value_key(value))
        return code

    def known(self, value: str) -> int | None:
        """Return the code of exactly this value, None if no article ever had it."""
        return self._codes.get(value)

    def codes(self, values: Iterable[str], count: int) -> Codes:
        """Return the codes of `count` values."""
        return np.fromiter(map(self.code, values), dtype=np.int32, count=count)


class Pairs:
    """A fact with several values: `rows[i]` has the value `codes[i]`; sorted by row."""

    def __init__(self, rows: Codes, codes: Codes) -> None:
        self.rows = rows
        self.codes = codes

    def are(self, some: Pairs, rows: Ints) -> bool:
        """Say whether the rows have these values already; `some` numbers the rows from 0 on, in ascending order."""
        starts, ends = (np.searchsorted(self.rows, rows, side) for side in ("left", "right"))
        counts = ends - starts
        mine = np.repeat(starts - (np.cumsum(counts) - counts), counts) + np.arange(counts.sum())
        return np.array_equal(counts, np.bincount(some.rows, minlength=len(rows))) and np.array_equal(
            self.codes[mine], some.codes
        )

    @classmethod
    def of(cls, lists: Sequence[tuple[str, ...]], vocabulary: Vocabulary) -> Pairs:
        """Turn one tuple of values a row into pairs; empty values and repetitions within a row are left out."""
        clean = [tuple(dict.fromkeys(filter(None, values))) for values in lists]
        lengths = np.fromiter(map(len, clean), dtype=np.int64, count=len(clean))
        rows = np.repeat(np.arange(len(clean), dtype=np.int32), lengths)
        return cls(rows, vocabulary.codes(chain.from_iterable(clean), int(lengths.sum())))


class Binned(NamedTuple):
    """Numbers as codes into their distinct values, ascending."""

    values: Ints
    codes: Codes


class Columns:
    """All facts at one moment."""

    def __init__(
        self,
        ids: Ints,
        single: dict[str, Codes],
        multiple: dict[str, Pairs],
        numbers: dict[str, Ints],
        flags: dict[str, Mask],
        titles: NDArray[np.object_] | Callable[[], NDArray[np.object_]],
        vocabularies: dict[str, Vocabulary],
        derived: dict[str, tuple[object, Any]] | None = None,
    ) -> None:
        # What was worked out of an array stays good for the next moment, as long as the array does.
        self._derived = {} if derived is None else derived
        self.ids = ids
        self.single = single
        self.multiple = multiple
        self.numbers = numbers
        self.flags = flags
        self._titles = titles
        self.vocabularies = vocabularies

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def titles(self) -> NDArray[np.object_]:
        """The headlines; made when first asked for, as 100,000 texts take longer than all else of a file."""
        if callable(self._titles):
            self._titles = self._titles()
        return self._titles

    @classmethod
    def of(cls, facts: Iterable[Facts]) -> Columns:
        """Build the columns of these articles."""
        vocabularies = {name: Vocabulary() for name in SINGLE + MULTIPLE}
        return _columns(sorted(facts, key=lambda fact: fact.id), vocabularies)

    def updated(self, changed: Iterable[Facts], gone: Collection[int] = ()) -> Columns:
        """Return the columns after `changed` took the place of what was known of them and `gone` are no more."""
        fresh = _columns(sorted(changed, key=lambda fact: fact.id), self.vocabularies)
        if not len(fresh) and not gone:
            return self
        rows = self.rows_of(fresh.ids)
        if not gone and (rows >= 0).all():
            return self._with(fresh, rows)
        out = np.union1d(fresh.ids, np.fromiter(gone, dtype=np.int64, count=len(gone)))
        kept = np.flatnonzero(~np.isin(self.ids, out, assume_unique=True))
        ids = np.concatenate((self.ids[kept], fresh.ids))
        order = np.argsort(ids, kind="stable")
        place = np.empty(len(order), dtype=np.int32)
        place[order] = np.arange(len(order), dtype=np.int32)

        def merged(old: NDArray, new: NDArray) -> NDArray:  # type: ignore[type-arg]
            return np.concatenate((old[kept], new))[order]

        return Columns(
            ids[order],
            {name: merged(old, fresh.single[name]) for name, old in self.single.items()},
            {name: _merged(old, fresh.multiple[name], len(self), kept, place) for name, old in self.multiple.items()},
            {name: merged(old, fresh.numbers[name]) for name, old in self.numbers.items()},
            {name: merged(old, fresh.flags[name]) for name, old in self.flags.items()},
            merged(self.titles, fresh.titles),
            self.vocabularies,
        )

    def _with(self, fresh: Columns, rows: Ints) -> Columns:
        """Return the columns with other values in some rows. What did not change is the very same array."""

        def put(old: NDArray, new: NDArray) -> NDArray:  # type: ignore[type-arg]
            if np.array_equal(old[rows], new):
                return old
            changed = old.copy()
            changed[rows] = new
            return changed

        def put_pairs(old: Pairs, new: Pairs) -> Pairs:
            if old.are(new, rows):
                return old
            kept = np.delete(np.arange(len(self)), rows)
            return _merged(old, new, len(self), kept, np.concatenate((kept, rows)).astype(np.int32))

        return Columns(
            self.ids,
            {name: put(old, fresh.single[name]) for name, old in self.single.items()},
            {name: put_pairs(old, fresh.multiple[name]) for name, old in self.multiple.items()},
            {name: put(old, fresh.numbers[name]) for name, old in self.numbers.items()},
            {name: put(old, fresh.flags[name]) for name, old in self.flags.items()},
            put(self.titles, fresh.titles),
            self.vocabularies,
            self._derived,
        )

    def rows_of(self, ids: Ints) -> Ints:
        """Return the row of each id, -1 for ids that are not in the archive."""
        if not len(self.ids):
            return np.full(len(ids), -1, dtype=np.int64)
        rows = np.searchsorted(self.ids, ids)
        rows[rows == len(self.ids)] = 0
        return np.where(self.ids[rows] == ids, rows, -1)

    def mask_of(self, ids: Ints) -> Mask:
        """Return the rows of these ids as a mask."""
        mask = np.zeros(len(self), dtype=np.bool_)
        rows = self.rows_of(ids)
        mask[rows[rows >= 0]] = True
        return mask

    def in_place(self, place: Place) -> Mask:
        """Return which rows lie in a place: desk = drafts, archive = the others, trash, everything = all but trash."""
        if place == "trash":
            return self.flags["trashed"]
        untrashed = ~self.flags["trashed"]
        if place == "everything":
            return untrashed
        return untrashed & (self.drafts if place == "desk" else ~self.drafts)

    @property
    def drafts(self) -> Mask:
        """Which rows have the status of a draft."""

        def find(codes: Codes) -> Mask:
            known = [self.vocabularies["status"].known(status) for status in DRAFT_STATUSES]
            return np.isin(codes, [code for code in known if code is not None])

        return self._worked_out("drafts", self.single["status"], find)

    @property
    def title_rank(self) -> Ints:
        """The place of each row when sorted by folded title; equal titles share a rank."""

        def rank(titles: NDArray[np.object_]) -> Ints:
            known = self._derived.get("title keys")
            keys = np.empty(len(titles), dtype=np.object_) if known is None else known[1].copy()
            # Folding 100,000 titles takes a quarter of a second, so only those are folded that are new.
            new = np.flatnonzero(titles != known[0]) if known is not None else np.arange(len(titles))
            keys[new] = [_title_key(title) for title in titles[new]]
            self._derived["title keys"] = (titles, keys)
            return np.unique(keys, return_inverse=True)[1].astype(np.int64)

        return self._worked_out("title rank", self.titles, rank)

    def binned(self, name: str, divisor: int = 1) -> Binned:
        """Return a column of numbers, divided, as codes into its distinct values."""

        def bins(numbers: Ints) -> Binned:
            values, codes = np.unique(numbers // divisor, return_inverse=True)
            return Binned(values, codes.astype(np.int32))

        return self._worked_out(f"{name}/{divisor}", self.numbers[name], bins)

    def without_any(self, name: str) -> Mask:
        """Return which rows have no value of a fact that may have several."""

        def find(rows: Codes) -> Mask:
            mask = np.ones(len(self), dtype=np.bool_)
            mask[rows] = False
            return mask

        return self._worked_out(f"without {name}", self.multiple[name].rows, find)

    def _worked_out(self, name: str, source: Any, work: Callable[[Any], _T]) -> _T:
        known = self._derived.get(name)
        if known is None or known[0] is not source:
            known = self._derived[name] = (source, work(source))
        found: _T = known[1]
        return found


def _columns(facts: Sequence[Facts], vocabularies: dict[str, Vocabulary]) -> Columns:
    count = len(facts)

    def integers(name: str) -> Ints:
        return np.fromiter((getattr(fact, name) for fact in facts), dtype=np.int64, count=count)

    return Columns(
        integers("id"),
        {name: vocabularies[name].codes((getattr(fact, name) for fact in facts), count) for name in SINGLE},
        {name: Pairs.of([getattr(fact, name) for fact in facts], vocabularies[name]) for name in MULTIPLE},
        {name: integers(name) for name in NUMBERS},
        {name: np.fromiter((getattr(fact, name) for fact in facts), dtype=np.bool_, count=count) for name in FLAGS},
        np.fromiter((fact.title for fact in facts), dtype=np.object_, count=count),
        vocabularies,
    )


def _title_key(title: str) -> str:
    return fold(title[:_TITLE_KEY]).replace("\n", " ")


def _merged(old: Pairs, new: Pairs, old_rows: int, kept: NDArray[np.intp], place: Codes) -> Pairs:
    """Renumber the pairs of the kept rows and add the new ones. `place[i]` = final row of kept-then-new row i."""
    shift = np.full(old_rows, -1, dtype=np.int32)
    shift[kept] = np.arange(len(kept), dtype=np.int32)
    rows = shift[old.rows]
    stay = rows >= 0
    rows = place[np.concatenate((rows[stay], new.rows + np.int32(len(kept))))]
    codes = np.concatenate((old.codes[stay], new.codes))
    order = np.argsort(rows, kind="stable")
    return Pairs(rows[order], codes[order])
