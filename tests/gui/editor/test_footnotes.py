"""Footnotes: numbers, the way there and back."""

from __future__ import annotations

from desktop_app.gui.editor import footnotes
from tests.gui.editor.edits import applied, marked


def test_a_footnote_takes_the_next_number_and_gathers_at_the_end() -> None:
    text, at, _ = marked("T\nOne‸ two.\n")
    once = applied(text, footnotes.insert(text, at))
    assert once == "T\nOne[^1] two.\n\n[^1]: ‸"
    text = once.replace("‸", "note")
    at = text.index(" two") + 4
    assert applied(text, footnotes.insert(text, at)) == "T\nOne[^1] two[^2].\n\n[^1]: note\n[^2]: ‸"


def test_a_footnote_knows_its_other_end() -> None:
    text = "T\nOne[^a] two[^a] `[^a]`.\n\n[^a]: the note\n\n    goes on"
    there = footnotes.partner(text, text.index("[^a]") + 2)
    assert there == text.index("the note")
    assert footnotes.partner(text, text.index("the note")) == text.index("] two") + 1
    assert footnotes.partner(text, len(text)) == text.index("] two") + 1, "from any paragraph of the note"
    second = text.index("] `") + 1
    assert footnotes.partner(text, len(text), second) == second, "back to where one came from"
    assert footnotes.partner(text, 2) is None
    assert footnotes.partner(text, text.index("`") + 3) is None, "in code it is none"


def test_numbers_follow_the_marks() -> None:
    text, start, end = marked(
        "T\na[^3] b[^1] c[^3] `[^1]` [^x]‸\n\n[^1]: one\n[^3]: three [^12]\n[^7]: lost\n[^12]: deep"
    )
    assert applied(text, footnotes.renumber(text, start, end)) == (
        "T\na[^1] b[^2] c[^1] `[^1]` [^x]‸\n\n[^2]: one\n[^1]: three [^3]\n[^4]: lost\n[^3]: deep"
    )
    assert footnotes.renumber("a[^1] b[^2]\n\n[^1]: x\n[^2]: y", 0, 0) is None
