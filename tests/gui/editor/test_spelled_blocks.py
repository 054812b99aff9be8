"""The marks of a document follow its blocks through every edit, and late answers find theirs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.gui.editor.spelled_blocks import Marked, SpelledBlocks


def checked(*texts: str) -> SpelledBlocks:
    """Blocks of which every x-word is marked."""
    blocks = SpelledBlocks(len(texts))
    blocks.ask(range(len(texts)))
    for place, text in enumerate(texts):
        blocks.answer(place, text, "en", marks_of(text))
    return blocks


def marks_of(text: str) -> tuple[Marked, ...]:
    found, at = [], 0
    for word in text.split(" "):
        if word.startswith("x"):
            found.append(Marked(at, at + len(word), word))
        at += len(word) + 1
    return tuple(found)


def test_nothing_waits_once_all_is_checked() -> None:
    blocks = checked("one xa", "two", "xb xc")
    assert blocks.waiting(0, 2) == []
    assert blocks.count() == 3
    assert blocks.marked() == [0, 2]


def test_blocks_on_screen_come_first() -> None:
    blocks = SpelledBlocks(6)
    assert blocks.waiting(3, 4) == [3, 4, 0, 1, 2, 5]


def test_only_the_block_that_was_edited_waits() -> None:
    blocks = checked("a xb", "c xd e", "xf")
    blocks.changed(1, 1, 3)
    assert blocks.waiting(0, 2) == [1]
    # Typed at the end: the mark before it stays, one behind the change moves along.
    assert blocks.marks(1, "c xd e!") == (Marked(2, 4, "xd"),)
    assert blocks.marks(1, "cc xd e!") == (Marked(3, 5, "xd"),)
    assert blocks.marks(1, "cc xxd e!") == ()


def test_changed_looks_alone_are_no_news() -> None:
    blocks = checked("a xb", "c")
    blocks.changed(0, 1, 2)
    assert blocks.still_holds(0, "a xb")
    assert blocks.waiting(0, 1) == [1]
    blocks.doubt()
    assert not blocks.still_holds(0, "a xb")


def test_blocks_below_a_new_one_keep_their_marks() -> None:
    blocks = checked("xa", "b", "xc")
    blocks.changed(1, 2, 4)  # "b" became two blocks.
    assert blocks.marks(3, "xc") == (Marked(0, 2, "xc"),)
    assert blocks.marked() == [0, 3]
    blocks.changed(0, 0, 2)  # The first three became one.
    assert blocks.marks(1, "xc") == (Marked(0, 2, "xc"),)


def test_late_answer_finds_its_block_or_is_dropped() -> None:
    blocks = SpelledBlocks(3)
    blocks.ask([0, 1, 2])
    blocks.changed(0, 1, 4)  # A block more at the top.
    assert blocks.answer(0, "old", "en", ()) is None
    assert blocks.answer(2, "xc", "en", marks_of("xc")) == 3
    blocks.ask([3])
    blocks.changed(3, 3, 4)
    assert blocks.answer(0, "xc", "en", marks_of("xc")) is None


def test_word_that_was_added_loses_its_marks_at_once() -> None:
    blocks = checked("xa xb", "xa")
    blocks.drop("xa")
    assert blocks.count() == 1


def test_marks_behind_letters_outside_the_first_plane_stay_in_place() -> None:
    blocks = SpelledBlocks(1)
    blocks.ask([0])
    blocks.answer(0, "😀 xa", "en", (Marked(3, 5, "xa"),))
    assert blocks.marks(0, "😀😀 xa") == (Marked(5, 7, "xa"),)


@given(
    st.lists(st.sampled_from(["a", "xa", "b xc", "", "xd e"]), min_size=1, max_size=6),
    st.lists(
        st.tuples(st.integers(0, 9), st.integers(0, 3), st.lists(st.sampled_from(["", "xn", "n o"]), max_size=3)),
        max_size=6,
    ),
)
def test_marks_are_never_of_another_text(texts: list[str], edits: list[tuple[int, int, list[str]]]) -> None:
    blocks = checked(*texts)
    for at, gone, new in edits:
        first = min(at, len(texts) - 1)
        last = min(first + gone, len(texts) - 1)
        texts[first : last + 1] = new or [""]
        blocks.changed(first, first + max(len(new), 1) - 1, len(texts))
        assert len(blocks) == len(texts)
        for number, text in enumerate(texts):
            for mark in blocks.marks(number, text):
                assert text[mark.start : mark.end] == mark.word
    waiting = blocks.waiting(0, 2)
    blocks.ask(waiting)
    for place, number in enumerate(waiting):
        assert blocks.answer(place, texts[number], "en", marks_of(texts[number])) == number
    assert blocks.waiting(0, 2) == []
    assert [blocks.marks(number, text) for number, text in enumerate(texts)] == [marks_of(text) for text in texts]
