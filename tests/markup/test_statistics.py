"""Counts: the same number of words as the archive keeps, sentences as a reader sees them, time by script."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings

from desktop_app.markup import BlockRenderer, statistics
from desktop_app.text.plain import plain_text
from desktop_app.text.words import count_words
from tests.markup.markdown_texts import markdown_texts


@settings(max_examples=60, deadline=None)
@given(markdown_texts())
def test_words_are_those_the_archive_counts(markdown: str) -> None:
    assert statistics(markdown).words == count_words(plain_text(markdown))


def test_the_renderer_measures_the_text_as_a_whole_and_only_what_changed() -> None:
    text = (
        "# Bir\n\nİki söz[^1] və [bir link][x]. Üç!\n\n- a\n- b c\n\n> dörd\n\n[^1]: qeyd *beş*\n[x]: http://e.org 'no'"
    )
    renderer = BlockRenderer("az")
    renderer.render(text)
    assert renderer.statistics() == statistics(text, "az")
    renderer.render(text.replace("Üç", "Üç dörd beş altı yeddi"))
    assert renderer.statistics().words == statistics(text).words + 4
    assert renderer.statistics().longest_sentence == 5


@pytest.mark.parametrize(
    ("text", "sentences", "longest"),
    [
        ("One two three. Four five!", 2, 3),
        ("See e.g. this at 3.14 in the a.m. of May.", 1, 12),
        ("“Stop!” she said. Then he left.", 2, 3),
        ("Bir söz. İki söz daha! Üç?", 3, 3),
        ("Он пришёл… А она ушла. Всё.", 3, 3),
        ("Բարեւ։ Ինչպես եք։", 2, 2),
        ("橋の上。川の下！", 2, 3),
        ("# A heading\n\nA text", 2, 2),
        ("- one\n- two three", 1, 3),
        ("", 0, 0),
    ],
)
def test_sentences_end_where_a_reader_sees_an_end(text: str, sentences: int, longest: int) -> None:
    counted = statistics(text)
    assert (counted.sentences, counted.longest_sentence) == (sentences, longest)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ('“One” and «two» and „three“ and "four".', 4),
        ("> a quote\n> goes on\n\n> and on\n\ntext\n\n> another", 2),
        ("「一」と『二』", 2),
        ('6" by 4" of wood', 0),
        ("no quotation", 0),
    ],
)
def test_quotations_are_pairs_of_marks_and_quoted_blocks(text: str, count: int) -> None:
    assert statistics(text).quotations == count


def test_reading_takes_longer_in_turkish_than_in_english_and_is_told_by_the_letters() -> None:
    english, turkish = "word " * 1660, "ışık söğüt " * 830
    assert statistics(english).reading_minutes == 7
    assert statistics(turkish).reading_minutes == statistics(turkish, "tr").reading_minutes == 10
    assert statistics("橋" * 2550).reading_minutes == 10
    assert statistics("a").reading_minutes == 1
    assert statistics(" ").reading_minutes == 0


@pytest.mark.parametrize("piece", [".", "!", ".)", ". ", "“", '"', "> ", "\n "])
def test_hostile_texts_take_time_in_proportion(piece: str) -> None:
    started = time.process_time()
    statistics(f"{piece * 50_000}x")
    assert time.process_time() - started < 5
