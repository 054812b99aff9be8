"""The shipped word lists, made ready once a run."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_app.letters import LANGUAGES, Model, english, shipped


@pytest.fixture(scope="session")
def models(lists_folder: Path) -> dict[str, Model]:
    """Models of both languages by what ships alone."""
    return {code: Model(code, [(shipped(code, lists_folder), 1.0)], english()) for code in LANGUAGES}
