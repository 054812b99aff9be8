"""Tables: cells, rows, columns, alignment."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.gui.editor import table_edits
from tests.gui.editor.edits import applied, marked

TABLE = "| Ad | Şəhər |\n|--|:-:|\n| Rauf‸ | Gəncə|\n| Leyla | Bakı |"


def test_tab_goes_on_and_pads() -> None:
    text, at, _ = marked(TABLE)
    assert applied(text, table_edits.step(text, at)) == (
        "| Ad    | Şəhər |\n| ----- | :---: |\n| Rauf  | Gəncə‸ |\n| Leyla | Bakı  |"
    )
    assert applied(text, table_edits.step(text, at, back=True)) == (
        "| Ad    | Şəhər‸ |\n| ----- | :---: |\n| Rauf  | Gəncə |\n| Leyla | Bakı  |"
    )
    first, at, _ = marked("| a‸ | b |\n| - | - |")
    assert applied(first, table_edits.step(first, at, back=True)) == "| a‸   | b   |\n| --- | --- |"


def test_tab_in_the_last_cell_begins_a_row() -> None:
    text, at, _ = marked("| a | b |\n| --- | --- |\n| c | d‸ |")
    after = "| a   | b   |\n| --- | --- |\n| c   | d   |\n| ‸    |     |"
    assert applied(text, table_edits.step(text, at)) == after


def test_enter_goes_down_and_leaves_by_an_empty_row() -> None:
    text, at, _ = marked("| a | b |\n| --- | --- |\n| c | d‸ |")
    below = applied(text, table_edits.below(text, at))
    assert below == "| a   | b   |\n| --- | --- |\n| c   | d   |\n|     | ‸    |"
    text, at, _ = marked(below)
    assert applied(text, table_edits.below(text, at)) == "| a   | b   |\n| --- | --- |\n| c   | d   |\n‸"


def test_a_line_of_cells_becomes_a_table() -> None:
    text, at, _ = marked("| Ad | Şəhər |‸")
    assert applied(text, table_edits.begin(text, at)) == "| Ad  | Şəhər |\n| --- | ----- |\n| ‸    |       |"
    assert table_edits.begin("| a |", 5) is None
    assert table_edits.begin("a | b", 5) is None


@pytest.mark.parametrize(
    ("rule", "after"),
    [
        (table_edits.add_row, "| a   | b   |\n| --- | --- |\n| c   | d   |\n| ‸    |     |\n| e   | f   |"),
        (
            table_edits.add_column,
            "| a   |     | b   |\n| --- | --- | --- |\n| c   | ‸    | d   |\n| e   |     | f   |",
        ),
        (table_edits.remove_row, "| a   | b   |\n| --- | --- |\n| e‸   | f   |"),
        (table_edits.remove_column, "| b   |\n| --- |\n| d‸   |\n| f   |"),
        (
            lambda text, at: table_edits.align(text, at, "right"),
            "|   a | b   |\n| --: | --- |\n|   c‸ | d   |\n|   e | f   |",
        ),
        (
            lambda text, at: table_edits.align(text, at, "centre"),
            "|  a  | b   |\n| :-: | --- |\n|  c‸  | d   |\n|  e  | f   |",
        ),
        (table_edits.tidy, "| a   | b   |\n| --- | --- |\n| c‸   | d   |\n| e   | f   |"),
    ],
)
def test_rows_and_columns(rule: object, after: str) -> None:
    text, at, _ = marked("| a | b |\n|---|---|\n| c‸ | d |\n| e | f |")
    assert applied(text, rule(text, at)) == after  # type: ignore[operator]


def test_what_is_no_table_is_left_alone() -> None:
    for text in ("a | b", "a | b\nc | d", "plain", "|---|\n|---|"):
        assert table_edits.step(text, 0) is None
    assert not table_edits.looks_like_row(r"a \| b")
    assert table_edits.looks_like_row(r"a \\| b")


def test_wide_letters_and_quotations() -> None:
    text, at, _ = marked("> 東京 | a‸\n> --- | ---\n> x | y")
    assert applied(text, table_edits.tidy(text, at)) == "> | 東京 | a‸   |\n> | ---- | --- |\n> | x    | y   |"


cells = st.sampled_from(["", "a", "ə", "two words", r"a \| b", "*x*", "東"])


@given(st.lists(st.lists(cells, min_size=1, max_size=4), min_size=1, max_size=4), st.integers(0, 200), st.data())
def test_no_cell_loses_its_words_and_tidying_twice_changes_nothing(
    rows: list[list[str]], place: int, data: st.DataObject
) -> None:
    width = len(rows[0])
    lines = ["|" + "|".join(row) + "|" for row in rows]
    lines.insert(1, "|" + "--|" * width)
    text = "\n".join(lines)
    at = min(place, len(text))
    edits = data.draw(st.sampled_from([table_edits.step, table_edits.below, table_edits.tidy, table_edits.add_row]))(
        text, at
    )
    shown = applied(text, edits)
    if shown is None:
        return
    after = shown.replace("‸", "")
    for row in rows:
        assert all(word in after for cell in row for word in cell.split())
    assert sorted(letter for letter in after if letter.isalpha()) == sorted(c for c in text if c.isalpha())
    if (once := table_edits.tidy(after, 0)) is not None:
        tidied = applied(after, once).replace("‸", "")
        assert applied(tidied, table_edits.tidy(tidied, 0)).replace("‸", "") == tidied
        # Only a table that the caret has left through its last row stays as it was.
        assert tidied == after or after.endswith("\n")
