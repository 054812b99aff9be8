"""The search room touches no private name of Whoosh: what a release may change without a word is not built upon."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app import search
from desktop_app.search import arrays

ROOM = Path(search.__file__).parent
SOURCES = {str(path.relative_to(ROOM)): path.read_text("utf-8") for path in sorted(ROOM.rglob("*.py"))}


def is_private(name: str) -> bool:
    return name.startswith("_") and not (name.startswith("__") and name.endswith("__"))


def own_names(tree: ast.Module) -> Iterator[str]:
    """Yield names that a module itself gives: to classes, functions, class attributes and attributes of `self`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and is_self(node.value):
            yield node.attr


def is_self(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in ("self", "cls")


def imports(tree: ast.Module) -> Iterator[tuple[int, str, str]]:
    """Yield line, module and name of all that is imported."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield node.lineno, node.module or "", alias.name
        elif isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name, ""


def faults(sources: dict[str, str]) -> list[str]:
    found = []
    for path, text in sources.items():
        tree = ast.parse(text)
        own = set(own_names(tree))
        for line, module, name in imports(tree):
            if module.partition(".")[0] == "whoosh" and any(map(is_private, (*module.split("."), name))):
                found.append(f"{path}:{line} imports {module}.{name}")
        for node in ast.walk(tree):
            # A private attribute must be named in the module that uses it: then it is ours, on whatever it stands.
            if isinstance(node, ast.Attribute) and is_private(node.attr) and node.attr not in own:
                found.append(f"{path}:{node.lineno} .{node.attr}")
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id.endswith("attr"):
                asked = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
                found += [f"{path}:{node.lineno} {name}" for name in asked if is_private(str(name)) and name not in own]
    return found


def test_none_is_used() -> None:
    assert faults(SOURCES) == []


@pytest.mark.parametrize(
    "planted",
    [
        "from whoosh.index import _DEF_INDEX_NAME\n",
        "import whoosh._private\n",
        "def f(index):\n    return index._segments()\n",
        "from whoosh.index import TOC\nTOC._filename('MAIN', 1)\n",
        "class Reader(SegmentReader):\n    def f(self):\n        return self._perdoc\n",
        "def f(reader):\n    return getattr(reader, '_perdoc')\n",
    ],
)
def test_it_would_be_noticed(planted: str) -> None:
    assert len(faults({"planted.py": planted})) == 1


def test_no_private_name_of_whoosh_is_overridden() -> None:
    """A private method of ours that has the name of one of Whoosh's would be called in its place."""
    clashes = []
    for module in pkgutil.iter_modules(arrays.__path__, arrays.__name__ + "."):
        for name, ours in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            theirs = [base for base in ours.__mro__ if base.__module__.startswith("whoosh")]
            if ours.__module__ == module.name and theirs:
                private = {own for own in vars(ours) if is_private(own)} - {"_abc_impl"}
                clashes += [f"{name}.{own}" for own in private for base in theirs if own in vars(base)]
    assert clashes == []
