"""Quotes and dashes: as the language wants them, never in code, never another word."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings

from desktop_app.markup import render
from desktop_app.markup.headings import text_of
from tests.markup.markdown_texts import markdown_texts


def _set(markdown: str, language: str) -> str:
    return text_of(render(markdown, language=language, typographic=True).html)


@pytest.mark.parametrize(
    ("language", "typed", "expected"),
    [
        ("az", '"Biz onu işə qaytardıq" -- dedi.', "«Biz onu işə qaytardıq» — dedi."),
        ("az", "Bakı'nın 1911--1920 illəri", "Bakı’nın 1911–1920 illəri"),
        ("tr", '"Atatürk\'ün sözü" - dedi', "“Atatürk’ün sözü” – dedi"),
        ("ru", 'Газета "Каспий" -- старая', "Газета «Каспий» — старая"),
        ("ru", '"Читал "Войну и мир" летом"', "«Читал „Войну и мир“ летом»"),
        ("en", '"Don\'t," he said, "call it \'new\'."', "“Don’t,” he said, “call it ‘new’.”"),
        ("en", "the '90s and dogs' tails", "the ’90s and dogs’ tails"),
        ("en", '**"Bold"** and ("so")...', "“Bold” and (“so”)…"),
        ("en-GB", '"a" --- "b"', "“a” — “b”"),
        ("", 'well-known `"code" -- x` http://e.org/a--b', 'well-known "code" -- x http://e.org/a--b'),
        ("de", '"so"', "„so“"),
    ],
)
def test_marks_of_languages(language: str, typed: str, expected: str) -> None:
    assert _set(typed, language) == expected


_MARKS = re.compile("[\"'’‘“”„«»–—…\\-. \u00a0]+")


@settings(max_examples=60, deadline=None)
@given(markdown_texts())
def test_no_letter_and_no_code_changes(markdown: str) -> None:
    plain, set_ = render(markdown).html, render(markdown, language="ru", typographic=True).html
    assert _MARKS.sub("", text_of(plain)) == _MARKS.sub("", text_of(set_))
    code = re.compile("<code>.*?</code>", re.DOTALL)
    assert code.findall(plain) == code.findall(set_)
