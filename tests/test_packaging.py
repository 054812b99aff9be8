"""The built wheel: it carries the shipped files, and the program finds them there."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from desktop_app.archive.form import SCHEMA_VERSION
from tests.archive import old_archives
from tests.conftest import REPOSITORY


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    # The build backend itself, so that the test needs no network for an isolated build.
    script = f"from hatchling.build import build_wheel; print(build_wheel({str(folder)!r}))"
    done = subprocess.run([sys.executable, "-c", script], cwd=REPOSITORY, capture_output=True, text=True, timeout=100)
    assert done.returncode == 0, done.stderr
    return folder / done.stdout.split()[-1]


def test_wheel_carries_every_shipped_file(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    listed = subprocess.run(["git", "ls-files", "-z", "resources"], cwd=REPOSITORY, capture_output=True, text=True)
    if listed.returncode or not listed.stdout:
        pytest.skip("not a git checkout")
    missing = [name for name in listed.stdout.split("\0") if name and f"desktop_app/{name}" not in inside]
    assert missing == []
    assert not [name for name in inside if name.startswith("tests/")]


def test_program_in_the_wheel_brings_old_archives_up_to_date(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path)
    old_archives.stored(1, tmp_path / "old.copydesk")
    script = (
        "from desktop_app.archive import Archive; archive = Archive.open('old.copydesk');"
        "print(archive.schema_version, archive.count())"
    )
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=tmp_path, env=environment, timeout=60
    )
    assert done.stdout.split() == [str(SCHEMA_VERSION), "2"], done.stderr


def test_program_in_the_wheel_finds_its_resources(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path)
    script = "from desktop_app import paths; print(paths.resource('themes/light.toml'))"
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=tmp_path, env=environment, timeout=60
    )
    assert done.stdout.strip() == str(tmp_path / "desktop_app" / "resources" / "themes" / "light.toml"), done.stderr
