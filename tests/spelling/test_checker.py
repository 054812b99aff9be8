"""What dictionaries say of paragraphs in four languages, one after the other."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_app.spelling.checker import Checker, Paragraph
from desktop_app.spelling.dictionaries import chosen, find_dictionaries
from tests.spelling.test_classifier import SENTENCES


@pytest.fixture(scope="module")
def checker() -> Checker:
    return Checker(find_dictionaries(own=Path("none"), system=()), ("az", "en", "ru", "tr"))


def unknown(checker: Checker, text: str, declared: str = "") -> list[str]:
    (reading,) = checker.readings([Paragraph(text, declared)])
    return [word.word for word in reading.unknown]


@pytest.mark.parametrize("language", ["en", "ru", "tr"])
def test_right_sentences_have_no_unknown_words(checker: Checker, language: str) -> None:
    for reading in checker.readings([Paragraph(text) for text in SENTENCES[language]]):
        assert (reading.language, reading.unknown) == (language, ())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He did not recieve the seperate letters that were sent to him.", ["recieve", "seperate"]),
        ("Сегодня в газете напечатали опровержэние, которого никто не ждал.", ["опровержэние"]),
        ("Bu sabah gazetede kimsenin beklemedigi bir yazı çıktı ve herkes şaşırdı.", ["beklemedigi"]),
    ],
)
def test_misspelt_words_are_unknown(checker: Checker, text: str, expected: list[str]) -> None:
    assert unknown(checker, text) == expected


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The NATO report, the APIs and the editor’s well-known e-mails arrived on the 5th.", "en"),
        ("Both colour and color, realise and realize were used in the reprinted volume.", "en"),
        ("Онлайн-журнал написал про смартфоны, блогеров и нейросети в Ruby-программах по-прежнему много.", "ru"),
        ("Всё ещё темно, и где-нибудь за́мок стоит, а ёлка не наряжена, супермодный из-за неё.", "ru"),
        ("Вчера у Берёзина гостили Верещук, Лунёв и Анна Степановна Рагимова из соседнего дома.", "ru"),
        ("Kâğıdı alıp hâlâ okuyan adamın zekâsı herkesi şaşırtıyordu, bunu yıllarca unutmadılar.", "tr"),
        ("Ankara'da ve İZMİR'de, kitaplarımızdan birinde İstanbul'un eski sokakları anlatılıyordu.", "tr"),
    ],
)
def test_made_words_are_known(checker: Checker, text: str, language: str) -> None:
    assert unknown(checker, text, language) == []


def test_region_of_the_article_counts(checker: Checker) -> None:
    assert unknown(checker, "The colour of the harbour was grey in the morning light.", "en-GB") == []
    assert "harbour" in unknown(checker, "The colour of the harbour was grey in the morning light.", "en-US")


def test_words_in_other_letters_are_passed_by(checker: Checker) -> None:
    text = "В каталоге стояло Lingua franca recieve, и никто его не заказывал."
    assert unknown(checker, text) == []


def test_quoted_phrase_of_another_language_is_passed_by(checker: Checker) -> None:
    text = "Gazetenin arka sayfasında the weather will improve diye yazıyordu ve kimse inanmadı."
    assert unknown(checker, text) == []


def test_text_in_no_language_is_not_checked(checker: Checker) -> None:
    (reading,) = checker.readings([Paragraph("Lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod.")])
    assert reading.unknown == ()


def test_language_that_was_said_is_not_doubted(checker: Checker) -> None:
    text = "The ferry left twenty minutes late."
    (reading,) = checker.readings([Paragraph(text, given="tr")])
    assert reading.language == "tr"
    (reading,) = checker.readings([Paragraph(text, given="fi")])
    assert (reading.language, reading.unknown) == ("fi", ())


def test_lines_in_a_row_keep_their_language(checker: Checker) -> None:
    lines = [
        Paragraph(SENTENCES["tr"][0]),
        Paragraph("Bir kitap."),
        Paragraph(SENTENCES["az"][0]),
        Paragraph("Bu kitab."),
    ]
    assert [reading.language for reading in checker.readings(lines)] == ["tr", "tr", "az", "az"]


def test_weak_language_leaves_all_words_to_the_archive(checker: Checker) -> None:
    (reading,) = checker.readings([Paragraph("Köhnə mətbəədən gəncədəki kitabxanaya gedirdi.", "az")])
    assert reading.is_weak
    roots = {word.word: word.roots for word in reading.unknown}
    assert "mətbəə" in roots["mətbəədən"]
    assert "kitabxana" in roots["kitabxanaya"]


@pytest.mark.parametrize(
    ("word", "language", "meant"),
    [
        ("recieve", "en", "receive"),
        ("Definately", "en", "Definitely"),
        ("teh", "en", "the"),
        ("accomodate", "en", "accommodate"),
        ("alot", "en", "allot"),
        ("превет", "ru", "привет"),
        ("агенство", "ru", "агентство"),
        ("неправельные", "ru", "неправильные"),
        ("yanlis", "tr", "yanlış"),
        ("gelıyorum", "tr", "geliyorum"),
        ("ISTANBUL", "tr", "İSTANBUL"),
        ("beklemedigi", "tr", "beklemediği"),
    ],
)
def test_what_was_meant_is_among_the_first_three(checker: Checker, word: str, language: str, meant: str) -> None:
    assert meant in checker.suggest(word, language)[:3]


def test_user_dictionary_comes_first_and_may_be_of_any_encoding(tmp_path: Path) -> None:
    (tmp_path / "uk_UA.aff").write_bytes(b"SET KOI8-U\n")
    (tmp_path / "uk_UA.dic").write_bytes("3\nшкола\nмісто\nкнига\n".encode("koi8-u"))
    (tmp_path / "en_US.aff").write_text("SET UTF-8\n", "utf-8")
    (tmp_path / "en_US.dic").write_text("1\nrecieve\n", "utf-8")
    (tmp_path / "broken.dic").write_text("no pair", "utf-8")
    files = find_dictionaries(own=tmp_path, system=())
    assert files["uk"][0].origin == "own"
    assert [file.origin for file in chosen(files["en"], "en-US")] == ["own"]
    checker = Checker(files, ("en", "uk"))
    english, ukrainian = checker.readings(
        [Paragraph("recieve", given="en-US"), Paragraph("місто місту містö", given="uk")]
    )
    assert english.unknown == ()
    # The last one has a letter that the encoding lacks.
    assert [word.word for word in ukrainian.unknown] == ["місту", "містö"]


def test_system_dictionaries_are_found_in_folders_below(tmp_path: Path) -> None:
    folder = tmp_path / "dict-kk" / "dictionaries"
    folder.mkdir(parents=True)
    for end in (".aff", ".dic"):
        (folder / f"kk_KZ{end}").write_text("SET UTF-8\n" if end == ".aff" else "1\nқала\n", "utf-8")
    files = find_dictionaries(own=tmp_path / "none", system=(tmp_path,))
    assert files["kk"][0].language == "kk-KZ"
    assert files["ru"][0].origin == "shipped"
    assert chosen(files["kk"], "kk")[0].origin == "system"


def test_damaged_dictionary_knows_nothing_and_fails_nothing(tmp_path: Path) -> None:
    (tmp_path / "de_DE.aff").write_bytes(b"SET NOSUCH\nSFX A Y 99\n\xff\xfe")
    (tmp_path / "de_DE.dic").write_bytes(b"\xff\xfe\x00garbage/AAAA\n")
    checker = Checker(find_dictionaries(own=tmp_path, system=()), ("de",))
    assert checker.readings([Paragraph("Irgendein Satz.", given="de")])[0].language == "de"
