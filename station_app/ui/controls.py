"""Which control a field is entered with: its kind decides, and its code list."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from station_app import text
from station_app.domain.field import FieldSpec, Kind
from station_app.ui.choices import CodeChoices
from station_app.ui.editors import FlagEditor, LineEditor, ManyEditor, ProseEditor, TickEditor
from station_app.ui.pick import PickLine
from station_app.ui.shell import look
from station_app.ui.shell.sources import Read, Sources

Editor = LineEditor | ProseEditor | PickLine | ManyEditor | TickEditor | FlagEditor

TICKED_AT_MOST = 8
"""A longer list is picked from a line."""

PLACES = {"area_code": "area", "township_code": "township", "county_code": "county"}
"""Checks of texts that hold a division's code: chosen by name, as if they referred to a record of that kind."""

OWN_WORDS = "verbatim"
"""The field whose words are the speaker's: set in serif, and the largest of the form."""


def editor_for(spec: FieldSpec, sources: Sources) -> Editor:
    """A new control for the field. Raises KeyError for a uid, which nobody enters."""
    return _MAKERS[spec.kind](spec, sources)


def controls_of(editor: Editor) -> tuple[QWidget, ...]:
    """The widgets of a control that take the keys."""
    match editor:
        case TickEditor():
            return editor.controls()
        case ManyEditor():
            return (editor.line,)
        case _:
            return (editor,)


def _of_text(spec: FieldSpec, sources: Sources) -> Editor:
    if place := PLACES.get(spec.check):
        return PickLine(partial(sources.choices, place), partial(sources.names, place))
    if spec.target:
        return PickLine(partial(sources.choices, spec.target), str)
    return LineEditor()


def _of_prose(spec: FieldSpec, _sources: Sources) -> Editor:
    return ProseEditor(look.serif(), low=5, high=12) if spec.name == OWN_WORDS else ProseEditor()


def _of_flag(spec: FieldSpec, _sources: Sources) -> Editor:
    return FlagEditor(spec.label)


def _of_reading(spec: FieldSpec, sources: Sources) -> Editor:
    return LineEditor(partial(_tidied, sources.read, spec))


def _of_day(spec: FieldSpec, sources: Sources) -> Editor:
    return LineEditor(partial(_tidied, sources.read, spec), text.day_in_words)


def _of_ref(spec: FieldSpec, sources: Sources) -> Editor:
    return PickLine(partial(sources.choices, spec.target), partial(sources.names, spec.target))


def _of_refs(spec: FieldSpec, sources: Sources) -> Editor:
    return ManyEditor(partial(sources.choices, spec.target), partial(sources.names, spec.target))


def _of_code(spec: FieldSpec, sources: Sources) -> Editor:
    choices = CodeChoices(sources.codes[spec.scheme], sources.today, sources.initials)
    line = PickLine(choices.search, choices.label, decides=choices.decided)
    if not spec.required and spec.default:
        line.setPlaceholderText(text.default_choice(choices.label(spec.default)))
    return line


def _of_codes(spec: FieldSpec, sources: Sources) -> Editor:
    choices = CodeChoices(sources.codes[spec.scheme], sources.today, sources.initials)
    offered = [(entry.code, entry.name) for entry in choices.codes.offered(sources.today)]
    return TickEditor(offered) if len(offered) <= TICKED_AT_MOST else ManyEditor(choices.search, choices.label)


def _tidied(read: Read, spec: FieldSpec, typed: str) -> str:
    reading = read(spec, typed)
    is_unread = reading.value is None or reading.value == "" or any(problem.refuses for problem in reading.problems)
    return typed if is_unread else str(reading.value)


_MAKERS: dict[Kind, Callable[[FieldSpec, Sources], Editor]] = {
    Kind.TEXT: _of_text,
    Kind.PROSE: _of_prose,
    Kind.COUNT: _of_reading,
    Kind.CODE: _of_code,
    Kind.CODES: _of_codes,
    Kind.REF: _of_ref,
    Kind.REFS: _of_refs,
    Kind.DAY: _of_day,
    Kind.TIME: _of_reading,
    Kind.FLAG: _of_flag,
}
