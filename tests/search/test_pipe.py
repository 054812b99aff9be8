"""What is sent over the pipe arrives as it was."""

from __future__ import annotations

import multiprocessing
from typing import Any

import pytest

from desktop_app.search.pipe import Reply
from desktop_app.search.service import (
    Bin,
    Correction,
    FacetValue,
    Hit,
    IndexProgress,
    IndexStatus,
    Related,
    SearchRequest,
    SearchResult,
    Snippet,
    Suggestion,
    TermCount,
    Tick,
)
from desktop_app.text.dates import parse_date

REQUEST = SearchRequest(query="old bridge", ticks=(Tick("tag", "x", excluded=True),), published=(None, 19990101))
HIT = Hit(
    id=1, uid="u", title="Köprü", title_spans=((0, 5),), authors=("A", "B"), section="s", tags=(), language="tr",
    status="published", kind="news", publication="", published=parse_date("1998-03"), words=3, score=1.5,
    snippets=(Snippet("the bridge", ((4, 10),)), Snippet("", ())),
)  # fmt: skip
RESULT = SearchResult(
    request=REQUEST,
    parsed="old and bridge",
    total=1,
    rows=1,
    newer=1,
    unfiltered=2,
    took_ms=0.5,
    index=IndexStatus("behind", 3, 4, "…"),
    hits=(HIT, HIT),
    facets={"tag": (FacetValue("x", 1), FacetValue("", 2, "none")), "year": ()},
    timeline=(Bin("1998", 1, 0.25),),
    corrections=(Correction("a", "b", 3),),
    terms=(TermCount("a", 0),),
    also_matched=("bridges",),
    partial=True,
)


@pytest.mark.parametrize(
    "value",
    [RESULT, (Suggestion("a", "word", 1),), (Related(1, "a", 0.5, None),), IndexProgress(1, 2), ((1, 2),), None, "x"],
)
def test_values_arrive_as_they_were(value: Any) -> None:
    ours, theirs = multiprocessing.Pipe()
    with ours, theirs:
        ours.send(Reply(7, "result", value))
        arrived = theirs.recv()
    assert arrived == Reply(7, "result", value)
    assert repr(arrived.value) == repr(value)
