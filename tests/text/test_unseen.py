"""What no reader sees of a Markdown text is found, what one sees is not."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.text.unseen import seen_only, unseen

SAMPLE = """\
See [the press](http://x.y/press "press") and ![a press](press/press.jpg), [press][press], <b class="press">press</b>.

[press]: http://press.org
[^press]: A press note.[^press] <!-- press --> https://a.b/press press@x.org www.press.az

{{< press >}} &press; [[press|old press]] {#press}
```press
press
```
> [!press] press
<script>press</script>
"""


def blanked(text: str) -> str:
    pieces, at = [], 0
    for start, end in unseen(text):
        pieces += (text[at:start], "~")
        at = end
    return "".join((*pieces, text[at:]))


def test_words_that_are_seen_stay() -> None:
    assert blanked(SAMPLE) == (
        "See [the press~ and ![a press~, [press~, ~press~.\n\n~\n~ A press note.~ ~ ~ ~ ~\n\n~ ~ ~old press]] ~\n"
        "~\npress\n~\n> ~ press\n~\n"
    )


PIECES = ["word ", "[", "]", "(", ")", "<", ">", "![", "](", ":", "\n", "^", "{", "}", "b@c.d ", "://", "&amp;", "```"]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_spans_are_in_order_and_apart(text: str) -> None:
    ends = [end for span in unseen(text) for end in span]
    assert ends == sorted(set(ends))
    assert all(0 <= end <= len(text) for end in ends)


def test_seen_only_leaves_out_what_touches() -> None:
    hits = [(0, 2, "a"), (2, 4, "b"), (5, 6, "c"), (8, 9, "d")]
    assert seen_only(hits, [(3, 5), (8, 12)]) == [(0, 2, "a"), (5, 6, "c")]


@pytest.mark.parametrize(
    "unit",
    ["](", "][", "[^", "[[", "[!", "<", "<!--", "<script", "{{", "{", "&", "@", "://", "]:", "\n[a", "((](", "```"],
)
def test_hostile_texts_take_time_in_proportion(unit: str) -> None:
    started = time.process_time()
    unseen(unit * 100_000)
    assert time.process_time() - started < 5
