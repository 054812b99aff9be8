"""Help around a query: completions while typing, near spellings where something finds nothing.

No search is run for a completion; counts are exact all the same, one posting list each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice

import numpy as np

from desktop_app.query import tree
from desktop_app.search.arrays.queries import Alternative, AnyOf, Group
from desktop_app.search.columns import Columns, Mask
from desktop_app.search.engine import WordIndex
from desktop_app.search.schema import FIELDS
from desktop_app.search.service import Correction, Suggestion
from desktop_app.text.folding import fold, fold_word
from desktop_app.text.words import folded_words, words
from desktop_app.values import replace

_EACH = 4
"""Names and values offered beside the words."""

_LOOKED_AT = 400
"""Words with the prefix that are looked at, the most frequent ones in each field of each segment."""

_SHORTEST = 3
"""Letters under which a word has too many neighbours to be corrected."""

FEW = 3
"""Hits up to which a word may be a misspelt one."""

_TRIED = 4
"""Near words that are tried in place of one that finds nothing."""


def complete(index: WordIndex | None, columns: Columns, text: str, limit: int) -> tuple[Suggestion, ...]:
    """Return words that continue the last word typed, then names and values that do; or its corrections."""
    typed = list(words(text))
    if not typed or not text[-1:].strip():
        return ()
    prefix = typed[-1].folded
    found = [*_words(index, columns, prefix, limit)] if index is not None else []
    found += islice(_names(columns, text), _EACH)
    found += islice(_values(columns, prefix), _EACH)
    if not found and index is not None:
        counted = [(word, _documents(index, columns, word)) for word in near_words(index, prefix)]
        found = [Suggestion(as_written(index, word), "correction", count) for word, count in counted if count]
    return tuple(found[:limit])


def _words(index: WordIndex, columns: Columns, prefix: str, limit: int) -> Iterator[Suggestion]:
    found = index.beginning(prefix, _LOOKED_AT)
    best = sorted(found, key=lambda word: (word != prefix, -found[word], word))
    for word in best[:limit]:
        documents = _documents(index, columns, word)
        if documents:
            yield Suggestion(as_written(index, word), "word", documents)


def _documents(index: WordIndex, columns: Columns, word: str) -> int:
    """Count the articles outside the trash that have a word."""
    index.look_at(columns)
    query = AnyOf((Group(FIELDS, (Alternative(word),)),))
    trashed = columns.flags["trashed"]
    return sum(int(np.count_nonzero(~trashed[part.rows])) for part in index.found(query))


def as_written(index: WordIndex, folded: str) -> str:
    """Return the most frequent written form of a folded word."""
    spellings = index.spellings(folded)
    return spellings[0].text if spellings else folded


def _names(columns: Columns, text: str) -> Iterator[Suggestion]:
    """Offer author names of which a part begins with the last word, or with all that was typed."""
    pairs, names = columns.multiple["authors"], columns.vocabularies["authors"].values
    alive = ~columns.flags["trashed"]
    counts = np.bincount(pairs.codes[alive[pairs.rows]], minlength=len(names))
    typed = folded_words(text)
    fitting = []
    for code in np.flatnonzero(counts).tolist():
        parts = folded_words(names[code])
        if any(part.startswith(typed[-1]) for part in parts):
            agreeing = sum(word in parts for word in typed[:-1])
            fitting.append((-agreeing, -int(counts[code]), names[code]))
    for _, count, name in sorted(fitting):
        yield Suggestion(name, "name", -count)


def _values(columns: Columns, prefix: str) -> Iterator[Suggestion]:
    """Offer tags and sections, written as the query language has them."""
    alive = ~columns.flags["trashed"]
    found = []
    tags = columns.multiple["tags"]
    for field, codes in (("section", columns.single["section"][alive]), ("tag", tags.codes[alive[tags.rows]])):
        vocabulary = columns.vocabularies["tags" if field == "tag" else "section"]
        counts = np.bincount(codes, minlength=len(vocabulary))
        for code in np.flatnonzero(counts).tolist():
            if code and any(part.startswith(prefix) for part in fold(vocabulary.values[code]).split()):
                found.append((-int(counts[code]), field, vocabulary.values[code]))
    for count, field, value in sorted(found):
        quoted = f'"{value}"' if " " in value else value
        yield Suggestion(f"{field}:{quoted}", "value", -count)


def near_words(index: WordIndex, folded: str, edits: int = 2) -> list[str]:
    """Return the likeliest words that `folded` may be a misspelling of: the nearest first, then the most frequent."""
    if len(folded) < _SHORTEST:
        return []
    near = index.within(folded, 1 if len(folded) < 5 else edits, swaps=True)
    counted = [(far, -index.frequency(word), word) for word, far in near if word != folded]
    return [word for _, count, word in sorted(counted)[:_TRIED] if count]


def articles_with(index: WordIndex, words: Iterable[str]) -> dict[str, int]:
    """Return in about how many articles each word stands as written in small letters, where it does."""
    found = {}
    for word in words:
        for form, documents in index.spellings(fold_word(word)):
            if form == word:
                found[word] = documents
    return found


def near_spellings(index: WordIndex, word: str, edits: int) -> dict[str, int]:
    """Return the written forms of words near one, also its own other ones (`gencede`: `gəncədə`), nearest first."""
    folded = fold_word(word)
    return {
        form: documents
        for near in (folded, *near_words(index, folded, edits))
        for form, documents in index.spellings(near)
        if form != word
    }


def corrections(
    index: WordIndex, node: tree.Node, find: Callable[[tree.Node], Mask], total: int
) -> tuple[Correction, ...]:
    """Return near spellings of words that find (almost) nothing, each with the hits of the whole query so corrected."""

    def hits(corrected: tree.Node) -> int:
        return int(np.count_nonzero(find(corrected)))

    found: list[Correction] = []
    first: dict[tree.Word | tree.Fuzzy, tree.Word] = {}
    for part in tree.word_parts(node):
        if not isinstance(part, tree.Word | tree.Fuzzy) or hits(part) > FEW:
            continue
        for folded in near_words(index, fold_word(part.text)):
            word = tree.Word(as_written(index, folded), part.field)
            first.setdefault(part, word)
            if (count := hits(_replaced(node, {part: word}))) > total:
                found.append(Correction(part.text, word.text, count))
                break
    if not found and len(first) > 1 and (count := hits(_replaced(node, first))) > total:
        # Two misspelt words: each correction alone still finds nothing.
        found = [Correction(part.text, word.text, count) for part, word in first.items()]
    return tuple(found)


def _replaced(node: tree.Node, new: Mapping[tree.Word | tree.Fuzzy, tree.Word]) -> tree.Node:
    """Return the tree with some words replaced by others."""
    match node:
        case tree.Word() | tree.Fuzzy():
            return new.get(node, node)
        case tree.And() | tree.Or():
            return replace(node, parts=tuple(_replaced(part, new) for part in node.parts))
        case tree.Not():
            return replace(node, part=_replaced(node.part, new))
        case _:
            return node
