"""Pasting and dropping on the text, with the real clipboard, real keys and real files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.archive import Archive
from desktop_app.gui.context import Context
from desktop_app.gui.desk import DeskPlace
from desktop_app.gui.jobs import Jobs
from tests.gui.desk.test_writing import body, page, press, write
from tests.gui.editor.conftest import type_keys

__all__ = ["page"]
Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def copy(html: str = "", text: str = "", image: QImage | None = None) -> None:
    """Put something on the clipboard, as another program does."""
    data = QMimeData()
    if html:
        data.setHtml(html)
    if text:
        data.setText(text)
    if image is not None:
        data.setImageData(image)
    QGuiApplication.clipboard().setMimeData(data)


def picture(path: Path, color: Qt.GlobalColor = Qt.GlobalColor.red) -> Path:
    image = QImage(8, 6, QImage.Format.Format_RGB32)
    image.fill(color)
    assert image.save(str(path))
    return path


def drop(desk: DeskPlace, files: list[Path], at: int) -> bool:
    """Drop files on the letter at a place of the document; False where the text does not take them."""
    editor = desk.pane.editor
    cursor = editor.textCursor()
    cursor.setPosition(at)
    spot = editor.cursorRect(cursor).center()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    buttons, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(spot, Qt.DropAction.CopyAction, data, buttons, none)
    QApplication.sendEvent(editor.viewport(), enter)
    if not enter.isAccepted():
        return False
    QApplication.sendEvent(editor.viewport(), QDropEvent(QPointF(spot), Qt.DropAction.CopyAction, data, buttons, none))
    return True


def test_html_is_pasted_as_markdown_in_one_step(page: DeskPlace) -> None:
    write(page, "əvvəl ‸ sonra")
    copy("<p>bax: <a href='https://x.org'>bu <b>səhifə</b></a></p>", "bax: bu səhifə")
    press(page, Key.Key_V, CTRL)
    assert body(page) == "əvvəl bax: [bu **səhifə**](https://x.org) sonra"
    type_keys(page.pane.editor, "!")
    assert body(page) == "əvvəl bax: [bu **səhifə**](https://x.org)! sonra", "the caret is behind what was pasted"
    press(page, Key.Key_Z, CTRL)
    assert body(page) == "əvvəl bax: [bu **səhifə**](https://x.org) sonra"
    press(page, Key.Key_Z, CTRL)
    assert body(page) == "əvvəl  sonra"


def test_lists_and_headings_stand_apart_from_what_is_around(page: DeskPlace) -> None:
    write(page, "əvvəl‸sonra")
    copy("<ul><li>bir</li><li>iki</li></ul>", "bir\niki")
    press(page, Key.Key_V, CTRL)
    assert body(page) == "əvvəl\n\n- bir\n- iki\n\nsonra"


def test_a_selection_is_replaced_and_a_quotation_goes_on(page: DeskPlace) -> None:
    write(page, "> deyir: ‸")
    copy("<p><i>bir</i></p><p>iki</p>", "bir\n\niki")
    press(page, Key.Key_V, CTRL)
    assert body(page) == "> deyir: *bir*\n> \n> iki"
    page.pane.editor.go_to(2, 2 + len(body(page)))
    copy("<b>yeni</b>", "yeni")
    press(page, Key.Key_V, CTRL)
    assert body(page) == "**yeni**"


def test_an_address_on_words_is_a_link_also_when_it_comes_with_html(page: DeskPlace) -> None:
    write(page, "bura bax")
    page.pane.editor.go_to(2, 6)
    copy("<span>https://example.org/a</span>", "https://example.org/a")
    press(page, Key.Key_V, CTRL)
    assert body(page) == "[bura](https://example.org/a) bax"


def test_code_and_headline_take_plain_text(page: DeskPlace) -> None:
    write(page, "```\n‸\n```")
    copy("<b>x</b> = 1", "x = 1")
    press(page, Key.Key_V, CTRL)
    assert body(page) == "```\nx = 1\n```"
    page.pane.editor.go_to(0)
    press(page, Key.Key_V, CTRL)
    assert page.pane.editor.texts()[0] == "x = 1T"


def test_a_page_pasted_into_an_empty_draft_brings_its_headline(desk: DeskPlace) -> None:
    desk.new_draft({})
    copy("<h1>Başlıq</h1><p>Mətn <b>burada</b></p>", "Başlıq\nMətn burada")
    press(desk, Key.Key_V, CTRL)
    title, text = desk.pane.editor.texts()
    assert title == "Başlıq"
    assert text.strip() == "Mətn **burada**"


def test_shift_pastes_the_plain_text(page: DeskPlace) -> None:
    copy("<b>qalın</b>", "qalın\r\nsətir")
    page.pane.editor.insertPlainText(QGuiApplication.clipboard().text())
    assert body(page) == "qalın\nsətir"


def test_a_picture_on_the_clipboard_is_taken_into_the_archive(page: DeskPlace, archive: Archive) -> None:
    write(page, "əvvəl‸")
    image = QImage(8, 6, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.blue)
    copy(html='<img src="https://x.org/p.png">', image=image)
    press(page, Key.Key_V, CTRL)
    page.flush()
    (kept,) = archive.pictures(page.text.id)
    assert body(page) == f"əvvəl\n\n![]({kept.name})"
    assert archive.picture_bytes(kept.sha256).startswith(b"\x89PNG")
    press(page, Key.Key_V, CTRL)
    assert len(archive.pictures(page.text.id)) == 1, "the same picture is kept once"


def test_a_picture_within_a_page_comes_along(page: DeskPlace, archive: Archive, tmp_path: Path) -> None:
    import base64

    data = base64.b64encode(picture(tmp_path / "a.png").read_bytes()).decode()
    copy(f'<p>ev: <img alt="ev" src="data:image/png;base64,{data}"></p>', "ev:")
    press(page, Key.Key_V, CTRL)
    (kept,) = archive.pictures(page.text.id)
    assert body(page) == f"ev: ![ev]({kept.name})"


def test_pictures_are_dropped_where_they_shall_stand(page: DeskPlace, archive: Archive, tmp_path: Path) -> None:
    write(page, "bir\n\niki\n\nüç‸")
    files = [picture(tmp_path / "ev 1.png"), picture(tmp_path / "ev 2.png", Qt.GlobalColor.green)]
    assert drop(page, files, 2 + len("bir\n\niki"))
    assert body(page) == "bir\n\niki\n\n![](images/ev-1.png)\n\n![](images/ev-2.png)\n\nüç"
    other = tmp_path / "sub"
    other.mkdir()
    picture(other / "ev 1.png", Qt.GlobalColor.yellow)
    assert drop(page, [other / "ev 1.png"], 2)
    assert "![](images/ev-1-2.png)" in body(page), "another picture of the same name does not take its place"
    assert len(archive.pictures(page.text.id)) == 3


def test_a_text_file_dropped_comes_in_or_is_imported_instead(
    page: DeskPlace, context: Context, tmp_path: Path, qtbot: QtBot
) -> None:
    write(page, "əvvəl ‸")
    file = tmp_path / "köhnə.txt"
    file.write_bytes("Привет, мир. Это старый текст, набранный давно.".encode("cp1251"))
    assert drop(page, [file], 2 + len("əvvəl "))
    assert body(page) == "əvvəl Привет, мир. Это старый текст, набранный давно."
    toast = context.messages.said[-1]
    assert toast.text == "The words of köhnə.txt stand in the text now"
    with qtbot.waitSignal(context.exchange.import_requested) as told:
        toast.accept()
    assert told.args == [[str(file)]]
    assert body(page) == "əvvəl "


def test_other_files_are_the_windows(page: DeskPlace, tmp_path: Path) -> None:
    file = tmp_path / "a.docx"
    file.write_bytes(b"PK")
    assert not drop(page, [file], 2)
    assert not drop(page, [file, picture(tmp_path / "a.png")], 2)


def test_a_file_that_cannot_be_read_is_told_and_changes_nothing(page: DeskPlace, context: Context) -> None:
    write(page, "mətn‸")
    page.pane.pasting.add_pictures(["/nowhere/a.png"])
    assert body(page) == "mətn"
    assert "could not be read" in context.messages.said[-1].text


def test_one_writes_on_while_a_clip_is_read_and_pastes_keep_their_order(
    page: DeskPlace, context: Context, qtbot: QtBot
) -> None:
    jobs = Jobs(context.messages.failure)
    page.pane.pasting._context = replace(context, jobs=jobs)
    write(page, "[‸]")
    big = "<p>" + "söz <b>qalın</b> " * 5_000 + "</p>"
    for html in (big, "<i>ikinci</i>"):
        copy(html, "x")
        press(page, Key.Key_V, CTRL)
    type_keys(page.pane.editor, "yazı")
    assert body(page) == "[yazı]"
    qtbot.waitUntil(lambda: not page.pane.pasting._places, timeout=20_000)
    assert body(page).startswith("[söz **qalın** söz")
    assert body(page).endswith("*ikinci*yazı]")
    type_keys(page.pane.editor, "!")
    assert body(page).endswith("yazı!]")
    jobs.close()


@pytest.mark.parametrize("html", ["<ul><li>a</li></ul>", "<b>x</b>"])
def test_nothing_comes_into_a_text_that_is_only_read(page: DeskPlace, html: str) -> None:
    write(page, "mətn‸")
    page.pane.editor.setReadOnly(True)
    copy(html, "x")
    press(page, Key.Key_V, CTRL)
    assert body(page) == "mətn"
