"""What is restored, and what is left alone, by the lists that ship."""

from __future__ import annotations

import pytest

from desktop_app.letters import Counts, Model, Vocabulary, apply, lacks_letters, proposals, stripped

AZ = "Gəncədə köhnə mətbəə yenidən açıldı, şəhərin yaşlı çapçıları dəzgahın səsini çoxdan unutmuşdular."
TR = "Şehrin eski matbaası yeniden çalışmaya başladı, yaşlı ustalar makinenin sesini çoktan unutmuştu."


def restored(text: str, models: dict[str, Model], language: str = "") -> str:
    return apply(text, proposals(text, models, language))


@pytest.mark.parametrize("text", [AZ, TR])
def test_a_sentence_gets_its_letters(text: str, models: dict[str, Model]) -> None:
    assert restored(stripped(text), models) == text


def test_the_example_of_the_manual(models: dict[str, Model]) -> None:
    assert restored("Gencede kohne metbee", models) == "Gəncədə köhnə mətbəə"


def test_capitals_get_capitals(models: dict[str, Model]) -> None:
    assert restored("GENCEDE KOHNE METBEE", models) == "GƏNCƏDƏ KÖHNƏ MƏTBƏƏ"
    assert restored("Istanbulda eski bir matbaa ve yasli bir usta var", models, "tr").startswith("İstanbulda eski")


@pytest.mark.parametrize(
    "text",
    [
        AZ,
        "The old press in the square was restored by its owner, and the people came to see it.",
        "Старая типография снова открылась, и люди пришли посмотреть на станок.",
        "Die alte Druckerei in der Stadt wurde wieder eröffnet und alle kamen.",
        "",
        "`Gencede kohne metbee`",
        "```\nGencede kohne metbee\n```",
    ],
)
def test_what_needs_nothing_is_left_alone(text: str, models: dict[str, Model]) -> None:
    assert restored(text, models, "az") == text


def test_abbreviations_stay(models: dict[str, Model]) -> None:
    assert (
        restored("SIZE\n\nBIOS ve API haqqinda kohne yazi", models, "az") == "SIZE\n\nBIOS və API haqqında köhnə yazı"
    )


def test_marks_addresses_and_names_stay_in_a_restored_text(models: dict[str, Model]) -> None:
    text = "**Kohne** [metbee](seher/kohne.md) haqqinda `kohne metbee` ve iPhone ile https://seher.az/gence yazisi"
    expected = "**Köhnə** [mətbəə](seher/kohne.md) haqqında `kohne metbee` və iPhone ilə https://seher.az/gence yazısı"
    assert restored(text, models, "az") == expected


def test_each_paragraph_is_taken_by_its_own_language(models: dict[str, Model]) -> None:
    english = "The owner of the press said that the machine is older than the house."
    text = f"{stripped(AZ)}\n\n{english}\n\n{stripped(TR)}"
    assert restored(text, models, "az") == f"{AZ}\n\n{english}\n\n{TR}"


def test_a_sentence_typed_with_its_letters_is_evidence(models: dict[str, Model]) -> None:
    text = f"Bu cümlə bütün hərfləri ilə yazılıb, on nəfər gəldi. {stripped(AZ)}"
    assert restored(text, models, "az") == f"Bu cümlə bütün hərfləri ilə yazılıb, on nəfər gəldi. {AZ}"


def test_endings_agree_with_their_word(models: dict[str, Model]) -> None:
    text = "Baki'nin ve Gence'nin kohne kuceleri haqqinda danisdi"
    assert restored(text, models, "az") == "Bakı'nın və Gəncə'nin köhnə küçələri haqqında danışdı"


def test_words_of_the_archive_win(models: dict[str, Model]) -> None:
    counts = Counts("az")
    for _ in range(4):
        counts.add("Qəzetin redaktoru Zümrəd Çoğalı köhnə dəzgahın yanında dayandı və gülümsədi.")
    model = Model("az", [(counts.vocabulary(), 3.0)])
    assert restored("Zumred Cogali kohne dezgahin yaninda", {"az": model}) == "Zümrəd Çoğalı köhnə dəzgahın yanında"


def test_neighbours_choose_between_readings() -> None:
    words = {"on": 5.0, "ön": 5.0, "adam": 5.0, "sıra": 5.0}
    pairs = {("on", "adam"): 5.0, ("ön", "sıra"): 5.0}
    model = Model("tr", [(Vocabulary.counted("tr", words, pairs), 1.0)])
    assert model.restore(["on", "adam"]) == ["on", "adam"]
    assert model.restore(["on", "sira"]) == ["ön", "sıra"]


@pytest.mark.parametrize("text", [AZ, TR])
def test_a_paragraph_without_its_letters_is_noticed(text: str) -> None:
    paragraph = stripped(f"{text} Bu bir çox insan üçün gözlənilməz oldu, amma hər kəs və bütün şəhər sevindi.")
    assert lacks_letters(paragraph)


@pytest.mark.parametrize(
    "text",
    [
        AZ,
        "The old press in the square was restored by its owner, and then all of the people came to see it there.",
        "De la casa vieja de la ciudad de donde vino la gente, se dice que no hay otra que valga para todos.",
        "Alte Drucker haben in der Stadt neu begonnen und alle kamen, um die Maschine zu sehen und zu feiern.",
        "ve ucun",
    ],
)
def test_other_paragraphs_are_not_offered(text: str) -> None:
    assert not lacks_letters(text)
