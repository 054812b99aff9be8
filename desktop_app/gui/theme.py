"""Colours, type, sizes and icons from the token files: the one place where a look becomes Qt values.

`resources/themes/base.toml` holds what stays, `light.toml` and `dark.toml` the colours. A `Theme` is a frozen reading
of them at one text size; `ThemeKeeper` holds the current one and tells when it changes. Widgets ask at paint time
(`keeper.color("accent-soft")`); no other file of the program holds a colour value.
"""

from __future__ import annotations

import time
import tomllib
from collections import deque
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any, Literal
from weakref import WeakKeyDictionary

import shiboken6
from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app import paths
from desktop_app.gui import style

Scheme = Literal["light", "dark"]
Choice = Literal["light", "dark", "system"]

SMALLEST_SCALE, LARGEST_SCALE = 0.8, 2.0
_STROKE = 1.75
"""Lucide draws 2 px lines on a 24 px grid; at 16 px these look heavy beside Inter, 1.75 does not."""

_UNSCALED = {"target-min", "focus-width"}
_PANES = {"navigator", "list", "inspector"}
_COMPACT = {"nav-row": 26, "facet-row": 24, "list-row-desk": 66, "list-row-result": 98}
"""Row heights of the compact density; nothing below the smallest target of 24 px."""
_PIXEL_RATIOS = (1, 2, 3)


_SLICE_MS = 8.0


class Theme:
    """One look: a colour scheme at one text size. Frozen; make another with `Theme.load`."""

    def __init__(
        self,
        scheme: Scheme,
        colors: dict[str, str],
        base: dict[str, Any],
        text_scale: float,
        high_contrast: bool,
        compact: bool,
    ) -> None:
        self.scheme = scheme
        self.text_scale = text_scale
        self.high_contrast = high_contrast
        self.compact = compact
        self._hex = colors
        self._colors = {name: _qcolor(value) for name, value in colors.items()}
        self._base = base
        self._pixmaps: dict[tuple[str, str, int, float], QPixmap] = {}
        self._icons: dict[tuple[str, str, int, str], QIcon] = {}

    @classmethod
    def load(
        cls, scheme: Scheme = "light", text_scale: float = 1.0, high_contrast: bool = False, compact: bool = False
    ) -> Theme:
        """Read the token files. `text_scale` is held between 0.8 and 2."""
        scale = min(max(text_scale, SMALLEST_SCALE), LARGEST_SCALE)
        return _made(cls, scheme, scale, high_contrast, compact)

    @property
    def is_dark(self) -> bool:
        return self.scheme == "dark"

    @property
    def names(self) -> tuple[str, ...]:
        """Every colour name."""
        return tuple(self._hex)

    def color(self, name: str) -> QColor:
        """Return the colour behind a token such as `accent-soft`; an unknown name is a KeyError."""
        return QColor(self._colors[name])

    def css(self, name: str) -> str:
        """Return a colour as CSS and Qt's rich text read it."""
        color = self._colors[name]
        if color.alpha() == 255:
            return color.name()
        return f"rgba({color.red()}, {color.green()}, {color.blue()}, {color.alphaF():.3f})"

    def px(self, length: float) -> int:
        """Scale a length that goes with the text: `px(8)` is 16 at 200 %."""
        return max(1, round(length * self.text_scale))

    def radius(self, name: str) -> int:
        """Return how round the corners of a small, control or card are."""
        return int(self._base["radius"][name])

    def size(self, name: str) -> int:
        """Return a length of `[size]`, scaled with the text where it should be."""
        value = self._base["size"][name]
        if name == "focus-width" and self.high_contrast:
            return int(value) + 1
        if name in _UNSCALED:
            return int(value)
        if self.compact and name in _COMPACT:
            return self.px(_COMPACT[name])
        if name in _PANES:
            # Panes hold words, but a navigator of twice the width would leave no room for the text itself.
            return round(value * self.text_scale**0.5)
        return self.px(value)

    def line_height(self, role: str) -> int:
        """Return the line height of a type role in px."""
        return self.px(self._base["type"][role][1])

    def font(self, role: str = "body", weight: int | None = None, *, px: float | None = None) -> QFont:
        """Return the face of a type role: body, body-strong, small, caption, title, display, editor, editor-h1 …

        `px` replaces the role's size (it is scaled too). Roles that begin with `editor` are Literata.
        """
        size, _, role_weight = self._base["type"][role]
        family = "editor-serif" if role.startswith("editor") else "ui-family"
        return self._face(family, px or size, weight or role_weight)

    def editor_font(self, px: float = 0, family: str = "serif", weight: int = 400) -> QFont:
        """Return the face texts are written in; `family` is serif, sans or mono; 0 px = the token's size."""
        return self._face(f"editor-{family}", px or self._base["type"]["editor"][0], weight)

    def measure(self, font_px: float) -> int:
        """Return the width of a text column, about 66 letters."""
        return round(self._base["type"]["measure-em"] * font_px)

    def icon(self, name: str, color: str = "text-muted", size: int = 16, on: str = "") -> QIcon:
        """Return a Lucide icon in a token colour; `on` colours its checked state."""
        key = (name, color, size, on)
        icon = self._icons.get(key)
        if icon is None:
            icon = self._icons[key] = QIcon()
            for ratio in _PIXEL_RATIOS:
                icon.addPixmap(self.pixmap(name, color, size, ratio))
                icon.addPixmap(self.pixmap(name, "text-disabled", size, ratio), QIcon.Mode.Disabled)
                if on:
                    icon.addPixmap(self.pixmap(name, on, size, ratio), QIcon.Mode.Normal, QIcon.State.On)
        return icon

    def pixmap(self, name: str, color: str = "text-muted", size: int = 16, ratio: float = 0) -> QPixmap:
        """Draw an icon, `size` in px at 100 % text; `ratio` is the screen's, 0 = the application's."""
        ratio = ratio or QGuiApplication.instance().devicePixelRatio()  # type: ignore[union-attr]
        key = (name, color, size, ratio)
        pixmap = self._pixmaps.get(key)
        if pixmap is None:
            side = self.px(size)
            pixmap = QPixmap(round(side * ratio), round(side * ratio))
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            svg = icon_svg(name, self._hex[color][:7])
            QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(pixmap.rect()))
            painter.end()
            pixmap.setDevicePixelRatio(ratio)
            self._pixmaps[key] = pixmap
        return pixmap

    def palette(self) -> QPalette:
        """Return every palette role, so that standard widgets look right without a style sheet."""
        palette = QPalette()
        for role, name in _PALETTE.items():
            palette.setColor(role, self._colors[name])
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, self._colors["text-disabled"])
        return palette

    def style_sheet(self) -> str:
        """Return the application's one style sheet."""
        return style.sheet(self)

    def apply(self, app: QApplication) -> None:
        """Dress the whole application."""
        if not app.property("is_dressed"):
            app.setStyle("Fusion")
            app.setProperty("is_dressed", True)
        # Without a sheet in between, Qt repolishes widget by widget: 330 ms for a window of 700, with it 55 ms.
        app.setStyleSheet("")
        app.setPalette(self.palette())
        app.setFont(self.font("body"))
        app.setStyleSheet(self.style_sheet())

    def _face(self, family: str, px: float, weight: int) -> QFont:
        font = QFont()
        font.setFamilies(self._base["type"][family])
        font.setPixelSize(self.px(px))
        font.setWeight(QFont.Weight(weight))
        # The fi ligature of Literata swallows the dot that tells i from ı.
        font.setFeature(QFont.Tag("liga"), 0)
        if QGuiApplication.platformName() == "offscreen":
            # Pictures are looked at on any screen: hinting for the one that is not there makes letters stand unevenly.
            font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        return font


class ThemeKeeper(QObject):
    """Holds the theme in use and says when it changes; passes every question of a widget on to it."""

    changed = Signal()

    def __init__(self, theme: Theme | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.theme = theme or Theme.load()
        self._dressers: WeakKeyDictionary[QObject, dict[str, Callable[[Any], None]]] = WeakKeyDictionary()
        self._undressed: deque[QObject] = deque()
        self._slices = QTimer(self)
        self._slices.setInterval(0)
        self._slices.timeout.connect(lambda: self.dress_rest())

    def use(self, theme: Theme) -> None:
        """Dress the application in this theme: what is on screen at once, the rest in slices right after."""
        self.theme = theme
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app)
            self._undressed = deque(self._dressers)
            for target in list(self._undressed):
                if isinstance(target, QWidget) and shiboken6.isValid(target) and target.isVisible():
                    self._undressed.remove(target)
                    self._dress_again(target)
            self._slices.start()
        self.changed.emit()
        if isinstance(app, QApplication):
            for widget in app.topLevelWidgets():
                if widget.isVisible():
                    for child in widget.findChildren(QWidget):
                        child.update()

    def dress_rest(self, limit_ms: float = _SLICE_MS) -> None:
        """Dress what is not on screen, for so long at most; called again by itself until all is done."""
        started = time.perf_counter()
        while self._undressed:
            self._dress_again(self._undressed.popleft())
            if (time.perf_counter() - started) * 1000 > limit_ms:
                return
        self._slices.stop()

    def _dress_again(self, target: QObject) -> None:
        if shiboken6.isValid(target):
            for dress in list(self._dressers.get(target, {}).values()):
                dress(target)

    def dress(self, target: Any, what: str, how: Callable[[Any], None]) -> None:
        """Run `how(target)` now and whenever the theme changes; `what` names it, so that a second call replaces it.

        `how` must not hold the target itself, or it would never be freed.
        """
        self._dressers.setdefault(target, {})[what] = how
        how(target)

    def set_icon(self, target: Any, name: str, color: str = "text-muted", size: int = 16, on: str = "") -> None:
        """Give a button, action or label an icon that follows the theme."""

        def put(target: Any) -> None:
            if hasattr(target, "setPixmap"):
                target.setPixmap(self.theme.pixmap(name, color, size))
                return
            target.setIcon(self.theme.icon(name, color, size, on))
            if hasattr(target, "setIconSize"):
                side = self.theme.px(size)
                target.setIconSize(QSize(side, side))

        self.dress(target, "icon", put)

    def set_font(self, target: Any, role: str, weight: int | None = None, px: float | None = None) -> None:
        """Give a widget a type role that follows the text size."""
        self.dress(target, "font", lambda target: target.setFont(self.theme.font(role, weight, px=px)))

    def __getattr__(self, name: str) -> Any:
        # color, css, px, size, font, editor_font, icon, pixmap, … answer from the theme of the moment.
        if name.startswith("_") or name == "theme":
            raise AttributeError(name)
        return getattr(self.theme, name)


def load_fonts() -> None:
    """Make the shipped faces known to Qt; once a process."""
    if _fonts_loaded:
        return
    for file in sorted(paths.resource("fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(file))
    _fonts_loaded.append(True)


def system_scheme() -> Scheme:
    """Return what the desktop asks for, light where it does not say (offscreen, X11 without a portal)."""
    return "dark" if QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark else "light"


def wants_more_contrast() -> bool:
    """Tell whether the desktop asks for high contrast."""
    # Held by a name: the wrapper of what it hands out dies with it.
    hints = QGuiApplication.styleHints()
    wishes = hints.accessibility()
    return wishes is not None and wishes.contrastPreference() == Qt.ContrastPreference.HighContrast


def icon_svg(name: str, color: str) -> str:
    """Return the source of a shipped icon with its colour and line put in."""
    return _icon_source(name).replace("currentColor", color)


@cache
def _icon_source(name: str) -> str:
    source = paths.resource(f"icons/{name}.svg").read_text(encoding="utf-8")
    return source.replace('stroke-width="2"', f'stroke-width="{_STROKE}"')


_fonts_loaded: list[bool] = []

_ROLE = QPalette.ColorRole
_PALETTE = {
    _ROLE.Window: "surface",
    _ROLE.WindowText: "text",
    _ROLE.Base: "surface-raised",
    _ROLE.AlternateBase: "surface",
    _ROLE.Text: "text",
    _ROLE.Button: "surface-raised",
    _ROLE.ButtonText: "text",
    _ROLE.BrightText: "danger",
    _ROLE.PlaceholderText: "text-faint",
    _ROLE.Highlight: "selection",
    _ROLE.HighlightedText: "on-selection",
    _ROLE.Link: "link",
    _ROLE.LinkVisited: "link",
    _ROLE.ToolTipBase: "surface-raised",
    _ROLE.ToolTipText: "text",
    _ROLE.Accent: "accent",
    _ROLE.Light: "surface-raised",
    _ROLE.Midlight: "surface",
    _ROLE.Mid: "border",
    _ROLE.Dark: "border-strong",
    _ROLE.Shadow: "border",
}


@lru_cache(maxsize=6)
def _made(kind: type[Theme], scheme: Scheme, scale: float, high_contrast: bool, compact: bool) -> Theme:
    """Keep the last few, with their drawn icons: going back to a look costs half."""
    colors = dict(_tokens(scheme)["color"])
    if high_contrast:
        colors.update(_more_contrast(colors))
    return kind(scheme, colors, _tokens("base"), scale, high_contrast, compact)


@cache
def _tokens(name: str) -> dict[str, Any]:
    return tomllib.loads(paths.resource(f"themes/{name}.toml").read_text(encoding="utf-8"))


def _qcolor(value: str) -> QColor:
    # The files write #RRGGBBAA, Qt reads #AARRGGBB.
    color = QColor(value[:7])
    if len(value) == 9:
        color.setAlpha(int(value[7:9], 16))
    return color


def _more_contrast(colors: dict[str, str]) -> dict[str, str]:
    text = colors["text"]
    return {"text-muted": text, "text-faint": text, "border": text, "border-strong": text}
