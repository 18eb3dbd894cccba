"""The entry form of a record, made from the record's own description."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from station_app.domain.field import FieldSpec, Kind, fields_of
from station_app.domain.immutable import immutable
from station_app.ui.parts.editors import Editor, controls_of, editor_for
from station_app.ui.parts.pick import PickLine
from station_app.ui.parts.sheet import PlainLabel
from station_app.ui.parts.templates import put_templates
from station_app.ui.shell.keys import FieldKeys, went_on
from station_app.ui.shell.look import mark
from station_app.ui.shell.sources import Sources

LABEL_WIDTH = 120
"""Pixels: seven characters of the body; a longer label takes a second line."""
COLUMN_GAP = 16
FIELD_WIDTH = 192
"""Pixels: a day with its weekday. Where a column had less, there are fewer of them."""
LEAST_WIDTH = 116
"""The same where the columns stay as they are: a choice that was not made says what it comes to."""


@immutable
class _Row:
    spec: FieldSpec
    editor: Editor
    label: QLabel
    cell: QVBoxLayout


CARRIED = "carried"
"""Where an import keeps what an old ledger said and no field holds."""


class RecordForm(QWidget):
    """The fields of `record_class` that a person fills: all that are not given, or those of `only` in its order.

    They fill `columns` columns from left to right, where the form is narrow fewer of them unless it `mirrors` a paper;
    `spans` says which fields take several (long texts take the whole line unless it says otherwise). Every control's
    objectName is its field's name.

    Its controls are made when it is first shown, or gone to: until then it holds values and problems as they are.

    `about()` gives the category of matters that frequent texts are offered for.

    `passes(name)` says which fields Enter passes over for now; Tab and the mouse still reach them.

    Signals: `changed(name)` when a person has changed a field; `arrived(control)` when the focus has come to one, for a
    scroll area to follow; `ended()` when Enter leaves the last field; `pasted(picture)` when a picture was pasted.
    """

    changed = Signal(str)
    arrived = Signal(QWidget)
    ended = Signal()
    pasted = Signal(QImage)

    def __init__(
        self,
        record_class: type,
        sources: Sources,
        only: Sequence[str] = (),
        columns: int = 2,
        spans: Mapping[str, int] | None = None,
        mirrors: bool = False,
    ) -> None:
        super().__init__()
        self.setObjectName("form")
        self._sources, self._most, self._spans, self._mirrors = sources, columns, spans or {}, mirrors
        self._columns = columns
        self._specs = {spec.name: spec for spec in _wanted(record_class, only)}
        self._held: dict[str, object] = {name: _first(spec) for name, spec in self._specs.items()}
        self._said: dict[str, tuple[str, bool]] = {}
        self._put_away: set[str] = set()
        self._problems: dict[str, QLabel] = {}
        self._made: dict[str, _Row] = {}
        self._is_setting = False
        self.passes: Callable[[str], bool] = lambda _name: False
        self.about: Callable[[], str] = lambda: ""

    def showEvent(self, event: QShowEvent) -> None:
        """Now the controls are needed."""
        self._need()
        super().showEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow form has fewer columns."""
        super().resizeEvent(event)
        fit = self._most if self._mirrors else self.width() // (LABEL_WIDTH + COLUMN_GAP + FIELD_WIDTH)
        columns = max(1, min(self._most, fit))
        if columns != self._columns:
            self._columns = columns
            if self._made:
                self._lay_out()

    def sizeHint(self) -> QSize:
        """Its room is asked for before it is seen: with its controls, so that the page stands at once."""
        self._need()
        return super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        """As `sizeHint`."""
        self._need()
        return super().minimumSizeHint()

    def hasHeightForWidth(self) -> bool:
        """As `sizeHint`."""
        self._need()
        return super().hasHeightForWidth()

    def values(self) -> dict[str, object]:
        """What stands in the form, raw as typed, by field name: text, a truth value, or a tuple of keys."""
        if not self._made:
            return dict(self._held)
        return {name: row.editor.value() for name, row in self._made.items()}

    def set_values(self, values: Mapping[str, object]) -> None:
        """Show `values`; fields that are not named keep what they have. `changed` is not said."""
        own = {name: value for name, value in values.items() if name in self._specs}
        self._is_setting = True
        for name, value in own.items():
            if self._made:
                self._made[name].editor.put(value)
            else:
                self._held[name] = _as_held(self._specs[name], value)
            self._say(name, "", refuses=False)
        self._is_setting = False

    def clear(self) -> None:
        """An empty form again: counts at their usual number, nothing chosen."""
        self.set_values({name: _first(spec) for name, spec in self._specs.items()})

    def show_problems(self, problems: Sequence[tuple[str, str, bool]]) -> list[tuple[str, str, bool]]:
        """Say each problem, (field, sentence, whether it refuses), under its field; those before are taken away.

        Returns the problems of fields that do not stand in this form.
        """
        elsewhere = [problem for problem in problems if problem[0] not in self._specs]
        for name in self._specs:
            own = [(sentence, refuses) for field, sentence, refuses in problems if field == name]
            self._say(name, "\n".join(sentence for sentence, _ in own), refuses=any(refuses for _, refuses in own))
        return elsewhere

    def missing(self) -> list[FieldSpec]:
        """The fields that must be filled and are empty, in the form's order."""
        values = self.values()
        return [spec for name, spec in self._specs.items() if spec.required and _is_empty(values[name])]

    def said(self, say: Callable[[FieldSpec, object], str]) -> list[tuple[str, str]]:
        """What is filled, (label, words), in the form's order; a flag that holds says its label."""
        values = self.values()
        pairs = [(spec.label, say(spec, values[name])) for name, spec in self._specs.items()]
        return [(label, words) for label, words in pairs if words]

    def focus_field(self, name: str) -> None:
        """Go to the field `name`. Raises KeyError where it does not stand in the form."""
        _focus(self._rows[name].editor, Qt.FocusReason.TabFocusReason)

    def show_field(self, name: str, is_shown: bool) -> None:
        """Show a field, or put it out of the way with its label: it says nothing in this case. Enter passes it over.

        Raises KeyError where it does not stand in the form.
        """
        self._specs[name]
        (self._put_away.discard if is_shown else self._put_away.add)(name)
        if row := self._made.get(name):
            _show(row, is_shown)
        if not is_shown:
            self._say(name, "", refuses=False)

    def focus_first(self) -> None:
        """Go to the first field."""
        self.focus_field(next((name for name in self._specs if not self.passes(name)), next(iter(self._specs))))

    def editor(self, name: str) -> Editor:
        """The control of a field. Raises KeyError where it does not stand in the form."""
        return self._rows[name].editor

    @property
    def _rows(self) -> dict[str, _Row]:
        """The controls; made where they are asked for the first time."""
        self._need()
        return self._made

    def _need(self) -> None:
        if not self._made and self._specs:
            self._make()

    def _make(self) -> None:
        self._keys = FieldKeys(self._step, self)
        self._keys.arrived.connect(self.arrived)
        self._keys.pasted.connect(self.pasted)
        self._is_setting = True
        self._made = {name: self._row(spec) for name, spec in self._specs.items()}
        self._is_setting = False
        self._lay_out()
        for name, row in self._made.items():
            if name in self._put_away or self.isVisible():  # at once, so that they can take the focus
                _show(row, is_shown=name not in self._put_away)
        self._set_tab_order()
        said, self._said = self._said, {}
        for name, (sentence, refuses) in said.items():
            self._say(name, sentence, refuses=refuses)

    def _set_tab_order(self) -> None:
        """Tab finds the controls where the form stands, and not behind everything that was made before them."""
        put_behind(self, [control for row in self._made.values() for control in controls_of(row.editor)])

    def _row(self, spec: FieldSpec) -> _Row:
        editor = editor_for(spec, self._sources)
        editor.setObjectName(spec.name)
        if self._held[spec.name] not in ("", (), False):
            editor.put(self._held[spec.name])
        for control in controls_of(editor):
            self._keys.watch(control)
            control.setAccessibleName(control.accessibleName() or spec.label)
        if spec.templates:
            offered, keep = self._sources.templates, self._sources.keep_template
            put_templates(editor, spec.templates, self.about, offered, keep)
        editor.changed.connect(lambda name=spec.name: self._changed(name))
        if isinstance(editor, PickLine):
            editor.decided.connect(partial(self._decided, editor))
        return _Row(spec, editor, PlainLabel(spec.label), _cell(editor))

    def _lay_out(self) -> None:
        columns, grid = self._columns, _emptied_grid(self)
        line = column = 0
        for name, row in self._made.items():
            span = min(columns, self._spans.get(name, columns if row.spec.kind is Kind.PROSE else 1))
            if column + span > columns:
                line, column = line + 1, 0
            indent = COLUMN_GAP if column else 0
            if row.spec.kind is Kind.FLAG:  # says its label itself
                row.cell.setContentsMargins(indent, 0, 0, 0)
                grid.addLayout(row.cell, line, column * 2, 1, span * 2)
            else:
                grid.addWidget(_label(row, indent), line, column * 2, Qt.AlignmentFlag.AlignTop)
                grid.addLayout(row.cell, line, column * 2 + 1, 1, span * 2 - 1)
            column += span
        for index in range(self._most):
            is_used = index < columns
            grid.setColumnMinimumWidth(index * 2, (LABEL_WIDTH + (COLUMN_GAP if index else 0)) if is_used else 0)
            grid.setColumnMinimumWidth(index * 2 + 1, LEAST_WIDTH if self._mirrors else 0)
            grid.setColumnStretch(index * 2 + 1, int(is_used))

    def _changed(self, name: str) -> None:
        if not self._is_setting:
            self._say(name, "", refuses=False)
            self.changed.emit(name)

    def _say(self, name: str, sentence: str, *, refuses: bool) -> None:
        if self._said.get(name, ("", False)) == (sentence, refuses):
            return
        self._said[name] = (sentence, refuses)
        row = self._made.get(name)
        if row is None:
            return
        problem = self._problems.get(name)
        if problem is None:
            problem = self._problems[name] = PlainLabel()
            problem.setWordWrap(True)
            row.cell.insertWidget(1, problem)
        problem.setText(sentence)
        problem.setVisible(bool(sentence))
        mark(problem, "role", "problem" if refuses else "warning")
        for control in (problem, *controls_of(row.editor)):
            mark(control, "troubled", bool(sentence) and refuses)
        row.editor.setAccessibleDescription(sentence)

    def _decided(self, line: PickLine) -> None:
        """Nothing more can be typed into it: on to the next field, but never out of the form onto a key."""
        rows = list(self._rows.values())
        if any(not row.editor.isHidden() for row in rows[[row.editor for row in rows].index(line) + 1 :]):
            went_on(line)
            self._step(line, 1)

    def _step(self, control: QWidget, direction: int) -> None:
        shown = [
            row
            for row in self._rows.values()
            if not row.editor.isHidden() and (control in controls_of(row.editor) or not self.passes(row.spec.name))
        ]
        names = [row.spec.name for row in shown]
        at = next(i for i, row in enumerate(shown) if control in controls_of(row.editor))
        if 0 <= at + direction < len(names):
            editor = self._rows[names[at + direction]].editor
            reason = Qt.FocusReason.TabFocusReason if direction > 0 else Qt.FocusReason.BacktabFocusReason
            _focus(editor, reason)
        else:
            self.focusNextPrevChild(direction > 0)
            if direction > 0:
                self.ended.emit()


def _focus(editor: Editor, reason: Qt.FocusReason) -> None:
    control = editor.focusProxy() or editor
    control.setFocus(reason)
    if isinstance(control, QLineEdit):
        control.selectAll()  # what is typed replaces what stands there, also where the focus was there before


def rest_of(record_class: type, placed: Collection[str]) -> tuple[str, ...]:
    """The fields that a person fills and that are not `placed` elsewhere: a field that is new comes up among them.

    What an old ledger left over is corrected, never filled in anew.
    """
    return tuple(spec.name for spec in _wanted(record_class, ()) if spec.name not in placed and spec.name != CARRIED)


def put_behind(room: QWidget, controls: Iterable[QWidget]) -> None:
    """Let Tab find controls, in their order, where a room stands that takes no keys itself.

    Qt orders only what takes keys: the room does, for as long as it is put in order.
    """
    policy = room.focusPolicy()
    room.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    before = room
    for control in controls:
        QWidget.setTabOrder(before, control)
        before = control
    room.setFocusPolicy(policy)


def _wanted(record_class: type, only: Sequence[str]) -> list[FieldSpec]:
    specs = {spec.name: spec for spec in fields_of(record_class)}
    if only:
        return [specs[name] for name in only]
    return [spec for spec in specs.values() if not spec.given and spec.kind is not Kind.UID]


def _first(spec: FieldSpec) -> object:
    """What an untouched field shows: a usual count, and nothing that a person must judge."""
    if spec.kind is Kind.COUNT and not spec.required:
        return "" if spec.default is None else str(spec.default)
    return () if spec.many else False if spec.kind is Kind.FLAG else ""


def _is_empty(value: object) -> bool:
    return value == () or (isinstance(value, str) and not value.strip())


def _emptied_grid(form: QWidget) -> QGridLayout:
    """The grid of a form, with nothing in it yet or any more."""
    grid = form.layout()
    if not isinstance(grid, QGridLayout):
        grid = QGridLayout(form)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
    while grid.takeAt(0) is not None:
        pass
    return grid


def _label(row: _Row, indent: int) -> QLabel:
    label = row.label
    label.setProperty("role", "label")
    label.setWordWrap(True)
    label.setFixedWidth(LABEL_WIDTH + indent)
    label.setContentsMargins(indent, 0, 0, 0)
    label.ensurePolished()
    label.setMinimumHeight(max(36, label.heightForWidth(LABEL_WIDTH + indent)))
    label.setBuddy(row.editor)
    return label


def _cell(editor: Editor) -> QVBoxLayout:
    cell = QVBoxLayout()
    cell.setContentsMargins(0, 0, 0, 0)
    cell.setSpacing(2)
    cell.addWidget(editor)
    cell.addStretch()
    return cell


def _show(row: _Row, is_shown: bool) -> None:
    row.editor.setVisible(is_shown)
    if row.label.parent() is not None:  # a claim says its label itself
        row.label.setVisible(is_shown)


def _as_held(spec: FieldSpec, value: object) -> object:
    """A value as the control of the field would give it back."""
    if spec.many:
        return tuple(str(key) for key in value) if isinstance(value, tuple | list) else ()
    if spec.kind is Kind.FLAG:
        return bool(value)
    return "" if value is None else str(value)
