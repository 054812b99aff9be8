"""The Imports: a place and not a wizard. One may leave it at any step and come back; past batches stand at the left."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QFrame, QLabel, QSplitter, QStackedWidget, QWidget

from desktop_app.archive.articles import Batch, Changes
from desktop_app.archive.batches import EditedSince
from desktop_app.gui.context import Context, Work
from desktop_app.gui.nav_list import NavList, NavRow, part_of_navigator
from desktop_app.gui.pieces import ElidedLabel, column, frame, icon_label, label, row, set_look, set_tone
from desktop_app.gui.place import Place, StatusLine, StatusPart, Width
from desktop_app.gui.transfer.batch_page import BatchPage, batch_name, save_text
from desktop_app.gui.transfer.choose_page import ChoosePage
from desktop_app.gui.transfer.import_run import ImportRun, Stage
from desktop_app.gui.transfer.progress_page import ProgressPage, duration
from desktop_app.gui.transfer.review_page import ReviewPage

_NOW = "now"
_STEPS: tuple[Stage, ...] = ("choose", "scan", "review", "import")


class StepsBar(QWidget):
    """Choose, Scan, Review, Import: where the import stands."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._theme = context.theme
        names = (self.tr("Choose"), self.tr("Scan"), self.tr("Review"), self.tr("Import"))
        self._parts: list[tuple[QLabel, QLabel, QLabel]] = []
        line = row(gap=8)
        for number, name in enumerate(names, start=1):
            if number > 1:
                bar = QFrame()
                bar.setObjectName("rule")
                bar.setFixedWidth(context.theme.px(32))
                line.addWidget(bar)
            tick = icon_label(context.theme, "check", "accent", 16)
            dot = label(context.theme, str(number), "small", weight=600)
            dot.setObjectName("step")
            dot.setAlignment(Qt.AlignmentFlag.AlignCenter)
            context.theme.dress(dot, "size", lambda one: one.setFixedSize(context.theme.px(22), context.theme.px(22)))
            words = label(context.theme, name)
            self._parts.append((tick, dot, words))
            for widget in (tick, dot, words):
                line.addWidget(widget)
        line.addStretch(1)
        self.setLayout(line)

    def show_stage(self, stage: Stage) -> None:
        """Mark the steps done, the step at hand and those to come."""
        now = len(_STEPS) if stage == "done" else _STEPS.index(stage)
        names = []
        for number, (tick, dot, words) in enumerate(self._parts):
            tick.setVisible(number < now)
            dot.setVisible(number >= now)
            set_look(dot, "now", number == now)
            self._theme.set_font(words, "body-strong" if number == now else "body")
            set_tone(words, "" if number == now else "muted")
            names.append(words.text())
        self.setAccessibleName(self.tr("Step {n} of {total}").format(n=min(now + 1, 4), total=4))


class ImportsPlace(Place):
    """Pages of the run at hand, or of one batch."""

    key = "imports"
    icon_name = "import"
    toolbar = ("inspector",)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.title_text = self.tr("Imports")
        self.run = ImportRun(context, self)
        self._batches: tuple[Batch, ...] = ()
        self._wanted = _NOW
        self._inspector_on = True
        self._fresh: int | None = None
        self._build()
        self._connect()
        self._show_run()

    # -- building

    def _build(self) -> None:
        theme = self.context.theme
        self.list = NavList(theme, self.tr("Imports"))
        self._navigator = part_of_navigator(self.list)
        self.choose = ChoosePage(self.context)
        self.steps = StepsBar(self.context)
        self._title = label(theme, "", "title", wrap=True)
        theme.set_font(self._title, "title", px=20)
        self._about = ElidedLabel(theme, "", "body", "muted", mode=Qt.TextElideMode.ElideMiddle)
        self.progress = ProgressPage(self.context, self.run)
        self.review = ReviewPage(self.context, self.run)
        self._working = QStackedWidget()
        self._working.addWidget(self.progress)
        self._working.addWidget(self.review)
        body = column(self._title, self._about, 8, self.steps, 8, margins=(28, 20, 28, 18), gap=4)
        body.addWidget(self._working, 1)
        self._run_page = frame(body, "surface")
        self.batch_page = BatchPage(self.context)
        batch_holder = frame(column(self.batch_page, margins=(28, 20, 28, 18), gap=0), "surface")
        self.pages = QStackedWidget()
        for page in (self.choose, self._run_page, batch_holder):
            self.pages.addWidget(page)
        self._batch_holder = batch_holder
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(1)
        self.splitter.addWidget(self.pages)
        self.splitter.addWidget(self.review.readings)
        self.splitter.setStretchFactor(0, 1)
        theme.dress(self.review.readings, "width", lambda pane: pane.setMinimumWidth(theme.size("inspector")))
        self.splitter.setSizes([1000, 330])
        self.setLayout(column(self.splitter, gap=0))

    def _connect(self) -> None:
        commands, run = self.context.commands, self.run
        run.changed.connect(self._on_run_changed)
        run.moved.connect(self.progress.move)
        self.choose.chosen.connect(self.take_files)
        self.review.back_wanted.connect(run.start_over)
        self.review.cancel_wanted.connect(run.start_over)
        self.review.report_wanted.connect(self._save_scan_report)
        self.batch_page.undo_wanted.connect(self.undo_batch)
        self.batch_page.more_wanted.connect(lambda: self._go_to(_NOW))
        self.list.chosen.connect(self._on_list)
        commands.connect("import.start", lambda: self.context.exchange.place_requested.emit("imports"))
        commands.connect("import.undo", lambda: self.undo_batch(self.batch_page.batch), self)
        commands.connect("import.report", self.batch_page.save_report, self)

    # -- place

    def navigator_part(self) -> QWidget:
        return self._navigator

    def enter(self) -> None:
        self._load_batches()

    def focus_default(self) -> None:
        if self.pages.currentWidget() is self.choose:
            self.choose.first().setFocus()
        elif self.pages.currentWidget() is self._batch_holder:
            self.batch_page.first().setFocus()
        elif self.run.stage == "review":
            self.review.table.setFocus()
        else:
            self.progress.stop.setFocus()

    def panes(self) -> list[QWidget]:
        shown = self.pages.currentWidget()
        if shown is self.choose:
            return [self.choose.first()]
        if shown is self._batch_holder:
            return [self.batch_page.first()]
        return [self.review.table] if self.run.stage == "review" else [self.progress.stop]

    def set_inspector(self, on: bool) -> None:
        self._inspector_on = on
        self._show_side()

    def set_width(self, width: Width) -> None:
        self._show_side()

    def save_state(self) -> dict[str, Any]:
        return {"shown": self._wanted}

    def restore_state(self, state: dict[str, Any]) -> None:
        self._go_to(str(state.get("shown") or _NOW))

    def on_changes(self, changes: Changes) -> None:
        if self.isVisible() and not self.run.is_busy:
            self._load_batches()

    def status(self) -> StatusLine:
        words = {
            "choose": self.tr("Nothing has been added yet"),
            "scan": self.tr("Looking through the files. Nothing has been added yet"),
            "review": self.tr("Nothing has been added yet"),
            "import": self.tr("Adding articles. You can go on writing"),
            "done": self.tr("The import is finished"),
        }[self.run.stage]
        return StatusLine((StatusPart(words),))

    def stop_work(self) -> None:
        """The window is closing: stop, and take back what the batch had brought."""
        if self.run.is_busy:
            self.run.stop()

    # -- wishes

    def take_files(self, paths: Sequence[str]) -> None:
        """Look through files and folders that were chosen or dropped."""
        if self.run.is_busy:
            words = self.tr("An import is at work. Its end is not far; then choose again.")
            self.context.messages.error(words)
            return
        self._wanted = _NOW
        self.run.start_over()
        self.run.choose([str(path) for path in paths], self.choose.options())

    def undo_batch(self, batch: Batch | None, *, keep_edited: bool = False, force: bool = False) -> None:
        """Take a batch back; articles edited since are asked about."""
        if batch is None:
            return
        archive, exchange = self.context.archive, self.context.exchange
        exchange.work_changed.emit(Work(self.tr("Undoing the import")))

        def done(changes: Changes) -> None:
            exchange.work_changed.emit(None)
            exchange.changed.emit(changes)
            number = QLocale().toString(batch.added)
            words = self.tr(
                "Undone: {n} articles from “{batch}” are no longer in the archive. The files on disk were not touched."
            )
            self.context.messages.toast(words.format(n=number, batch=batch_name(batch)))
            self._load_batches()

        def failed(error: Exception) -> None:
            exchange.work_changed.emit(None)
            if isinstance(error, EditedSince):
                self._ask_about_edited(batch, error)
            else:
                self.context.messages.failure(error)

        self.context.jobs.long(
            lambda: archive.undo_batch(batch.number, force, keep_edited=keep_edited), done=done, failed=failed
        )

    def _ask_about_edited(self, batch: Batch, error: EditedSince) -> None:
        number = len(error.articles)
        self.context.messages.ask(
            self.tr("%Ln articles were edited since", "", number),
            error.message,
            self.tr("Keep these, undo the rest"),
            then=lambda: self.undo_batch(batch, keep_edited=True),
            other=(self.tr("Undo all"), lambda: self.undo_batch(batch, force=True)),
            details=self.tr("Undo all moves the edited ones to the trash."),
        )

    # -- showing

    def _on_run_changed(self) -> None:
        run = self.run
        if run.stage == "done" and run.report is not None:
            report = run.report
            self._fresh = report.batch
            if report.cancelled:
                self.context.messages.toast(self.tr("Stopped. Nothing of this batch was kept."), tone="info")
            elif report.batch is None:
                self.context.messages.toast(self.tr("There was nothing new to add."), tone="info")
            self._wanted = f"batch:{report.batch}" if report.batch is not None else _NOW
            run.start_over()
            self.context.exchange.changed.emit(Changes(0))
            self._load_batches()
            return
        if self._wanted == _NOW:
            self._show_run()
        self._show_list()
        self.status_changed.emit(self.status())
        self.state_changed.emit()

    def _show_run(self) -> None:
        run = self.run
        if run.stage == "choose":
            self.pages.setCurrentWidget(self.choose)
        else:
            self.pages.setCurrentWidget(self._run_page)
            self._title.setText(self.tr("Import “{name}”").format(name=run.name))
            self._about.setText(self._about_words())
            self.steps.show_stage(run.stage)
            if run.stage == "review":
                is_new = self._working.currentWidget() is not self.review
                self._working.setCurrentWidget(self.review)
                if is_new:
                    self.review.show_run()
                    self.review.table.setFocus()
                else:
                    self.review.follow()
            elif self._working.currentWidget() is not self.progress or not self.progress.isVisible():
                self._working.setCurrentWidget(self.progress)
                self.progress.begin()
            else:
                self.progress.begin() if run.stage == "import" else self.progress.follow()
        self._show_side()

    def _about_words(self) -> str:
        run = self.run
        where = str(Path(run.paths[0]).parent) if len(run.paths) == 1 else ", ".join(run.paths)
        if run.stage != "review":
            return where
        files = self.tr("%Ln files in {folder}", "", len(run.rows)).format(folder=where)
        return files + "  ·  " + self.tr("scanned in {time}").format(time=duration(run.scan_s))

    def _show_side(self) -> None:
        is_review = self.pages.currentWidget() is self._run_page and self.run.stage == "review"
        self.review.readings.setVisible(is_review and self._inspector_on)

    def _load_batches(self) -> None:
        jobs = self.context.jobs
        jobs.read(
            self.context.archive.batches,
            done=self._take_batches,
            ticket=jobs.latest("batches"),
        )

    def _take_batches(self, batches: Sequence[Batch]) -> None:
        self._batches = tuple(batches)
        self._show_list()
        self._go_to(self._wanted)

    def _show_list(self) -> None:
        words = {
            "choose": "",
            "scan": self.tr("scan"),
            "review": self.tr("review"),
            "import": self.tr("at work"),
            "done": "",
        }[self.run.stage]
        name = self.run.name if self.run.stage != "choose" else self.tr("New import")
        rows = [NavRow(_NOW, name, "loader" if self.run.stage != "choose" else "plus", words)]
        if self._batches:
            rows.append(NavRow("", self.tr("Batches"), is_heading=True))
        for batch in self._batches:
            number = QLocale().toString(batch.added + batch.updated) if batch.undone is None else self.tr("undone")
            icon = "package-open" if batch.undone is None else "rotate-ccw"
            rows.append(NavRow(f"batch:{batch.number}", batch_name(batch), icon, number, tip=batch.source))
        self.list.set_rows(rows)
        self.list.set_current(self._wanted)

    def _on_list(self, key: str) -> None:
        if key != self._wanted:
            self.step()
            self._go_to(key)

    def _go_to(self, key: str) -> None:
        found = next((batch for batch in self._batches if f"batch:{batch.number}" == key), None)
        self._wanted = key if found is not None or key == _NOW or not self._batches else _NOW
        self.list.set_current(self._wanted)
        commands, reason = self.context.commands, self.tr("no import is chosen")
        can_undo = found is not None and found.undone is None and found.added + found.updated > 0
        commands.enable("import.undo", can_undo, reason, self)
        commands.enable("import.report", found is not None, reason, self)
        if found is not None:
            self.batch_page.show_batch(found, is_fresh=found.number == self._fresh)
            self.pages.setCurrentWidget(self._batch_holder)
            self._show_side()
        elif self._wanted == _NOW:
            self._show_run()
        self.state_changed.emit()

    def _save_scan_report(self) -> None:
        lines = [f"{one.group}\t{one.path}\t{one.title}\t{one.letters or one.reason}" for one in self.run.rows]
        path = self.context.archive.path
        folder = path.parent if path is not None else Path.home()
        save_text(self.context, folder / f"import-{self.run.name}-scan.txt", "\n".join(lines) + "\n")
