"""Inflections: tables of what must and must not be found, written from grammar; and the laws of keys and heads."""

from __future__ import annotations

import csv
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.text.stems import STEMMED, stem_heads, stem_languages, stems
from desktop_app.text.words import words
from tests.query.making import finds

PAIRS = Path(__file__).with_name("language_pairs")


def table(name: str) -> list[list[str]]:
    """Return the rows of a table of pairs."""
    with (PAIRS / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def forms(word: str) -> tuple[str, tuple[str, ...]]:
    """Return the folded and the exact forms of a word."""
    token = next(words(word))
    return token.folded, token.exact


@pytest.mark.parametrize("language", ["az", "tr", "ru", "en"])
def test_pairs_of_a_language_are_told_right(language: str) -> None:
    rows = table(language)
    wrong = [row for row in rows if finds(row[0], body=row[1], language=language) is not (row[2] == "1")]
    print(f"{language}: {len(rows) - len(wrong)} of {len(rows)} right; wrong: {wrong}")
    assert len(rows) >= 150
    assert len(wrong) <= 0.05 * len(rows)


_WORDS = st.sampled_from(
    [word for name in ("az", "tr", "ru", "en", "names") for row in table(name) for word in (row[0], *row[1].split())]
)
_LETTERS = st.text("abcdeilmnorstuyzğışçöüəqkxйьгдеиклнорстчшая'", min_size=1, max_size=14)
_LANGUAGES = st.sampled_from(sorted(STEMMED))


@given(st.lists(_WORDS | _LETTERS, min_size=2, max_size=8), _LANGUAGES)
def test_related_words_begin_with_one_of_the_heads(texts: list[str], language: str) -> None:
    found = [(token.folded, token.exact) for text in texts for token in words(text)]
    for folded, exact in found:
        heads = stem_heads(folded, exact, language)
        assert folded.startswith(heads)
        for other, its_exact in found:
            if stems(folded, exact, language) & stems(other, its_exact, language):
                assert other.startswith(heads)


@pytest.mark.parametrize("language", ["az", "tr", "ru", "en"])
def test_related_words_of_the_tables_begin_with_the_head(language: str) -> None:
    found = {forms(word) for row in table(language) for word in row[1].split() if any(map(str.isalnum, word))}
    keys = {word: stems(*word, language) for word in found}
    for word in found:
        heads = stem_heads(*word, language)
        for other in found:
            assert other[0].startswith(heads) or not keys[word] & keys[other], (word, other)


@given(_WORDS | _LETTERS, _LANGUAGES)
def test_a_word_is_related_to_itself(text: str, language: str) -> None:
    for token in words(text):
        assert stems(token.folded, token.exact, language)


@pytest.mark.parametrize(
    "word", ["a" * 10_000, "la" * 5_000, "dirdir" * 2_000, "и" * 10_000, "ing" * 3_000, "ся" * 5_000]
)
@pytest.mark.parametrize("language", ["az", "tr", "ru", "en"])
def test_a_word_of_a_page_costs_no_time(word: str, language: str) -> None:
    started = process_time()
    stems(word, (word,), language)
    stem_heads(word, (word,), language)
    assert process_time() - started < 0.5


@pytest.mark.parametrize(
    ("language", "word", "expected"),
    [
        ("en-GB", "bridges", ("en",)),
        ("az-Latn-AZ", "kitab", ("az",)),
        ("ru", "книги", ("ru",)),
        ("ru", "bridge", ("en", "trk")),
        ("az", "книги", ("ru",)),
        ("", "bridge", ("en", "trk")),
        ("", "книги", ("ru",)),
        ("", "3", ()),
        ("ja", "日", ()),
        ("ka", "წიგნი", ()),
        ("de", "haus", ("de",)),
    ],
)
def test_whose_inflections_are_looked_for(language: str, word: str, expected: tuple[str, ...]) -> None:
    assert stem_languages(language, word) == expected


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [("de", "Häuser", "Hauses"), ("fr", "chevaux", "cheval"), ("es", "libros", "libro"), ("it", "libri", "libro"),
     ("pl", "x", "x"), ("sv", "bilar", "bilen"), ("", "kitab", "kitabları"), ("", "okul", "okullardan")],
)  # fmt: skip
def test_other_languages_are_inflected_too(language: str, one: str, other: str) -> None:
    assert finds(one, body=other, language=language)


@pytest.mark.parametrize(("one", "other"), [("sol", "sole"), ("at", "ata"), ("news", "new"), ("son", "sonata")])
def test_without_a_language_no_false_friends_are_made(one: str, other: str) -> None:
    assert not finds(one, body=other)
