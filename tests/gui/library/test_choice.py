"""The choice against an oracle: a plain set of rows, with pages coming and going as they like."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtTest import QSignalSpy

from desktop_app.gui.library.choice import Choice
from desktop_app.gui.library.result_model import PAGE_ROWS, ResultModel
from tests.gui.library.test_models import hit

TOTAL = 4 * PAGE_ROWS + 7


def id_of(row: int) -> int:
    """Ids in an order that is not that of the rows."""
    return (row * 7919) % 10_007 + 1


def put_page(model: ResultModel, page: int) -> None:
    model.put(page, [hit(id_of(row)) for row in range(page * PAGE_ROWS, min((page + 1) * PAGE_ROWS, TOTAL))])


def spans() -> st.SearchStrategy[range]:
    row = st.integers(0, TOTAL - 1)
    return st.tuples(row, st.integers(1, 90)).map(lambda pair: range(pair[0], min(pair[0] + pair[1], TOTAL)))


STEPS = st.one_of(
    st.tuples(st.just("choose"), st.booleans(), st.lists(spans(), max_size=2)),
    st.tuples(st.just("leave"), st.just(False), st.lists(spans(), max_size=2)),
    st.tuples(st.just("page"), st.just(False), st.integers(0, 4)),
    st.tuples(st.just("order"), st.just(False), st.none()),
)


@settings(max_examples=200, deadline=None)
@given(steps=st.lists(STEPS, max_size=12))
def test_choice_is_the_set_of_the_rows_that_were_chosen(qapp: object, steps: list) -> None:
    model = ResultModel()
    model.show(TOTAL, [hit(id_of(row)) for row in range(PAGE_ROWS)])
    choice = Choice(model)
    wanted: set[int] = set()
    for what, clears, given_ in steps:
        if what == "page":
            put_page(model, given_)
        elif what == "order":
            choice.resolve([id_of(row) for row in range(TOTAL)])
        else:
            rows = {row for span in given_ for row in span}
            if what == "choose":
                wanted = (set() if clears else wanted) | rows
                choice.take(clears=clears, added=tuple(given_), removed=())
            else:
                wanted -= rows
                choice.take(clears=False, added=(), removed=tuple(given_))
        if choice.is_settled:
            assert set(choice.ids) == {id_of(row) for row in wanted}
    choice.resolve([id_of(row) for row in range(TOTAL)])
    assert choice.is_settled
    assert set(choice.ids) == {id_of(row) for row in wanted}
    assert choice.count == len(wanted)


def test_few_rows_wait_for_their_page_and_many_for_the_order(qapp: object) -> None:
    model = ResultModel()
    model.show(TOTAL, [hit(id_of(row)) for row in range(PAGE_ROWS)])
    choice = Choice(model)
    pages, orders = QSignalSpy(model.page_wanted), QSignalSpy(choice.order_wanted)
    last = TOTAL - 1
    choice.take(clears=True, added=(range(last, TOTAL),), removed=())
    assert (pages.count(), orders.count(), choice.is_settled) == (1, 0, False)
    put_page(model, 4)
    assert choice.ids == (id_of(last),)
    choice.take(clears=False, added=(range(TOTAL),), removed=())
    assert orders.count() == 1
    choice.resolve([id_of(row) for row in range(TOTAL)])
    assert choice.count == TOTAL


def test_rows_of_an_older_list_are_not_taken_for_those_of_a_new_one(qapp: object) -> None:
    model = ResultModel()
    model.show(TOTAL, [hit(id_of(row)) for row in range(PAGE_ROWS)])
    choice = Choice(model)
    choice.take(clears=True, added=(range(3),), removed=())
    choice.take(clears=False, added=(range(180, 200),), removed=())
    model.show(TOTAL, [hit(id_of(TOTAL - 1 - row)) for row in range(PAGE_ROWS)])
    assert choice.is_settled
    assert choice.ids == (id_of(0), id_of(1), id_of(2)), "the choice itself outlives the new order"
    choice.resolve([1, 2, 3])
    choice.take(clears=False, added=(range(1),), removed=())
    assert id_of(TOTAL - 1) in choice.ids, "an order of another length is not the order of this list"
