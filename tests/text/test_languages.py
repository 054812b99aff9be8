"""Which language a text is in, and what languages are called."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given

from desktop_app.text.languages import guess_language, language_code, language_name
from desktop_app.text.plain import plain_text
from tests.text.alphabets import anything

TEXTS = {
    "az": "Şəhərin köhnə körpüsü bu il təmir olunacaq. Mühəndislər bildirib ki, işlər payıza qədər başa çatacaq və "
    "körpü yenidən piyadalar üçün açılacaq.",
    "tr": "Şehrin eski köprüsü bu yıl onarılacak. Mühendisler çalışmaların sonbahara kadar biteceğini ve köprünün "
    "yeniden yayalara açılacağını söyledi.",
    "ru": "Старый мост отремонтируют в этом году. Инженеры говорят, что работы закончатся до осени и мост снова "
    "откроют для пешеходов.",
    "en": "The old bridge will be repaired this year. Engineers say the work will be done by autumn and that it will "
    "open again to people on foot.",
    "de": "Die alte Brücke wird in diesem Jahr repariert und soll im Herbst wieder für die Fußgänger geöffnet werden.",
    "fr": "Le vieux pont de la ville sera réparé cette année et les travaux seront terminés avant l'automne.",
    "uk": "Старий міст цього року відремонтують, і його знову відкриють для пішоходів, кажуть інженери.",
    "ka": "ძველი ხიდი წელს შეკეთდება",
    "hy": "Հին կամուրջը այս տարի կվերանորոգվի",
    "el": "Η παλιά γέφυρα θα επισκευαστεί φέτος",
    "ar": "سيتم إصلاح الجسر القديم هذا العام",
    "fa": "پل قدیمی امسال تعمیر می‌شود و گچ",
    "he": "הגשר הישן ישופץ השנה",
    "zh": "旧桥将在今年修复",
    "ja": "古い橋は今年修理される予定です",
    "ko": "오래된 다리는 올해 수리될 것이다",
    "th": "สะพานเก่าจะได้รับการซ่อมแซมในปีนี้",
    "hi": "पुराने पुल की इस साल मरम्मत होगी",
}


@pytest.mark.parametrize("code", TEXTS)
def test_a_paragraph_says_its_language(code: str) -> None:
    assert guess_language(TEXTS[code]) == code


@pytest.mark.parametrize("text", ["", "  ", "12 34", "asdf qwer zxcv", "!!!", "🙂🙂🙂", "a"])
def test_what_says_nothing_is_no_language(text: str) -> None:
    assert guess_language(text) == ""


def test_names_of_another_alphabet_do_not_mislead() -> None:
    assert guess_language("В пакете Ruby on Rails и RubyGems исправили ошибку, и теперь можно ставить Bundler") == "ru"


@given(anything)
def test_a_guess_is_a_known_language_or_none(text: str) -> None:
    guessed = guess_language(text)
    assert guessed == "" or language_name(guessed) != guessed


@pytest.mark.parametrize(
    ("name", "code"),
    [("az", "az"), ("Azerbaijani", "az"), ("azərbaycan", "az"), ("AZƏRBAYCAN DİLİ", "az"), ("русский", "ru"),
     ("Türkçe", "tr"), ("turkce", "tr"), ("английский", "en"), ("en-GB", "en-gb"), ("en_US", "en-us"), ("aze", "az"),
     ("klingon", ""), ("", ""), ("az-", "")],
)  # fmt: skip
def test_a_language_has_many_names(name: str, code: str) -> None:
    assert language_code(name) == code


def test_names_in_four_languages() -> None:
    assert [language_name("tr", code) for code in ("en", "az", "tr", "ru")] == [
        "Turkish", "Türk dili", "Türkçe", "турецкий",
    ]  # fmt: skip
    assert language_name("az-Latn-AZ") == "Azerbaijani"
    assert language_name("xx") == "xx"
    assert language_name("ru", "de") == "Russian"


@pytest.mark.corpora
@pytest.mark.parametrize(("folder", "code"), [("az", "az"), ("ru-news", "ru"), ("tr-news", "tr"), ("hy-news", "hy")])
def test_real_texts_say_their_language(corpora: Path, folder: str, code: str) -> None:
    guessed: Counter[str] = Counter()
    for path in sorted((corpora / "languages" / folder).iterdir()):
        text = re.sub(r"\A---\n.*?\n---\n", "", path.read_text(encoding="utf-8"), flags=re.S)
        guessed[guess_language(plain_text(text))] += 1
    assert guessed[code] >= 0.97 * guessed.total(), guessed
