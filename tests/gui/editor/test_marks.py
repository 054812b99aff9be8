"""How lines of Markdown are dressed."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.gui.editor.marks import COMMENT, PLAIN, Mark, heading_level, next_state, style


def dressed(line: str, state: int = PLAIN) -> list[tuple[str, Mark]]:
    return [(line[start : start + length], marks) for start, length, marks in style(line, state)[0]]


def letters(line: str, mark: Mark) -> str:
    """The letters that carry this mark, without those that are marks themselves."""
    return "".join(words for words, marks in dressed(line) if mark in marks and Mark.FAINT not in marks)


def faint(line: str) -> str:
    return "".join(words for words, marks in dressed(line) if Mark.FAINT in marks)


@pytest.mark.parametrize(
    ("line", "mark", "words", "marks"),
    [
        ("# Köhnə çap", Mark.HEADING_1, "Köhnə çap", "# "),
        ("## Səs ##", Mark.HEADING_2, "Səs", "##  ##"),
        ("#### Four", Mark.HEADING_3, "Four", "#### "),
        ("Gündə **iki yüz** vərəq", Mark.STRONG, "iki yüz", "****"),
        ("a *slanted* word", Mark.EMPHASIS, "slanted", "**"),
        ("a _slanted_ word", Mark.EMPHASIS, "slanted", "__"),
        ("~~gone~~", Mark.STRIKE, "gone", "~~~~"),
        ("> Mürəkkəbin qoxusu", Mark.QUOTE, "Mürəkkəbin qoxusu", "> "),
        ("see `code *x*` here", Mark.CODE, "code *x*", "``"),
        ("[arxiv](article:1911-03-14) yeni", Mark.LINK, "arxiv", "[](article:1911-03-14)"),
        ("![the press](images/a.jpg)", Mark.LINK, "the press", "![](images/a.jpg)"),
        ("[this][one]", Mark.LINK, "this", "[][one]"),
        ("at https://example.org/a_b_c today", Mark.LINK, "https://example.org/a_b_c", ""),
        ("edirlər.[^1]", Mark.FOOTNOTE, "[^1]", ""),
        ("[^1]: a note", Mark.FOOTNOTE, "[^1]:", ""),
        ("- item", Mark.LIST, "-", ""),
        ("12. item", Mark.LIST, "12.", ""),
        ("- [x] done", Mark.LIST, "- [x]", ""),
        ("ask TK tomorrow", Mark.NOTE_TO_SELF, "TK", ""),
    ],
)
def test_a_line_is_dressed(line: str, mark: Mark, words: str, marks: str) -> None:
    assert letters(line, mark) == words
    assert faint(line) == marks


@pytest.mark.parametrize(
    "line",
    [
        "snake_case_name and 2 * 3 * 4",
        "#hashtag is no heading",
        "a lone * star and a lone _ line",
        "1911. ildə" if False else "In 1911.",
        "[brackets] alone",
        "-dash without blank",
        "TKACH is a name",
    ],
)
def test_plain_words_stay_plain(line: str) -> None:
    assert style(line) == ([], PLAIN)


def test_an_escaped_star_is_no_mark() -> None:
    assert letters(r"\*not so\*", Mark.EMPHASIS) == ""


def test_marks_add_up() -> None:
    assert ("both", Mark.STRONG | Mark.EMPHASIS) in dressed("a ***both*** b")
    assert ("slanted", Mark.STRONG | Mark.EMPHASIS) in dressed("**bold and *slanted* too**")


def test_a_fence_holds_until_its_like() -> None:
    state = style("````python")[1]
    assert style("**not bold**", state)[0] == [(0, 12, Mark.CODE)]
    assert style("```", state)[1] == state, "a shorter fence does not close it"
    assert style("~~~~", state)[1] == state, "nor does the other letter"
    assert style("````", state)[1] == PLAIN


def test_a_comment_holds_until_its_end() -> None:
    runs, state = style("text <!-- note to self")
    assert state == COMMENT
    assert style("still hidden", state) == ([(0, 12, Mark.FAINT)], COMMENT)
    runs, state = style("end --> **bold**", state)
    assert state == PLAIN
    assert runs[0] == (0, 7, Mark.FAINT)
    assert any(Mark.STRONG in run.marks for run in runs)


def test_heading_level() -> None:
    assert [heading_level(line) for line in ("# a", "### b", "#c", "a # b", "")] == [1, 3, 0, 0, 0]


lines = st.text(st.sampled_from("ab *_`~[]()!#>-|<\\{}=1.:^\tçə😀&/"), max_size=40)


@given(st.lists(lines, max_size=8))
def test_runs_are_in_order_within_the_line_and_the_quick_state_agrees(text: list[str]) -> None:
    state = PLAIN
    for line in text:
        runs, after = style(line, state)
        end = 0
        for run in runs:
            assert run.start >= end
            assert run.length > 0
            end = run.start + run.length
        assert end <= len(line)
        assert next_state(line, state) == after
        state = after


@pytest.mark.parametrize(
    "line",
    ["**a " * 5000, "`a ``b " * 3000, "[" * 20000, "<a " * 7000, "- " * 9000, "*" * 20000, "{.a " * 5000, "|-" * 9000],
)
def test_no_line_takes_longer_than_a_blink(line: str) -> None:
    started = time.process_time()
    style(line)
    style(line[:5000])
    assert time.process_time() - started < 1.0
