"""What the archive, the writer and the article say of words that no dictionary has."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.archive import Archive, Article, Author
from desktop_app.errors import UserError
from desktop_app.search.local import LocalSearch
from desktop_app.spelling import Checker, OwnWords, Paragraph, Speller, find_dictionaries

AZ = "Köhnə mətbəə gecələr işləyirdi və mühərrir kitabxanada oturub məqaləni oxuyurdu."


@pytest.fixture(scope="module")
def checker() -> Checker:
    return Checker(find_dictionaries(own=Path("none"), system=()), ("az", "en", "ru", "tr"))


@pytest.fixture(scope="module")
def search(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalSearch]:
    folder = tmp_path_factory.mktemp("words")
    with Archive.create(folder / "words.copydesk") as archive:
        azerbaijani = [Article(title=f"Yazı {number}", body=AZ, language="az") for number in range(16)]
        english = [
            Article(
                title=f"Note {number}",
                body="The flumbus of Zorvath rang.",
                language="en",
                authors=(Author("Orlan Quessith"),),
            )
            for number in range(4)
        ]
        rare = [Article(title="Once", body="A blorgit and Blorgath.", language="en")]
        archive.add(*azerbaijani, *english, *rare)
        found = LocalSearch(archive, folder / "index")
        found.catch_up()
        yield found
        found.close()


def mistakes(speller: Speller, text: str, declared: str = "", ignored: OwnWords | None = None) -> list[str]:
    (checked,) = speller.check([Paragraph(text, declared)], ignored)
    return [one.word for one in checked.mistakes]


def test_words_of_several_articles_are_no_mistakes(checker: Checker, search: LocalSearch) -> None:
    text = "Nobody had heard the flumbus or seen the blorgit before this morning."
    assert mistakes(Speller(checker, OwnWords()), text) == ["flumbus", "blorgit"]
    assert mistakes(Speller(checker, OwnWords(), search), text) == ["blorgit"]


def test_names_that_the_archive_knows_are_never_marked(checker: Checker, search: LocalSearch) -> None:
    speller = Speller(checker, OwnWords(), search)
    assert mistakes(speller, "Yesterday the story of Zorvath was told by Quessith and her brother.") == []
    assert mistakes(speller, "Yesterday the story of Blorgath was told by somebody and her brother.") == ["Blorgath"]
    assert mistakes(speller, "We read Zorvath's book and Quessith’s letters all the summer long.") == []


def test_weak_language_is_checked_by_the_words_of_the_archive(checker: Checker, search: LocalSearch) -> None:
    text = "Köhnə metbəə gecələr işləyirdi və yeni skanner kitabxanadan mətbəəyə gəlmişdi."
    assert mistakes(Speller(checker, OwnWords()), text, "az") == []
    speller = Speller(checker, OwnWords(), search)
    assert mistakes(speller, text, "az") == ["metbəə"]
    assert speller.suggest("metbəə", "az")[0] == "mətbəə"
    assert speller.suggest("Metbəə", "az")[0] == "Mətbəə"


def test_own_words_survive_and_hold_in_all_capitals(checker: Checker, tmp_path: Path) -> None:
    path = tmp_path / "words" / "own.txt"
    speller = Speller(checker, OwnWords(path))
    speller.own.add("flumbus")
    speller.own.add("Qorvanlı")
    speller = Speller(checker, OwnWords(path))
    assert mistakes(speller, "The flumbus, the Flumbus and THE FLUMBUS were all the same blorgit.") == ["blorgit"]
    assert mistakes(speller, "Bu sabah Qorvanlı'da ve Qorvanlıdan gelen yolda kimse yoktu, dediler.", "tr") == []
    speller.own.remove("flumbus")
    assert "flumbus" not in path.read_text("utf-8")


def test_words_of_two_windows_are_all_kept(tmp_path: Path) -> None:
    one, other = OwnWords(tmp_path / "own.txt"), OwnWords(tmp_path / "own.txt")
    one.add("first")
    other.add("second")
    assert list(OwnWords(tmp_path / "own.txt")) == ["first", "second"]


def test_word_removed_in_one_window_is_not_brought_back_by_the_other(tmp_path: Path) -> None:
    one, other = OwnWords(tmp_path / "own.txt"), OwnWords(tmp_path / "own.txt")
    one.add("first")
    other.add("second")
    other.remove("first")
    one.add("third")
    assert list(OwnWords(tmp_path / "own.txt")) == ["second", "third"]


def test_own_words_that_cannot_be_written_hold_meanwhile(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    own = OwnWords(tmp_path / "file" / "own.txt")
    with pytest.raises(UserError, match="could not be written"):
        own.add("flumbus")
    assert own.has("flumbus")
    (tmp_path / "own.txt").mkdir()
    with pytest.raises(UserError, match="could not be written"):
        OwnWords(tmp_path / "own.txt").add("flumbus")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "own.txt"]


def test_ignored_words_are_no_mistakes_here_or_everywhere(checker: Checker) -> None:
    text = "Nobody had heard the flumbus or seen the blorgit before this morning."
    here = OwnWords()
    here.add("flumbus")
    speller = Speller(checker, OwnWords())
    assert mistakes(speller, text, ignored=here) == ["blorgit"]
    assert mistakes(speller, text) == ["flumbus", "blorgit"]
    speller.ignore("blorgit")
    assert mistakes(speller, text) == ["flumbus"]


def test_archive_is_asked_anew_after_forgetting(checker: Checker) -> None:
    class Growing:
        counts: dict[str, int] = {}

        def articles_with(self, words: list[str]) -> dict[str, int]:
            return self.counts

        def near_words(self, words: list[str], edits: int = 1) -> dict[str, dict[str, int]]:
            raise UserError("The search has been closed.")

    vocabulary = Growing()
    speller = Speller(checker, OwnWords(), vocabulary)
    text = "Nobody had heard the flumbus before this morning."
    assert mistakes(speller, text) == ["flumbus"]
    vocabulary.counts = {"flumbus": 9}
    assert mistakes(speller, text) == ["flumbus"]
    speller.forget()
    assert mistakes(speller, text) == []
    assert speller.suggest("recieve", "en")[0] == "receive"


def test_suggestions_of_capitalised_words_go_by_the_archive_too(checker: Checker) -> None:
    class Known:
        def articles_with(self, words: list[str]) -> dict[str, int]:
            return {"bag": 9}

        def near_words(self, words: list[str], edits: int = 1) -> dict[str, dict[str, int]]:
            return {"istambul": {"istanbul": 20}}

    speller = Speller(checker, OwnWords(), Known())
    assert speller.suggest("bax", "en")[0] == "bag"
    assert speller.suggest("Bax", "en")[0] == "Bag"
    assert "bag" not in Speller(checker, OwnWords()).suggest("bax", "en")[:1]
    assert "İstanbul" in (found := speller.suggest("İstambul", "tr"))
    assert "Istanbul" not in found
