"""Turns settings into the look: light, dark or as the system, text size, density, contrast, motion; live."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from desktop_app.gui.theme import Theme, ThemeKeeper, system_scheme, wants_more_contrast
from desktop_app.settings import Settings

FADE_MS = 90


class Dressing(QObject):
    """Holds the application's `ThemeKeeper` to the settings and to the desktop."""

    def __init__(self, settings: Settings, keeper: ThemeKeeper, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._keeper = keeper
        self._worn: tuple[object, ...] = ()
        QGuiApplication.styleHints().colorSchemeChanged.connect(lambda *_: self.follow())
        QGuiApplication.instance().screenAdded.connect(lambda *_: self._dress_again())

    def _dress_again(self) -> None:
        """A screen of another density came: the icons are drawn for it too."""
        self._worn = ()
        self.follow()

    def on_setting(self, key: str) -> None:
        """A setting changed."""
        if key == "" or key.startswith(("appearance.", "accessibility.contrast")):
            self.follow()

    def follow(self) -> None:
        """Put on what settings and desktop ask for now, if it is something else than before."""
        wanted = wanted_look(self._settings)
        if wanted != self._worn:
            self._worn = wanted
            scheme, scale, contrast, compact = wanted
            self._keeper.use(Theme.load(scheme, scale, contrast, compact))


def wanted_look(settings: Settings) -> tuple[str, float, bool, bool]:
    """Return (scheme, text scale, high contrast, compact)."""
    choice = settings.get("appearance.theme")
    scheme = choice if choice in ("light", "dark") else system_scheme()
    contrast = settings.get("accessibility.contrast")
    more = contrast == "more" or (contrast == "system" and wants_more_contrast())
    return scheme, settings.get("appearance.text_scale") / 100, more, settings.get("appearance.density") == "compact"


def fade_ms(settings: Settings) -> int:
    """Return how long palette and toast take to appear; Qt 6.11 does not tell the desktop's wish for less motion."""
    return 0 if settings.get("accessibility.motion") == "less" else FADE_MS
