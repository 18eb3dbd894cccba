"""帮助: the manual inside the program, at the page that speaks of the screen one came from; the sheet of its keys."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from html import escape

from PySide6.QtCore import QEvent, QObject, Qt, QUrl
from PySide6.QtGui import QKeyEvent, QTextCursor, QTextDocument
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from station_app.reports.manual import html
from station_app.services import manual
from station_app.services.manual import INDEX, ManualPage
from station_app.text import hands as hands_say
from station_app.text import settings as say
from station_app.ui.parts.sheet import Sheet, paragraph, row_of
from station_app.ui.shell.look import GRID, LIGHT, Colours
from station_app.ui.shell.page import KeyAct, Page, act_key, scrolled

LIST_WIDTH = 248
NAME = Qt.ItemDataRole.UserRole

STYLE = """
.title {{ font-size: 17pt; font-weight: 500; margin-bottom: 8px; }}
.part {{ font-size: 13pt; font-weight: 500; margin-top: 16px; }}
p, li {{ margin-bottom: 6px; line-height: 140%; }}
td, th {{ padding: 4px 16px 4px 4px; }}
a {{ color: {link}; text-decoration: none; }}
.key {{ color: {ink}; background: {chosen}; font-weight: 500; }}
.caption {{ color: {muted}; font-size: 11pt; }}
"""


class HelpPage(Page):
    """The text has the keys. Ctrl+F finds by words, F1 shows the contents, F8 the whole manual on paper."""

    def __init__(self, name: str, colours: Colours = LIGHT, print_manual: Callable[[], None] | None = None) -> None:
        super().__init__(say.HELP, say.HELP_SENTENCE)
        self._colours = colours
        self.line = QLineEdit()
        self.line.setObjectName("find")
        self.line.setPlaceholderText(say.FIND_HINT)
        self.line.setAccessibleName(say.FIND)
        self.line.textChanged.connect(self._find)
        self.line.installEventFilter(self)
        self.list = QListWidget()
        self.list.setObjectName("hits")
        self.list.setAccessibleName(say.LIST_OF_PAGES)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentItemChanged.connect(lambda item, _before: self._show_item(item))
        self.list.itemActivated.connect(lambda _item: self.entered())
        self.text = QTextBrowser()
        self.text.setObjectName("manual")
        self.text.setOpenLinks(False)
        self.text.setTabChangesFocus(False)
        self.text.anchorClicked.connect(self._follow)
        acts = {
            "F1": KeyAct(say.CONTENTS, lambda: self.show_page(INDEX)),
            "Ctrl+F": KeyAct(say.FIND_KEY, self._to_line),
        }
        if print_manual is not None:
            acts["F8"] = KeyAct(say.PRINT_MANUAL, print_manual)
        self.set_acts(acts)
        self._lay_out()
        self._list(manual.pages())
        self.show_page(name)

    def entered(self) -> None:
        """The text takes the keys."""
        self.text.setFocus()

    def shown(self) -> str:
        """The name of the page in view."""
        item = self.list.currentItem()
        return str(item.data(NAME)) if item is not None else ""

    def show_page(self, name: str) -> None:
        """Show a page of the manual from its beginning; the list shows all."""
        self.line.clear()
        for row in range(self.list.count()):
            if self.list.item(row).data(NAME) == name:
                self.list.setCurrentRow(row)
        self.text.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the line the arrows choose among what was found, and Enter goes into the text."""
        if watched is self.line and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            match event.key():
                case Qt.Key.Key_Down | Qt.Key.Key_Up:
                    step = 1 if event.key() == Qt.Key.Key_Down else -1
                    self.list.setCurrentRow(min(max(self.list.currentRow() + step, 0), self.list.count() - 1))
                    return True
                case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                    self.text.setFocus()
                    return True
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(GRID)
        left.addWidget(self.line)
        left.addWidget(self.list, 1)
        across = QHBoxLayout()
        across.setSpacing(GRID * 2)
        across.addLayout(left)
        across.addWidget(self.text, 1)
        self.line.setFixedWidth(LIST_WIDTH)
        self.list.setFixedWidth(LIST_WIDTH)
        keys = [act_key(act, key) for key, act in self.acts().items()]
        self.body.addLayout(across, 1)
        self.body.addLayout(row_of(*keys))

    def _list(self, found: Sequence[ManualPage]) -> None:
        self.list.clear()
        for one in found:
            item = QListWidgetItem(say.CONTENTS if one.name == INDEX else one.title, self.list)
            item.setData(NAME, one.name)

    def _find(self, typed: str) -> None:
        before, found = self.shown(), manual.found(typed)
        self.list.blockSignals(True)
        self._list(found)
        self.list.blockSignals(False)
        names = [one.name for one in found]
        if names:
            self.list.setCurrentRow(names.index(before) if not typed and before in names else 0)
            self._show_item(self.list.currentItem())
        else:
            self.text.setPlainText(say.FOUND_NOTHING)

    def _to_line(self) -> None:
        self.line.setFocus()
        self.line.selectAll()

    def _show_item(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        page = manual.page(str(item.data(NAME)))
        document = QTextDocument(self.text)
        document.setDefaultFont(self.text.font())
        document.setDocumentMargin(GRID * 2)
        document.setBaseUrl(QUrl.fromLocalFile(f"{page.folder.as_posix()}/"))
        colours = self._colours
        document.setDefaultStyleSheet(
            STYLE.format(link=colours.link, ink=colours.ink, chosen=colours.chosen, muted=colours.muted)
        )
        document.setHtml(_dressed(page))
        self.text.setDocument(document)
        self.text.moveCursor(QTextCursor.MoveOperation.Start)
        if paragraph := self.line.text().split():
            self.text.find(paragraph[0])

    def _follow(self, url: QUrl) -> None:
        """Only pages of the manual: the manual leads nowhere else."""
        self.show_page(url.fileName().removesuffix(".md"))


def _dressed(page: ManualPage) -> str:
    """HTML with keys set off, and the words of each picture below it. Qt would make headings larger than they say."""
    shown = html(page.text)
    for tag, role in (("h1", "title"), ("h2", "part")):
        shown = shown.replace(f"<{tag}>", f'<p class="{role}">').replace(f"</{tag}>", "</p>")
    shown = re.sub("(\u3010[^\u3011]+\u3011)", r'<span class="key">\1</span>', shown)
    return re.sub(r'<img src="([^"]+)" alt="([^"]*)" />', _picture, shown)


def _picture(found: re.Match[str]) -> str:
    source, caption = escape(found[1]), found[2]
    return f'<img src="{source}"><br><span class="caption">{caption}</span>'


KEY_WIDTH = 128


class KeysPage(Page):
    """`here` and `everywhere` are acts by key, `places` the words of the rail. `leave` closes the sheet."""

    def __init__(
        self,
        here: Mapping[str, KeyAct],
        everywhere: Mapping[str, KeyAct],
        places: Sequence[str],
        leave: Callable[[], None],
    ) -> None:
        super().__init__(hands_say.KEYS, hands_say.KEYS_SENTENCE)
        self._leave = leave
        self._keys: list[QPushButton] = []
        beyond = {key: act for key, act in everywhere.items() if key not in here}
        content = QWidget()
        content.setObjectName("scrolled")
        across = QHBoxLayout(content)
        across.setSpacing(GRID * 2)
        across.setContentsMargins(0, 0, 0, 0)
        for heading, acts in ((hands_say.KEYS_HERE, here), (hands_say.KEYS_EVERYWHERE, beyond)):
            across.addWidget(self._sheet_of(heading, acts), 1, Qt.AlignmentFlag.AlignTop)
        rail = [(f"Alt+{number}", hands_say.GO_PAGE.format(page=name)) for number, name in enumerate(places, start=1)]
        told = Sheet(hands_say.KEYS_FIELDS)
        for key, meaning in (*rail, ("Esc", hands_say.BACK), *hands_say.FIELD_KEYS):
            told.column.addLayout(_line(paragraph(key, "label"), paragraph(meaning)))
        across.addWidget(told, 1, Qt.AlignmentFlag.AlignTop)
        self.body.addWidget(scrolled(content), 1)

    def entered(self) -> None:
        """The first key takes the focus."""
        if self._keys:
            self._keys[0].setFocus(Qt.FocusReason.TabFocusReason)

    def listed(self) -> dict[str, str]:
        """The keys that the sheet does, with their words."""
        return {key.objectName(): key.text() for key in self._keys}

    def _sheet_of(self, heading: str, acts: Mapping[str, KeyAct]) -> Sheet:
        sheet = Sheet(heading)
        for key, act in acts.items():
            button = QPushButton(act.label)
            button.setObjectName(key)
            button.setAccessibleName(f"{shown(key)} {act.label}")
            button.setProperty("role", "link")
            button.setAutoDefault(True)
            button.clicked.connect(lambda _=False, act=act: self._do(act))
            self._keys.append(button)
            sheet.column.addLayout(_line(paragraph(shown(key), "label"), button))
        sheet.setVisible(bool(acts))
        return sheet

    def _do(self, act: KeyAct) -> None:
        self._leave()
        act.do()


def shown(key: str) -> str:
    """A key as it stands on a keyboard."""
    return key.replace("Return", "Enter").replace("PgUp", "Page Up").replace("PgDown", "Page Down")


def _line(key: QLabel, meaning: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(GRID)
    key.setWordWrap(False)
    key.setFixedWidth(KEY_WIDTH)
    row.addWidget(key)
    row.addWidget(meaning, 0 if isinstance(meaning, QPushButton) else 1)
    if isinstance(meaning, QPushButton):
        row.addStretch(1)
    return row
