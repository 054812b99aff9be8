"""A query tree as arrays: which rows match, and how well.

Words are asked of the engine, facts of the columns; And, Or and Not are array operations over all rows, so that every
total is exact. The meaning of each node is that of `Query.matches`, and a property test holds the two together.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple, TypeVar

import numpy as np

from desktop_app.query import tree
from desktop_app.query.matching import same_name, value_key, wildcard_pattern
from desktop_app.search.columns import Columns, Ints, Mask
from desktop_app.search.counting import brushed
from desktop_app.search.engine import WordIndex
from desktop_app.search.ranking import NOTHING, Found, Scores
from desktop_app.search.reprints import all_reprints
from desktop_app.search.service import Snippet
from desktop_app.text.folding import fold_word
from desktop_app.text.words import words

MOST_FORMS = 5000
"""Words one pattern may stand for; each costs stock Whoosh a tenth of a millisecond."""

_FIELDS: dict[tree.TextField, tuple[str, ...]] = {
    "any": ("title", "standfirst", "body", "names"),
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


class Matched(NamedTuple):
    """Which rows match, and their scores (0 where nothing but facts was asked for)."""

    mask: Mask
    scores: Scores


class Memory:
    """What need not be worked out twice: answers of the engine for one state of the index, and snippets."""

    def __init__(self) -> None:
        self.snippets: Recent[tuple[str, int, int], tuple[Snippet, ...]] = Recent(500)
        """By query, article id and version: sorting or ticking shows the same hits again."""
        self._reprints: Ints | None = None
        self._found: Recent[tree.WordNode, tuple[Found, str]] = Recent(64)
        self._generation: tuple[str, int] | None = None

    def found(
        self, index: WordIndex, node: tree.WordNode, find: Callable[[tree.WordNode], tuple[Found, str]]
    ) -> tuple[Found, str]:
        """Return the engine's answer for a node and the note to it: a tick asks for the same words again."""
        self._look_at(index)
        known = self._found.get(node)
        if known is None:
            known = self._found[node] = find(node)
        return known

    def all_reprints(self, index: WordIndex) -> Ints:
        """Return the ids of all articles that have another printing."""
        self._look_at(index)
        if self._reprints is None:
            self._reprints = all_reprints(index)
        return self._reprints

    def _look_at(self, index: WordIndex) -> None:
        """Forget what was said of another state of the index."""
        generation = (index.folder.name, index.generation)
        if generation != self._generation:
            self._generation = generation
            self._found.clear()
            self._reprints = None


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
    ) -> None:
        self.columns = columns
        self.notes: list[str] = []
        self._index = index
        self._memory = memory
        self._find_uid = find_uid
        self._reprints = reprints

    def evaluate(self, node: tree.Node) -> Matched:
        """Return the rows that match a node, and their scores."""
        match node:
            case tree.And():
                parts = [self.evaluate(part) for part in node.parts]
                mask = np.logical_and.reduce([part.mask for part in parts]) if parts else self._all()
                return Matched(mask, _added(mask, [part.scores for part in parts]))
            case tree.Or():
                parts = [self.evaluate(part) for part in node.parts]
                mask = np.logical_or.reduce([part.mask for part in parts]) if parts else ~self._all()
                return Matched(mask, _added(mask, [part.scores for part in parts]))
            case tree.Not():
                return self._unscored(~self.evaluate(node.part).mask)
            case tree.Word() | tree.Phrase() | tree.Wildcard() | tree.Fuzzy():
                return self._words(node)
            case _:
                return self._unscored(self._facts(node))

    def _all(self) -> Mask:
        return np.ones(len(self.columns), dtype=np.bool_)

    def _unscored(self, mask: Mask) -> Matched:
        return Matched(mask, np.zeros(len(self.columns), dtype=np.float32))

    # Words

    def _words(self, node: tree.WordNode) -> Matched:
        if self._index is None:
            raise ValueError("words are asked of an index that is not there")
        found, note = self._memory.found(self._index, node, partial(_find, self._index))
        if note and note not in self.notes:
            self.notes.append(note)
        matched = self._unscored(np.zeros(len(self.columns), dtype=np.bool_))
        rows = self.columns.rows_of(found.ids)
        known = rows >= 0  # Purged since the index was written.
        matched.mask[rows[known]] = True
        matched.scores[rows[known]] = found.scores[known]
        return matched

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


def _find(index: WordIndex, node: tree.WordNode) -> tuple[Found, str]:
    fields = _FIELDS[node.field]
    match node:
        case tree.Wildcard():
            return _wildcard(index, node, fields)
        case tree.Fuzzy():
            near = [word for word, _ in index.within(node.text, node.edits)]
            return index.any_of(near, fields), ""
        case _:
            tokens = list(words(node.text))
            if not tokens:
                return NOTHING, ""
            if isinstance(node, tree.Phrase) and node.slop is not None:
                return index.near([token.folded for token in tokens], node.slop, fields), ""
            if isinstance(node, tree.Word) and not node.exact:
                return index.any_of([fold_word(node.text)], fields), ""
            return index.phrase([(token.folded, token.exact) for token in tokens], fields), ""


def _wildcard(index: WordIndex, node: tree.Wildcard, fields: tuple[str, ...]) -> tuple[Found, str]:
    head = node.pattern.removesuffix("*")
    note = f"“{node.pattern}” stands for more words than can be searched at once; {MOST_FORMS:,} were."
    if not set("*?") & set(head):
        found, complete = index.beginning_with(head, fields, MOST_FORMS)
        return found, "" if complete else note
    fitting = index.matching(wildcard_pattern(node.pattern), node.pattern)
    # Short words first: the ending a person leaves open is mostly a short one.
    kept = sorted(fitting, key=len)[:MOST_FORMS]
    return index.any_of(kept, fields), note if len(kept) < len(fitting) else ""


def _added(mask: Mask, scores: list[Scores]) -> Scores:
    total = np.zeros(len(mask), dtype=np.float32)
    for part in scores:
        total += part
    total[~mask] = 0
    return total


def _between(numbers: Ints, low: int | None, high: int | None) -> Mask:
    mask = np.ones(len(numbers), dtype=np.bool_)
    if low is not None:
        mask &= numbers >= low
    if high is not None:
        mask &= numbers <= high
    return mask
