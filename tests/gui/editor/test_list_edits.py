"""Enter, Tab and Backspace in lists, and numbers that follow."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.gui.editor import fences, list_edits
from tests.gui.editor.edits import applied, marked


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- one‸", "- one\n- ‸"),
        ("- one‸ two", "- one\n- ‸two"),
        ("* one‸", "* one\n* ‸"),
        ("9. nine‸", "9. nine\n10. ‸"),
        ("    - deep‸", "    - deep\n    - ‸"),
        ("- [x] done‸", "- [x] done\n- [ ] ‸"),
        ("- ‸", "‸"),
        ("- up\n    - ‸", "- up\n- ‸"),
        ("> said‸", "> said\n> ‸"),
        ("> ‸", "‸"),
        ("> - item‸", "> - item\n> - ‸"),
        ("> - ‸", "> ‸"),
        ("1. a‸\n2. b\n3. c", "1. a\n2. ‸\n3. b\n4. c"),
        ("1. a\n2. ‸\n3. c", "1. a\n‸\n2. c"),
        ("1. a‸\n1. b", "1. a\n1. ‸\n1. b"),
        ("1. a\n    - x‸\n2. b", "1. a\n    - x\n    - ‸\n2. b"),
        ("1. a\n    - ‸\n2. b", "1. a\n2. ‸\n3. b"),
        ("3) c‸\n4) d", "3) c\n4) ‸\n5) d"),
        ("> 1. a‸\n> 2. b", "> 1. a\n> 2. ‸\n> 3. b"),
        ("9. a‸\n10. b", "9. a\n10. ‸\n11. b"),
    ],
)
def test_enter_goes_on_and_ends(before: str, after: str) -> None:
    text, at, _ = marked(before)
    assert applied(text, list_edits.new_line(text, at)) == after


@pytest.mark.parametrize("text", ["plain‸", "‸- before the mark", "# head‸", "1911 was‸", "1911.‸", "‸"])
def test_enter_is_a_line_break_elsewhere(text: str) -> None:
    text, at, _ = marked(text)
    assert list_edits.new_line(text, at) is None


@pytest.mark.parametrize(
    ("before", "deeper"),
    [
        ("- a\n- b‸", "- a\n    - b‸"),
        ("- ‸a\n- b", "- ‸a\n- b"),
        ("1. a\n2. b‸\n3. c", "1. a\n    1. b‸\n2. c"),
        ("1. a\n2. «b\n3. c»\n4. d", "1. a\n    1. «b\n    2. c»\n2. d"),
        ("1. a\n    1. x\n2. b‸", "1. a\n    1. x\n    2. b‸"),
        ("- a\n- b‸\n    - under\n- c", "- a\n    - b‸\n        - under\n- c"),
        ("- a\n\n- b‸\n\n    more of b", "- a\n\n    - b‸\n\n        more of b"),
        ("> - a\n> - b‸", "> - a\n>     - b‸"),
    ],
)
def test_tab_moves_an_item_under_the_one_above(before: str, deeper: str) -> None:
    text, start, end = marked(before)
    assert applied(text, list_edits.indent(text, start, end)) == deeper


@pytest.mark.parametrize(
    ("before", "out"),
    [
        ("- a\n    - b‸", "- a\n- b‸"),
        ("- ‸a", "- ‸a"),
        ("1. a\n    1. b‸\n2. c", "1. a\n2. b‸\n3. c"),
        ("1. a\n    - b‸\n    - c\n2. d", "1. a\n2. b‸\n    - c\n3. d"),
        ("- a\n    1. b‸\n    2. c", "- a\n- b‸\n    1. c"),
        ("- a\n  - b‸\n    - c", "- a\n- b‸\n  - c"),
    ],
)
def test_shift_tab_moves_it_out(before: str, out: str) -> None:
    text, start, end = marked(before)
    assert applied(text, list_edits.indent(text, start, end, back=True)) == out


def test_tab_is_none_of_a_paragraphs_business() -> None:
    assert list_edits.indent("plain", 2, 2) is None
    assert list_edits.indent("- a\n\nplain", 5, 5) is None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("1. a\n2. ‸b\n3. c", "1. a\n‸b\n2. c"),
        ("- [x] ‸a", "- ‸a"),
        ("- ‸a", "‸a"),
        ("- a\n    - ‸b", "- a\n- ‸b"),
        ("> ‸a", "‸a"),
        ("> > ‸a", "> ‸a"),
        ("> - ‸a", "> ‸a"),
        ("- a‸", None),
        ("text‸", None),
        ("-‸ a", None),
    ],
)
def test_backspace_takes_the_mark_before_the_words(before: str, after: str | None) -> None:
    text, at, _ = marked(before)
    assert applied(text, list_edits.backspace(text, at)) == after


def test_a_list_ends_at_a_paragraph_two_empty_lines_and_another_quotation() -> None:
    text = "para\n\n1. a\n\n    more\n2. b\nlazy\n\nafter\n- x\n\n\n- y\n> - z"
    lines = text.split("\n")

    def line_at(number: int) -> str | None:
        return lines[number] if 0 <= number < len(lines) else None

    assert list_edits.list_stretch(line_at, 2) == (2, 6)
    assert list_edits.list_stretch(line_at, 5) == (2, 6)
    assert list_edits.list_stretch(line_at, 9) == (8, 9)
    assert list_edits.list_stretch(line_at, 12) == (12, 12)


lines = st.lists(
    st.builds(
        lambda deep, mark, words: "    " * deep + mark + words,
        st.integers(0, 2),
        st.sampled_from(["1. ", "2. ", "7. ", "- ", "3) ", "", "- [ ] "]),
        st.sampled_from(["", "a", "ə😀", "two words"]),
    ),
    min_size=1,
    max_size=8,
)


@given(lines, st.integers(0, 80), st.integers(0, 80), st.sampled_from(["enter", "tab", "out", "backspace"]))
def test_edits_keep_the_words_and_their_order(made: list[str], a: int, b: int, act: str) -> None:
    text = "\n".join(made)
    start, end = sorted((min(a, len(text)), min(b, len(text))))
    edits = {
        "enter": lambda: list_edits.new_line(text, start),
        "tab": lambda: list_edits.indent(text, start, end),
        "out": lambda: list_edits.indent(text, start, end, back=True),
        "backspace": lambda: list_edits.backspace(text, start),
    }[act]()
    shown = applied(text, edits)
    if shown is not None:
        assert re.findall(r"[a-zə😀]", shown) == re.findall(r"[a-zə😀]", text)


@pytest.mark.parametrize(
    ("before", "below", "after"),
    [
        ("```python‸", [], "```python\n‸\n```"),
        ("~~~~‸", ["text", "```", "x", "```"], "~~~~\n‸\n~~~~"),
        ("- ```‸", [], "- ```\n  ‸\n  ```"),
        ("```‸", ["code", "```"], None),
        ("``‸`", [], None),
    ],
)
def test_a_fence_is_closed_once(before: str, below: list[str], after: str | None) -> None:
    line, at, _ = marked(before)
    assert applied(line, fences.close(line, at, below)) == after


def test_code_goes_on_where_it_began() -> None:
    line, at, _ = marked("    if x:‸")
    assert applied(line, fences.new_line(line, at)) == "    if x:\n    ‸"
