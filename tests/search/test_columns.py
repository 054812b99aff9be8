"""Columns after any number of changes are the columns built anew."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.archive import Facts
from desktop_app.search.columns import FLAGS, MULTIPLE, NUMBERS, SINGLE, Columns

facts = st.builds(
    Facts,
    id=st.integers(1, 12),
    title=st.sampled_from(("", "Ağ", "ag", "Zebra", "élan")),
    authors=st.lists(st.sampled_from(("A", "B", "C")), max_size=3).map(tuple),
    section=st.sampled_from(("", "x", "y")),
    tags=st.lists(st.sampled_from(("t", "u", "")), max_size=3).map(tuple),
    language=st.sampled_from(("", "az")),
    status=st.sampled_from(("writing", "published")),
    kind=st.just(""),
    publication=st.just(""),
    folder=st.just(""),
    source_name=st.just(""),
    batch=st.integers(0, 3),
    published_first=st.sampled_from((0, 19110101)),
    published_last=st.sampled_from((0, 19111231)),
    created=st.just(20261122),
    updated=st.just(20261122),
    words=st.integers(0, 9),
    has_picture=st.booleans(),
    has_source=st.booleans(),
    trashed=st.booleans(),
)

steps = st.lists(st.tuples(st.lists(facts, max_size=5), st.sets(st.integers(1, 12), max_size=3)), max_size=6)


def by_value(columns: Columns) -> dict[int, tuple[object, ...]]:
    """Spell out all rows, with values in place of codes."""
    rows: dict[int, tuple[object, ...]] = {}
    for row, id_ in enumerate(columns.ids.tolist()):
        single = [columns.vocabularies[name].values[columns.single[name][row]] for name in SINGLE]
        multiple = []
        for name in MULTIPLE:
            pairs = columns.multiple[name]
            multiple.append([columns.vocabularies[name].values[code] for code in pairs.codes[pairs.rows == row]])
        numbers = [int(columns.numbers[name][row]) for name in NUMBERS]
        flags = [bool(columns.flags[name][row]) for name in FLAGS]
        rows[id_] = (*single, *multiple, *numbers, *flags, columns.title_keys[row])
    return rows


@given(steps)
def test_changes_one_after_another_equal_building_anew(steps: list[tuple[list[Facts], set[int]]]) -> None:
    known: dict[int, Facts] = {}
    columns = Columns.of([])
    for changed, gone in steps:
        changed = list({fact.id: fact for fact in changed}.values())
        gone = gone - {fact.id for fact in changed}
        known.update({fact.id: fact for fact in changed})
        for id_ in gone:
            known.pop(id_, None)
        columns = columns.updated(changed, gone)
    assert columns.ids.tolist() == sorted(known)
    assert by_value(columns) == by_value(Columns.of(known.values()))
    for pairs in columns.multiple.values():
        assert (np.diff(pairs.rows) >= 0).all()


@given(st.lists(facts, unique_by=lambda fact: fact.id), st.lists(st.integers(0, 14)))
def test_rows_of_ids(known: list[Facts], asked: list[int]) -> None:
    columns = Columns.of(known)
    rows = columns.rows_of(np.array(asked, dtype=np.int64)).tolist()
    ids = columns.ids.tolist()
    assert rows == [ids.index(id_) if id_ in ids else -1 for id_ in asked]


def test_columns_of_a_moment_do_not_change_later() -> None:
    before = Columns.of([_fact(1), _fact(2)])
    seen = by_value(before)
    before.updated([_fact(1, section="new"), _fact(3)], [2])
    assert by_value(before) == seen


def _fact(id_: int, section: str = "") -> Facts:
    return Facts(
        id=id_, title="", authors=(), section=section, tags=("t",), language="", status="", kind="", publication="",
        folder="", source_name="", batch=0, published_first=0, published_last=0, created=1, updated=1, words=0,
        has_picture=False, has_source=False, trashed=False,
    )  # fmt: skip
