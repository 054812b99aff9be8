"""What every test shares: a home of its own, a screen that is none, and the place of the real texts."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if hasattr(os, "geteuid") and os.geteuid() == 0:
    # Chromium refuses to start as root with its sandbox; only tests ever run as root.
    os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")

REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the test data, config, cache and log folders of its own."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("COPYDESK_HOME", str(folder))
    monkeypatch.delenv("COPYDESK_ARCHIVE", raising=False)
    return folder


@pytest.fixture(scope="session")
def corpora() -> Path:
    """Return the folder of real texts, or skip: they are never part of the repository."""
    folder = Path(os.environ.get("COPYDESK_CORPORA", REPOSITORY.parent / "shared" / "corpora"))
    if not folder.is_dir():
        pytest.skip("the collections of real texts are not on this machine (COPYDESK_CORPORA)")
    return folder


@pytest.fixture(scope="session")
def lists_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder in which the shipped word lists lie ready: to make them takes seconds."""
    from desktop_app.letters import LANGUAGES, shipped

    folder = tmp_path_factory.mktemp("lists")
    for code in LANGUAGES:
        shipped(code, folder)
    return folder
