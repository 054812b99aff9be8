"""The other forms of a word in the archive, with what may take their place."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from desktop_app.archive import Archive, Article
from desktop_app.search.local import LocalSearch
from desktop_app.search.service import SearchRequest
from desktop_app.search.word_forms import WordForm, word_forms


def test_forms_are_counted_and_proposed_in_the_language_of_their_articles(tmp_path: Path) -> None:
    archive = Archive.open("sqlite://")
    archive.add(
        Article(body="Dəzgah, dəzgahın, DƏZGAHIN, dəzgahlar; dəzgahçı, adəzgahın.", language="az"),
        Article(body="dəzgahlar", language="az", status="published"),
        Article(body="The press, two presses, they pressed. Pressure is no press. Espresso.", language="en"),
        Article(body="Станок у станка, станки.", language="ru"),
    )
    with closing(LocalSearch(archive, tmp_path)) as search:
        forms = word_forms(archive, search, "dəzgah", "maşın")
        assert forms == (WordForm("dəzgahlar", 2, "maşınlar"), WordForm("dəzgahın", 2, "maşının"))
        scope = SearchRequest(place="archive")
        assert word_forms(archive, search, "Dəzgah", "maşın", scope) == (WordForm("dəzgahlar", 1, "maşınlar"),)
        assert {form.words: form.instead for form in word_forms(archive, search, "press", "printer")} == {
            "presses": "printers",
            "pressed": "printered",
        }
        assert {form.words for form in word_forms(archive, search, "станок", "")} >= {"станка", "станки"}
        assert word_forms(archive, search, "two words", "x") == ()
        assert word_forms(archive, search, "a1", "x") == ()
        assert word_forms(archive, search, "zeppelin", "x") == ()
