"""Capitals and small letters by language."""

from __future__ import annotations

import time
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.text.casing import Case, change_case, lower, upper


@pytest.mark.parametrize(
    ("text", "case", "language", "after"),
    [
        ("dizi ılıq", "upper", "az", "DİZİ ILIQ"),
        ("DİZİ ILIQ", "lower", "az-Latn", "dizi ılıq"),
        ("dizi ılıq", "upper", "en", "DIZI ILIQ"),
        ("İSTANBUL", "lower", "en", "istanbul"),
        ("I\u0307ş", "lower", "tr", "iş"),
        ("istanbul'un iş-gücü", "title", "tr", "İstanbul'un İş-Gücü"),
        ("ayın sonu", "title", "az", "Ayın Sonu"),
        ("ivan. ılıq? IŞIQ", "sentence", "az", "İvan. Ilıq? Işıq"),
        ("ДОМ. сад! “лес”", "sentence", "ru", "Дом. Сад! “Лес”"),
        ("straße", "upper", "de", "STRASSE"),
        ("1. bölüm", "title", "tr", "1. Bölüm"),
    ],
)
def test_cases(text: str, case: Case, language: str, after: str) -> None:
    assert change_case(text, case, language) == after


@given(st.text(st.sampled_from("abcçdeəfgğhıijklmnoöpqrsştuüvxyz "), max_size=30), st.sampled_from(["az", "tr"]))
def test_there_and_back(text: str, language: str) -> None:
    assert lower(upper(text, language), language) == text


@given(st.text(max_size=50), st.sampled_from(["upper", "lower", "title", "sentence"]), st.sampled_from(["az", "en"]))
def test_twice_is_once(text: str, case: Case, language: str) -> None:
    once = change_case(text, case, language)
    if text.isalpha() and all(len(letter.upper()) == 1 == len(letter.lower()) for letter in text):
        assert change_case(once, case, language) == once


@pytest.mark.parametrize("piece", [".", ".)", "\n ", "a-", "a'"])
def test_hostile_texts_take_time_in_proportion(piece: str) -> None:
    started = time.process_time()
    for case in get_args(Case):
        change_case(f"{piece * 100_000}x", case, "tr")
    assert time.process_time() - started < 5
