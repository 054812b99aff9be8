"""Articles to ask about, as the archive hands them out."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, get_args

from hypothesis import strategies as st

from desktop_app.archive.articles import Article, Author, Provenance
from desktop_app.query import parse, tree
from desktop_app.query.tree import Node
from desktop_app.text.dates import parse_date

TODAY = date(2024, 3, 5)
"""A Tuesday in a leap year."""


def article(**fields: Any) -> Article:
    """Make an article; `authors` may be names, `published` a text, `batch` a number."""
    if "authors" in fields:
        fields["authors"] = tuple(Author(name) for name in fields["authors"])
    if isinstance(fields.get("published"), str):
        fields["published"] = parse_date(fields["published"])
    if "batch" in fields:
        fields["provenance"] = Provenance(path="a.md", sha256="", batch=fields.pop("batch"))
    for name in ("created", "updated", "trashed_at"):
        if isinstance(fields.get(name), str):
            fields[name] = datetime.fromisoformat(fields[name]).replace(tzinfo=UTC)
    return Article(**fields)


def finds(query: str, **fields: Any) -> bool:
    """Say whether the query finds an article with these fields."""
    return parse(query, today=TODAY).matches(article(**fields))


def _or_and_not(parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(parts, min_size=2, max_size=4).map(tuple)
    return st.one_of(several.map(tree.And), several.map(tree.Or), parts.map(tree.Not))


_words = st.sampled_from(("bridge", "körpü", "мост", "東"))
_phrases = st.sampled_from(("old bridge", "well-known", "старый мост"))
_in = st.sampled_from(get_args(tree.TextField))
_days = st.sampled_from((10101, 19110314, 19980301, 20041231, 99991231))
_counts = st.integers(0, 130)

trees: st.SearchStrategy[Node] = st.recursive(
    st.one_of(
        st.just(tree.Everything()),
        st.builds(tree.Word, _words, _in, st.booleans()),
        st.builds(tree.Phrase, _phrases, _in, st.none() | st.integers(0, 130)),
        st.builds(tree.Wildcard, st.sampled_from(("brid*", "*dge", "b?idge")), _in),
        st.builds(tree.Fuzzy, _words, st.sampled_from((1, 2)), _in),
        st.builds(tree.Value, st.sampled_from(get_args(tree.ValueField)), st.sampled_from(("x", "x y", "az", "7"))),
        st.builds(tree.Has, st.sampled_from((*get_args(tree.ValueField), *get_args(tree.RangeField))), st.booleans()),
        st.builds(lambda field, days: tree.DateRange(field, *days), st.sampled_from(get_args(tree.RangeField)),
                  st.tuples(_days, _days).map(sorted) | st.tuples(_days, st.none()) | st.tuples(st.none(), _days)),
        st.builds(lambda counts: tree.WordCount(*counts),
                  st.tuples(_counts, _counts).map(sorted) | st.tuples(_counts, st.none()) | st.just((None, 1))),
        st.builds(tree.Flag, st.sampled_from(get_args(tree.FlagName))),
    ),
    _or_and_not,
    max_leaves=12,
)  # fmt: skip
"""Trees with every kind of node, more of them than a person can type."""

typed: st.SearchStrategy[str] = st.text() | st.lists(
    st.sampled_from(
        [*'abiI"“”()-~*?:=>.<0129 \'’_', "AND ", "OR ", "NOT ", "tag:", "date:", "lang:", "title:(", "author:", "is:",
         "has:", "words:", "Bakı'nın ", "ё", "日", " ", "\u0301", "status:draft", "none", "~2", "..",
         "«", "»", "„", "‘", "–", "—", "−", "ИЛИ ", "НЕ ", "VƏ YA ", "VE ", "e-mail", "＊", "\ufeff", "…", "id:"]
    ),
    max_size=40,
).map("".join)  # fmt: skip
"""What may be typed: any text, and the signs of the language in any order."""
