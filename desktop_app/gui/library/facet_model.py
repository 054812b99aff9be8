"""Facets as a tree: a group a facet, a row a value with its exact count, "Show all 77…" where there are more than five.

A tick is three-valued, as Qt's check states are: ticked = this, partly ticked = excluded, unticked. Values of a group
are OR, groups are AND; the counts come from the search, where a facet's own ticks do not change its own numbers.
Groups whose values stay the same are updated in place, so that scroll, focus and open groups stay.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from desktop_app.search.service import FacetName, FacetValue, SearchRequest, Tick

_Index = QModelIndex | QPersistentModelIndex
FEW = 5
_LIMIT = SearchRequest().facet_limit
"""Values that the search tells unasked: where there are as many, there may be more."""
MOST = 25
"""Values up to which all of them open in the list itself; of more one is looked for by its name."""

COUNT_ROLE = Qt.ItemDataRole.UserRole + 1
SHARE_ROLE = Qt.ItemDataRole.UserRole + 2
KIND_ROLE = Qt.ItemDataRole.UserRole + 3
"""group, value or more."""


@dataclass(slots=True)
class _Group:
    name: FacetName
    values: list[FacetValue] = field(default_factory=list)
    is_whole: bool = False

    def shown(self) -> list[FacetValue]:
        return self.values if self.is_whole or len(self.values) <= FEW + 1 else self.values[:FEW]

    @property
    def has_more(self) -> bool:
        return len(self.values) > FEW + 1


class FacetModel(QAbstractItemModel):
    """Holds the groups and the ticks; tells `ticks_changed` when the user changed them."""

    ticks_changed = Signal()
    all_wanted = Signal(str)
    """All values of this facet are to be seen, more than a list in the navigator can hold."""

    def __init__(
        self,
        names: Mapping[FacetName, str],
        show_value: Callable[[FacetName, FacetValue], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._titles = dict(names)
        self._show_value = show_value
        self._groups = [_Group(name) for name in names]
        self._ticks: dict[tuple[FacetName, str], bool] = {}

    # -- what the place asks and says

    def ticks(self) -> tuple[Tick, ...]:
        """Return the ticks in the order they were set."""
        return tuple(Tick(facet, value, excluded) for (facet, value), excluded in self._ticks.items())

    def set_ticks(self, ticks: Sequence[Tick]) -> None:
        """Replace the ticks without telling `ticks_changed`."""
        self._ticks = {(tick.facet, tick.value): tick.excluded for tick in ticks}
        self._touch()

    def clear(self) -> None:
        """Take every tick away."""
        if self._ticks:
            self.set_ticks(())
            self.ticks_changed.emit()

    def set_facets(self, facets: Mapping[FacetName, Sequence[FacetValue]]) -> None:
        """Show new counts."""
        for place, group in enumerate(self._groups):
            values = self._with_ticked(group.name, list(facets.get(group.name, ())))
            # Years read best newest first; all else by number.
            if group.name == "year":
                values.sort(key=lambda value: value.value, reverse=True)
            self._replace(place, group, values)

    def toggle(self, index: _Index, *, exclude: bool = False, only: bool = False) -> None:
        """Tick or untick a value; `exclude` leaves it out, `only` drops the group's other ticks."""
        found = self._value(index)
        if found is None:
            return
        group, value = found
        key = (group.name, value.value)
        was = self._ticks.get(key)
        if only:
            for other in [k for k in self._ticks if k[0] == group.name]:
                del self._ticks[other]
            self._ticks[key] = False
        elif was is not None and was == exclude:
            del self._ticks[key]
        else:
            self._ticks[key] = exclude
        self._touch()
        self.ticks_changed.emit()

    def is_long(self, index: _Index) -> bool:
        """Say whether a group has more values than a list in the navigator can hold."""
        group = self._group_of(index)
        return group is not None and len(group.values) > MOST

    def ask_for_all(self, index: _Index) -> None:
        """Tell that all values of this group are wanted."""
        group = self._group_of(index)
        if group is not None:
            self.all_wanted.emit(group.name)

    def toggle_more(self, index: _Index) -> None:
        """Show all values of a group, or the first five again."""
        group = self._group_of(index)
        if group is not None:
            place = self._groups.index(group)
            parent = self.index(place, 0)
            self.beginRemoveRows(parent, 0, self._rows(group) - 1)
            kept, group.values = group.values, []
            self.endRemoveRows()
            group.is_whole = not group.is_whole
            self._insert(parent, group, kept)

    def label(self, facet: FacetName, value: str) -> str:
        """Say a value in words: `az` is Azerbaijani, "" of an author is No byline."""
        known = next((v for g in self._groups if g.name == facet for v in g.values if v.value == value), None)
        return self._show_value(facet, known or FacetValue(value, 0))

    def title(self, facet: FacetName) -> str:
        return self._titles[facet]

    # -- Qt's side

    def index(self, row: int, column: int, parent: _Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        if column != 0 or row < 0:
            return QModelIndex()
        if not parent.isValid():
            return self.createIndex(row, 0, 0) if row < len(self._groups) else QModelIndex()
        if parent.internalId() != 0 or row >= self._rows(self._groups[parent.row()]):
            return QModelIndex()
        return self.createIndex(row, 0, parent.row() + 1)

    def parent(self, index: _Index) -> QModelIndex:  # type: ignore[override]
        if not index.isValid() or index.internalId() == 0:
            return QModelIndex()
        return self.createIndex(index.internalId() - 1, 0, 0)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        if not parent.isValid():
            return len(self._groups)
        return self._rows(self._groups[parent.row()]) if parent.internalId() == 0 else 0

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 1

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if self._value(index) is not None:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role == Qt.ItemDataRole.CheckStateRole and self._value(index) is not None:
            self.toggle(index)
            return True
        return False

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if index.internalId() == 0:
            return self._group_data(self._groups[index.row()], role)
        found = self._value(index)
        if found is None:
            return self._more_data(self._groups[index.internalId() - 1], role)
        return self._value_data(*found, role)

    # -- inside

    def _group_data(self, group: _Group, role: int) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._titles[group.name]
        return "group" if role == KIND_ROLE else None

    def _more_data(self, group: _Group, role: int) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            if group.is_whole:
                return self.tr("Show fewer")
            if len(group.values) >= _LIMIT:
                return self.tr("Show all…")
            return self.tr("Show all {n}…").format(n=len(group.values))
        return "more" if role == KIND_ROLE else None

    def _value_data(self, group: _Group, value: FacetValue, role: int) -> Any:
        excluded = self._ticks.get((group.name, value.value))
        if role == Qt.ItemDataRole.DisplayRole:
            return self._show_value(group.name, value)
        if role == Qt.ItemDataRole.CheckStateRole:
            return tick_state(excluded)
        if role == COUNT_ROLE:
            return value.count
        if role == SHARE_ROLE:
            return value.count / max((v.count for v in group.values), default=1) if value.count else 0.0
        if role == KIND_ROLE:
            return "value"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken_value(self._show_value(group.name, value), value.count, excluded)
        return None

    def _rows(self, group: _Group) -> int:
        return len(group.shown()) + group.has_more

    def _group_of(self, index: _Index) -> _Group | None:
        if not index.isValid():
            return None
        return self._groups[index.row() if index.internalId() == 0 else index.internalId() - 1]

    def _value(self, index: _Index) -> tuple[_Group, FacetValue] | None:
        if not index.isValid() or index.internalId() == 0:
            return None
        group = self._groups[index.internalId() - 1]
        shown = group.shown()
        return (group, shown[index.row()]) if index.row() < len(shown) else None

    def _with_ticked(self, name: FacetName, values: list[FacetValue]) -> list[FacetValue]:
        """Keep ticked values visible even when nothing matches them any more: they must be there to be unticked."""
        present = {value.value for value in values}
        values += [FacetValue(v, 0) for facet, v in self._ticks if facet == name and v not in present]
        return values

    def _replace(self, place: int, group: _Group, values: list[FacetValue]) -> None:
        parent = self.index(place, 0)
        before = [value.value for value in group.shown()]
        fresh = _Group(group.name, values, group.is_whole)
        if [value.value for value in fresh.shown()] == before and fresh.has_more == group.has_more:
            group.values = values
            if before:
                self.dataChanged.emit(self.index(0, 0, parent), self.index(self._rows(group) - 1, 0, parent))
            return
        if before:
            self.beginRemoveRows(parent, 0, self._rows(group) - 1)
            group.values = []
            self.endRemoveRows()
        self._insert(parent, group, values)

    def _insert(self, parent: QModelIndex, group: _Group, values: list[FacetValue]) -> None:
        rows = self._rows(_Group(group.name, values, group.is_whole))
        if rows:
            self.beginInsertRows(parent, 0, rows - 1)
            group.values = values
            self.endInsertRows()

    def _touch(self) -> None:
        for place, group in enumerate(self._groups):
            rows = self._rows(group)
            if rows:
                parent = self.index(place, 0)
                self.dataChanged.emit(self.index(0, 0, parent), self.index(rows - 1, 0, parent))


def tick_state(excluded: bool | None) -> Qt.CheckState:
    """Return how a tick is drawn: ticked, in part for "left out", or not (None)."""
    if excluded is None:
        return Qt.CheckState.Unchecked
    return Qt.CheckState.PartiallyChecked if excluded else Qt.CheckState.Checked


def spoken_value(name: str, count: int, excluded: bool | None) -> str:
    """Say a value with its tick, for a screen reader."""
    tr = FacetModel.tr
    state = {None: tr("not ticked"), False: tr("ticked"), True: tr("left out")}[excluded]
    return tr("{name}, {n} articles, {state}").format(name=name, n=count, state=state)
