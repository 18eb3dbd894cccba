"""Which page of the manual F1 opens from which page of the program: the one table of it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from station_app.services.manual import INDEX

HELP_OF: Mapping[str, str] = {
    "AdmissionPage": "sync",
    "AppearancePage": "users",
    "AskCorrectionPage": "sync",
    "BookPage": "deputies",
    "CallBackPage": "refer-and-tell",
    "ClashesPage": "trouble",
    "CollectPage": "villages",
    "ComparePage": "suggestions",
    "DayPage": "reception",
    "DeputiesPage": "deputies",
    "DraftsPage": "today",
    "FileViewPage": "attachments",
    "FirstStartPage": "first-start",
    "HeldPage": "sync",
    "HelpPage": INDEX,
    "HolidaysPage": "reception",
    "IdleMinutesPage": "users",
    "IntakePage": "sync",
    "InvitePage": "sync",
    "KeysPage": "keys",
    "LedgerPage": "finding",
    "LedgerReportPage": "old-ledgers",
    "NewsPage": "sync",
    "OldLedgerPage": "old-ledgers",
    "OwnDaysPage": "deputies",
    "OwnDutiesPage": "deputies",
    "PlanYearPage": "reception",
    "PreviewPage": "printing",
    "ReadBackPage": "special",
    "ReceptionPage": "reception",
    "RecordPage": "refer-and-tell",
    "RekeyPage": "power-cut",
    "SearchPage": "finding",
    "SentBackPage": "sync",
    "SettingsPage": "users",
    "StatementsPage": "sync",
    "StickPage": "sync",
    "SuggestionDraft": "suggestions",
    "SuggestionPage": "suggestions",
    "SuggestionsPage": "suggestions",
    "SwitchPage": "users",
    "SyncPage": "sync",
    "TodayPage": "today",
    "TrailPage": "users",
    "TurnOverPage": "deputies",
    "TypingCheckPage": "first-start",
    "UnlockPage": "trouble",
    "UsersPage": "users",
    "VisitPage": "visit",
}
"""Classes of `ui/pages` by name, so that nothing is imported for it; a page of the manual each."""


def help_of(page: QWidget) -> str:
    """The page of the manual that speaks of this page of the program; the index where none does."""
    return HELP_OF.get(type(page).__name__, INDEX)
