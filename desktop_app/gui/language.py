"""The language of the window: translations from small TOML files, plural forms, numbers and dates.

`resources/i18n/<code>.toml` holds `[texts]` (English text = translation) and `[plurals]` (English plural = its forms by
the language's rule). English needs a file for its singulars only. What has no translation is shown in English. Qt's own
dialogs are translated from Qt's files where these exist. No tool is needed to add a language but a text editor.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator

from desktop_app import paths

LANGUAGES = {"en": "English", "az": "Azərbaycanca", "tr": "Türkçe", "ru": "Русский"}


def _russian(n: int) -> int:
    if n % 10 == 1 and n % 100 != 11:
        return 0
    return 1 if 2 <= n % 10 <= 4 and not 12 <= n % 100 <= 14 else 2


_FORM: dict[str, Callable[[int], int]] = {
    "en": lambda n: 0 if n == 1 else 1,
    "az": lambda n: 0,
    "tr": lambda n: 0,
    "ru": _russian,
}


class Translator(QTranslator):
    """Answers `tr()` from one TOML file; contexts play no part."""

    def __init__(self, code: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        table = read_language(code)
        self._texts: dict[str, str] = table.get("texts", {})
        self._plurals: dict[str, list[str]] = table.get("plurals", {})
        self._form = _FORM[code]

    def translate(self, context: str, text: str, disambiguation: str | None = None, n: int = -1) -> str | None:
        if n >= 0:
            forms = self._plurals.get(text)
            if forms:
                return forms[min(self._form(n), len(forms) - 1)]
        # None, not "": an empty translation would show nothing at all.
        return self._texts.get(text)

    def isEmpty(self) -> bool:
        return not (self._texts or self._plurals)


def read_language(code: str) -> dict[str, Any]:
    """Return the shipped table of a language, {} when there is none."""
    try:
        return tomllib.loads(paths.resource(f"i18n/{code}.toml").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}


def is_complete(code: str) -> bool:
    """Tell whether every text of the program is translated; English is what they are written in."""
    return code == "en" or read_language(code).get("complete") is True


def chosen_language(setting: str) -> str:
    """Return the code for a setting ("system" or a code): the desktop's language where it is wholly ours, else English.

    A language that is translated in part is there for whoever chooses it, and for nobody else.
    """
    if setting in LANGUAGES:
        return setting
    for name in QLocale.system().uiLanguages():
        code = name.split("-")[0].split("_")[0]
        if code in LANGUAGES and is_complete(code):
            return code
    return "en"


def use_language(app: QCoreApplication, setting: str) -> str:
    """Speak this language from now on; call before the first widget. Returns its code."""
    code = chosen_language(setting)
    system = QLocale.system()
    own = QLocale(code).language()
    # "C" is the locale of machines, it groups no digits; en_GB writes days before months as our own texts do.
    fallback = QLocale("en_GB") if code == "en" else QLocale(code)
    QLocale.setDefault(system if system.language() == own and system.language() != QLocale.Language.C else fallback)
    translators: list[QTranslator] = []
    of_qt = QTranslator(app)
    if of_qt.load(f"qtbase_{code}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        translators.append(of_qt)
    translators.append(Translator(code, app))
    for translator in translators:
        app.installTranslator(translator)
    return code
