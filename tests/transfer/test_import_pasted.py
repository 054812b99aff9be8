"""Plain texts pasted from pages are read as a person would, and what may be text is never taken out.

The texts in `tests/data/import` were written for these tests.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.transfer import encodings
from desktop_app.transfer.clutter import clutter
from desktop_app.transfer.pasted_page import Page, read_page
from desktop_app.transfer.text_layout import to_markdown

DATA = Path(__file__).resolve().parent.parent / "data" / "import"


def page(name: str) -> Page:
    return read_page(encodings.decode((DATA / name).read_bytes()).text.replace("\r\n", "\n"))


EXPECTED = {
    "en-pasted-news.txt": {
        "title": "Old footbridge to reopen after eleven years",
        "standfirst": "The iron crossing at Miller's Weir was closed in the floods and has been waiting for rivets "
        "ever since.",
        "authors": [("Harriet Colby", "City correspondent")],
        "date": "2019-03-14",
        "section": "City",
        "tags": ["bridges", "engineering", "Miller's Weir"],
        "begins": "The footbridge at Miller's Weir",
        "ends": "will cross first.",
        "paragraphs": 4,
        "removed": ["Share", "WhatsApp", "Email", "Read also: The weir that sings in the frost", "1,204 views"],
    },
    "az-sonda-imza.txt": {
        "title": "Köhnə kitabxananın saatı yenidən işləyir",
        "authors": [("Leyla Əliyeva", "Bakı bürosu")],
        "begins": "Şəhər kitabxanasının",
        "ends": "iddia edirlər.",
        "paragraphs": 3,
        "removed": ["Paylaş:", "Telegram", "Həmçinin oxuyun: Sahil bağında yeni oxu zalı açıldı", "Baxış sayı: 1 348"],
    },
    "tr-haber-sitesi.txt": {
        "title": "Sahaflar çarşısında bir gece",
        "authors": [("Defne Tunalı", "")],
        "date": "2011-11-12",
        "section": "Kültür",
        "begins": "Sahaflar çarşısı ilk kez",
        "ends": "tekrarlamayı düşünüyor.",
        "paragraphs": 3,
        "removed": ["A+ A-", "İlgili Haberler", "Müzeler gece de gezilecek", "Tweetle", "Yorumlar (3)"],
    },
    "ru-gazeta.txt": {
        "title": "Трамвай номер семь вернулся на набережную",
        "authors": [("Игорь Веретенников", "")],
        "date": "2014-09-03",
        "section": "Общество",
        "begins": "Вчера утром",
        "ends": "сколько он стоил раньше.",
        "paragraphs": 3,
        "removed": ["1 203 просмотра", "Читайте также:", "В парке посадили сорок лип", "Поделиться", "Одноклассники"],
    },
    "en-interview.txt": {
        "title": "The woman who tunes church bells by ear",
        "authors": [("Mara Whitcombe", "")],
        "begins": "Mara: When did you",
        "ends": "loses politely.",
        "paragraphs": 6,
    },
    "tr-siir.txt": {"title": "Vapur", "begins": "Sabah  \nbir bardak", "ends": "paylaşmadı", "paragraphs": 3},
    "en-names-at-the-end.txt": {
        "title": "Chess club announces its winter team",
        "begins": "The harbour chess club",
        "ends": "Tom Brandt",
        "paragraphs": 3,
    },
    "en-share-is-a-word.txt": {
        "title": "Share",
        "begins": "My grandmother",
        "ends": "the ink was wet.",
        "paragraphs": 4,
    },
    "az-muellif-basda.txt": {
        "title": "Çayçı Həsənin son günü",
        "authors": [("Orxan Səmədov", "")],
        "date": "2009-09-21",
        "section": "MƏDƏNİYYƏT",
        "begins": "Səhər saat altıda",
        "ends": "amma bir az tündür.",
        "paragraphs": 3,
        "removed": ["Çap et", "Göndər", "Şərh yaz"],
    },
    "ru-agentstvo.txt": {
        "title": "В Заречном нашли колодец, которого нет на карте",
        "source_name": "Речные новости",
        "begins": "ЗАРЕЧНЫЙ, 5 мая — Рабочие",
        "ends": "а ведро вернули.",
        "paragraphs": 3,
        "removed": ["© 2017 Речные новости. Все права защищены"],
    },
    "en-hard-wrapped.txt": {
        "title": "THE LIGHTHOUSE THAT WAS SOLD BY WEIGHT",
        "authors": [("Edmund Farrow", "")],
        "begins": "When the Trust decided that Skerry Head was no longer needed, it asked for offers,",
        "ends": "buyer to collect.",
        "paragraphs": 3,
    },
    "tr-soylesi-sonda.txt": {
        "title": '"Kuyuyu dinlemeden kazılmaz"',
        "authors": [("Nermin Aksu", "")],
        "begins": "Kuyucu Mehmet Sarı",
        "ends": "onu su sandım.",
        "paragraphs": 5,
    },
    "ru-stihi.txt": {
        "title": "Зимний сад",
        "authors": [("Вера Лагунова", "")],
        "begins": "Под стеклом  \nлимон",
        "ends": "не сбивается.",
        "paragraphs": 3,
    },
    "az-xeber-agentlik.txt": {
        "title": "Göyçayda nar ixracı artıb",
        "date": "2020-11-11",
        "section": "İqtisadiyyat",
        "source_name": "AZƏRTAC",
        "source_url": "https://xeberler.example.org/nar",
        "begins": "Göyçay rayonundan",
        "ends": "sonra qiymətə baxırlar.",
        "paragraphs": 2,
        "removed": ["Paylaş Facebook Twitter WhatsApp"],
    },
    "en-two-authors-end.txt": {
        "title": "Rain stopped the marathon, and the runners did not",
        "authors": [("Joan Achterberg", ""), ("Peter Lowe", "")],
        "begins": "The organisers",
        "ends": "they will stand.",
        "paragraphs": 2,
    },
    "en-cookies.txt": {
        "title": "The orchard that moved by night",
        "standfirst": "Growers in the Elm valley say that an orchard of ninety pear trees has changed its place, and "
        "they can show you the holes.",
        "authors": [("Ruth Marlow", "Rural Affairs Editor")],
        "date": "2003-10-02",
        "begins": "Nobody saw it go.",
        "ends": "without instruments.",
        "paragraphs": 3,
        "removed": ["Accept all", "Skip to main content", "5 min read", "Follow us on X"],
    },
    "tr-tek-paragraf-baslik.txt": {
        "title": "Kasabanın tek trafik lambası emekliye ayrıldı",
        "authors": [("Ali Rıza Koçak", "Kasaba Postası muhabiri")],
        "begins": "Kasabanın tek kavşağındaki",
        "ends": "beklediğini anlattı.",
        "paragraphs": 2,
    },
    "az-unvan-ustde.txt": {
        "title": "Köhnə mayak satışa çıxarılıb",
        "standfirst": "Səyyar müxbirimiz adanın son gözətçisi ilə görüşüb",
        "authors": [("Rəna Kazımlı", "Liman qəzetinin xüsusi müxbiri")],
        "date": "2021-05-17",
        "section": "Mədəniyyət",
        "source_url": "https://liman.example.org/2021/05/17/kohne-mayak",
        "begins": "Absheron sahilindəki",
        "ends": "Foto: Elçin Quliyev",
        "paragraphs": 5,
        "removed": ["📤 Paylaş  📋 Kopyala"],
    },
    "ru-bez-pustyh-strok.txt": {
        "title": "Как мы считали ступени",
        "standfirst": "Репортаж нашего корреспондента с самой длинной лестницы города",
        "authors": [("Анна Лисицына", "корреспондент")],
        "begins": "В четверг утром",
        "ends": "с 1974 года.",
        "paragraphs": 4,
        "removed": ["Смотрите также", "Лифт на Речной не построят"],
    },
    "en-comments.txt": {
        "title": "Stop moving the benches",
        "authors": [("Editorial Board", "")],
        "section": "OPINION",
        "begins": "The council has moved",
        "ends": "and look.",
        "paragraphs": 2,
        "removed": ["Comments", "I liked the fountain."],
    },
    "tr-ajans.txt": {
        "title": "Kitap fuarında en çok satan boş defter oldu",
        "date": "2018-11-03",
        "source_name": "AA",
        "tags": ["kitap", "fuar", "defter"],
        "begins": "İstanbul Kitap Fuarı'nın",
        "ends": "kadar açık.",
        "paragraphs": 3,
        "removed": ["HABERE YORUM KAT"],
    },
    "en-typescript.txt": {
        "title": "THE QUIET HOUR",
        "authors": [("M. R. Halloran", "")],
        "begins": "A story\n\nThe clock in the hall had been stopped by Aunt Ida on the day",
        "ends": "in the clock all along.",
        "paragraphs": 3,
    },
    "az-tarix-saat.txt": {
        "title": "Şamaxıda rəsədxana yeni teleskop alıb",
        "authors": [("Aygün Rəhimli", "Şamaxı")],
        "date": "2016-05-12",
        "begins": "Şamaxı Astrofizika",
        "ends": "tanışdan başlayırıq”.",
        "paragraphs": 2,
        "removed": ["Bölüş:", "f", "t", "Oxunub: 534"],
    },
    "tr-dha.txt": {
        "title": "Deprem tatbikatı yapıldı",
        "authors": [("İlhan Karaca", "İZMİR")],
        "source_name": "DHA",
        "tags": ["deprem", "izmir", "okul"],
        "begins": "İzmir'de bir ilkokulda",
        "ends": "kapıyı da kapattı.",
        "paragraphs": 2,
    },
    "en-special-correspondent.txt": {
        "title": "The tea that came by post",
        "authors": [("Thomas Ellery", "Special Correspondent, Lisbon")],
        "section": "BREAKING",
        "begins": "There is a tea",
        "ends": "they are getting prettier.”",
        "paragraphs": 2,
        "removed": ["More from this section", "A river under the market"],
    },
    "ru-rasskaz.txt": {
        "title": "Кот губернатора",
        "begins": "Рассказ",
        "ends": "до выборов.",
        "paragraphs": 4,
    },
    "de-seite.txt": {
        "title": "Die Uhr, die nur bei Regen geht",
        "authors": [("Käthe Lindner", "")],
        "date": "1998-05-12",
        "section": "Kultur",
        "begins": "Im Rathaus",
        "ends": "hat ohnehin niemand Eile.“",
        "paragraphs": 3,
        "removed": ["Teilen", "Lesen Sie auch: Der Brunnen, der rückwärts fließt"],
    },
}


@pytest.mark.parametrize("name", EXPECTED)
def test_pasted_text_is_read_as_a_person_would(name: str) -> None:
    wanted = EXPECTED[name]
    found = page(name)
    assert found.title == wanted["title"]
    assert found.title_found
    assert [(author.name, author.affiliation) for author in found.authors] == wanted.get("authors", [])
    assert (found.date.iso if found.date else "") == wanted.get("date", "")
    for field in ("standfirst", "section", "source_name", "source_url"):
        assert getattr(found, field) == wanted.get(field, ""), field
    assert found.tags == wanted.get("tags", [])
    assert found.body.startswith(str(wanted["begins"]))
    assert found.body.endswith(str(wanted["ends"]))
    assert len(found.body.split("\n\n")) == wanted["paragraphs"]
    removed = "\n".join(found.removed).split("\n")
    assert set(wanted.get("removed", [])) <= set(removed)
    assert bool(removed != [""]) == bool(wanted.get("removed"))


@pytest.mark.parametrize(
    ("name", "like"), [("ru-cp1251.txt", "ru-gazeta.txt"), ("tr-iso9.txt", "tr-tek-paragraf-baslik.txt")]
)
def test_bytes_of_another_decade_read_the_same(name: str, like: str) -> None:
    assert page(name) == page(like)


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("en-one-line.txt", "The ferry did not run on Thursday because nobody could find the bell."),
        (
            "ru-pismo-bez-zagolovka.txt",
            "Уважаемая редакция! Прочитал в прошлом номере, что почтальон нашей улицы вышел…",
        ),
    ],
)
def test_text_without_a_headline_keeps_all_its_words(name: str, title: str) -> None:
    found = page(name)
    assert (found.title, found.title_found) == (title, False)
    assert found.body.split() == (DATA / name).read_text("utf-8").split()
    assert found.authors == []


def test_agency_report_names_its_agency_and_reporter() -> None:
    found = page("en-dateline.txt")
    assert found.title == "A parrot that had been reported stolen walked into a police station on Tuesday…"
    assert not found.title_found
    assert (found.source_name, [author.name for author in found.authors]) == ("Reuters", ["Carla Mendez"])
    assert found.body.startswith("Lima, 4 May (Reuters) - A parrot")
    assert found.removed == ["(Reporting by Carla Mendez; Editing by Tom Brandt)"]


LINE = "Text that is long enough to be a paragraph of running text, since nothing is judged by a single line alone. "


@pytest.mark.parametrize(
    "line",
    [
        "Share",
        "Print",
        "She wanted to share this with him.",
        "Читайте также классиков: они учат терпению.",
        "Paylaşmaq istəyirdi, amma kiminlə bilmirdi.",
        "Facebook əvvəllər belə deyildi.",
        "He printed it.",
        "X marks the place.",
        "“Follow us,” said the geese.",
        "Comments were made, and noted.",
        "12 views from a window",
        "Related by blood",
        "Home",
        "Most read nothing.",
        "* * *",
        "OK.",
    ],
)
def test_line_within_a_text_that_may_be_text_stays(line: str) -> None:
    lines = ["A headline", "", LINE * 2, "", line, "", LINE * 2, "", LINE]
    assert clutter(lines) == set()


@pytest.mark.parametrize(
    "line",
    [
        "Share on Facebook",
        "Paylaş: Facebook | Twitter | WhatsApp",
        "Поделиться в Telegram",
        "Facebook'ta paylaş",
        "FACEBOOK TWITTER LINKEDIN",
        "Read also: The weir that sings",
        "Həmçinin oxuyun: Yeni oxu zalı",
        "Ayrıca okuyun » Çarşının çatısı",
        "Читайте также: Мост закроют",
        "Baxış sayı: 12",
        "1.2k views",
        "Okunma: 345",
        "Просмотров: 1 024",
        "Комментарии (12)",
        "Şərh yaz",
        "Leave a comment",
        "Subscribe to our newsletter",
        "Bizi Instagram-da izləyin",
        "Подписывайтесь на наш канал в Telegram",
        "Мы в Telegram",
        "Copy link",
        "Advertisement",
        "5 min read",
    ],
)
def test_line_that_is_the_page_and_not_the_text_goes(line: str) -> None:
    lines = ["A headline", "", LINE * 2, "", line, "", LINE * 2, "", LINE]
    assert clutter(lines) == {4}


@pytest.mark.parametrize(
    ("foot", "authors"),
    [
        ("Jane Doe", [("Jane Doe", "")]),
        ("— Jane Doe", [("Jane Doe", "")]),
        ("By JANE DOE", [("Jane Doe", "")]),
        ("By Jane Doe in Lisbon", [("Jane Doe", "Lisbon")]),
        ("Jane Doe\nForeign correspondent", [("Jane Doe", "Foreign correspondent")]),
        ("Jane Doe,\nLisbon", [("Jane Doe", "Lisbon")]),
        ("Lisbon bureau\nJane Doe", [("Jane Doe", "Lisbon bureau")]),
        ("Jane Doe (Reuters)", [("Jane Doe", "Reuters")]),
        ("Müəllif: Leyla Əliyeva, Bakı bürosu", [("Leyla Əliyeva", "Bakı bürosu")]),
        ("Yazan: Ali Koç", [("Ali Koç", "")]),
        ("Автор: Иван Петров. Фото: Анна Лис", [("Иван Петров", "")]),
        ("Материал подготовила Анна Лис", [("Анна Лис", "")]),
        ("Л. Самарин, соб. корр.", [("Л. Самарин", "соб. корр")]),
        ("LEYLA ƏLİYEVA\nBakı", [("Leyla Əliyeva", "Bakı")]),
        ("Lisbon", []),
        ("The crew:\nAnna Petrov\nTom Brandt", []),
        ("Anna Petrov\nTom Brandt\nLeyla Aliyeva", []),
        ("Dear Jane Doe,", []),
        ("It rained.", []),
        ("Who was Jane Doe?", []),
    ],
)
def test_byline_at_the_end_is_told_from_other_last_lines(foot: str, authors: object) -> None:
    found = read_page(f"A headline\n\n{LINE * 2}\n\n{LINE}\n\n{foot}\n")
    assert [(author.name, author.affiliation) for author in found.authors] == authors
    if not authors:
        assert found.body.split()[-len(foot.split()) :] == foot.split()


WORDS = st.text(st.sampled_from("abcəşğ ЖИя.,:-#*1\n\nShare\n By X"), max_size=120)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from([*"abc", "Jane Doe", "Share", "12 May 1998", "News", "", "By Jane Doe", LINE, "x:"])))
def test_every_word_of_a_page_is_somewhere(lines: list[str]) -> None:
    found = read_page("\n".join(lines))
    kept = " ".join([
        found.title, found.standfirst, found.body, found.section, found.source_name, *found.removed, *found.tags,
        *(f"By {author.name} {author.affiliation}" for author in found.authors), found.date.text if found.date else "",
    ])  # fmt: skip
    # Dates and names may stand there twice; no word is lost.
    assert {word for line in lines for word in line.split()} <= set(kept.split()) | {"By"}


@settings(max_examples=200, deadline=None)
@given(WORDS)
def test_layout_loses_no_letter(text: str) -> None:
    words = [word for word in text.split() if any(char.isalnum() for char in word)]
    kept = to_markdown(text.split("\n")).replace("\\", "")
    assert [word for word in kept.split() if any(char.isalnum() for char in word)] == words or "-" in text
