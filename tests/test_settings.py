"""Settings: every value within its limits, a file that is never fatal and never lost, two writers at once."""

from __future__ import annotations

import os
import threading
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app import settings as module
from desktop_app.errors import NotFound, UserError
from desktop_app.settings import PAGES, SETTINGS, Settings, setting


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


def test_every_setting_is_whole_and_its_default_fits() -> None:
    assert len({s.key for s in SETTINGS}) == len(SETTINGS)
    for known in SETTINGS:
        assert known.page in PAGES, known.key
        assert known.title, known.key
        assert known.check(known.default) == known.default, known.key
        assert known.allowed, known.key
    assert {s.page for s in SETTINGS} == set(PAGES)


def test_autosave_can_never_be_later_than_one_second() -> None:
    with pytest.raises(UserError, match="200 to 1000"):
        Settings().set("editor.autosave_ms", 1001)


def test_a_set_value_is_on_disk_and_read_again(file: Path) -> None:
    settings = Settings.load(file)
    settings.set("appearance.theme", "dark")
    settings.set("editor.line_spacing", 1.8)
    settings.set("editor.show_goal", False)
    settings.set("export.folder", 'C:\\Users\\Nigar "N"\n')
    again = Settings.load(file)
    assert again.as_dict() == settings.as_dict()
    assert again.get("export.folder") == 'C:\\Users\\Nigar "N"\n'
    assert again.notes == ()


def test_only_what_differs_is_written(file: Path) -> None:
    settings = Settings.load(file)
    settings.set("editor.size_px", 20)
    settings.set("appearance.theme", "system")
    assert tomllib.loads(file.read_text("utf-8")) == {"editor": {"size_px": 20}}
    settings.reset("editor.size_px")
    assert tomllib.loads(file.read_text("utf-8")) == {}
    assert settings.get("editor.size_px") == 18


def test_no_file_is_written_by_reading(file: Path) -> None:
    assert Settings.load(file).get("appearance.text_scale") == 100
    assert not file.exists()


@pytest.mark.parametrize("broken", [b"editor = {", b"\xff\xfe\x00", b'a = "\n', b"editor.font = 1\neditor.font = 2\n"])
def test_a_broken_file_is_set_aside_and_told(file: Path, broken: bytes) -> None:
    file.write_bytes(broken)
    settings = Settings.load(file)
    assert settings.get("editor.font") == "Literata"
    (aside,) = file.parent.glob("settings.broken-*.toml")
    assert aside.read_bytes() == broken
    assert len(settings.notes) == 1
    assert str(aside) in settings.notes[0]
    settings.set("editor.font", "Inter")
    assert Settings.load(file).notes == ()


def test_a_value_that_does_not_fit_is_told_and_kept_until_it_is_set(file: Path) -> None:
    file.write_text('[editor]\nsize_px = 900\nfont = 3\n[appearance]\ntheme = "dark"\n', "utf-8")
    settings = Settings.load(file)
    assert settings.get("editor.size_px") == 18
    assert settings.get("appearance.theme") == "dark"
    assert len(settings.notes) == 2
    assert "12 to 40" in settings.notes[0]
    settings.set("editor.font", "Inter")
    assert tomllib.loads(file.read_text("utf-8"))["editor"] == {"size_px": 900, "font": "Inter"}
    settings.set("editor.size_px", 22)
    assert Settings.load(file).notes == ()


def test_keys_of_a_later_release_survive_a_write(file: Path) -> None:
    file.write_text(
        'weather.map = {a = 1979-05-27, "b c" = [1, 2.5, true]}\nempty = {}\n[[plugin]]\nname = "x"\n', "utf-8"
    )
    before = tomllib.loads(file.read_text("utf-8"))
    Settings.load(file).set("appearance.density", "compact")
    after = tomllib.loads(file.read_text("utf-8"))
    assert after.pop("appearance") == {"density": "compact"}
    assert after == before


def test_a_group_written_as_one_value_does_not_spoil_the_file(file: Path) -> None:
    file.write_text("editor = 5\n", "utf-8")
    settings = Settings.load(file)
    assert "editor" in settings.notes[0]
    settings.set("editor.size_px", 20)
    assert Settings.load(file).get("editor.size_px") == 20


def test_two_programs_do_not_undo_each_other(file: Path) -> None:
    window, command_line = Settings.load(file), Settings.load(file)
    window.set("appearance.theme", "dark")
    command_line.set("editor.size_px", 21)
    told: list[str] = []
    end = window.watch(told.append)
    window.reload()
    assert told == ["editor.size_px"]
    assert window.as_dict() == Settings.load(file).as_dict()
    end()
    window.set("editor.size_px", 18)
    assert told == ["editor.size_px"]


def test_watchers_hear_of_changes_only(file: Path) -> None:
    settings = Settings.load(file)
    told: list[str] = []
    settings.watch(told.append)
    settings.set("appearance.theme", "system")
    settings.set("appearance.theme", "dark")
    settings.set("appearance.theme", "dark")
    settings.reset(page="Appearance")
    assert told == ["appearance.theme", "appearance.theme"]


def test_a_page_is_set_back_alone(file: Path) -> None:
    settings = Settings.load(file)
    settings.set("appearance.theme", "dark")
    settings.set("editor.size_px", 30)
    settings.reset(page="Appearance")
    assert settings.get("appearance.theme") == "system"
    assert settings.get("editor.size_px") == 30
    settings.reset()
    assert settings.get("editor.size_px") == 18


@pytest.mark.parametrize(
    ("key", "typed", "value"),
    [
        ("editor.show_goal", "off", False),
        ("editor.show_goal", " Yes ", True),
        ("editor.size_px", "20", 20),
        ("editor.line_spacing", "2", 2.0),
        ("appearance.theme", "dark ", "dark"),
        ("languages.drafts", "", ""),
        ("export.folder", " a b", " a b"),
    ],
)
def test_typed_values_are_read(key: str, typed: str, value: object) -> None:
    assert setting(key).parse(typed) == value


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("editor.show_goal", "perhaps"),
        ("editor.size_px", "20.5"),
        ("editor.size_px", "11"),
        ("editor.line_spacing", "nan"),
        ("editor.line_spacing", "inf"),
        ("appearance.theme", "purple"),
        ("export.folder", "a\x00b"),
    ],
)
def test_what_does_not_fit_is_refused_in_words(key: str, typed: str) -> None:
    with pytest.raises(UserError) as refused:
        setting(key).parse(typed)
    assert setting(key).allowed in refused.value.hint


def test_an_unknown_key_names_its_neighbours() -> None:
    with pytest.raises(NotFound, match=r"editor\.font"):
        Settings().get("editor.colour")


def test_whole_numbers_written_as_decimals_are_whole(file: Path) -> None:
    file.write_text("editor.size_px = 20.0\n", "utf-8")
    size = Settings.load(file).get("editor.size_px")
    assert (size, type(size)) == (20, int)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a folder that refuses to be written")
def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o500)
    settings = Settings.load(folder / "settings.toml")
    with pytest.raises(UserError, match="could not be written"):
        settings.set("editor.size_px", 20)


def test_a_value_the_disk_refused_holds_until_the_end(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings.load(file)

    def full_disk(path: Path, text: str) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(module, "replace_file", full_disk)
        with pytest.raises(UserError, match="No space left"):
            settings.set("editor.size_px", 20)
        settings.reload()
        assert settings.get("editor.size_px") == 20
    settings.set("appearance.theme", "dark")
    assert Settings.load(file).get("editor.size_px") == 20


def test_many_threads_write_one_whole_file(file: Path) -> None:
    settings = Settings.load(file)
    threads = [threading.Thread(target=settings.set, args=("editor.size_px", 12 + number)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Settings.load(file).get("editor.size_px") == settings.get("editor.size_px")
    assert [path.name for path in file.parent.iterdir()] == ["settings.toml"]


_SCALARS = st.one_of(st.booleans(), st.integers(-(2**63), 2**63 - 1), st.floats(allow_nan=False), st.text())
_FOREIGN = st.dictionaries(st.text(min_size=1), st.one_of(_SCALARS, st.lists(_SCALARS, max_size=3)), max_size=4)


@given(_FOREIGN, st.text().filter(lambda text: "\x00" not in text))
def test_whatever_is_written_can_be_read_back(foreign: dict[str, object], folder: str) -> None:
    text = module._to_toml({"export.folder": folder}, foreign)
    back = dict(module._flatten(tomllib.loads(text)))
    assert back["export.folder"] == folder
