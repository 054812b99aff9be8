"""The walls of the house, checked by reading the source: who may import whom, and what may stand where.

Every rule is shown to bite by a planted fault: a rule that has never been red guards nothing.
"""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "desktop_app"

LEVELS: tuple[frozenset[str], ...] = (
    frozenset({"__init__", "errors", "paths", "settings", "text", "values"}),
    frozenset({"query", "markup", "spelling", "letters"}),
    frozenset({"archive"}),
    frozenset({"search"}),
    frozenset({"transfer"}),
    frozenset({"app"}),
    frozenset({"cli", "gui"}),
    frozenset({"__main__"}),
)
"""A room may import rooms of lower levels; the lowest level also knows its own."""

OWNERS = {
    "sqlalchemy": "archive",
    "alembic": "archive",
    "whoosh": "search",
    "markdown": "markup",
    "pymdownx": "markup",
    "nh3": "markup",
    "hunspell": "spelling",
    "PySide6": "gui",
    "shiboken6": "gui",
}

BANNED_NAMES = {"utils", "util", "common", "helpers", "helper", "manager", "base", "misc"}
HEX_COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})\Z")

Sources = dict[str, str]
"""Path inside the package -> source text."""


def room_of(path: str) -> str:
    return Path(path).parts[0].removesuffix(".py")


def level_of(room: str) -> int:
    for number, rooms in enumerate(LEVELS):
        if room in rooms:
            return number
    raise AssertionError(f"{room} is a room that the plan of the house does not know")


def imported_modules(path: str, tree: ast.Module) -> Iterator[tuple[int, str, bool]]:
    """Yield (line, dotted name, is a star import) of every import, also those inside functions."""
    package = ["desktop_app", *Path(path).parts[:-1]]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name, False
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*start, *([node.module] if node.module else [])])
            for alias in node.names:
                name = f"{module}.{alias.name}" if module == "desktop_app" else module
                yield node.lineno, name, alias.name == "*"


def import_faults(path: str, tree: ast.Module) -> Iterator[str]:
    room = room_of(path)
    for line, name, star in imported_modules(path, tree):
        parts = name.split(".")
        if star:
            yield f"{path}:{line}: star import of {name}"
        if parts[0] == "desktop_app" and len(parts) > 1 and parts[1] != room and not parts[1].startswith("__"):
            mine, other = level_of(room), level_of(parts[1])
            if other > mine or (other == mine and mine > 0):
                yield f"{path}:{line}: {room} may not import {parts[1]}"
            elif room == "text" and parts[1] not in ("errors", "values"):
                yield f"{path}:{line}: text is pure and may not import {parts[1]}"
        owner = OWNERS.get(parts[0])
        if owner is not None and owner != room:
            yield f"{path}:{line}: only {owner} knows {parts[0]}"
        if name.startswith("importlib.resources"):
            yield f"{path}:{line}: shipped files are read through paths.resource()"


def string_faults(path: str, tree: ast.Module) -> Iterator[str]:
    room = room_of(path)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if room == "gui" and HEX_COLOUR.match(node.value):
                yield f"{path}:{node.lineno}: a colour outside the theme: {node.value}"
            if room != "paths" and node.value in ("resources", "../resources"):
                yield f"{path}:{node.lineno}: shipped files are read through paths.resource()"


def faults(sources: Sources) -> list[str]:
    found: list[str] = []
    for path, source in sorted(sources.items()):
        if Path(path).stem in BANNED_NAMES:
            found.append(f"{path}: a name that says nothing")
        tree = ast.parse(source, path)
        found += import_faults(path, tree)
        found += string_faults(path, tree)
    return found


def package_sources() -> Sources:
    return {
        path.relative_to(PACKAGE).as_posix(): path.read_text("utf-8")
        for path in PACKAGE.rglob("*.py")
        if "resources" not in path.relative_to(PACKAGE).parts
    }


def test_house_keeps_its_own_rules() -> None:
    sources = package_sources()
    assert {room_of(path) for path in sources} >= set().union(*LEVELS) - {"__init__"} - {"settings", "app", "__main__"}
    assert faults(sources) == []


@pytest.mark.parametrize(
    ("path", "source", "message"),
    [
        ("archive/reading.py", "from desktop_app.search import open_search", "archive may not import search"),
        ("archive/reading.py", "from ..search import service", "archive may not import search"),
        ("text/folding.py", "from desktop_app.query.tree import Word", "text may not import query"),
        ("spelling/speller.py", "from desktop_app.search import service", "spelling may not import search"),
        ("gui/desk/spelling.py", "import hunspell", "only spelling knows hunspell"),
        ("text/folding.py", "from desktop_app import settings", "text is pure and may not import settings"),
        ("query/parse.py", "import desktop_app.markup", "query may not import markup"),
        ("search/engine.py", "def f():\n    import desktop_app.transfer.exporting", "search may not import transfer"),
        ("transfer/exporting.py", "from desktop_app.app import App", "transfer may not import app"),
        ("cli/search.py", "from desktop_app.gui import run", "cli may not import gui"),
        ("gui/window.py", "from desktop_app.cli import main", "gui may not import cli"),
        ("app.py", "from desktop_app import gui", "app may not import gui"),
        ("search/columns.py", "import sqlalchemy as sa", "only archive knows sqlalchemy"),
        ("cli/check.py", "from alembic import command", "only archive knows alembic"),
        ("query/parse.py", "from whoosh.qparser import QueryParser", "only search knows whoosh"),
        ("transfer/html_file.py", "import nh3", "only markup knows nh3"),
        ("gui/desk/preview.py", "import markdown", "only markup knows markdown"),
        ("transfer/exporting.py", "from PySide6.QtCore import QObject", "only gui knows PySide6"),
        ("gui/window.py", "from PySide6.QtWidgets import *", "star import of PySide6.QtWidgets"),
        ("gui/window.py", 'INK = "#1B201D"', "a colour outside the theme"),
        ("gui/theme.py", 'open("resources")', "paths.resource()"),
        ("markup/render.py", "from importlib.resources import files", "paths.resource()"),
        ("text/utils.py", "", "a name that says nothing"),
    ],
)
def test_rule_is_red_on_a_planted_fault(path: str, source: str, message: str) -> None:
    found = faults({path: source})
    assert len(found) == 1
    assert message in found[0]


def test_allowed_imports_pass() -> None:
    sources = {
        "archive/reading.py": "import sqlalchemy\nfrom desktop_app.text import words\nfrom .articles import Page",
        "gui/window.py": "from PySide6.QtCore import QObject\nfrom desktop_app.app import App",
        "settings.py": "from desktop_app import paths",
        "__main__.py": "from desktop_app import cli, gui",
    }
    assert faults(sources) == []


def test_command_line_imports_without_qt() -> None:
    script = textwrap.dedent(
        """
        import sys
        class NoQt:
            def find_spec(self, name, path=None, target=None):
                if name.split(".")[0] in ("PySide6", "shiboken6"):
                    raise ImportError("Qt is not on this machine")
        sys.meta_path.insert(0, NoQt())
        import desktop_app.cli
        assert not [name for name in sys.modules if name.startswith("PySide6")]
        print("fine")
        """
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, env=dict(os.environ), timeout=60
    )
    assert done.stdout == "fine\n", done.stderr
