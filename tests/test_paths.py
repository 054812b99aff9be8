"""Folders follow COPYDESK_HOME; a file that does not ship is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_app import paths
from desktop_app.errors import UserError


def test_home_moves_every_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COPYDESK_HOME", str(tmp_path / "portable"))
    folders = [paths.data_folder(), paths.config_folder(), paths.cache_folder(), paths.log_folder()]
    assert len(set(folders)) == 4
    assert all(folder.is_dir() and tmp_path in folder.parents for folder in folders)
    assert paths.default_archive().parent == paths.data_folder()


@pytest.mark.parametrize("home", ["a file", "a file/below"])
def test_home_that_cannot_be_made_is_told_in_words(home: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a file").write_text("in the way")
    monkeypatch.setenv("COPYDESK_HOME", str(tmp_path / home))
    with pytest.raises(UserError, match="cannot be made") as told:
        paths.data_folder()
    assert "COPYDESK_HOME" in told.value.hint


def test_resource_that_does_not_ship_is_named() -> None:
    with pytest.raises(FileNotFoundError, match=r"no/such\.toml"):
        paths.resource("no/such.toml")
