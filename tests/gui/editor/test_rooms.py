"""The editor knows nothing of the Desk around it: each of its modules can be imported first."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import desktop_app

EDITOR = Path(desktop_app.__file__).parent / "gui" / "editor"


@pytest.mark.parametrize("module", sorted(EDITOR.glob("*.py")), ids=lambda path: path.stem)
def test_the_editor_does_not_import_the_desk(module: Path) -> None:
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        assert not [name for name in names if name.startswith("desktop_app.gui.desk")]
