"""The menu bar, made from the table of commands: order, lines, submenus, and an access key for every entry."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QMenuBar

from desktop_app.gui.commands import Commands
from desktop_app.gui.keymap import MENUS, TABLE


def build_menus(bar: QMenuBar, commands: Commands) -> dict[str, QMenu]:
    """Fill the bar; return the menus by their English names. Menus are words: icons stand in toolbar and palette."""
    menus: dict[str, QMenu] = {}
    titles = [QCoreApplication.translate("Commands", name) for name in MENUS]
    for name, title in zip(MENUS, with_access_keys(titles), strict=True):
        menus[name] = bar.addMenu(title)
        menus[name].setObjectName(f"menu-{name.lower()}")
        menus[name].setSeparatorsCollapsible(True)
    menu = menus[MENUS[0]]
    under: dict[str, QMenu] = {}
    for row in TABLE:
        if row is None:
            menu.addSeparator()
            continue
        menu = menus[row.menu]
        action = commands.action(row.id)
        if not row.under:
            menu.addAction(action)
            continue
        if row.under not in under:
            under[row.under] = menu.addMenu(QCoreApplication.translate("Commands", row.under))
        under[row.under].addAction(action)
    group = QActionGroup(bar)
    for id in ("theme.light", "theme.dark", "theme.system"):
        group.addAction(commands.action(id))
    for menu in (*menus.values(), *under.values()):
        _give_access_keys(menu)
    return menus


def with_access_keys(texts: list[str]) -> list[str]:
    """Put `&` before a letter no other text of the list uses, the first letters of words first."""
    taken: set[str] = set()
    marked = []
    for text in texts:
        starts = [i for i, letter in enumerate(text) if letter.isalnum() and (i == 0 or not text[i - 1].isalnum())]
        rest = [i for i, letter in enumerate(text) if letter.isalnum() and i not in starts]
        for at in (*starts, *rest):
            if text[at].casefold() not in taken:
                taken.add(text[at].casefold())
                text = f"{text[:at]}&{text[at:]}"
                break
        marked.append(text)
    return marked


def _give_access_keys(menu: QMenu) -> None:
    actions = [action for action in menu.actions() if not action.isSeparator()]
    for action, text in zip(actions, with_access_keys([a.text().replace("&", "") for a in actions]), strict=True):
        action.setText(text)
