"""Tokens: both themes name the same colours, every pair is readable, text size and contrast reach what is built."""

from __future__ import annotations

import itertools
import re

import pytest
from PySide6.QtGui import QFont, QFontInfo, QImage, QPalette, QTextLayout
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_app import paths
from desktop_app.gui import style
from desktop_app.gui.pieces import label, set_tone
from desktop_app.gui.theme import Scheme, Theme, ThemeKeeper, icon_svg

SURFACES = ("surface-sunken", "surface", "surface-raised")
GROUNDED = (
    "accent", "accent-soft", "selection", "highlight", "highlight-active", "danger-soft", "warning-soft", "ok-soft",
    "info-soft", "diff-add", "diff-del",
)  # fmt: skip


def pairs() -> list[tuple[str, str, float]]:
    """Return (ink, ground, least contrast): WCAG 2.2 AA, text itself at 7."""
    found = [(f, b, 7.0 if f == "text" else 4.5) for f in ("text", "text-muted", "text-faint") for b in SURFACES]
    found += [("text", "surface-hover", 7), ("text", "surface-pressed", 4.5), ("text-muted", "surface-hover", 4.5)]
    found += [("text-muted", "accent-soft", 4.5), ("on-accent", "accent-hover", 4.5), ("focus-ring", "accent-soft", 3)]
    found += [(f, b, 4.5) for f in ("accent", "link", "danger", "warning", "ok", "info") for b in SURFACES]
    found += [(f"on-{name}", name, 4.5) for name in GROUNDED]
    found += [(f, b, 3) for f in ("border-strong", "focus-ring", "spell-error", "bar-selected") for b in SURFACES]
    return found


def contrast(theme: Theme, ink: str, ground: str) -> float:
    def light(name: str) -> float:
        color = theme.color(name)
        parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in color.getRgbF()[:3]]
        return sum(k * c for k, c in zip((0.2126, 0.7152, 0.0722), parts, strict=True))

    high, low = sorted((light(ink), light(ground)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_both_themes_name_the_same_colours() -> None:
    assert set(Theme.load("light").names) == set(Theme.load("dark").names)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("more", [False, True])
def test_every_pair_is_readable(scheme: Scheme, more: bool) -> None:
    theme = Theme.load(scheme, high_contrast=more)
    bad = [
        f"{ink} on {ground}: {contrast(theme, ink, ground):.2f} < {least}"
        for ink, ground, least in pairs()
        if contrast(theme, ink, ground) < least
    ]
    assert bad == []


def test_style_sheet_uses_only_tokens_that_exist(qtbot: QtBot) -> None:
    sheet = Theme.load("light").style_sheet()
    assert "@" not in sheet
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b", style._SHEET) == []


def test_sizes_and_type_grow_with_the_text_and_stop_at_their_limits() -> None:
    normal, double = Theme.load("light"), Theme.load("light", 2.0)
    assert double.size("nav-row") == 2 * normal.size("nav-row")
    assert double.font("body").pixelSize() == 2 * normal.font("body").pixelSize()
    assert double.size("target-min") == normal.size("target-min")
    assert normal.size("navigator") < double.size("navigator") < 2 * normal.size("navigator")
    assert Theme.load("light", 9).text_scale == 2.0
    assert Theme.load("light", 0.1).text_scale == 0.8


def test_compact_rows_stay_at_least_as_high_as_a_target() -> None:
    theme = Theme.load("light", compact=True)
    rows = ("nav-row", "facet-row", "list-row-desk", "list-row-result")
    assert all(24 <= theme.size(row) < Theme.load("light").size(row) for row in rows)


def test_icons_are_drawn_in_the_token_colour(qtbot: QtBot) -> None:
    theme = Theme.load("dark")
    image = theme.pixmap("square", "danger", 32, 1).toImage().convertToFormat(QImage.Format.Format_ARGB32)
    inks = {
        image.pixelColor(x, y).name()
        for x, y in itertools.product(range(32), range(32))
        if image.pixelColor(x, y).alpha() == 255
    }
    assert inks == {theme.color("danger").name()}


def test_every_icon_that_the_program_names_is_shipped() -> None:
    from desktop_app.gui.keymap import COMMANDS

    for command in COMMANDS:
        if command.icon:
            assert "currentColor" not in icon_svg(command.icon, "red")
    named = set()
    for file in (paths.resource("icons").parent.parent / "desktop_app" / "gui").rglob("*.py"):
        source = file.read_text("utf-8")
        named |= set(re.findall(r'icon_label\(\w+(?:\.\w+)*, "([a-z0-9-]+)"', source))
        named |= set(re.findall(r'(?:pixmap|\.icon|set_icon)\((?:[\w.]+, )?"([a-z0-9-]+)"', source))
    named -= set(Theme.load("light").names)
    missing = [name for name in named if not (paths.resource("icons") / f"{name}.svg").exists()]
    assert missing == []


@pytest.mark.usefixtures("theme")
def test_letters_of_our_languages_come_from_our_own_faces(qtbot: QtBot) -> None:
    theme = Theme.load("light")
    for font in (theme.font("body"), theme.editor_font(18), theme.editor_font(18, "mono")):
        assert QFontInfo(font).family() in ("Inter", "Literata", "JetBrains Mono")
    layout = QTextLayout("fi", theme.editor_font(18))
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    assert len(layout.glyphRuns()[0].glyphIndexes()) == 2, "an fi ligature hides whether i has its dot"


def test_widgets_follow_a_change_of_theme_and_text_size(theme: ThemeKeeper, qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    words = label(theme, "Saved", "small", "muted")
    words.setParent(holder)
    holder.show()
    assert words.font().pixelSize() == 12
    theme.use(Theme.load("dark", 1.5))
    assert words.font().pixelSize() == 18
    assert words.palette().color(QPalette.ColorRole.WindowText) == theme.color("text-muted")
    set_tone(words, "danger")
    assert words.font().pixelSize() == 18
    assert words.palette().color(QPalette.ColorRole.WindowText) == theme.color("danger")


def test_dressing_does_not_keep_widgets_alive(theme: ThemeKeeper, qtbot: QtBot) -> None:
    import gc
    import weakref

    words = label(theme, "short-lived")
    gone = weakref.ref(words)
    del words
    gc.collect()
    assert gone() is None


def test_high_contrast_widens_the_focus_ring() -> None:
    assert Theme.load("light", high_contrast=True).size("focus-width") == Theme.load("light").size("focus-width") + 1


def test_weights_are_those_of_the_tokens() -> None:
    assert Theme.load("light").font("body-strong").weight() == QFont.Weight.DemiBold
    assert Theme.load("light").palette().color(QPalette.ColorRole.Base).name() == Theme.load("light").css(
        "surface-raised"
    )
