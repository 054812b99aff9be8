"""Generated texts, the same in a stock index and in one of arrays, and ways to write both."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from hypothesis import strategies as st
from whoosh import analysis, fields
from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.index import create_in
from whoosh.util.numeric import byte_to_length, length_to_byte

from desktop_app.search.arrays import (
    ArraySearcher,
    ArraySegment,
    ArrayText,
    DurableStorage,
    SegmentBuilder,
    SegmentView,
    publish,
)

INDEX = "MAIN"
SECTIONS = ("culture", "culture/art", "idman", "dünya", "science")
ANALYZER = analysis.RegexTokenizer(r"\w+") | analysis.LowercaseFilter()

Values = dict[str, Any]


def schema(text: Callable[..., Any] = ArrayText) -> Any:
    """Return one schema for both: only the type of text with positions differs."""
    return fields.Schema(
        id=fields.ID(stored=True, unique=True),
        title=text(analyzer=ANALYZER, stored=True),
        body=text(analyzer=ANALYZER),
        author=fields.ID(stored=True),
        section=fields.ID,
        tags=fields.KEYWORD(stored=True, commas=True),
        # Without shifts, as `test_stock_faults.py` says; signed and sortable as people write it.
        published=fields.NUMERIC(int, stored=True, sortable=True, shift_step=0),
    )


def vocabulary(count: int, seed: int = 1) -> list[str]:
    """Return words of syllables in several scripts, the frequent ones short."""
    chance = random.Random(seed)
    latin, cyrillic = ("bcdgklmnpstz", "aeiouə"), ("бвгдклмнпст", "аеиоуё")
    found: dict[str, None] = {}
    while len(found) < count:
        onsets, middles = cyrillic if chance.random() < 0.2 else latin
        syllables = 1 if len(found) < 20 else chance.choice((2, 2, 3))
        found["".join(chance.choice(onsets) + chance.choice(middles) for _ in range(syllables))] = None
    return list(found)


class Corpus(NamedTuple):
    """Documents and the words they are made of, the frequent ones first."""

    words: list[str]
    documents: list[Values]


def corpus(count: int, seed: int = 1, words: int = 900) -> Corpus:
    """Make documents: Zipf's law, phrases that recur, fields that some documents lack, texts that are empty.

    Their lengths are such as the byte of a length holds exactly: others stock Whoosh rounds when it merges, and with
    them its scores (`test_stock_faults.py`).
    """
    chance = random.Random(seed)
    known = vocabulary(words)
    weights = [1 / (rank + 3) for rank in range(words)]
    phrases = [chance.choices(known[:300], k=chance.choice((2, 3))) for _ in range(30)]
    authors = [" ".join(chance.sample(known, 2)).title() for _ in range(25)]

    def text(length: int) -> str:
        found = chance.choices(known, weights, k=length)
        for _ in range(length // 25):
            at = chance.randrange(length)
            found[at:at] = chance.choice(phrases)
        return " ".join(found[: byte_to_length(length_to_byte(length))])

    documents = []
    for number in range(count):
        document: Values = {
            "id": f"a{seed}-{number:05d}",
            "title": text(chance.randint(1, 7)).capitalize(),
            "body": text(chance.choice((0, 5, 20, 40, 60))),
            "section": chance.choice(SECTIONS),
            "tags": ",".join(chance.sample(known[40:120], chance.randint(0, 4))),
        }
        if chance.random() < 0.9:
            document["author"] = chance.choice(authors)
        if chance.random() < 0.9:
            document["published"] = chance.randint(-50, 300)
        documents.append(document)
    return Corpus(known, documents)


def tokens(document: Values, field: str = "body") -> list[str]:
    """Return the words of a field as the analyzer cuts them."""
    return [token.text for token in ANALYZER(document.get(field) or "")]


def built(
    documents: Iterable[Values], storage: Any, of_schema: Any = None, deleted: Iterable[int] = ()
) -> ArraySegment:
    """Write documents as a segment of arrays."""
    builder = SegmentBuilder(of_schema or schema(), storage, INDEX)
    for document in documents:
        builder.add_document(**document)
    segment = builder.finish()
    segment.delete_documents(deleted)
    return segment


def in_memory(documents: Iterable[Values], of_schema: Any = None, deleted: Iterable[int] = ()) -> SegmentView:
    """Return a segment that lies in memory, as an edit does until it is flushed."""
    storage = RamStorage()
    return SegmentView(storage, built(documents, storage, of_schema, deleted))


def index_of(folder: Any, parts: Sequence[Sequence[Values]], of_schema: Any = None) -> Any:
    """Make an index of one segment a part."""
    of_schema = of_schema or schema()
    index = DurableStorage(str(folder)).create_index(of_schema, INDEX)
    publish(index, add=[built(part, index.storage, of_schema) for part in parts])
    return index


def stock_index(folder: Any, parts: Sequence[Sequence[Values]]) -> Any:
    """Make an index with stock Whoosh, one segment a part."""
    index = create_in(str(folder), schema(fields.TEXT), INDEX)
    for part in parts:
        writer = index.writer(compound=False)
        for document in part:
            writer.add_document(**document)
        writer.commit(merge=False)
    return index


def opened(folder: Any) -> ArraySearcher:
    """Open the newest state of an index of arrays."""
    return ArraySearcher.of_folder(FileStorage(str(folder)), INDEX)


def found(searcher: ArraySearcher, node: Any) -> dict[int, float]:
    """Return all documents that match, with their scores."""
    result = searcher.search(node, None)
    assert result.total == len(result.best.docs)
    return dict(zip(result.best.docs.tolist(), result.best.scores.tolist(), strict=True))


SMALL_WORDS = ("a", "b", "ab", "abc", "ba", "bab", "ё", "ёлка", "əl", "東")


@st.composite
def texts(draw: st.DrawFn, most: int = 12) -> str:
    """Make a text of few different words, so that queries find something."""
    return " ".join(draw(st.lists(st.sampled_from(SMALL_WORDS), max_size=most)))


def small_documents(most: int = 8) -> st.SearchStrategy[list[Values]]:
    """Make lists of small documents, some fields missing."""
    return st.lists(
        st.fixed_dictionaries(
            {"body": texts()},
            optional={
                "title": texts(4),
                "tags": st.lists(st.sampled_from(SMALL_WORDS), max_size=3).map(",".join),
                "author": st.sampled_from(("Əli", "b\nc", "b")),
                "published": st.integers(-3, 3),
            },
        ),
        max_size=most,
    )
