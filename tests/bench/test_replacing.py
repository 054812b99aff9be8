"""The bench of replacing works: it measures what it says, and every text is back at its end."""

from __future__ import annotations

import pytest

pytest.importorskip("psutil")

from tests.bench import replacing


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_figures_of_a_small_archive() -> None:
    figures = replacing.run(["--articles", "60", "--times", "1"])
    assert figures["articles"] == 60
    assert set(figures["plans"]) == set(replacing.WISHES)
    assert figures["run"]["articles"] > 0
    assert figures["run"]["every_text_is_back"]
