"""Lines, paragraphs and sections that change places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.gui.editor import moving
from tests.gui.editor.edits import applied, marked

TEXT = "T\nlead\n\n## One\n\na\n\n### Sub\n\nx\n\n## Two\n\nb‸\n\n[^1]: note\n"


@pytest.mark.parametrize(
    ("rule", "up", "before", "after"),
    [
        (moving.move_lines, True, "T\none\n«two»\nthree", "T\n«two»\none\nthree"),
        (moving.move_lines, False, "T\none\n«two»\nthree", "T\none\nthree\n«two»"),
        (moving.move_lines, True, "T\none‸", None),
        (moving.move_lines, False, "T\none‸", None),
        (moving.move_paragraph, True, "T\n\nA1\nA2\n\nB‸\n\nC", "T\n\nB‸\n\nA1\nA2\n\nC"),
        (moving.move_paragraph, False, "T\n\nA1\nA2‸\n\n\nB\n\nC", "T\n\nB\n\n\nA1\nA2‸\n\nC"),
        (moving.move_paragraph, True, "T\n«A\n\nB»", None),
        (moving.move_paragraph, True, "T\nA\n\n```\nx\n\ny‸\n```", "T\n```\nx\n\ny‸\n```\n\nA"),
        (moving.move_section, True, TEXT, None),
        (moving.move_section, False, TEXT, None),
    ],
)
def test_moves(rule: object, up: bool, before: str, after: str | None) -> None:
    text, start, end = marked(before)
    if rule is moving.move_section and up:
        after = "T\nlead\n\n## Two\n\nb‸\n\n## One\n\na\n\n### Sub\n\nx\n\n[^1]: note\n"
    assert applied(text, rule(text, start, end, up=up, floor=2)) == after  # type: ignore[operator]


def test_a_section_stays_under_its_heading() -> None:
    text, at, _ = marked("## A\n### a1\n### a2‸\n## B\n### b1")
    assert applied(text, moving.move_section(text, at, at, up=False, floor=0)) is None
    assert applied(text, moving.move_section(text, at, at, up=True, floor=0)) == "## A\n### a2‸\n### a1\n## B\n### b1"
    text, at, _ = marked("before‸\n## A")
    assert moving.move_section(text, at, at, up=True, floor=0) is None


def test_headings_in_code_are_none() -> None:
    text = "## A\n```\n# no\n```\n## B"
    assert [(text[one.start : one.start + 4], one.level) for one in moving.sections(text)] == [("## A", 2), ("## B", 2)]


@given(
    st.lists(st.sampled_from(["# h", "## h", "a", "b", "", "```", "- x"]), max_size=12),
    st.integers(0, 60),
    st.booleans(),
    st.sampled_from([moving.move_lines, moving.move_paragraph, moving.move_section]),
)
def test_there_and_back_again(lines: list[str], place: int, up: bool, rule: object) -> None:
    text = "T\n" + "\n".join(line + str(n) * bool(line and line != "```") for n, line in enumerate(lines))
    at = max(min(place, len(text)), 2)
    edits = rule(text, at, at, up=up, floor=2)  # type: ignore[operator]
    shown = applied(text, edits)
    if shown is None:
        return
    after, place, _ = marked(shown)
    assert sorted(after.split("\n")) == sorted(text.split("\n"))
    assert after.startswith("T\n")
    if "```" not in text:
        back = applied(after, rule(after, place, place, up=not up, floor=2))  # type: ignore[operator]
        assert back is not None
        assert marked(back)[0] == text
