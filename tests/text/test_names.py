"""Names across scripts: what must be found, and how often strangers share a key."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.text.folding import fold_word
from desktop_app.text.names import first_letters, name_keys
from tests.query.making import finds
from tests.text.test_stems import table

GROUPS = (
    "Əliyev Aliyev Алиев Aliev Алијев",
    "Şəki Sheki Шеки",
    "Çexov Chekhov Чехов Çehov Tchekhov",
    "Hüseyn Huseyn Гусейн Hussein Husseyn",
    "Yusif Юсиф",
    "Məmmədov Mammadov Мамедов Mamedov Memmedov",
    "Tolstoy Толстой Tolstoi",
    "Qarabağ Karabakh Карабах Karabağ",
    "İlham Ильхам Ilham",
    "Ceyhun Jeyhun Джейхун",
    "Nəsimi Nasimi Насими",
)

STRANGERS = """
Smith Jones Taylor Brown Davies Evans Wilson Thomas Johnson Roberts Walker Wright Robinson Thompson White Hughes Edwards
Green Lewis Wood Harris Martin Clarke Morgan Hill Moore Clark Scott Young Allen Mitchell Anderson Phillips Lee Bell
Parker Davis Bennett Miller Cook Shaw Cooper Carter Richardson Bailey Collins Foster Gray Ross Murphy Kelly London
Oxford Bristol Leeds Dublin Texas Boston Chicago Denver Dallas Madrid Lisbon Oslo Vienna Geneva Zurich Munich
The When After While There Because Although However Meanwhile People Government Police Before Under Again Always
Şahin Çelik Kaya Demir Yıldız Aydın Arslan Doğan Kılıç Aslan Çetin Kara Koç Kurt Özkan Şimşek Polat Korkmaz Çakır
Güneş Aktaş Ünal Güler Bulut Keskin Turan Avcı Özer Aksoy Bozkurt İzmir Bursa Antalya Konya Adana Kayseri Samsun
Trabzon Erzurum Sivas Malatya Elazığ Diyarbakır Bugün Ancak Fakat Çünkü Böyle Sonra Önce Herkes Hükümet Devlet Yeni
Babayev Kərimov Abbasov Nağıyev Tağıyev Orucov Mustafayev Şükürov Salahov Talıbov Zeynalov Əhmədov Rzayev Vəliyev
Bağırov Axundov Sultanov Novruzov Qurbanov Mirzəyev Musayev Süleymanov Əsgərov Allahverdiyev Səfərov Gülməmmədov
Qəhrəmanov Mingəçevir Şirvan Yevlax Tovuz Ağdam Füzuli Zaqatala Balakən Göyçay İsmayıllı Masallı Salyan
Xaçmaz Lerik Astara
Lakin Amma Sonra Bütün Həmin Belə Dövlət Hökumət Müəllim Yeni Böyük Uşaqlar Şəhər Kənd Məktəb Onlar Bizim Niyə Çünki
Иванов Смирнов Кузнецов Попов Васильев Петров Соколов Михайлов Новиков Фёдоров Морозов Волков Алексеев Лебедев Семёнов
Егоров Павлов Козлов Степанов Николаев Орлов Андреев Макаров Никитин Захаров Зайцев Соловьёв Борисов Яковлев Григорьев
Романов Воробьёв Сергеев Кузьмин Фролов Александров Дмитриев Королёв Киселёв Ильин Максимов Поляков Сорокин Виноградов
Ковалёв Белов Медведев Антонов Тарасов Жуков Баранов Филиппов Комаров Давыдов Беляев Герасимов Богданов Осипов Сидоров
Самара Казань Омск Томск Пермь Уфа Воронеж Саратов Тюмень Ростов Минск Рига Вильнюс Варшава Прага Будапешт Белград
Samir Kamran Orxan Tural Nigar Günel Aysel Rauf Anar Emin Ramiz Eldar Zaur Fuad Kamal Natiq Aqil Sevda Mustafa Mehmet
Ahmet Ayşe Fatma Emre Burak Cem Deniz Hakan Murat Osman Selim Дмитрий Сергей Андрей Алексей Ольга Наталья Ирина Татьяна
Елена Владимир Николай Павел Виктор Михаил John William David Richard Michael Susan Karen Linda Mary Elizabeth
Когда После Однако Потому Правительство Министр Люди Город Новый Сегодня Вчера Завтра Также Только Может Между Против
""".split()  # noqa: SIM905


def names_of_table() -> list[str]:
    """Return the names the table asks for."""
    return sorted({row[0] for row in table("names")})


@pytest.mark.parametrize("group", GROUPS)
def test_spellings_of_one_name_share_a_key(group: str) -> None:
    keys = [name_keys(name) for name in group.split()]
    assert all(one & other for one in keys for other in keys)


def test_names_are_found_across_scripts() -> None:
    rows = table("names")
    wrong = [row for row in rows if not finds(row[0], body=row[1])]
    print(f"names: {len(rows) - len(wrong)} of {len(rows)} found; not: {wrong}")
    assert len(rows) >= 100
    assert len(wrong) <= 0.05 * len(rows)


def test_strangers_share_no_key() -> None:
    names = names_of_table()
    pairs = [(name, other) for name in names for other in STRANGERS if name_keys(name) & name_keys(other)]
    met = {other for name, other in pairs if name.lower() != other.lower()}
    print(f"{len(met)} of {len(STRANGERS)} strangers met: {pairs}")
    assert len(STRANGERS) > 300
    assert len(met) <= 0.05 * len(STRANGERS)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("the", "Tea is hot."),
        ("мат", "Мать пришла."),
        ("брат", "Брать взаймы."),
        ("kale", "Kalem kırıldı."),
        ("at", "Et"),
        ("moral", "Morale fell."),
        ("mart", "Martin came."),
        ("past", "Paste it."),
    ],
)
def test_words_that_begin_a_sentence_are_no_names(query: str, text: str) -> None:
    assert not finds(query, body=text)


@pytest.mark.parametrize("word", ["", "7", "a", "Я", "2024", "日", "Bakı2", "กรุง", "علي"])
def test_what_can_be_no_name_has_no_key(word: str) -> None:
    assert name_keys(word) == frozenset()


def test_only_capitalised_words_of_a_text_are_names() -> None:
    assert finds("алиев", body="Aliyev came")
    assert not finds("алиев", body="aliyev came")


@given(st.text(max_size=40))
def test_any_text_has_few_keys_in_good_time(word: str) -> None:
    assert len(name_keys(word)) <= 200


def test_accents_and_apostrophes_are_no_hindrance() -> None:
    assert name_keys("José") == name_keys("Jose")
    assert name_keys("O’Brien’s") == name_keys("OBrien")
    assert name_keys("'" * 5_000) == frozenset()


@given(st.sampled_from(STRANGERS), st.sampled_from(["", "'s", "’nin"]))
def test_an_ending_after_an_apostrophe_does_not_matter(name: str, ending: str) -> None:
    assert name_keys(name + ending) & name_keys(name)


def test_names_that_sound_alike_begin_with_letters_that_do() -> None:
    names = {*names_of_table(), *STRANGERS, *(name for group in GROUPS for name in group.split())}
    for one in names:
        for other in names:
            if not name_keys(one).isdisjoint(name_keys(other)):
                assert fold_word(other)[0] in first_letters(one), (one, other)


_SOUNDING = "gğkqxhcçjzžsştdyieəauvwgхгкжзшщчцйяюеёэиыуўъьé"


@settings(max_examples=300, deadline=None)
@given(st.lists(st.text(st.sampled_from(_SOUNDING), min_size=1, max_size=3).map(lambda head: f"{head}a"), max_size=40))
def test_whatever_sounds_alike_begins_with_letters_that_do(words: list[str]) -> None:
    for one in words:
        for other in words:
            for tail in ("", "nov", "нов"):
                if not name_keys(one + tail).isdisjoint(name_keys(other + tail)):
                    assert fold_word(other)[0] in first_letters(one + tail), (one, other, tail)


def test_few_letters_sound_alike() -> None:
    assert first_letters("Berlin") <= set("bбъь")
    assert {"b", "б"} <= first_letters("Bakı")
    assert first_letters("12") == frozenset()
