"""Citations in each form, also of articles with next to nothing in them or with signs that a form reads as its own."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from desktop_app.archive import Article, Author
from desktop_app.gui.library.archive_place import ArchivePlace
from desktop_app.gui.library.citing import CITATION_FORMS, cite, quoted
from desktop_app.gui.window import MainWindow
from desktop_app.text.dates import parse_date
from tests.gui.library.test_archive_place import place, type_query, window

__all__ = ["place", "window"]

PIECE = Article(
    id=7, title="Yeni dəzgah & köhnə 100%", authors=(Author("M. Hacılı"), Author("Leyla Əliyeva")), language="az",
    publication="Səda qəzeti", issue="12", page="3", published=parse_date("1911-03-14"),
    canonical_url="https://example.org/a_(b)",
)  # fmt: skip


def test_words(qapp: object) -> None:
    assert cite(PIECE) == (
        "M. Hacılı, Leyla Əliyeva, “Yeni dəzgah & köhnə 100%”, Səda qəzeti, 14 Mar 1911, no. 12, p. 3."
    )
    assert cite(PIECE, "no such form") == cite(PIECE)


def test_markdown_links_the_headline(qapp: object) -> None:
    assert cite(PIECE, "markdown") == (
        "M. Hacılı, Leyla Əliyeva, [“Yeni dəzgah & köhnə 100%”](https://example.org/a_(b%29), "
        "*Səda qəzeti*, 14 Mar 1911, no. 12, p. 3."
    )


def test_bibtex(qapp: object) -> None:
    assert cite(PIECE, "bibtex").splitlines() == [
        "@article{hacili1911,",
        "  author = {{M. Hacılı} and {Leyla Əliyeva}},",
        r"  title = {{Yeni dəzgah \& köhnə 100\%}},",
        "  journal = {Səda qəzeti},",
        "  year = {1911},",
        "  month = {3},",
        "  number = {12},",
        "  pages = {3},",
        "  url = {https://example.org/a_(b)},",
        "  language = {az},",
        "}",
    ]


def test_ris(qapp: object) -> None:
    assert cite(PIECE, "ris").split("\r\n") == [
        "TY  - NEWS", "AU  - M. Hacılı", "AU  - Leyla Əliyeva", "TI  - Yeni dəzgah & köhnə 100%", "T2  - Səda qəzeti",
        "PY  - 1911", "DA  - 1911/03/14/", "IS  - 12", "SP  - 3", "UR  - https://example.org/a_(b)", "LA  - az",
        "ER  -",
    ]  # fmt: skip
    about = Article(title="x", published=parse_date("1911-03"))
    assert "DA  - 1911/03//" in cite(about, "ris")


TEXTS = st.text(st.sampled_from('aə{}\\%&\n"“[](_*) '), max_size=12)


@given(title=TEXTS, paper=TEXTS, name=TEXTS, form=st.sampled_from(CITATION_FORMS))
def test_no_sign_breaks_out_of_a_form(qapp: object, title: str, paper: str, name: str, form: str) -> None:
    said = cite(Article(id=3, title=title, publication=paper, authors=(Author(name),) if name.strip() else ()), form)
    if form == "bibtex":
        bare = re.sub(r"\\[{}%&#$_]", "", said)
        depth = 0
        for letter in bare:
            depth += (letter == "{") - (letter == "}")
            assert depth >= 0
        assert depth == 0
    if form == "ris":
        assert all(re.match(r"[A-Z][A-Z0-9]  -", line) for line in said.split("\r\n"))


def test_quotation_has_its_source(qapp: object) -> None:
    assert quoted("Bir.\n\nİki.", Article(title="x")) == "> Bir.\n>\n> İki.\n>\n> — “x”."


@pytest.mark.parametrize(("form", "begins"), [("plain", "M. Hacılı, “The last"), ("ris", "TY  - NEWS")])
def test_form_of_the_setting_is_copied(
    window: MainWindow, place: ArchivePlace, qtbot: QtBot, form: str, begins: str
) -> None:
    window.context.set("search.citation", form)
    type_query(window, "ladder")
    qtbot.waitUntil(lambda: place.reader.article is not None, timeout=3000)
    assert window.context.commands.trigger("cite")
    assert QGuiApplication.clipboard().text().startswith(begins)
    assert "\n" not in window.context.messages.said[-1].text


def test_copy_with_source(window: MainWindow, place: ArchivePlace, qtbot: QtBot) -> None:
    type_query(window, "ladder")
    qtbot.waitUntil(lambda: place.reader.article is not None, timeout=3000)
    assert window.context.commands.trigger("copy.source")
    said = QGuiApplication.clipboard().text()
    assert said.startswith("> He kept a ladder")
    assert said.endswith("> — M. Hacılı, “The last lamplighter”, 1928.")
