"""The shipped word lists, made ready once a run."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_app.letters import LANGUAGES, Model, english, shipped


@pytest.fixture(scope="session")
def lists_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which shipped lists lie ready."""
    return tmp_path_factory.mktemp("lists")


@pytest.fixture(scope="session")
def models(lists_folder: Path) -> dict[str, Model]:
    """Models of both languages by what ships alone."""
    return {code: Model(code, [(shipped(code, lists_folder), 1.0)], english()) for code in LANGUAGES}
