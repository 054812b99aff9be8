"""The language of a paragraph is told by its own words, a short one's by what stands around it."""

from __future__ import annotations

import pytest

from desktop_app import paths
from desktop_app.spelling.classifier import Classifier, Profile, shipped_profiles
from tests.spelling import letters

SENTENCES = {
    "az": (
        "Qatar gecə yarısı dayandı və sərnişinlər bir-bir perrona düşüb samovarın ətrafına yığışdılar.",
        "Köhnə məktəbin həyətindəki tut ağacını babam hələ müharibədən əvvəl öz əli ilə əkmişdi.",
        "Redaktor məqaləni oxuyub kənara qoydu, sonra eynəyini çıxarıb pəncərədən bayıra xeyli baxdı.",
        "Payız gələndə kəndin yolları palçığa dönür, poçtalyon isə atını evdə qoyub piyada gəlirdi.",
        "O gün bazarda qiymətlər elə qalxmışdı ki, heç kim nə alacağını, nə satacağını bilmirdi.",
    ),
    "en": (
        "The ferry left twenty minutes late because nobody could find the man who rang the bell.",
        "She kept every letter he had ever sent, tied with string, in a box under the stairs.",
        "Nothing in the minutes of that meeting explains why the bridge was built facing the wrong way.",
        "By the time the printer had corrected the date, half of the copies were already on the train.",
        "We walked along the river until the lamps went out and the fog came up from the fields.",
    ),
    "ru": (
        "Поезд остановился за полночь, и пассажиры один за другим вышли на перрон к самовару.",
        "Редактор прочитал статью, отложил её в сторону и долго смотрел в окно на мокрый двор.",
        "Осенью дороги в деревне раскисали, и почтальон оставлял лошадь дома и шёл пешком.",
        "Никто не помнил, кто первым придумал красить маяк в полоску, но красили его каждый год.",
        "В тот день цены на рынке выросли так, что никто не знал, что покупать и что продавать.",
    ),
    "tr": (
        "Tren gece yarısı durdu ve yolcular birer birer perona inip semaverin etrafına toplandılar.",
        "Eski okulun bahçesindeki dut ağacını dedem daha savaştan önce kendi eliyle dikmişti.",
        "Editör yazıyı okuyup kenara koydu, sonra gözlüğünü çıkarıp uzun uzun pencereden dışarı baktı.",
        "Sonbahar gelince köyün yolları çamura döner, postacı da atını evde bırakıp yaya gelirdi.",
        "O gün pazarda fiyatlar öyle yükselmişti ki kimse ne alacağını ne satacağını bilmiyordu.",
    ),
}
FOREIGN = (
    "Der schnelle braune Fuchs springt über den faulen Hund und läuft in den Wald hinein.",
    "Le conseil municipal a voté hier le nouveau budget de la ville pour les écoles.",
    "Rada miejska przyjęła wczoraj nowy budżet dla szkół i przedszkoli w całym mieście.",
    "El ayuntamiento aprobó ayer el nuevo presupuesto de la ciudad para todas las escuelas.",
    "Міська рада вчора ухвалила новий бюджет міста для шкіл та дитячих садків.",
)


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return Classifier(shipped_profiles())


@pytest.mark.parametrize("language", SENTENCES)
def test_paragraph_is_told_by_its_own_words_whatever_stands_around(classifier: Classifier, language: str) -> None:
    for sentence in SENTENCES[language]:
        assert classifier.language(sentence) == language, sentence
        for other in SENTENCES:
            assert classifier.language(sentence, before=other, declared=other) == language, sentence


@pytest.mark.parametrize("text", FOREIGN)
def test_paragraph_in_none_of_the_languages_is_in_none(classifier: Classifier, text: str) -> None:
    assert classifier.language(text) == ""


def test_short_paragraph_leans_on_what_is_around(classifier: Classifier) -> None:
    assert classifier.language("Bu kitab", declared="az") == "az"
    assert classifier.language("1998", before="ru") == "ru"
    assert classifier.language("1998") == ""
    assert classifier.language("Bakı, 1911", before="tr", declared="az-Latn") == "az"


def test_latin_names_do_not_make_a_russian_paragraph_english(classifier: Classifier) -> None:
    text = "Статью The Last Ferry написал Jonathan Whitmore для журнала Harbour Review в прошлом году."
    assert classifier.language(text, declared="en") == "ru"


def test_capitals_of_turkic_texts_are_read_with_their_dots(classifier: Classifier) -> None:
    assert classifier.language("IŞIQLI GÜNLƏRİN BİRİNDƏ KİTABXANANIN QAPISI BAĞLI İDİ VƏ HEÇ KİM YOX İDİ") == "az"
    assert classifier.language("IŞIKLI GÜNLERİN BİRİNDE KÜTÜPHANENİN KAPISI KAPALIYDI VE KİMSE YOKTU") == "tr"


def test_added_language_is_known_by_the_words_of_its_dictionary() -> None:
    words = ("bonjour", "école", "ville", "conseil", "municipal", "nouveau", "budget", "voté", "hier", "pour", "les")
    classifier = Classifier({**shipped_profiles(), "fr": Profile.of_words(words * 20)})
    assert classifier.language(FOREIGN[1]) == "fr"
    assert classifier.language(SENTENCES["en"][0]) == "en"


def test_no_languages_no_answer() -> None:
    assert Classifier({}).language("Any words at all") == ""


def test_table_of_letters_is_the_one_made_of_our_texts() -> None:
    assert paths.resource("dictionaries/letters.tsv").read_text("utf-8") == letters.table()
