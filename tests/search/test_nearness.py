"""What neighbours in a query add to a score: for words that stand together in the text, and for no others."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from desktop_app.archive import Article
from desktop_app.query.parse import parse
from desktop_app.search.columns import Columns
from desktop_app.search.engine import WordIndex
from desktop_app.search.evaluate import Evaluator, Memory
from desktop_app.search.nearness import with_nearness
from desktop_app.search.shelf import Shelf
from tests.search.making import archive_in_memory, follow


def test_a_form_that_two_languages_let_in_counts_once_where_it_stands(tmp_path: Path) -> None:
    """“evlər” has “evə” in Azerbaijani and “eve” in Turkish, which are one folded word at one place."""
    with archive_in_memory() as archive:
        archive.add(
            Article(title="Far", language="az", body=f"evə {'söz ' * 60}kitab"),
            Article(title="Near", language="az", body=f"evə kitab {'söz ' * 60}"),
            Article(title="Other", language="tr", body="eve"),
        )
        follow(archive, tmp_path)
        folder, _ = Shelf(tmp_path, archive.uid).current()
        assert folder is not None
        index = WordIndex(folder)
        columns = Columns.of(archive.facts())
        none = np.empty(0, dtype=np.int64)
        evaluator = Evaluator(columns, index, Memory(), find_uid=lambda _: None, reprints=lambda: none)
        scores = np.array([1, 1, 0], dtype=np.float32)
        far, near, other = with_nearness(scores, evaluator, index, parse("evlər kitab").node).tolist()
        assert (far, other) == (1, 0)
        assert near > 1
        index.close()
