"""Where the program is set up: a station of a township, or a county's office. One of two, chosen in the open."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from station_app import paths
from station_app.domain.records import Office, Station
from station_app.services.choices import county_name
from station_app.text import desk as say
from station_app.ui.parts.sheet import row_of
from station_app.ui.record_form import RecordForm
from station_app.ui.shell.sources import Sources

FIELDS = ("area_code", "name")


class StartPlace(QWidget):
    """The choice and the form that goes with it; a name is proposed once the division is known.

    `chosen()`: the other of the two was chosen.
    """

    chosen = Signal()

    def __init__(self, sources: Sources) -> None:
        super().__init__()
        self._proposed = ""
        self.station = RecordForm(Station, sources, only=FIELDS, columns=1)
        self.office = RecordForm(Office, sources, only=FIELDS, columns=1)
        self._forms = QStackedWidget()
        self._keys = QButtonGroup(self)
        self._keys.setExclusive(True)
        for place, (label, form, hint) in enumerate(
            (
                (say.AT_STATION, self.station, say.TOWNSHIP_HINT),
                (say.AT_COUNTY, self.office, say.COUNTY_HINT),
            )
        ):
            self._keys.addButton(_choice_key(label), place)
            self._forms.addWidget(form)
            division = form.editor("area_code")
            if isinstance(division, QLineEdit):
                division.setPlaceholderText(hint)
            form.changed.connect(self._propose_name)
        self._keys.button(0).setChecked(True)
        self._keys.idClicked.connect(self._choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addLayout(row_of(*self._keys.buttons()))
        column.addWidget(self._forms)

    @property
    def is_office(self) -> bool:
        """Whether a county's office is to be set up."""
        return self._keys.checkedId() == 1

    @property
    def form(self) -> RecordForm:
        """The form of what is chosen."""
        return self.office if self.is_office else self.station

    def is_known(self) -> bool:
        """Whether the division that was typed is there."""
        return self._division_name() != ""

    def _choose(self, place: int) -> None:
        self._forms.setCurrentIndex(place)
        self._proposed = ""
        self.chosen.emit()
        self.form.focus_first()

    def _division_name(self) -> str:
        code = str(self.form.values()["area_code"])
        if not self.is_office:
            township = paths.regions().by_code.get(code)
            return township.name if township else ""
        name = county_name(code)
        return paths.regions().name_of(code.ljust(12, "0")) if code and name != code.ljust(12, "0") else ""

    def _propose_name(self, name: str) -> None:
        form = self.form
        if name != "area_code" or form.values()["name"] not in ("", self._proposed):
            return
        division = self._division_name()
        proposal = say.office_name if self.is_office else say.station_name
        self._proposed = proposal(division) if division else ""
        form.set_values({"name": self._proposed})


def _choice_key(label: str) -> QPushButton:
    key = QPushButton(label)
    key.setObjectName("version")
    key.setAccessibleName(label)
    key.setCheckable(True)
    key.setAutoDefault(True)
    return key
