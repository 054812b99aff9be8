"""Archives to test on: one in memory, one in a file, both on a clock that stands still."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.archive import Archive
from tests.archive.making import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def archive(clock: Clock) -> Iterator[Archive]:
    with Archive.open("sqlite://", clock=clock) as opened:
        yield opened


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "archive.copydesk"


@pytest.fixture
def file_archive(path: Path, clock: Clock) -> Iterator[Archive]:
    with Archive.open(path, create=True, clock=clock) as opened:
        yield opened
