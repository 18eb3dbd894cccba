"""The form of a suggestion in the order of its official paper, and how it jumps to a place in a text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from station_app.domain.records import Suggestion
from station_app.services.choices import Choice
from station_app.services.desk import Desk
from station_app.services.suggestions import Lead, leads
from station_app.text import finding as finding_words
from station_app.text import suggestions as say
from station_app.ui.record_form import RecordForm
from station_app.ui.shell.sources import Sources

ORDER = (
    "term",
    "session",
    "raised_in",
    "level",
    "kind",
    "lead_deputy",
    "title",
    "phone",
    "postcode",
    "address",
    "situation",
    "analysis",
    "proposals",
    "suggested_units",
    "disclosure",
    "origin_basis",
    "repeat_years",
    "want_contact",
    "no_written_reply",
    "open_for_cosign",
)
"""The fields of the official paper (代表建议专用纸), in its order."""

SPANS = {"title": 2, "address": 2, "suggested_units": 2, "origin_basis": 2}
USUAL = {"kind": "SUGGESTION", "raised_in": "INTERSESSION"}
"""What a suggestion that is drafted at a station is as a rule; both can be changed."""


def form_of(sources: Sources) -> RecordForm:
    """An empty form."""
    return RecordForm(Suggestion, sources, only=ORDER, columns=2, spans=SPANS)


def leading(desk: Desk, sources: Sources, level: str) -> Sources:
    """Sources that offer deputies by mandate: those first who hold one of `level` today."""

    def choices(kind: str, typed: str) -> list[Choice]:
        if kind != "deputy":
            return list(sources.choices(kind, typed))
        wanted = typed.casefold()
        offered = [one for one in leads(desk, level) if wanted in one.deputy.name or _begins(one, wanted, sources)]
        return [(one.deputy.uid, say.lead(one.deputy.name, _mandate(desk, one))) for one in offered]

    return replace(sources, choices=choices)


def follows_from_lead(desk: Desk, deputy: str, values: Mapping[str, Any]) -> dict[str, object]:
    """What a lead deputy's mandate and own record fill in where nothing stands yet: level, term, phone, address."""
    level = str(values.get("level", ""))
    lead = next((one for one in leads(desk, level) if one.deputy.uid == deputy), None)
    if lead is None:
        return {}
    known: dict[str, object] = {
        "phone": lead.deputy.phone,
        "address": lead.deputy.address,
        "postcode": lead.deputy.postcode,
    }
    if lead.mandate is not None:
        known |= {"level": lead.mandate.level, "term": str(lead.mandate.term or "")}
    return {name: value for name, value in known.items() if value and not values.get(name)}


def show_place(form: RecordForm, field: str, start: int, end: int) -> None:
    """Go to a field, and select the place in its text."""
    editor = form.editor(field)
    form.focus_field(field)
    match editor:
        case QPlainTextEdit():
            cursor = editor.textCursor()
            text = editor.toPlainText()
            cursor.setPosition(_units(text[:start]))
            cursor.setPosition(_units(text[:end]), cursor.MoveMode.KeepAnchor)
            editor.setTextCursor(cursor)
            editor.ensureCursorVisible()
        case QLineEdit() if end > start:
            text = editor.text()
            editor.setSelection(_units(text[:start]), _units(text[start:end]))
        case _:
            editor.setFocus(Qt.FocusReason.OtherFocusReason)


def _units(text: str) -> int:
    """How many places a text takes in Qt, which counts UTF-16: a rare character takes two."""
    return len(text.encode("utf-16-le")) // 2


def _begins(one: Lead, wanted: str, sources: Sources) -> bool:
    return sources.initials(one.deputy.name).startswith(wanted)


def _mandate(desk: Desk, one: Lead) -> str:
    if one.mandate is None:
        return say.ANOTHER_MANDATE
    return finding_words.mandate(desk.codes.name_of("deputy_level", one.mandate.level), one.mandate.term, "")
