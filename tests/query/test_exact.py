"""The exact query keeps the query's form, and finds no more than it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.query import parse
from desktop_app.query.exact import exact_query
from desktop_app.query.unfinished import as_typed


@pytest.mark.parametrize(
    ("query", "exact"),
    [
        ("çap dəzgahı", "=çap =dəzgahı"),
        ("çap -köhnə", "=çap -=köhnə"),
        ('"çap dəzgahı" müəllif:Leyla', '"çap dəzgahı" müəllif:Leyla'),
        ("(a OR bridge) NOT tea*", "(=a OR =bridge) NOT tea*"),
        ("=bridge tea~", "=bridge tea~"),
        ("  O'Brien  ", "  =O'Brien  "),
        ("", ""),
    ],
)
def test_words_are_matched_exactly(query: str, exact: str) -> None:
    assert exact_query(query) == exact
    assert exact_query(exact) == exact


@given(query=st.text(st.sampled_from('ab ç-="()~*:'), max_size=20))
def test_nothing_typed_is_an_error(query: str) -> None:
    parse(exact_query(query))
    parse(as_typed(query))
    assert exact_query(query).replace("=", "") == query.replace("=", "")


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("old bri", "old (bri OR bri*)"),
        ("old br", "old br"),
        ('"old bri', '"old bri'),
        ("lang:azer", "lang:azer"),
        ("old OR", "old OR"),
        ("bridge ", "bridge "),
    ],
)
def test_last_word_counts_as_a_beginning_while_it_is_typed(typed: str, asked: str) -> None:
    assert as_typed(typed) == asked
