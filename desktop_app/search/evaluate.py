"""A query tree as arrays: which rows match, and how well.

Words are asked of the engine, facts of the columns; And, Or and Not are array operations over all rows, so that every
total is exact, whether or not an article's text is in the index yet. The meaning of each node is that of
`Query.matches`, and a property test holds the two together. Scores are worked out for those rows alone that are asked
for.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from desktop_app.query import tree
from desktop_app.query.matching import same_name, value_key, wildcard_pattern
from desktop_app.search.arrays.queries import AsWritten, FieldedQuery, FormWord, Like, Near, Together
from desktop_app.search.columns import Columns, Ints, Mask
from desktop_app.search.counting import brushed
from desktop_app.search.engine import Scored, WordIndex
from desktop_app.search.expansion import Expander, Expansion
from desktop_app.search.ranking import INFLECTED, SHORT
from desktop_app.search.schema import FIELDS, readings
from desktop_app.search.snippets import Marked
from desktop_app.text.words import Token, words

MOST_FORMS = 5000
"""Words one pattern may stand for in a field of a segment."""

_FIELDS: dict[tree.TextField, tuple[str, ...]] = {
    "any": FIELDS,
    "title": ("title",),
    "body": ("body",),
    "author": ("names",),
}

_SINGLE = {
    "section": "section", "kind": "kind", "language": "language", "status": "status", "publication": "publication",
    "folder": "folder", "source": "source_name",
}  # fmt: skip

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")

Scores = NDArray[np.float32]


class Matched(NamedTuple):
    """Which rows match, and where their scores come from (from nowhere, where nothing but facts was asked for)."""

    mask: Mask
    parts: tuple[Scored, ...] = ()
    all_words: Mask | None = None
    """Of a short row of alternatives the rows that have every one: they come first."""

    def scores(self, mask: Mask) -> Scores:
        """Return the scores of the rows of a mask, 0 elsewhere."""
        total = np.zeros(len(mask), dtype=np.float32)
        for part in self.parts:
            wanted = np.flatnonzero(mask[part.rows])
            if len(wanted):
                total[part.rows[wanted]] += part.hits.scores(part.at[wanted])
        if self.all_words is not None:
            total[self.all_words & mask] += total[mask & ~self.all_words].max(initial=0)
        return total


class OutOfTime(Exception):
    """The time for a search is over."""


class Memory:
    """What need not be worked out twice: what words stand for in one state of the index, and snippets."""

    def __init__(self) -> None:
        self.marked: Recent[tuple[str, int, int], Marked] = Recent(500)
        """By query, article id and version: sorting or ticking shows the same hits again."""
        self._expander: Expander | None = None
        self._state: tuple[object, ...] = ()

    def expander(self, index: WordIndex, columns: Columns) -> Expander:
        """Return what knows the words of this moment."""
        vocabulary = columns.vocabularies["language"]
        # Also languages that no article has any more: they cost little, and codes never change.
        state = (index.searcher, len(vocabulary))
        if state != self._state or self._expander is None:
            self._state = state
            self._expander = Expander(index, vocabulary.values)
        return self._expander


class Recent(dict[_Key, _Value]):
    """A dictionary that forgets what was put in first once it is full."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def __setitem__(self, key: _Key, value: _Value) -> None:
        while len(self) >= self._most:
            del self[next(iter(self))]
        super().__setitem__(key, value)


class Evaluator:
    """Answers one query against one moment of columns and index; `notes` gathers what could not be done."""

    def __init__(
        self,
        columns: Columns,
        index: WordIndex | None,
        memory: Memory,
        *,
        find_uid: Callable[[str], int | None],
        reprints: Callable[[], Ints],
        until: float = float("inf"),
    ) -> None:
        self.columns = columns
        self.notes: list[str] = []
        self.inflected = INFLECTED
        """What another form of a word counts; 1 in long queries."""
        self._index = index
        self._memory = memory
        self._find_uid = find_uid
        self._reprints = reprints
        self._until = until
        if index is not None:
            index.look_at(columns)

    def evaluate(self, node: tree.Node) -> Matched:
        """Return the rows that match a node. Raises OutOfTime."""
        match node:
            case tree.And():
                found = [self.evaluate(part) for part in node.parts]
                mask = np.logical_and.reduce([part.mask for part in found]) if found else self._all()
                return Matched(mask, tuple(scored for part in found for scored in part.parts))
            case tree.Or():
                found = [self.evaluate(part) for part in node.parts]
                mask = np.logical_or.reduce([part.mask for part in found]) if found else ~self._all()
                few = len(found) <= SHORT and all(isinstance(part, tree.Word) for part in node.parts)
                every = np.logical_and.reduce([part.mask for part in found]) if found and few else None
                return Matched(mask, tuple(scored for part in found for scored in part.parts), every)
            case tree.Not():
                return Matched(~self.evaluate(node.part).mask)
            case tree.Word() | tree.Phrase() | tree.Wildcard() | tree.Fuzzy():
                return self._words(node)
            case _:
                return Matched(self._facts(node))

    def weigh(self, node: tree.Node) -> None:
        """Settle what inflections count in a query."""
        distinct = {part.text for part in tree.word_parts(node) if isinstance(part, tree.Word)}
        self.inflected = INFLECTED if len(distinct) <= SHORT else 1.0

    def _all(self) -> Mask:
        return np.ones(len(self.columns), dtype=np.bool_)

    # Words

    def _words(self, node: tree.WordNode) -> Matched:
        if self._index is None:
            raise ValueError("words are asked of an index that is not there")
        if time.monotonic() > self._until:
            raise OutOfTime
        mask = np.zeros(len(self.columns), dtype=np.bool_)
        query = self.engine_query(node)
        if query is None:
            return Matched(mask)
        parts = tuple(self._index.found(query))
        for part in parts:
            mask[part.rows] = True
        if query in self._index.searcher.evaluator.cut_short and isinstance(node, tree.Wildcard):
            self._note(f"“{node.pattern}” stands for more words than can be searched at once; {MOST_FORMS:,} were.")
        return Matched(mask, parts)

    def engine_query(self, node: tree.WordNode) -> FieldedQuery | None:
        """Return what the engine is asked for a node; None where the node holds no word."""
        fields = _FIELDS[node.field]
        match node:
            case tree.Wildcard():
                return Like(fields, node.pattern, MOST_FORMS)
            case tree.Fuzzy():
                return Near(fields, node.text, node.edits)
        tokens = list(words(node.text))
        if not tokens:
            return None
        if isinstance(node, tree.Phrase) and node.slop is not None:
            return Together(fields, tuple(token.folded for token in tokens), node.slop)
        if isinstance(node, tree.Word) and not node.exact:
            return self._expansion(tokens[0], fields).node
        return AsWritten(fields, tuple(FormWord(t.folded, frozenset(t.exact)) for t in tokens), readings)

    def _expansion(self, word: Token, fields: tuple[str, ...]) -> Expansion:
        assert self._index is not None
        found = self._memory.expander(self._index, self.columns).expanded(word, fields, self.inflected)
        if not found.is_whole:
            self._note(f"“{word.text}” has more forms than are searched at once; the most frequent ones were.")
        return found

    def other_forms(self, node: tree.Word) -> Sequence[str]:
        """Return the folded words that a word stands for beside itself, the most frequent first."""
        tokens = list(words(node.text))
        if not tokens or node.exact or self._index is None:
            return ()
        return self._expansion(tokens[0], _FIELDS[node.field]).others

    def _note(self, note: str) -> None:
        if note not in self.notes:
            self.notes.append(note)

    # Facts

    def _facts(self, node: tree.Node) -> Mask:
        numbers = self.columns.numbers
        match node:
            case tree.Everything():
                return self._all()
            case tree.Value():
                return self._value(node)
            case tree.Has():
                return np.asarray(self._has(node.field) == node.present)
            case tree.DateRange("published"):
                return brushed(self.columns, node.first, node.last)
            case tree.DateRange():
                return _between(numbers[node.field], node.first, node.last) & (numbers[node.field] > 0)
            case tree.WordCount():
                return _between(numbers["words"], node.low, node.high)
            case tree.Flag():
                return self._flag(node.name)
            case _:
                raise TypeError(f"no node of a query: {node!r}")

    def _value(self, node: tree.Value) -> Mask:
        columns = self.columns
        pattern = wildcard_pattern(value_key(node.value))
        if node.field == "id":
            return self._id(node.value)
        if node.field == "batch":
            numbers = np.unique(columns.numbers["batch"])
            fitting = [number for number in numbers.tolist() if number and pattern.fullmatch(str(number))]
            return np.isin(columns.numbers["batch"], fitting)
        name = {"author": "authors", "tag": "tags"}.get(node.field) or _SINGLE[node.field]
        vocabulary = columns.vocabularies[name]
        fits = np.zeros(len(vocabulary), dtype=np.bool_)
        if node.field == "author":
            fits[1:] = [same_name(node.value, value) for value in vocabulary.values[1:]]
        else:
            fits[1:] = [pattern.fullmatch(key) is not None for key in vocabulary.keys[1:]]
        if name in columns.single:
            return fits[columns.single[name]]
        pairs = columns.multiple[name]
        mask = np.zeros(len(columns), dtype=np.bool_)
        mask[pairs.rows[fits[pairs.codes]]] = True
        return mask

    def _id(self, wanted: str) -> Mask:
        key = value_key(wanted)
        if "*" in key or "?" in key:
            pattern = wildcard_pattern(key)
            return np.fromiter((pattern.fullmatch(str(n)) is not None for n in self.columns.ids.tolist()), np.bool_)
        if key.isascii() and key.isdigit() and str(int(key[:18])) == key:
            return np.asarray(self.columns.ids == int(key))
        return np.asarray(self.columns.ids == (self._find_uid(key) or -1))

    def _has(self, field: str) -> Mask:
        columns = self.columns
        if field in ("author", "tag"):
            mask = np.zeros(len(columns), dtype=np.bool_)
            mask[columns.multiple[field + "s"].rows] = True
            return mask
        if field in _SINGLE:
            return np.asarray(columns.single[_SINGLE[field]] != 0)
        if field == "id":
            return self._all()
        return np.asarray(columns.numbers["published_first" if field == "published" else field] != 0)

    def _flag(self, name: tree.FlagName) -> Mask:
        match name:
            case "picture":
                return self.columns.flags["has_picture"]
            case "source":
                return self.columns.flags["has_source"]
            case "draft":
                return self.columns.drafts
            case "trashed":
                return self.columns.flags["trashed"]
            case "reprint":
                return self.columns.mask_of(self._reprints())


def _between(numbers: Ints, low: int | None, high: int | None) -> Mask:
    mask = np.ones(len(numbers), dtype=np.bool_)
    if low is not None:
        mask &= numbers >= low
    if high is not None:
        mask &= numbers <= high
    return mask
