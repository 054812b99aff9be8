"""Small archives and queries made by chance: few words in many spellings, so that queries find something."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from hypothesis import strategies as st

from desktop_app.archive import Archive, Article, Author
from desktop_app.query import tree
from desktop_app.search.columns import Columns
from desktop_app.search.engine import WordIndex, ids_of
from desktop_app.search.evaluate import Evaluator, Memory
from desktop_app.search.follower import Follower
from desktop_app.search.local import LocalSearch
from desktop_app.search.shelf import Shelf
from desktop_app.text.dates import parse_date
from desktop_app.text.words import words

SPELLINGS = (
    "Bakı", "BAKI", "baki", "Bakı'nın", "bakıda", "İstanbul", "istanbul", "ISTANBUL", "Isparta", "ısparta", "ISPARTA",
    "ёлка", "елка", "Ёлки", "Əliyev",
    "eliyev", "bridge", "Bridge", "bridges", "brigde", "the", "The", "a", "I", "in", "It", "körpü", "kopru",
    "O'Brien", "don't", "well-known", "naïve", "naive", "東京", "1998", "3.5", "новая", "мост", "мосты",
)  # fmt: skip

NAMES = ("Leyla Əliyeva", "Leyla Aliyeva", "John O'Brien", "Ян Новак", "Bakı Bridge", "M. Hacılı")
SECTIONS = ("", "Culture", "culture", "Mədəniyyət", "Science")
TAGS = ("budget", "Büdcə", "old bridges", "чай", "tea")
DATES = ("", "1911", "1911-03", "1911-03-14", "1998", "1998-03-12", "2004-02-29", "2026-11")
WORDS_OF_QUERIES = (
    "baki", "Bakı", "istanbul", "ISPARTA", "ısparta", "елка", "eliyev", "bridge", "bridges", "the", "a", "i", "in",
    "it", "körpü", "o'brien", "don't", "naïve", "東", "1998", "5", "мост", "nothing", "leyla", "bakı'nın",
)  # fmt: skip


def _body(words: Sequence[str], marks: str) -> str:
    text = " ".join(words)
    return {
        "plain": text,
        "bold": f"**{text}**" if text else "",
        "link": f"[{text}](https://example.org/bridge/baki) end",
        "paragraphs": text.replace(" ", "\n\n", 1),
        "code": f"```\n{text}\n```",
    }[marks]


@st.composite
def articles(draw: st.DrawFn, spellings: Sequence[str] = SPELLINGS) -> Article:
    """Make one article of these words."""
    chosen = st.lists(st.sampled_from(spellings), max_size=12)
    date = draw(st.sampled_from(DATES))
    marks = draw(st.sampled_from(("plain", "plain", "bold", "link", "paragraphs", "code")))
    return Article(
        title=" ".join(draw(chosen)[:4]),
        standfirst=" ".join(draw(chosen)[:3]),
        body=_body(draw(chosen), marks),
        authors=tuple(map(Author, draw(st.lists(st.sampled_from(NAMES), max_size=3, unique=True)))),
        tags=tuple(draw(st.lists(st.sampled_from(TAGS), max_size=3, unique=True))),
        section=draw(st.sampled_from(SECTIONS)),
        language=draw(st.sampled_from(("", "az", "ru", "en", "en-GB"))),
        status=draw(st.sampled_from(("writing", "ready", "published", "published", "withdrawn"))),
        kind=draw(st.sampled_from(("", "news", "letter"))),
        publication=draw(st.sampled_from(("", "Səda", "Yeni Yol"))),
        folder=draw(st.sampled_from(("", "trips"))),
        source_name=draw(st.sampled_from(("", "Kaspi"))),
        published=parse_date(date) if date else None,
    )


text_fields = st.sampled_from(("any", "any", "title", "body", "author"))

_PATTERNS = ("ba*", "*ul", "b?ki", "br*e", "is*", "*ridg*", "мос*", "i?", "*")
_MISSPELT = ("bridge", "brigde", "baku", "елка", "istambul")


def word_nodes(spellings: Sequence[str] = SPELLINGS) -> st.SearchStrategy[tree.Node]:
    """Make a part of a query that speaks of words, mostly of these."""
    phrases = st.lists(st.sampled_from(spellings), min_size=1, max_size=4).map(" ".join)
    one = st.sampled_from((*WORDS_OF_QUERIES, *filter(_is_one_word, spellings)))
    return st.one_of(
        st.builds(tree.Word, one, text_fields, st.booleans()),
        st.builds(tree.Phrase, phrases, text_fields, st.sampled_from((None, None, 0, 1, 2, 4))),
        st.builds(tree.Phrase, phrases, text_fields, st.sampled_from((None, None, 0, 1, 2, 4))),
        st.builds(tree.Wildcard, st.sampled_from(_PATTERNS), text_fields),
        st.builds(tree.Fuzzy, st.sampled_from(_MISSPELT), st.sampled_from((1, 2)), text_fields),
    )


def _is_one_word(spelling: str) -> bool:
    return len(list(words(spelling))) == 1


days = st.one_of(st.none(), st.sampled_from((19110101, 19110314, 19980101, 19980331, 20040229, 20261231)))

_VALUES: tuple[tuple[tree.ValueField, tuple[str, ...]], ...] = (
    ("author", ("aliyeva", "Leyla Əliyeva", "novak", "le*", "bridge baki", "x")),
    ("section", ("culture", "CULTURE", "cult*", "*", "")),
    ("kind", ("news", "n?ws")),
    ("tag", ("budce", "BUDGET", "old bridges", "t?a", "çay")),
    ("language", ("en", "en-*", "az")),
    ("status", ("published", "writing")),
    ("publication", ("seda", "yeni*")),
    ("folder", ("trips",)),
    ("source", ("kaspi",)),
    ("id", ("1", "2", "3", "99", "x", "*")),
    ("batch", ("1", "*")),
)
_HAVE: tuple[tree.ValueField | tree.RangeField, ...] = (*(name for name, _ in _VALUES if name != "status"), "published")

fact_nodes = st.one_of(
    *(st.builds(tree.Value, st.just(name), st.sampled_from(values)) for name, values in _VALUES),
    st.builds(tree.Has, st.sampled_from(_HAVE), st.booleans()),
    st.builds(tree.DateRange, st.just("published"), days, days),
    st.builds(tree.DateRange, st.sampled_from(("created", "updated")), st.sampled_from((None, 20990101)), st.none()),
    st.builds(tree.WordCount, st.sampled_from((None, 0, 3)), st.sampled_from((None, 5))),
    st.builds(tree.Flag, st.sampled_from(("source", "draft", "trashed"))),
    st.builds(tree.Everything),
)


def nodes(spellings: Sequence[str] = SPELLINGS) -> st.SearchStrategy[tree.Node]:
    """Make a query."""
    return st.recursive(
        st.one_of(word_nodes(spellings), word_nodes(spellings), fact_nodes),
        lambda parts: st.one_of(
            st.builds(tree.And, st.lists(parts, min_size=1, max_size=3).map(tuple)),
            st.builds(tree.Or, st.lists(parts, min_size=1, max_size=3).map(tuple)),
            st.builds(tree.Not, parts),
        ),
        max_leaves=4,
    )


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[Article], list[tree.Node]]:
    """Make texts and queries of the same four words, so that phrases stand in texts."""
    spellings = draw(st.lists(st.sampled_from(SPELLINGS), min_size=1, max_size=4, unique=True))
    texts = draw(st.lists(articles(spellings), min_size=1, max_size=8))
    return texts, draw(st.lists(nodes(spellings), min_size=12, max_size=12))


def archive_in_memory() -> Archive:
    """Open an empty archive that is nowhere on disk."""
    return Archive.open("sqlite://")


def found_by(search: LocalSearch, archive: Archive, queries: Sequence[tree.Node]) -> list[set[int]]:
    """Return the ids that index and columns find for trees, in all places."""
    search.catch_up()
    index = search._index
    assert index is not None
    columns = Columns.of(archive.facts())
    evaluator = Evaluator(columns, index, Memory(), find_uid=_no_uid, reprints=lambda: np.empty(0, dtype=np.int64))
    return [set(columns.ids[evaluator.evaluate(node).mask].tolist()) for node in queries]


def _no_uid(_: str) -> int | None:
    return None


def contents(folder: Path, uid: str) -> dict[tuple[str, bytes, int], list[tuple[int, str]]]:
    """Return all that an index holds: (field, term, article) -> positions, each with the form that stands there.

    Two indexes of the same texts are equal.
    """
    shelf = Shelf(folder, uid)
    current, _ = shelf.current()
    assert current is not None
    index = WordIndex(current)
    found: dict[tuple[str, bytes, int], list[tuple[int, str]]] = {}
    for segment in index.segments:
        ids = ids_of(segment)
        seen: set[tuple[str, bytes, int]] = set()
        for field, terms in segment.fields.items():
            words = terms.words(0, len(terms))
            for term, doc, position, form in zip(*terms.occurrences(0, len(terms)), strict=True):
                if segment.alive is None or segment.alive[doc]:
                    text, _, written = words.keys[words.first[term] + form].partition(b"\0")
                    key = (field, text, int(ids[doc]))
                    assert key in seen or key not in found, "an article stands in the index twice"
                    seen.add(key)
                    found.setdefault(key, []).append((int(position), written.decode()))
    index.close()
    return found


def follow(archive: Archive, folder: Path) -> None:
    """Bring an index up to date and let go of it."""
    follower = Follower(archive, Shelf(folder, archive.uid))
    for _ in follower.catch_up():
        pass
    follower.close()
