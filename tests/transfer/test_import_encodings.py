"""Bytes of any decade become the letters their author typed."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.transfer.encodings import NotText, decode, readings

RUSSIAN = (
    "Вчера в городской библиотеке открылась выставка старых карт. Посетители увидели планы улиц, которые давно "
    "изменили свои названия, и чертежи моста через реку.\n«Мы собирали их двадцать лет», — сказала хранительница.\n"
)
UKRAINIAN = "Учора в міській бібліотеці відкрили виставку старих мап. Її зібрали з приватних архівів, і вхід вільний.\n"
TURKISH = (
    "Dün şehir kütüphanesinde eski haritaların sergisi açıldı. Ziyaretçiler, adları çoktan değişmiş sokakların "
    "planlarını gördü. Sergi için İzmir'den de görevliler geldi; ışık ve ısı özenle ayarlandı.\n"
)
GERMAN = (
    "Gestern öffnete die Stadtbücherei ihre Türen für eine Ausstellung alter Straßenpläne. Der Eintritt kostet 3 €.\n"
)
FRENCH = (
    "L’exposition a été ouverte hier à la bibliothèque : "
    "des plans où les rues portaient déjà d’autres noms, çà et là.\n"
)
POLISH = (
    "Wczoraj w bibliotece otwarto wystawę starych map. Zwiedzający oglądali plany ulic, które zmieniły już nazwę.\n"
)
CZECH = "Včera byla v městské knihovně otevřena výstava starých map. Návštěvníci viděli plány ulic s jinými názvy.\n"
GREEK = "Χθες άνοιξε στη δημοτική βιβλιοθήκη μια έκθεση παλιών χαρτών. Οι επισκέπτες είδαν σχέδια δρόμων.\n"
AZERBAIJANI = "Dünən şəhər kitabxanasında köhnə xəritələrin sərgisi açıldı. Bakı küçələrinin adları dəyişib.\n"
CHINESE = "昨天市图书馆举办了旧地图展览。参观者看到了许多街道的平面图,这些街道早已改了名字。我们收集了二十年。\n"
JAPANESE = "昨日、市立図書館で古い地図の展覧会が始まりました。名前の変わった通りの図面を見ることができます。\n"


@pytest.mark.parametrize("encoding", ["windows-1251", "koi8-r", "ibm866", "iso-8859-5", "mac-cyrillic", "utf-16-le"])
def test_russian_is_read_in_every_encoding_it_was_ever_saved_in(encoding: str) -> None:
    text = RUSSIAN if encoding not in ("koi8-r", "ibm866", "iso-8859-5") else re.sub("[«»—]", "-", RUSSIAN)
    found = decode(text.encode(encoding.replace("ibm", "cp")))
    assert (found.text, found.encoding, found.sure) == (text, encoding, True)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (TURKISH, "iso-8859-9"),
        (TURKISH, "cp1254"),
        (TURKISH, "cp857"),
        (GERMAN, "cp1252"),
        (GERMAN.replace("€", "M"), "cp850"),
        (FRENCH, "cp1252"),
        (FRENCH, "mac-roman"),
        (POLISH, "cp1250"),
        (POLISH, "iso-8859-2"),
        (CZECH, "cp1250"),
        (GREEK, "cp1253"),
        (UKRAINIAN, "cp1251"),
        (UKRAINIAN, "koi8-u"),
        (CHINESE, "gb18030"),
        (CHINESE * 2, "big5"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc_jp"),
        (AZERBAIJANI, "utf-8"),
        (AZERBAIJANI, "utf-16-be"),
        (AZERBAIJANI, "utf-8-sig"),
        (AZERBAIJANI, "utf-16"),
        (AZERBAIJANI, "utf-32"),
        ("Only ASCII here.\n", "ascii"),
        ("Only ASCII here.\n", "utf-16-le"),
        ("It’s a “short” one – really…", "cp1252"),
    ],
)
def test_text_comes_out_as_it_was_typed(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding, "replace")).text == text.encode(encoding, "replace").decode(encoding)


@pytest.mark.parametrize("through", ["windows-1252", "windows-1251"])
def test_text_that_was_read_wrongly_once_is_mended(through: str) -> None:
    for text in (RUSSIAN, AZERBAIJANI, TURKISH):
        try:
            garbled = text.encode("utf-8").decode(through)
        except UnicodeDecodeError:
            continue  # one of the holes of the encoding: such a text could not have been saved so
        found = decode(garbled.encode("utf-8"))
        assert (found.text, found.encoding) == (text, f"{through}+utf-8")
        assert found.warnings


@pytest.mark.parametrize("text", [RUSSIAN, TURKISH, FRENCH, AZERBAIJANI, "Âge d’or: «Ã» is a letter, Ð too.", "Россия"])
def test_right_text_is_never_mended(text: str) -> None:
    assert decode(text.encode("utf-8")).text == text


def test_few_foreign_bytes_do_not_turn_utf8_into_something_else() -> None:
    data = (RUSSIAN * 3).encode("utf-8") + b"It\x92s here."
    found = decode(data)
    assert found.text == RUSSIAN * 3 + "It’s here."
    assert len(found.warnings) == 1


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "PNG"),
        (b"PK\x03\x04\x14\0\0\0", "zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0", "Word"),
        (b"{\\rtf1\\ansi Hello}", "RTF"),
        (b"abc\0\x01\x02def" * 30, "NUL"),
        (bytes(range(1, 32)) * 4 + b"\xff\xfe\x80", "program"),
    ],
)
def test_file_that_is_no_text_is_refused_with_its_kind(data: bytes, word: str) -> None:
    with pytest.raises(NotText, match=word):
        decode(data)


def test_chosen_encoding_is_obeyed_and_its_losses_are_told() -> None:
    assert decode(RUSSIAN.encode("cp1251"), "koi8-r").text == RUSSIAN.encode("cp1251").decode("koi8-r")
    found = decode(b"ab\xffcd", "utf-8")
    assert found.text == "ab\ufffdcd"
    assert found.warnings
    with pytest.raises(NotText, match="no encoding"):
        decode(b"abc", "klingon-1")


def test_readings_show_the_real_text_for_a_person_to_pick_from() -> None:
    offered = readings(RUSSIAN.encode("cp1251"))
    assert offered[0].encoding == "windows-1251"
    assert offered[0].sample.startswith("Вчера в городской")
    assert len({reading.sample for reading in offered}) == len(offered) >= 3
    assert all(first.score >= second.score for first, second in pairwise(offered))


def test_two_letters_are_not_enough_to_be_sure() -> None:
    assert not decode(b"Mr \xc6\xe9 was here").sure


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_a_text_or_refused(data: bytes) -> None:
    try:
        found = decode(data)
    except NotText:
        return
    found.text.encode("utf-8")
    readings(data)


CODECS = {
    "IBM866": "cp866",
    "KOI8-R": "koi8-r",
    "UTF-16": "utf-16",
    "iso-8859-9-turkish": "iso-8859-9",
    "utf-8-sig": "utf-8-sig",
    "windows-1251-russian": "cp1251",
    "windows-1254-turkish": "cp1254",
}


@pytest.mark.corpora
@pytest.mark.parametrize("declared", [True, False])
def test_real_files_are_recognised_with_and_without_their_declaration(corpora: Path, declared: bool) -> None:
    files = [path for name in CODECS for path in sorted((corpora / "encodings" / name).iterdir())]
    wrong = []
    for path in files:
        data = path.read_bytes()
        data = data if declared else re.sub(rb'encoding="[^"]*"', b"", data)
        found = decode(data)
        if found.text != data.decode(CODECS[path.parent.name]) or not found.sure:
            wrong.append((path.parent.name, path.name, found.encoding))
    assert len(files) >= 28
    assert wrong == []
