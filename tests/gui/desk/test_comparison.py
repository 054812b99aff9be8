"""Word diffs as pages."""

from __future__ import annotations

import re
from html import unescape

from hypothesis import example, given
from hypothesis import strategies as st

from desktop_app.gui.desk.comparison import compare, side_by_side, together

lines = st.lists(st.text(st.sampled_from("ab c#>."), max_size=12), max_size=6).map("\n".join)


def bare(html: str, without: str) -> str:
    html = re.sub(rf'<span class="{without}">.*?</span>', "", html, flags=re.S)
    return "".join(unescape(re.sub(r"<[^>]*>", "", html)).split())


@example(">>", "# ")
@given(lines, lines)
def test_both_texts_can_be_read_out_of_the_page(old: str, new: str) -> None:
    page = together(compare(("", "", old), ("", "", new)))
    for text, without in ((old, "added"), (new, "removed")):
        plain = "".join(re.sub(r"(?m)^(?:#{1,6}[ \t]+|>[ \t]?)", "", text).split())
        shown = bare(page, without)
        # A mark at the head of a line is left out where the line has one in both; in part-changed lines it may stay.
        assert re.sub(r"[#>]", "", shown) == re.sub(r"[#>]", "", plain)


def test_changes_are_counted_and_anchored() -> None:
    found = compare(("Old press", "", "one two three\n\nsame"), ("New press", "", "one 2 three four\n\nsame"))
    assert (found.added, found.removed, found.places) == (3, 2, 3)
    page = together(found)
    assert [int(n) for n in re.findall(r'name="c(\d+)"', page)] == [1, 2, 3]
    assert '<span class="removed">Old</span>' in page
    assert '<div class="headline">' in page


def test_side_by_side_keeps_each_text_in_its_column() -> None:
    page = side_by_side(compare(("", "", "one two"), ("", "", "one three")))
    left, right = re.findall(r"<td[^>]*>(.*?)</td>", page)
    assert "two" in left
    assert "three" not in left
    assert "three" in right
    assert page.count('name="c1"') == 1


def test_headings_and_quotations_look_so_without_their_marks() -> None:
    page = together(compare(("", "", "## Head one\n\n> said"), ("", "", "## Head two\n\n> said")))
    assert '<div class="h2">Head ' in page
    assert '<div class="quote">said</div>' in page


def test_what_is_written_is_escaped() -> None:
    page = together(compare(("", "", "<b>&"), ("", "", "<i>&")))
    assert "<b>" not in page
    assert "&lt;" in page


def test_of_a_long_text_only_the_neighbourhood_of_changes_is_shown() -> None:
    old = "\n\n".join(f"Paragraph {n} " + "words " * 60 for n in range(400))
    new = old.replace("Paragraph 200 ", "Paragraph two hundred ")
    page = together(compare(("T", "", old), ("T", "", new)))
    assert "two hundred" in page
    assert "Paragraph 198" in page
    assert "Paragraph 100" not in page
    assert "paragraphs did not change" in page


def test_equal_texts_have_no_change() -> None:
    found = compare(("a", "b", "c"), ("a", "b", "c"))
    assert (found.added, found.removed, found.places) == (0, 0, 0)
