"""A part of a form that is seldom needed: folded away under a key, with what was typed in it kept."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from station_app.text import desk as say
from station_app.ui.parts.record_form import RecordForm
from station_app.ui.shell.look import GRID


class Fold(QWidget):
    """`form` under a key that unfolds it."""

    def __init__(self, form: RecordForm) -> None:
        super().__init__()
        self.form = form
        self._key = QPushButton(say.MORE)
        self._key.setAccessibleName(say.MORE)
        self._key.setProperty("role", "link")
        self._key.setAutoDefault(True)
        self._key.clicked.connect(lambda _=False: self.unfold(self.form.isHidden()))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self._key, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(form)
        form.hide()

    def unfold(self, is_open: bool) -> None:
        """Show the form, or fold it away."""
        self.form.setVisible(is_open)
        self._key.setText(say.LESS if is_open else say.MORE)
        if is_open and self._key.hasFocus():
            self.form.focus_first()
