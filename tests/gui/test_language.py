"""The language of the window: four tables, plural forms by rule, no glued endings, plain words."""

from __future__ import annotations

import ast
import re
import string
from functools import cache
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, QObject

from desktop_app import paths
from desktop_app.gui.language import LANGUAGES, Translator, chosen_language, is_complete, read_language

GUI = Path(__file__).resolve().parent.parent.parent / "desktop_app" / "gui"
BANNED = re.compile(r"\b(please|oops|error|invalid|successfully|sync)\b|!", re.IGNORECASE)
GLUED = re.compile(r"(\{\w+\}|%L?n)[-'’][a-zçəğıöşü]", re.IGNORECASE)


@cache
def shown_texts() -> dict[str, bool]:
    """Return every text handed to a `tr` or `translate`, and whether a number goes with it."""
    found: dict[str, bool] = {}
    for file in GUI.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name not in ("tr", "_tr", "translate", "words"):
                continue
            texts = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
            for text in texts[1 if name in ("translate", "words") and len(texts) > 1 else 0 :][:1]:
                found[text] = found.get(text, False) or "%n" in text or "%Ln" in text
    return found


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_counted_text_has_its_singular() -> None:
    english = read_language("en")["plurals"]
    missing = sorted(text for text, counted in shown_texts().items() if counted and text not in english)
    assert missing == []
    assert all(len(forms) == 2 for forms in english.values())


def test_words_are_plain() -> None:
    bad = sorted(text for text in shown_texts() if BANNED.search(text) and "://" not in text)
    assert bad == []


@pytest.mark.parametrize("code", ["az", "tr", "ru"])
def test_translations_keep_placeholders_and_glue_nothing_to_them(code: str) -> None:
    table = read_language(code)
    for source, text in table["texts"].items():
        assert fields(source) == fields(text), source
        assert not GLUED.search(text), text
        assert not BANNED.search(text), text
    for source, forms in table["plurals"].items():
        assert len(forms) == (3 if code == "ru" else 1)
        for text in forms:
            assert ("%Ln" in text or "%n" in text) == ("%Ln" in source or "%n" in source)
            assert not GLUED.search(text), text


@pytest.mark.parametrize("code", ["az", "tr", "ru"])
def test_translations_answer_texts_the_program_really_shows(code: str) -> None:
    from desktop_app.gui.keymap import COMMANDS, MENUS

    shown = set(shown_texts()) | {c.text for c in COMMANDS} | {c.under for c in COMMANDS} | set(MENUS)
    shown |= settings_texts()
    table = read_language(code)
    stale = sorted({*table["texts"], *table["plurals"]} - shown)
    assert stale == []


def settings_texts() -> set[str]:
    from desktop_app.gui.dialogs import setting_words
    from desktop_app.settings import PAGES, SETTINGS

    texts = {*PAGES, *setting_words._WORDS.values()}
    for setting in SETTINGS:
        texts |= {setting.title, setting.help, setting.unit}
    return texts


def test_plural_forms_follow_each_languages_rule(qapp: object) -> None:
    speak = {code: Translator(code) for code in LANGUAGES}
    for code, translator in speak.items():
        translator._plurals["%Ln results"] = ["one", "few", "many"] if code == "ru" else ["one", "many"]
    asked = {code: [t.translate("", "%Ln results", "", n) for n in (1, 2, 5, 11, 21, 22)] for code, t in speak.items()}
    assert asked["en"] == ["one", "many", "many", "many", "many", "many"]
    assert asked["az"] == ["one"] * 6
    assert asked["ru"] == ["one", "few", "many", "many", "one", "few"]


def test_a_text_without_translation_stays_english(qapp: object) -> None:
    translator = Translator("az")
    qapp.installTranslator(translator)  # type: ignore[attr-defined]
    try:
        assert QCoreApplication.translate("Any", "New draft") == "Yeni qaralama"
        assert QObject().tr("A text nobody translated") == "A text nobody translated"
    finally:
        qapp.removeTranslator(translator)  # type: ignore[attr-defined]


def test_the_language_is_the_chosen_one_else_the_desktops_if_whole_else_english(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert chosen_language("tr") == "tr"

    class Desktop:
        def uiLanguages(self) -> list[str]:
            return ["de-DE", "az-Latn-AZ", "en"]

    monkeypatch.setattr("desktop_app.gui.language.QLocale.system", Desktop)
    assert chosen_language("system") == "en", "half a translation is for those who choose it"
    monkeypatch.setattr("desktop_app.gui.language.is_complete", lambda code: True)
    assert chosen_language("system") == "az"
    assert chosen_language("xx") == "az"


def test_a_language_says_whether_it_is_whole() -> None:
    for code in LANGUAGES:
        table = read_language(code)
        shown = set(shown_texts())
        missing = shown - set(table.get("texts", {})) - set(table["plurals"])
        assert is_complete(code) is (code == "en" or not missing), code


def test_capitals_of_our_languages_are_made_by_their_locale() -> None:
    assert QLocale("az").toUpper("dizi ılıq") == "DİZİ ILIQ"
    assert paths.resource("i18n/en.toml").exists()
