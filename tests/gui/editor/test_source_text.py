"""An article comes out of the document letter for letter as it went in, whatever letters Qt keeps for itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QTextCursor, QTextDocument

from desktop_app.gui.editor.source_text import (
    code_points,
    from_document,
    has_astral,
    pasted,
    to_document,
    utf16_offsets,
)

HARD = "\u2028\u2029\ufdd0\ufdd1\ufdd2\u00a0\u00ad\ufeff\u200f\x0b\x0c\x1c\x85\t0123"
letters = st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00")
texts = st.text(st.one_of(st.sampled_from("\n\n ab#*" + HARD), letters), max_size=60)


def through_qt(text: str) -> str:
    document = QTextDocument()
    QTextCursor(document).insertText(text)
    return document.toRawText()


@given(texts, texts)
def test_a_text_comes_back_whole_from_the_document(title: str, body: str) -> None:
    assert from_document(through_qt(to_document(title, body))) == (title, body)


@pytest.mark.parametrize(
    "body", ["", "\n", "\n\nA", "A\u00a0B", "a\rb", "\ufdd2", "\ufdd21", "\ufdd2\ufdd0", "# Title\n"]
)
def test_bodies_that_were_hard(body: str) -> None:
    assert from_document(through_qt(to_document("Başlıq", body))) == ("Başlıq", body)


def test_the_headline_keeps_its_line_break() -> None:
    assert from_document(through_qt(to_document("One\nTwo", "Body"))) == ("One\nTwo", "Body")


def test_a_text_of_one_line_has_no_body() -> None:
    assert from_document("Only") == ("Only", "")


@given(texts)
def test_offsets_count_as_utf16_does(text: str) -> None:
    offsets = utf16_offsets(text)
    assert [offsets[i] for i in range(len(text) + 1)] == [
        len(text[:i].encode("utf-16-le")) // 2 for i in range(len(text) + 1)
    ]
    assert code_points(offsets, *offsets) == tuple(range(len(text) + 1))
    assert has_astral(text or "a") == any(letter > "\uffff" for letter in text)


@given(texts)
def test_what_is_pasted_holds_nothing_that_a_document_cannot(text: str) -> None:
    clean = pasted(text)
    assert through_qt(clean).replace("\u2029", "\n") == clean
