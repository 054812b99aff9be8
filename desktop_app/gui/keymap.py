"""The table of commands: what each is called, where it stands, which keys it has. Nothing else.

The order is the order of the menus; a `None` is a line between groups. `keys` are for Windows and Linux, `mac_keys` for
macOS, `alt` is a second key that also works. No key is used that a desktop, an input method or AltGr claims, and none
that the Azerbaijani or Turkish layout lacks; `tests/gui/test_commands.py` holds the table to that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Scope = Literal["window", "editor", "list", "reader"]
"""Where the keys work: everywhere in the window, or only while that kind of pane has the focus."""

MENUS = ("File", "Edit", "Format", "View", "Go", "Archive", "Help")


@dataclass(frozen=True, slots=True)
class Command:
    """One row. `needs` is what must be there: a text, an editor, an article, a batch, an archive."""

    id: str
    text: str
    menu: str
    keys: str = ""
    mac_keys: str = ""
    alt: str = ""
    icon: str = ""
    scope: Scope = "window"
    needs: str = ""
    is_checkable: bool = False
    under: str = ""
    """The submenu it stands in; the palette shows "Theme: Dark"."""


# fmt: off
TABLE: tuple[Command | None, ...] = (
    # File
    Command("draft.new", "New draft", "File", keys="Ctrl+N", mac_keys="Cmd+N", icon="plus"),
    Command("draft.template", "New from a template…", "File", icon="layout-template"),
    Command("window.new", "Open in a new window", "File", keys="Ctrl+Shift+N", mac_keys="Shift+Cmd+N"),
    None,
    Command("archive.new", "New archive…", "File", icon="file-plus"),
    Command("archive.open", "Open an archive…", "File", keys="Ctrl+O", mac_keys="Cmd+O", icon="folder-open"),
    Command("archive.recent", "Recent archives…", "File", icon="database"),
    Command("archive.sample", "Open the sample archive", "File", icon="book-open"),
    None,
    Command("import.start", "Import…", "File", keys="Ctrl+Shift+I", mac_keys="Shift+Cmd+I", icon="import"),
    Command("import.report", "Save import report…", "File", icon="file-down", needs="batch"),
    None,
    Command("version.keep", "Save and keep this version", "File",
            keys="Ctrl+S", mac_keys="Cmd+S", icon="history", needs="text"),
    Command("duplicate", "Duplicate this draft", "File", icon="copy", needs="article"),
    Command("template.keep", "Keep as a template…", "File", icon="layout-template", needs="text"),
    Command("templates.folder", "Own templates and snippets", "File", icon="folder-open"),
    Command("copy.save", "Save a copy…", "File",
            keys="Ctrl+Shift+S", mac_keys="Shift+Cmd+S", icon="file-down", needs="text"),
    Command("export", "Export…", "File", keys="Ctrl+E", mac_keys="Shift+Cmd+E", icon="share", needs="article"),
    Command("print", "Print…", "File", keys="Ctrl+P", mac_keys="Cmd+P", icon="printer", needs="article"),
    None,
    Command("backup", "Back up the archive now", "File", icon="database", needs="archive"),
    Command("archive.check", "Check the archive", "File", icon="shield-check", needs="archive"),
    None,
    Command("window.close", "Close window", "File", keys="Ctrl+F4", mac_keys="Cmd+W", alt="Ctrl+W"),
    Command("app.quit", "Quit", "File", keys="Ctrl+Q", mac_keys="Cmd+Q"),
    None,
    # Edit
    Command("undo", "Undo", "Edit", keys="Ctrl+Z", mac_keys="Cmd+Z"),
    Command("redo", "Redo", "Edit", keys="Ctrl+Shift+Z", mac_keys="Shift+Cmd+Z", alt="Ctrl+Y"),
    Command("change.undo", "Undo the last change to articles", "Edit", icon="rotate-ccw"),
    None,
    Command("cut", "Cut", "Edit", keys="Ctrl+X", mac_keys="Cmd+X"),
    Command("copy", "Copy", "Edit", keys="Ctrl+C", mac_keys="Cmd+C", icon="copy"),
    Command("paste", "Paste", "Edit", keys="Ctrl+V", mac_keys="Cmd+V"),
    Command("paste.plain", "Paste text only", "Edit", keys="Ctrl+Shift+V", mac_keys="Shift+Cmd+V"),
    Command("select.all", "Select all", "Edit", keys="Ctrl+A", mac_keys="Cmd+A"),
    Command("choose.all", "Choose all in the list", "Edit", icon="square-check"),
    None,
    Command("find", "Find in this text", "Edit", keys="Ctrl+F", mac_keys="Cmd+F", icon="search"),
    Command("replace", "Find and replace", "Edit", keys="Ctrl+H", mac_keys="Alt+Cmd+F"),
    Command("replace.archive", "Find and replace across the archive…", "Edit", icon="archive", needs="archive"),
    Command("hit.next", "Next hit", "Edit", keys="F3", mac_keys="Cmd+G", icon="chevron-down"),
    Command("hit.prev", "Previous hit", "Edit", keys="Shift+F3", mac_keys="Shift+Cmd+G", icon="chevron-up"),
    None,
    Command("move.up", "Line up", "Edit",
            keys="Ctrl+Shift+Up", mac_keys="Alt+Up", scope="editor", needs="editor", under="Move"),
    Command("move.down", "Line down", "Edit",
            keys="Ctrl+Shift+Down", mac_keys="Alt+Down", scope="editor", needs="editor", under="Move"),
    Command("paragraph.up", "Paragraph up", "Edit", scope="editor", needs="editor", under="Move"),
    Command("paragraph.down", "Paragraph down", "Edit", scope="editor", needs="editor", under="Move"),
    Command("section.up", "Section up", "Edit",
            keys="Alt+Shift+Up", mac_keys="Alt+Shift+Up", scope="editor", needs="editor", under="Move"),
    Command("section.down", "Section down", "Edit",
            keys="Alt+Shift+Down", mac_keys="Alt+Shift+Down", scope="editor", needs="editor", under="Move"),
    Command("case.upper", "Capitals", "Edit", icon="type", scope="editor", needs="editor", under="Letters"),
    Command("case.lower", "Small letters", "Edit", icon="type", scope="editor", needs="editor", under="Letters"),
    Command("case.title", "A capital to each word", "Edit",
            icon="type", scope="editor", needs="editor", under="Letters"),
    Command("case.sentence", "A capital to each sentence", "Edit",
            icon="type", scope="editor", needs="editor", under="Letters"),
    None,
    Command("trash", "Move to trash", "Edit",
            keys="Del", mac_keys="Cmd+Backspace", icon="trash-2", scope="list", needs="article"),
    Command("trash.restore", "Put back from trash", "Edit", icon="rotate-ccw", scope="list", needs="article"),
    Command("trash.forever", "Delete for ever…", "Edit", icon="trash-2", needs="article"),
    Command("trash.empty", "Empty the trash…", "Edit", icon="trash-2"),
    Command("import.undo", "Undo import…", "Edit", icon="rotate-ccw", needs="batch"),
    None,
    # Format
    Command("bold", "Bold", "Format", keys="Ctrl+B", mac_keys="Cmd+B", icon="bold", scope="editor", needs="editor"),
    Command("italic", "Italic", "Format",
            keys="Ctrl+I", mac_keys="Cmd+I", icon="italic", scope="editor", needs="editor"),
    Command("link", "Link", "Format", keys="Ctrl+K", mac_keys="Cmd+K", icon="link", scope="editor", needs="editor"),
    Command("link.article", "Link to an article…", "Format",
            keys="Ctrl+Shift+K", mac_keys="Shift+Cmd+K", icon="newspaper", scope="editor", needs="editor"),
    None,
    Command("heading.1", "Heading 1", "Format",
            keys="Ctrl+1", mac_keys="Cmd+1", icon="heading", scope="editor", needs="editor"),
    Command("heading.2", "Heading 2", "Format",
            keys="Ctrl+2", mac_keys="Cmd+2", icon="heading", scope="editor", needs="editor"),
    Command("heading.3", "Heading 3", "Format",
            keys="Ctrl+3", mac_keys="Cmd+3", icon="heading", scope="editor", needs="editor"),
    Command("quote", "Quotation", "Format",
            keys="Ctrl+Shift+B", mac_keys="Shift+Cmd+B", icon="quote", scope="editor", needs="editor"),
    Command("list", "List", "Format",
            keys="Ctrl+Shift+L", mac_keys="Shift+Cmd+L", icon="list", scope="editor", needs="editor"),
    Command("list.numbered", "Numbered list", "Format", icon="list", scope="editor", needs="editor"),
    Command("footnote", "Footnote", "Format",
            keys="Ctrl+Shift+M", mac_keys="Shift+Cmd+M", icon="superscript", scope="editor", needs="editor"),
    Command("footnotes.renumber", "Number footnotes anew", "Format",
            icon="superscript", scope="editor", needs="editor"),
    Command("picture", "Picture…", "Format", icon="image", scope="editor", needs="editor"),
    Command("table", "Insert, or tidy this one", "Format", scope="editor", needs="editor", under="Table"),
    Command("table.row", "Add a row", "Format", scope="editor", needs="editor", under="Table"),
    Command("table.column", "Add a column", "Format", scope="editor", needs="editor", under="Table"),
    Command("table.row.remove", "Remove this row", "Format", scope="editor", needs="editor", under="Table"),
    Command("table.column.remove", "Remove this column", "Format", scope="editor", needs="editor", under="Table"),
    Command("table.left", "Align left", "Format", scope="editor", needs="editor", under="Table"),
    Command("table.centre", "Align in the middle", "Format", scope="editor", needs="editor", under="Table"),
    Command("table.right", "Align right", "Format", scope="editor", needs="editor", under="Table"),
    None,
    Command("snippet", "Insert…", "Format", icon="plus", needs="editor", under="Snippets"),
    Command("snippet.keep", "Keep the selection…", "Format", icon="copy", needs="editor", under="Snippets"),
    Command("blank.next", "Next blank to fill in", "Format", icon="chevron-right", needs="editor", under="Snippets"),
    Command("comment", "Comment…", "Format", icon="pen-line", needs="editor", under="Comments"),
    Command("comment.resolve", "Resolve the one here", "Format", icon="check", needs="editor", under="Comments"),
    Command("comment.next", "Next comment", "Format", icon="chevron-down", needs="editor", under="Comments"),
    Command("comment.prev", "Comment before", "Format", icon="chevron-up", needs="editor", under="Comments"),
    None,
    Command("spelling", "Check spelling", "Format",
            keys="F7", mac_keys="Shift+F7", icon="spell-check", needs="editor"),
    Command("letters", "Restore letters…", "Format", icon="languages", needs="editor"),
    Command("spelling.add", "Add this word to my own words", "Format", needs="editor", under="Spelling"),
    Command("spelling.ignore", "Ignore this word until I close Copydesk", "Format", needs="editor", under="Spelling"),
    Command("spelling.ignore_here", "Ignore this word in this article", "Format", needs="editor", under="Spelling"),
    Command("spelling.language", "Language of this paragraph…", "Format",
            icon="languages", needs="editor", under="Spelling"),
    None,
    # View
    Command("navigator", "Navigator", "View", keys="F9", mac_keys="Alt+Cmd+S", icon="panel-left", is_checkable=True),
    Command("inspector", "Inspector", "View", keys="F8", mac_keys="Alt+Cmd+I", icon="panel-right", is_checkable=True),
    Command("inspector.outline", "Outline", "View", icon="list"),
    Command("inspector.details", "Details", "View", icon="info"),
    Command("inspector.history", "History", "View", icon="history"),
    Command("inspector.notes", "Notes", "View", icon="pen-line"),
    None,
    Command("preview", "Split preview", "View", keys="Ctrl+R", mac_keys="Cmd+R", icon="columns-2", is_checkable=True),
    Command("focus", "Focus mode", "View", keys="F11", mac_keys="Shift+Cmd+D", icon="focus", is_checkable=True),
    Command("typewriter", "Typewriter scrolling", "View", icon="type", is_checkable=True),
    Command("read.aloud", "Read aloud", "View", icon="eye", needs="editor", is_checkable=True),
    Command("format.bar", "Formatting bar", "View", icon="type", is_checkable=True),
    None,
    Command("text.bigger", "Bigger text", "View", keys="Ctrl++", mac_keys="Cmd++"),
    Command("text.smaller", "Smaller text", "View", keys="Ctrl+-", mac_keys="Cmd+-"),
    Command("text.reset", "Normal text size", "View", keys="Ctrl+0", mac_keys="Cmd+0"),
    None,
    Command("theme.light", "Light", "View", icon="sun-moon", is_checkable=True, under="Theme"),
    Command("theme.dark", "Dark", "View", icon="sun-moon", is_checkable=True, under="Theme"),
    Command("theme.system", "As the system", "View", icon="sun-moon", is_checkable=True, under="Theme"),
    None,
    # Go
    Command("search", "Search the archive", "Go",
            keys="Ctrl+Shift+F", mac_keys="Shift+Cmd+F", alt="Ctrl+L", icon="search"),
    Command("palette", "Command palette", "Go", keys="Ctrl+Shift+P", mac_keys="Shift+Cmd+P", icon="command"),
    Command("recent", "Recent drafts", "Go", keys="Ctrl+Tab", mac_keys="Ctrl+Tab", icon="file-pen"),
    Command("headings", "Go to heading…", "Go", keys="Ctrl+Shift+O", mac_keys="Shift+Cmd+O", icon="heading"),
    None,
    Command("back", "Back", "Go", keys="Alt+Left", mac_keys="Ctrl+Cmd+Left", icon="chevron-left"),
    Command("forward", "Forward", "Go", keys="Alt+Right", mac_keys="Ctrl+Cmd+Right", icon="chevron-right"),
    None,
    Command("place.desk", "Desk", "Go", keys="Alt+1", mac_keys="Ctrl+1", icon="square-pen"),
    Command("place.archive", "Archive", "Go", keys="Alt+2", mac_keys="Ctrl+2", icon="archive"),
    Command("place.imports", "Imports", "Go", keys="Alt+3", mac_keys="Ctrl+3", icon="import"),
    Command("place.trash", "Trash", "Go", keys="Alt+4", mac_keys="Ctrl+4", icon="trash-2"),
    None,
    Command("pane.next", "Next pane", "Go", keys="F6", mac_keys="F6"),
    Command("pane.prev", "Previous pane", "Go", keys="Shift+F6", mac_keys="Shift+F6"),
    None,
    # Archive
    Command("read", "Read (in a list)", "Archive",
            keys="Enter", mac_keys="Enter", icon="eye", scope="list", needs="article"),
    Command("edit", "Edit this article", "Archive",
            keys="Ctrl+Enter", mac_keys="Cmd+Enter", icon="square-pen", needs="article"),
    Command("headline.edit", "Change headline", "Archive", keys="F2", mac_keys="F2", scope="list", needs="article"),
    Command("history", "Versions", "Archive",
            keys="Ctrl+Shift+H", mac_keys="Shift+Cmd+H", icon="history", needs="text"),
    Command("version.paragraph", "Restore this paragraph", "Archive", icon="rotate-ccw", needs="text"),
    Command("sentence.history", "Since when is this sentence here?", "Archive", icon="history", needs="text"),
    None,
    Command("result.next", "Next result while reading", "Archive",
            keys="Alt+Down", mac_keys="Ctrl+Cmd+Down", scope="reader"),
    Command("result.prev", "Previous result", "Archive", keys="Alt+Up", mac_keys="Ctrl+Cmd+Up", scope="reader"),
    Command("timeline", "Timeline: brush with keys", "Archive", keys="Ctrl+T", mac_keys="Cmd+T", icon="calendar"),
    Command("facets.clear", "Clear all filters", "Archive", icon="list-filter"),
    Command("search.save", "Save this search", "Archive", keys="Ctrl+D", mac_keys="Cmd+D", icon="bookmark"),
    None,
    Command("cite", "Copy citation", "Archive",
            keys="Ctrl+Shift+C", mac_keys="Shift+Cmd+C", icon="quote", needs="article"),
    Command("similar", "Similar articles", "Archive", icon="book-copy", needs="article"),
    Command("reprints", "Reprint family", "Archive",
            keys="Ctrl+Shift+R", mac_keys="Shift+Cmd+R", icon="book-copy", needs="article"),
    None,
    Command("bulk.tag", "Tag…", "Archive", icon="tag", needs="article", under="Change the chosen"),
    Command("bulk.section", "Section…", "Archive", icon="newspaper", needs="article", under="Change the chosen"),
    Command("bulk.author", "Author…", "Archive", icon="user", needs="article", under="Change the chosen"),
    Command("bulk.language", "Language…", "Archive", icon="languages", needs="article", under="Change the chosen"),
    Command("bulk.date", "Date…", "Archive", icon="calendar", needs="article", under="Change the chosen"),
    Command("bulk.status", "Status…", "Archive", icon="circle-check", needs="article", under="Change the chosen"),
    Command("bulk.kind", "Kind…", "Archive", icon="list-filter", needs="article", under="Change the chosen"),
    Command("bulk.publication", "Publication…", "Archive",
            icon="newspaper", needs="article", under="Change the chosen"),
    Command("bulk.rights", "Rights…", "Archive", icon="shield-check", needs="article", under="Change the chosen"),
    Command("status.writing", "Writing", "Archive", icon="pen-line", needs="article", under="Status"),
    Command("status.review", "With the editor", "Archive", icon="user-check", needs="article", under="Status"),
    Command("status.ready", "Ready to send", "Archive", icon="circle-check", needs="article", under="Status"),
    Command("status.published", "Published", "Archive", icon="newspaper", needs="article", under="Status"),
    Command("status.withdrawn", "Withdrawn", "Archive", icon="unlink", needs="article", under="Status"),
    None,
    # Help
    Command("help", "Help for this place", "Help", keys="F1", mac_keys="F1", icon="info"),
    Command("keyboard", "Keyboard map", "Help", keys="Ctrl+F1", mac_keys="Shift+F1", icon="keyboard"),
    Command("settings", "Settings", "Help", mac_keys="Cmd+,", icon="settings"),
    Command("details.copy", "Copy details for help requests", "Help", icon="copy"),
    Command("about", "About Copydesk", "Help", icon="info"),
)
# fmt: on

COMMANDS: tuple[Command, ...] = tuple(row for row in TABLE if row is not None)
