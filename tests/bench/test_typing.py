"""The bench of typing works: every key is seen in the text and on the screen, in both programs, and in the preview."""

from __future__ import annotations

import ctypes.util
import json
import shutil
import sys
from pathlib import Path

import pytest

pytest.importorskip("psutil")

from tests.bench import typing as bench
from tests.bench.long_article import long_article

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(600),
    pytest.mark.skipif(
        shutil.which("Xvfb") is None or not all(map(ctypes.util.find_library, ("X11", "Xtst", "Xdamage"))),
        reason="needs Xvfb, libxtst6 and libxdamage1",
    ),
]


def test_the_long_article_is_the_same_each_time() -> None:
    assert long_article(2000) == long_article(2000) != long_article(2000, seed=2)
    assert 2000 <= len(long_article(2000).split()) < 2400


def test_every_key_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("PySide6.QtWebEngineWidgets")
    where = tmp_path / "typing.json"
    small = ["--words", "20000", "--keys", "20", "--steady", "20", "--single", "2", "--many", "20"]
    monkeypatch.setattr(sys, "argv", ["typing", *small, "--json", str(where)])
    bench.main()
    found = json.loads(where.read_text())
    for part in ("bare", "desk", "desk_with_preview"):
        for rate in ("8_a_second", "30_a_second"):
            figures = found[part][rate]
            assert (figures["keys"], figures["changes"], figures["lost"]) == (20, 20, 0), part
            assert figures["ink_ms"]["median"] >= figures["taken_ms"]["median"] > 0
            assert figures["gui_ms"]["median"] > 0
    assert found["to_preview_ms"]["lost"] == 0
    assert found["memory_with_preview"]["pss"] > found["memory"]["without_preview"]["pss"] > 20
    assert found["open_ms"] > 0
