"""A real archive in a file, with the parts a pane is handed; lanes run at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.app import App
from desktop_app.archive import Archive
from desktop_app.archive.articles import Article, Author
from desktop_app.gui.commands import Commands
from desktop_app.gui.context import Context
from desktop_app.gui.desk import DeskPlace
from desktop_app.gui.jobs import ImmediateJobs
from desktop_app.gui.messages import Messages
from desktop_app.gui.theme import Theme, ThemeKeeper, load_fonts
from desktop_app.settings import Settings

BODY = """Gəncənin köhnə mətbəəsində çap dəzgahı yenidən işə düşüb.

## Səs yenə eşidilir

“Biz onu muzeyə yox, işə qaytarmaq istəyirdik.” Dəzgah gündə **iki yüz vərəq** çap edir.[^1]

- hürufat
- kağız

[^1]: Usta Rauf Səlimov.
"""


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.create(tmp_path / "a.copydesk") as made:
        yield made


@pytest.fixture
def context(qtbot: QtBot, archive: Archive) -> Context:
    load_fonts()
    messages = Messages()
    jobs = ImmediateJobs()

    def fail(error: Exception) -> None:
        messages.failure(error)
        raise error

    jobs.on_error = fail
    settings = Settings()
    return Context(App(archive, settings), jobs, ThemeKeeper(Theme.load("light")), Commands(), messages, settings)


@pytest.fixture
def press(archive: Archive) -> int:
    """An article like the one in the pictures; its number."""
    article = Article(
        title="Köhnə çap dəzgahının ikinci ömrü",
        standfirst="1911-ci ilin maşını yenidən vərəq verir",
        body=BODY,
        language="az",
        authors=(Author("Nərgiz Əliyeva", "Gəncə"),),
        tags=("çap tarixi", "Gəncə"),
        section="Mədəniyyət",
        word_goal=800,
    )
    return archive.add(article).articles[0]


@pytest.fixture
def others(archive: Archive, press: int) -> tuple[int, ...]:
    return archive.add(
        Article(title="Vapurda bir sabah", body="Sabahın altısında iskele.", language="tr", status="review"),
        Article(title="Письма из Шеки", body="Фабрика закрылась. ![дом](dom.png)", language="ru", folder="Портреты"),
    ).articles


@pytest.fixture
def desk(qtbot: QtBot, context: Context, press: int, others: tuple[int, ...]) -> Iterator[DeskPlace]:
    place = DeskPlace(context, preview="rich")
    qtbot.addWidget(place)
    context.exchange.changed.connect(lambda changes: place.on_changes(changes))
    context.exchange.changed.connect(lambda changes: context.exchange.counts_changed.emit(context.archive.counts()))
    place.resize(1400, 850)
    place.show()
    place.activateWindow()
    place.enter()
    context.exchange.counts_changed.emit(context.archive.counts())
    yield place
    place.shut_down()
