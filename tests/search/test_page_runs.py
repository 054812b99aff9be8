"""No run of letters is passed over that holds a word with a wanted beginning, whatever the script."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from desktop_app.query import tree
from desktop_app.query.matching import spans
from desktop_app.search import page_runs
from desktop_app.search.page_runs import PageRuns
from desktop_app.search.snippets import Highlighter, Text
from desktop_app.text.words import run_pattern, run_words
from tests.search.making import SPELLINGS, word_nodes

_LETTERS = (
    "aAbBiIıİeəßæéйИи\u0306\u0308\u0301'’ʼ_2٣²ŉœ\u00ad\u200b北京ก\u0e49ไか\u3099\u1112\u1161\u11ab한𝕏𐐀 \u0301-.\0\n"
)

texts = st.lists(st.text(st.sampled_from(_LETTERS), max_size=30), max_size=6)
heads = st.sets(st.text(st.sampled_from("abieйи2北京ก한ха𐐨xs"), max_size=6), max_size=4)


@settings(max_examples=400, deadline=None)
@given(texts, heads, st.sets(st.sampled_from("abiий")), st.sampled_from((5, page_runs.AT_ONCE)))
@example(["и\u0306од"], {"йод"}, set(), 5)
@example(["straße", "Maße"], {"mass"}, set(), 5)
@example(["O'Brien"], {"obri"}, set(), 5)
@example(["И\u0306од", "bAb"], set(), {"й", "a"}, 5)
def test_every_run_with_a_wanted_beginning_is_found(
    texts: list[str], heads: set[str], capitals: set[str], at_once: int
) -> None:
    before, page_runs.AT_ONCE = page_runs.AT_ONCE, at_once
    try:
        found = list(PageRuns(texts).beginning(heads, capitals=capitals))
    finally:
        page_runs.AT_ONCE = before
    every = [(number, run.start(), run[0]) for number, text in enumerate(texts) for run in run_pattern().finditer(text)]
    assert set(found) <= set(every)
    assert found == sorted(found)
    for place in every:
        run = place[2]
        words = run_words(run)
        wanted = any(word.folded.startswith(tuple(heads)) for word in words)
        if wanted or any(run[word.start].isupper() and word.folded[0] in capitals for word in words):
            assert place in found


def test_most_runs_are_passed_over() -> None:
    text = "Wer reist, reiste und wird reisen; ein Riese weiß es. " * 10
    assert {run for _, _, run in PageRuns([text]).beginning(["reis"])} == {"reist", "reiste", "reisen"}
    assert [run for _, _, run in PageRuns([text]).beginning(["xyz"])] == []


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from((*SPELLINGS, "Lorem.", "\n\n", "И\u0306", "北京")), max_size=12), max_size=5),
    st.lists(word_nodes(SPELLINGS), min_size=1, max_size=3),
    st.sampled_from(("", "az", "ru", "en")),
)
def test_titles_are_marked_as_the_query_means_them(
    titles: list[list[str]], parts: list[tree.Node], language: str
) -> None:
    node = tree.Or(tuple(parts))
    texts = [Text(title=" ".join(title), language=language) for title in titles]
    for text, marked in zip(texts, Highlighter(node).titles(texts), strict=True):
        assert marked == spans(node, text.title, "title", language)
