"""Reading in another process is reading; it outlives being killed; and the patched page is the page rendered whole."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.archive import Archive
from desktop_app.gui.desk.analysis import Analyst
from desktop_app.gui.desk.reading import LocalReadings
from desktop_app.gui.desk.reading_process import ReadingProcess
from desktop_app.markup import BlockRenderer
from desktop_app.markup.page import alike
from tests.markup.markdown_texts import block, markdown_texts

SMALL = (
    "x", "\n\n", "\n", "*", "# ", "- ", "> ", "[^1]", "[^1]: note", "```\n", "<div>", "</div>", "[a]: /b", "[a]",
    "| a | b |\n|---|---|\n", "    ", ": ", "ə", "😀",
)  # fmt: skip
EDITS = st.lists(
    st.tuples(st.integers(0, 500), st.integers(0, 40), st.one_of(st.sampled_from(SMALL), block)), max_size=8
)


@pytest.fixture
def process() -> Iterator[ReadingProcess]:
    made = ReadingProcess()
    yield made
    made.close()


@pytest.fixture(scope="module")
def empty() -> Iterator[Archive]:
    with Archive.open("sqlite://", create=True) as opened:
        yield opened


@settings(max_examples=60, deadline=None)
@given(body=markdown_texts(), edits=EDITS)
def test_the_patched_page_is_the_page_rendered_whole_after_any_edits(
    empty: Archive, body: str, edits: list[tuple[int, int, str]]
) -> None:
    analyst = Analyst(empty)
    analyst.read(0, body, "az")
    for start, length, new in edits:
        body = body[:start] + new + body[start + length :]
        assert analyst.read(0, body, "az") == Analyst(empty).read(0, body, "az")


@given(st.lists(st.integers(0, 2)), st.lists(st.integers(0, 2)))
def test_what_is_alike_never_overlaps(old: list[int], new: list[int]) -> None:
    head, tail = alike(old, new)
    assert old[:head] == new[:head]
    assert head + tail <= min(len(old), len(new))
    assert [*old[:head], *new[head : len(new) - tail], *old[len(old) - tail :]] == new


def test_another_process_reads_the_same(process: ReadingProcess, archive: Archive) -> None:
    here, there = Analyst(archive, LocalReadings()), Analyst(archive, process)
    for body in ("# Bir\n\nİki üç[^1]\n\n[^1]: dörd", "# Bir\n\nİki üç beş[^1]\n\n[^1]: dörd", "", "x", "x😀\n\ny"):
        assert there.read(0, body, "az") == here.read(0, body, "az")


def test_a_killed_process_is_told_the_text_whole(process: ReadingProcess, archive: Archive) -> None:
    analyst = Analyst(archive, process)
    body = "Bir.\n\nİki."
    analyst.read(0, body, "az")
    for number in range(2):
        before = process.process_id
        os.kill(before, signal.SIGKILL)
        # At the very beginning: a change that could be taken for the whole text.
        body = f"{number} {body}"
        read = analyst.read(0, body, "az")
        assert [one.html for one in read.blocks] == [one.html for one in BlockRenderer("az").render(body)]
        assert process.process_id not in (0, before)


def test_a_text_that_was_let_go_of_is_told_whole_again(process: ReadingProcess, archive: Archive) -> None:
    analyst = Analyst(archive, process)
    analyst.read(0, "Bir.", "az")
    analyst.close()
    assert "İki" in analyst.read(0, "Bir. İki.", "az").blocks[0].html
