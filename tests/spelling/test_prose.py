"""Of a line of Markdown the words that somebody wrote are checked, and nothing else."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.spelling.prose import bare, prose_words


def texts(line: str) -> list[str]:
    return [word.text for word in prose_words(line)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Plain words, and don’t stop.", ["Plain", "words", "and", "don’t", "stop"]),
        ("## A *bold* heading", ["A", "bold", "heading"]),
        ("see [the words](https://example.org/recieve?a=b) here", ["see", "the", "words", "here"]),
        ("a [reference][recieve-7] and [^note]", ["a", "reference", "and"]),
        ("[label]: https://example.org/recieve", []),
        ("use `recieve()` or ``x ` y`` now", ["use", "or", "now"]),
        ("write to recieve@example.org or example.org/recieve", ["write", "to", "or"]),
        ("<span class='recieve'>inside</span> <!-- recieve -->", ["inside"]),
        ("100km 1990lar v2 snake_case camelCase GitHub", []),
        ("#recieve @recieve TK XXX &nbsp;", []),
        ("word {: .recieve lang=tr}", ["word"]),
        ('{{< figure src="recieve.png" >}} stays', ["stays"]),
        ("file.txt and C:\\recieve\\that and /usr/recieve", ["and", "and"]),
        ("кто-то сказал: «по-русски»", ["кто-то", "сказал", "по-русски"]),
        ("Bakı'nın və “Füyuzat”ın", ["Bakı'nın", "və", "Füyuzat", "ın"]),
        ("| --- | :-- |", []),
        ("```python", []),
    ],
)
def test_only_prose_is_read(line: str, expected: list[str]) -> None:
    assert texts(line) == expected


@pytest.mark.parametrize(
    ("line", "begins"),
    [
        ("Word one", {"Word"}),
        ("a Word. Next Word? “Third” Word", {"Next", "Third"}),
        ("- Item Word", {"Item"}),
        ("> *Quoted* Word", {"Quoted"}),
        ("by Mr. Smith", {"Smith"}),
    ],
)
def test_first_words_of_sentences_are_known(line: str, begins: set[str]) -> None:
    assert {word.text for word in prose_words(line) if word.begins and word.text[0].isupper()} == begins


@given(st.text(alphabet="aбə'’-`*[]()<>{}$&;:/.#@|_ \t!?ı1Aİ\u0301\u00ad", max_size=80))
def test_words_stand_where_they_say(line: str) -> None:
    end = 0
    for word in prose_words(line):
        assert word.start >= end
        end = word.end
        assert line[word.start : word.end] == word.text
        assert bare(word.text)


@pytest.mark.parametrize(
    "piece", ["`", "](", "<!--", "<a ", "[^", "{: ", "a.", "a'", "$a", "&a", "http://", "a@", "- ", "“", "|", " |"]
)
def test_hostile_line_takes_linear_time(piece: str) -> None:
    def seconds(times: int) -> float:
        line = f"{piece * times}a"
        started = time.process_time()
        prose_words(line)
        return time.process_time() - started

    seconds(1000)
    short, long = min(seconds(2000) for _ in range(3)), min(seconds(16000) for _ in range(2))
    assert long < 30 * short + 0.05


def test_bare_word_is_as_dictionaries_have_it() -> None:
    assert bare("don’t") == "don't"
    assert bare("well\u2011known") == "well-known"
    assert bare("so\u00adft") == "soft"
