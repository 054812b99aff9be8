"""What the formatting keys do to a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.gui.editor import text_edits
from desktop_app.gui.editor.text_edits import Edit


def marked(text: str) -> tuple[str, int, int]:
    """`a «b» c` is a text with b selected, `a | c` one with the caret there."""
    if "|" in text:
        at = text.index("|")
        return text.replace("|", "", 1), at, at
    start, end = text.index("«"), text.index("»") - 1
    return text.replace("«", "").replace("»", ""), start, end


def shown(text: str, edit: Edit) -> str:
    after = edit.apply(text)
    start, end = sorted((edit.anchor, edit.caret))
    if start == end:
        return after[:start] + "|" + after[start:]
    return after[:start] + "«" + after[start:end] + "»" + after[end:]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a «word» b", "a **«word»** b"),
        ("a **«word»** b", "a «word» b"),
        ("a «**word**» b", "a «word» b"),
        ("a «word »b", "a **«word»** b"),
        ("a wo|rd b", "a **wo|rd** b"),
        ("a **wo|rd** b", "a wo|rd b"),
        ("a | b", "a **|** b"),
        ("a **|** b", "a | b"),
        ("a *«word»* b", "a ***«word»*** b"),
        ("Bakı'nı|n", "**Bakı'nı|n**"),
    ],
)
def test_bold(before: str, after: str) -> None:
    text, start, end = marked(before)
    assert shown(text, text_edits.toggle_mark(text, start, end, "**")) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [("a «word» b", "a *«word»* b"), ("a *«word»* b", "a «word» b"), ("a **«word»** b", "a ***«word»*** b")],
)
def test_italic(before: str, after: str) -> None:
    text, start, end = marked(before)
    assert shown(text, text_edits.toggle_mark(text, start, end, "*")) == after


@pytest.mark.parametrize(
    ("level", "before", "after"),
    [
        (2, "T\nHe|ad", "T\n## He|ad"),
        (2, "T\n## He|ad", "T\nHe|ad"),
        (3, "T\n## He|ad", "T\n### He|ad"),
        (1, "T\n|", "T\n# |"),
        (2, "T\n«a\n\nb»", "T\n«## a\n\n## b»"),
    ],
)
def test_heading(level: int, before: str, after: str) -> None:
    text, start, end = marked(before)
    assert shown(text, text_edits.set_heading(text, start, end, level)) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a\nb|c", "a\n> b|c"),
        ("a\n> b|c", "a\nb|c"),
        ("«a\n\nb»", "«> a\n>\n> b»"),
        ("«> a\n>\n> b»", "«a\n\nb»"),
        ("|", "> |"),
    ],
)
def test_quote(before: str, after: str) -> None:
    text, start, end = marked(before)
    assert shown(text, text_edits.toggle_quote(text, start, end)) == after


@pytest.mark.parametrize(
    ("numbered", "before", "after"),
    [
        (False, "b|c", "- b|c"),
        (False, "- b|c", "b|c"),
        (True, "«a\nb»", "«1. a\n2. b»"),
        (True, "«- a\n    - b»", "«1. a\n    2. b»"),
        (False, "«1. a\n2. b»", "«- a\n- b»"),
        (False, "|", "- |"),
    ],
)
def test_list(numbered: bool, before: str, after: str) -> None:
    text, start, end = marked(before)
    assert shown(text, text_edits.toggle_list(text, start, end, numbered=numbered)) == after


@pytest.mark.parametrize(
    ("address", "before", "after"),
    [
        ("", "a «word» b", "a [word](|) b"),
        ("https://x.org", "a «word» b", "a [word](https://x.org)| b"),
        ("", "a | b", "a [|]() b"),
        ("", "see «https://x.org»", "see [|](https://x.org)"),
    ],
)
def test_link(address: str, before: str, after: str) -> None:
    text, start, end = marked(before)
    assert shown(text, text_edits.link(text, start, end, address)) == after


@pytest.mark.parametrize(
    ("case", "language", "before", "after"),
    [
        ("upper", "az", "«dizi ılıq»", "«DİZİ ILIQ»"),
        ("lower", "tr", "IŞIK İÇİN|", "IŞIK için|"),
        ("upper", "en", "a «see [it](http://x.org) and `x`[^a]» b", "a «SEE [IT](http://x.org) AND `x`[^a]» b"),
        ("title", "az", "«istanbul'un işləri»", "«İstanbul'un İşləri»"),
        ("sentence", "ru", "«ДОМ. САД»", "«Дом. Сад»"),
        ("upper", "de", "stra|ße", "STRA|SSE"),
    ],
)
def test_letters_change_by_language(case: text_edits.Case, language: str, before: str, after: str) -> None:
    text, start, end = marked(before)
    edit = text_edits.change_case(text, start, end, case, language)
    assert edit is not None
    assert shown(text, edit) == after


def test_a_picture_stands_alone() -> None:
    text, at, _ = marked("T\nbefore| after")
    assert text_edits.block(text, at, "![](a)").apply(text) == "T\nbefore\n\n![](a)\n\n after"
    assert text_edits.block("T\n", 2, "![](a)").apply("T\n") == "T\n\n![](a)"


alphabet = st.text(st.sampled_from("ab *_#>-1.[]()\n \t😀ə"), max_size=30)


@given(alphabet, st.integers(0, 30), st.integers(0, 30), st.data())
def test_an_edit_fits_its_text(text: str, a: int, b: int, data: st.DataObject) -> None:
    start, end = sorted((min(a, len(text)), min(b, len(text))))
    rule = data.draw(
        st.sampled_from(
            [
                lambda: text_edits.toggle_mark(text, start, end, "**"),
                lambda: text_edits.toggle_mark(text, start, end, "*"),
                lambda: text_edits.set_heading(text, start, end, 2),
                lambda: text_edits.toggle_quote(text, start, end),
                lambda: text_edits.toggle_list(text, start, end),
                lambda: text_edits.toggle_list(text, start, end, numbered=True),
                lambda: text_edits.link(text, start, end),
                lambda: text_edits.change_case(text, start, end, "upper", "az"),
                lambda: text_edits.block(text, end, "x"),
            ]
        )
    )
    edit = rule()
    if edit is None:
        return
    after = edit.apply(text)
    assert 0 <= edit.start <= edit.end <= len(text)
    assert min(edit.anchor, edit.caret) >= 0
    assert max(edit.anchor, edit.caret) <= len(after)
