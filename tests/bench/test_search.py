"""The bench of the search works, and all engines find the same: their figures compare like with like."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("tantivy")
pytest.importorskip("psutil")

from tests.bench import search

pytestmark = pytest.mark.timeout(600)

SMALL = ("--articles", "200", "--questions", "3")


def figures(folder: Path, *parts: str) -> dict[str, Any]:
    result = search.run([*SMALL, "--folder", str(folder), "--only", *parts])
    assert result["machine"]["processors"] >= 1
    found: dict[str, Any] = result["texts"]["generated-200"]
    assert found["articles"] == 200
    assert set(found) == {"articles", *parts}
    return found


def test_engines_find_the_same(tmp_path: Path) -> None:
    kinds = figures(tmp_path, "queries")["queries"]["kinds"]
    assert len(kinds) >= 20
    for name, kind in kinds.items():
        assert kind["disagreements"] == [], name
        assert set(kind["cpu_ms"]) >= {"ours", "tantivy"}
        assert ("fts5" in kind["cpu_ms"]) == (name not in ("pattern ab*cd", "misspelt word"))
        assert kind["hits"] > 0 or name == "misspelt word"


@pytest.mark.slow
def test_every_part_is_measured(tmp_path: Path) -> None:
    found = figures(tmp_path, "build", "product", "edits", "open")
    assert found["build"]["ours"]["articles"] == found["build"]["fts5"]["articles"] == 200
    assert found["build"]["ours"]["megabytes"]["all"] > 0
    page = found["product"]["in_the_worker"]["two words: page"]
    assert 0 < page["wall_ms"]["median"] <= page["wall_ms"]["p95"]
    assert set(found["product"]["at_the_windows_end"]) == set(found["product"]["in_the_worker"])
    assert found["edits"]["visible"]["cpu_ms"]["median"] > 0
    assert found["open"]["wall_ms"]["all"] > found["open"]["wall_ms"]["first"] > 0
