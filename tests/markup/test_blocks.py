"""Blocks: the same page as in one piece, whatever the text; unchanged blocks are kept; ids and footnotes agree."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.markup import BlockRenderer, render
from tests.markup.markdown_texts import block, comparable, in_one_piece, markdown_texts


@settings(max_examples=100, deadline=None)
@given(markdown_texts())
def test_blocks_joined_are_the_page_rendered_in_one_piece(markdown: str) -> None:
    page = "\n".join(part.html for part in BlockRenderer().render(markdown))
    assert comparable(page) == comparable(in_one_piece(markdown))


@settings(max_examples=60, deadline=None)
@given(markdown_texts(), st.lists(st.tuples(st.integers(0, 400), block), max_size=4), st.booleans())
def test_a_page_does_not_depend_on_what_was_rendered_before(
    markdown: str, edits: list[tuple[int, str]], typographic: bool
) -> None:
    kept = BlockRenderer("az", typographic=typographic)
    kept.render(markdown)
    for place, new in edits:
        markdown = markdown[:place] + "\n\n" + new + "\n\n" + markdown[place:]
        fresh = BlockRenderer("az", typographic=typographic)
        assert kept.render(markdown) == fresh.render(markdown)
        assert kept.outline() == fresh.outline()


@settings(max_examples=100, deadline=None)
@given(markdown_texts())
def test_ids_are_unique_and_every_inner_link_has_its_target(markdown: str) -> None:
    page = render(markdown)
    ids = re.findall(r'<[a-z0-9]+(?: (?!id=)[^\s="<>]+="[^"]*")* id="([^"]*)"', page.html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'class="footnote-(?:ref|backref)" href="#([^"]*)"', page.html)) <= set(ids)
    assert {heading.id for heading in page.outline} <= set(ids)
    assert len({heading.id for heading in page.outline}) == len(page.outline)


@settings(max_examples=100, deadline=None)
@given(markdown_texts())
def test_lines_of_blocks_rise_and_point_at_their_source(markdown: str) -> None:
    blocks = BlockRenderer().render(markdown)
    lines = [part.line for part in blocks]
    assert lines == sorted(lines)
    source = re.split("\r\n|\n", markdown)
    for part in blocks:
        if "footnotes" not in part.html[:30]:
            assert source[part.line].strip()
