"""The places of the visit form: what is missing in it, where a problem is said, how a jump gets there.

A place is written `person.name`, `visit.channel` or `0.title` for a field of the first matter.
"""

from __future__ import annotations

from collections.abc import Sequence

from station_app.domain.field import field_of, fields_of
from station_app.domain.records import Opinion, Person, Visit
from station_app.services.visits import ON_DAY
from station_app.text import desk as say
from station_app.ui.pages.visit_matter import MatterPart
from station_app.ui.pages.visit_person import PersonPart
from station_app.ui.parts.entry_page import Told
from station_app.ui.parts.fold import Fold
from station_app.ui.record_form import RecordForm


def missing_places(
    person: PersonPart, coming: RecordForm, hearing: RecordForm, matters: Sequence[MatterPart]
) -> list[tuple[str, str]]:
    """What must still be filled, (place, label), in the order of the form."""
    known = person.values()
    wanted = [(f"person.{spec.name}", spec.label) for spec in person.main.missing()]
    if not known["phone"] and not known["no_phone_reason"]:
        wanted.append(("person.phone", field_of(Person, "phone").label))
    wanted += [(f"visit.{spec.name}", spec.label) for spec in coming.missing()]
    for number, part in enumerate(matters):
        of_matter = say.matter_heading(number + 1) if len(matters) > 1 else ""
        wanted += [(f"{number}.{name}", say.in_place(label, of_matter)) for name, label in part.missing()]
    wanted += [(f"visit.{spec.name}", spec.label) for spec in hearing.missing()]
    if coming.values()["channel"] == ON_DAY and not hearing.values()["deputies"]:
        wanted.append(("visit.deputies", field_of(Visit, "deputies").label))
    return wanted


def shown_in(forms: Sequence[RecordForm], problems: Told, fold: Fold) -> Told:
    """Say problems under their fields, unfolding where one is hidden; those of no field here are given back."""
    left = list(problems)
    for form in forms:
        before = len(left)
        left = form.show_problems(left)
        if form is fold.form and len(left) < before:
            fold.unfold(is_open=True)
    return left


def focus_in(forms: Sequence[RecordForm], name: str, fold: Fold) -> None:
    """Go to the field `name` of whichever form has it."""
    for form in forms:
        if name in form.values():
            if form is fold.form:
                fold.unfold(is_open=True)
            form.focus_field(name)


def label_of_field(name: str) -> str:
    """The label of a field of the form, "" for none."""
    specs = [spec for cls in (Visit, Person, Opinion) for spec in fields_of(cls)]
    return next((spec.label for spec in specs if spec.name == name), "")
