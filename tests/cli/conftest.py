"""A command line of one's own for each test: the sample archive made once, copied for each, run in this process."""

from __future__ import annotations

import io
import json
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from desktop_app import cli
from desktop_app.app import App, make_sample


@dataclass(frozen=True)
class Ran:
    """What a command line printed, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def value(self) -> Any:
        """The one JSON value of standard output; anything beside it fails."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


class Stream(io.TextIOWrapper):
    """A standard stream in memory, a terminal if wished."""

    def __init__(self, text: str = "", terminal: bool = False) -> None:
        super().__init__(io.BytesIO(text.encode()), encoding="utf-8", newline="")
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal

    @property
    def written(self) -> str:
        self.flush()
        assert isinstance(self.buffer, io.BytesIO)
        return self.buffer.getvalue().decode("utf-8")


Run = Callable[..., Ran]


@dataclass(frozen=True)
class Made:
    """The sample archive and its search index, made once: tests work on copies."""

    archive: Path
    index: Path


@pytest.fixture(scope="session")
def made_sample(tmp_path_factory: pytest.TempPathFactory) -> Made:
    home = tmp_path_factory.mktemp("sample")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("COPYDESK_HOME", str(home))
        make_sample(home / "sample.copydesk")
        with App.open(home / "sample.copydesk") as app:
            app.search.catch_up()
            index = home / "cache" / "index" / app.archive.uid
    return Made(home / "sample.copydesk", index)


@pytest.fixture
def unindexed_sample(made_sample: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A sample archive of the test's own, named by the environment, and an empty folder that is the current one."""
    folder = tmp_path / "desk"
    folder.mkdir()
    archive = tmp_path / "sample.copydesk"
    shutil.copyfile(made_sample.archive, archive)
    monkeypatch.setenv("COPYDESK_ARCHIVE", str(archive))
    monkeypatch.chdir(folder)
    return archive


@pytest.fixture
def sample(unindexed_sample: Path, made_sample: Made, home: Path) -> Path:
    """The same, with its search index."""
    shutil.copytree(made_sample.index, home / "cache" / "index" / made_sample.index.name)
    return unindexed_sample


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command line: `run("search", "tea", "--json").value`."""

    def run(*arguments: str, stdin: str = "", terminal: bool = False, window: cli.Window | None = None) -> Ran:
        out, err = Stream(terminal=terminal), Stream(terminal=terminal)
        with monkeypatch.context() as patched:
            patched.setattr(sys, "stdin", Stream(stdin))
            patched.setattr(sys, "stdout", out)
            patched.setattr(sys, "stderr", err)
            code = cli.main(list(arguments), window=window)
            return Ran(code, out.written, err.written)

    return run


@pytest.fixture
def ids(run: Run, sample: Path) -> dict[str, int]:
    """Title -> id of the sample's articles."""
    del sample
    return {row["title"]: row["id"] for row in run("list", "--limit", "100", "--json").value["articles"]}


def keys_of(value: dict[str, Any], wanted: Sequence[str]) -> bool:
    """Say whether a JSON object begins with the keys of the contract; more may follow."""
    return set(wanted) <= set(value)
