"""Earlier pieces on a draft's matter, and the sentences it has in common with them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from desktop_app.archive import Archive, Article
from desktop_app.search.earlier import Earlier, earlier
from desktop_app.search.local import LocalSearch

OLD = (
    "Gəncədə köhnə mətbəə açıldı. Usta dəzgahı üç gün təmir etdi və səs küçəyə yayıldı.\n\n"
    "The old press stood near the window for thirty years. Nobody had oiled it since the flood."
)
DRAFT = """# Yeni yazı

Bu gün başqa şeydən danışacağıq. Usta dəzgahı dörd gün təmir etdi və səs küçəyə yayıldı.

> The old press stood near the window for thirty years.

- And nobody had oiled it since the flood of spring.
"""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[tuple[Archive, LocalSearch]]:
    with Archive.open("sqlite://") as archive, closing(LocalSearch(archive, tmp_path)) as search:
        archive.add(
            Article(title="Köhnə mətbəə", body=OLD, status="published", language="az"),
            Article(title="Rivers", body="The Kura is long. It has many bridges and towns upon it.", language="en"),
            Article(title="Draft", body=DRAFT, language="az"),
        )
        search.catch_up()
        yield archive, search


def test_sentences_in_common_are_found_with_a_word_altered(desk: tuple[Archive, LocalSearch]) -> None:
    archive, search = desk
    [piece] = earlier(archive, search, 3, DRAFT)
    assert (piece.id, piece.title) == (1, "Köhnə mətbəə")
    assert [one.sentence for one in piece.reused] == [
        "Usta dəzgahı üç gün təmir etdi və səs küçəyə yayıldı.",
        "Nobody had oiled it since the flood.",
    ]
    assert [DRAFT[one.start : one.end] for one in piece.reused] == [
        "Usta dəzgahı dörd gün təmir etdi və səs küçəyə yayıldı.",
        "And nobody had oiled it since the flood of spring.",
    ]


def test_quotations_are_no_repetition_and_the_draft_is_not_its_own(desk: tuple[Archive, LocalSearch]) -> None:
    archive, search = desk
    quoted = "> The old press stood near the window for thirty years.\n"
    assert earlier(archive, search, 0, quoted) == ()
    bare = quoted.removeprefix("> ")
    [piece] = earlier(archive, search, 0, bare)
    assert piece.id == 1
    # It stands in the draft too, but only as a quotation.
    assert [one.id for one in earlier(archive, search, 1, OLD)] == [3]


def test_trash_is_left_out_and_a_draft_that_is_gone_is_no_trouble(desk: tuple[Archive, LocalSearch]) -> None:
    archive, search = desk
    archive.trash([1])
    search.catch_up()
    assert earlier(archive, search, 3, DRAFT) == ()
    assert [one.id for one in earlier(archive, search, 999, DRAFT * 3)] == [3]


def test_pieces_on_the_same_matter_come_after_those_with_the_same_sentences(tmp_path: Path) -> None:
    with Archive.open("sqlite://") as archive, closing(LocalSearch(archive, tmp_path)) as search:
        about = "The lamplighter of {} kept a ladder, {} lamps and a notebook of {} wicks beside the harbour {}. "
        archive.add(*(Article(title=f"T{n}", body=about.format(n, n + 1, n + 2, n + 3) * 8) for n in range(3)))
        archive.add(*(Article(title=f"O{n}", body=f"Quite another subject number {n}. ") for n in range(40)))
        draft = "Our lamplighter sold his ladder and the notebook with its wicks, said the harbour office. " * 6
        same = "A sentence of exactly nine plain words stands here."
        archive.add(Article(title="Same", body=same), Article(title="Mine", body=draft + same))
        search.catch_up()
        pieces = earlier(archive, search, 45, draft + same)
        assert pieces[0] == Earlier(44, "Same", "", pieces[0].reused)
        assert {one.title for one in pieces[1:]} <= {"T0", "T1", "T2"}
        assert len(pieces) == 4


@pytest.mark.parametrize("unit", [".", "a. ", "word ", "\n", "a b c d e f. ", "- ", "1. "])
def test_hostile_texts_take_time_in_proportion(desk: tuple[Archive, LocalSearch], unit: str) -> None:
    started = time.process_time()
    earlier(*desk, 0, unit * (100_000 // len(unit)))
    assert time.process_time() - started < 5
