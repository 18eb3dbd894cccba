"""Every page of the program, one row each: what makes it, its words, its help, its key, who may open it.

A page is imported when it is first opened: the first page waits for no other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any

from PySide6.QtWidgets import QWidget

from station_app.domain.act import NEW, OFFICE, STATELESS
from station_app.domain.immutable import immutable
from station_app.domain.lifecycle import acts_of
from station_app.services import access
from station_app.services.desk import Desk
from station_app.services.manual import INDEX
from station_app.text import copies as copies_say
from station_app.text import county as county_say
from station_app.text import deputies as deputy_own_say
from station_app.text import desk as deputy_say
from station_app.text import desk as desk_say
from station_app.text import desk as start_say
from station_app.text import finding as finding_say
from station_app.text import hands as hands_say
from station_app.text import ledgers as ledgers_say
from station_app.text import paper as slips_say
from station_app.text import planning as planning_say
from station_app.text import roads as roads_say
from station_app.text import settings as manual_say
from station_app.text import settings as settings_say
from station_app.text import suggestions as suggestions_say
from station_app.text import telling as telling_say
from station_app.text import turns as turns_say
from station_app.text import visits as people_say
from station_app.text import visits as visits_say


@immutable
class PageRow:
    """One page. `code` names what makes it, as module:name in `ui/pages`. It is called with the `Workplace` and what
    else `open` is given; pages that stand without a desk are called by whoever opens them. A page without a title is
    called by what it shows.

    `key` opens it from every page. `who` are the roles that may do what it is for; none: everybody. `icon` is for the
    rail. `line` is the sentence under its line in the settings. `drafts` is the form that its drafts are kept under.
    """

    name: str
    code: str
    title: str
    help: str
    key: str = ""
    who: frozenset[str] = frozenset()
    icon: str = ""
    line: str = ""
    drafts: str = ""


@immutable
class DeskPages:
    """What one sort of desk shows: its rail from the top (a page and its word), the lines of its settings."""

    rail: Sequence[tuple[str, str]]
    settings: Sequence[str] = ()


def _may(kind: str, act: str, state: str = NEW) -> frozenset[str]:
    """Who may do an act with a record of a kind in a state."""
    return frozenset().union(*(one.who for one in acts_of(kind) if one.name == act and state in one.before))


PAGES_FOLDER = "station_app.ui.pages."
_ROWS = (
    PageRow("today", "days.today:TodayPage", desk_say.TODAY, "today", icon="today"),
    PageRow("reception", "days.reception:ReceptionPage", desk_say.RECEPTION, "reception", icon="reception"),
    PageRow("ledger", "records.ledger:LedgerPage", finding_say.LEDGER_RAIL, "finding", icon="ledger"),
    PageRow("suggestions", "suggestion.suggestion:page", suggestions_say.RAIL, "suggestions", icon="suggestion"),
    PageRow("deputies", "records.deputies:DeputiesPage", finding_say.DEPUTIES, "deputies", icon="deputies"),
    PageRow("sync", "roads.sync:SyncPage", roads_say.SYNC, "sync", icon="sync"),
    PageRow("settings", "settings.settings:SettingsPage", settings_say.SETTINGS, "users", icon="settings"),
    PageRow("own_days", "records.lists:days", deputy_say.DAYS, "deputies", icon="reception"),
    PageRow("own_duties", "records.lists:DutiesPage", deputy_say.DUTIES, "deputies", icon="reports"),
    PageRow("own_suggestions", "suggestion.own:OwnPage", deputy_own_say.OWN, "deputies", icon="suggestion"),
    PageRow("policies", "records.lists:policies", deputy_own_say.POLICIES, "deputies", icon="inbox"),
    PageRow("intake", "roads.stick:IntakePage", roads_say.INTAKE, "sync", icon="inbox"),
    PageRow("workbench", "county.workbench:WorkbenchPage", county_say.WORKBENCH, "county-desk", icon="workbench"),
    PageRow("opinions", "county.matters:opinions", county_say.OPINIONS, "county-desk", icon="ledger"),
    PageRow("suggestion_list", "county.matters:suggestions", county_say.SUGGESTIONS, "county-desk", icon="suggestion"),
    PageRow("promises", "county.watched:PromisesPage", county_say.PROMISES, "county-desk", icon="promise"),
    PageRow("silent_stations", "county.watched:silent_stations", county_say.SILENT, "county-desk"),
    PageRow("several", "county.several:SeveralPage", "", "county-desk"),
    PageRow("alike", "county.alike:AlikePage", county_say.ALIKE, "county-desk"),
    PageRow(
        "visit",
        "visit.visit:VisitPage",
        desk_say.REGISTER_VISIT,
        "visit",
        who=_may("visit", "register"),
        drafts="visit",
    ),
    PageRow(
        "collect",
        "visit.collect:CollectPage",
        visits_say.COLLECT,
        "villages",
        key="F10",
        who=_may("visit", "register"),
        drafts="opinion",
    ),
    PageRow(
        "rekey",
        "visit.rekey:RekeyPage",
        visits_say.REKEY,
        "power-cut",
        key="F11",
        who=_may("visit", "register"),
        drafts="sheet",
    ),
    PageRow("read_back", "visit.rekey:ReadBackPage", visits_say.READ_BACK, "special"),
    PageRow("drafts", "records.lists:DraftsPage", hands_say.DRAFTS, "today"),
    PageRow("call_back", "records.call_back:CallBackPage", telling_say.CALL_BACK, "telling"),
    PageRow("check_promises", "records.promises:CheckPromisesPage", turns_say.PROMISES_PAGE, "telling"),
    PageRow(
        "counter",
        "records.counter:CounterPage",
        telling_say.COUNTER,
        "counter",
        key="Ctrl+G",
        who=_may("telling", "register"),
    ),
    PageRow("day", "days.day:DayPage", planning_say.DAY_PAGE, "reception"),
    PageRow(
        "plan_year",
        "days.reception:PlanYearPage",
        planning_say.PLAN_YEAR,
        "reception",
        who=_may("reception_plan", "register"),
    ),
    PageRow("record", "records.record:RecordPage", "", "refer-and-tell"),
    PageRow(
        "suggestion",
        "suggestion.suggestion:SuggestionPage",
        suggestions_say.NEW,
        "suggestions",
        who=_may("suggestion", "register"),
        drafts="suggestion",
    ),
    PageRow("compare", "suggestion.suggestion:ComparePage", suggestions_say.COMPARE, "suggestions"),
    PageRow("file", "records.attachments:FileViewPage", "", "attachments"),
    PageRow("photos", "records.photos:PhotosPage", visits_say.PHOTOS, "attachments"),
    PageRow("ask_correction", "roads.corrections:AskCorrectionPage", roads_say.ASK_CORRECTION, "sync"),
    PageRow("search", "records.search:SearchPage", finding_say.SEARCH, "finding", key="F3"),
    PageRow("sent_back", "roads.corrections:SentBackPage", roads_say.SENT_BACK, "sync"),
    PageRow("clashes", "roads.corrections:ClashesPage", roads_say.CLASHES, "trouble"),
    PageRow("held", "roads.sync:page", roads_say.HELD, "sync"),
    PageRow("news", "roads.news:NewsPage", roads_say.NEWS, "sync"),
    PageRow("stick", "roads.stick:StickPage", roads_say.STICK, "sync"),
    PageRow("admission", "roads.admission:AdmissionPage", roads_say.ADMISSION, "sync"),
    PageRow("invite", "roads.admission:InvitePage", roads_say.ADMISSION, "sync"),
    PageRow("statements", "roads.statements:StatementsPage", roads_say.STATEMENTS, "sync"),
    PageRow(
        "old_ledgers",
        "old_ledger.page:OldLedgerPage",
        ledgers_say.OLD_LEDGERS,
        "old-ledgers",
        who=_may("visit", "carry_over"),
        line=ledgers_say.DOOR_SENTENCE,
    ),
    PageRow("ledger_report", "old_ledger.file:LedgerReportPage", ledgers_say.REPORT_TITLE, "old-ledgers"),
    PageRow(
        "station", "settings.settings:own_station", settings_say.STATION, "users", line=settings_say.STATION_SENTENCE
    ),
    PageRow("users", "settings.users:UsersPage", settings_say.USERS, "users", line=settings_say.USERS_SENTENCE),
    PageRow("quick", "settings.settings:QuickKeyPage", settings_say.QUICK, "users", line=settings_say.QUICK_LINE),
    PageRow(
        "password",
        "settings.users:own_password",
        settings_say.CHANGE_PASSWORD,
        "users",
        line=settings_say.CHANGE_PASSWORD_SENTENCE,
    ),
    PageRow(
        "recovery",
        "settings.first_start:RecoveryPage",
        settings_say.RECOVERY,
        "users",
        who=_may("user", "leave", STATELESS),
        line=settings_say.RECOVERY_LINE,
    ),
    PageRow("idle", "settings.settings:IdleMinutesPage", settings_say.IDLE, "users", line=settings_say.IDLE_SENTENCE),
    PageRow(
        "appearance",
        "settings.settings:AppearancePage",
        hands_say.APPEARANCE,
        "users",
        line=hands_say.APPEARANCE_SENTENCE,
    ),
    PageRow("missing", "settings.copies:missing_page", copies_say.MISSING, "new-computer"),
    PageRow("settings_back", "settings.copies:SettingsBackPage", copies_say.SETTINGS_BACK, "new-computer"),
    PageRow("copies", "settings.copies:CopiesPage", copies_say.COPIES, "copies", line=copies_say.COPIES_LINE),
    PageRow(
        "typing",
        "settings.settings:TypingCheckPage",
        hands_say.TYPING,
        "first-start",
        line=hands_say.TYPING_SENTENCE,
    ),
    PageRow(
        "trail",
        "settings.settings:TrailPage",
        settings_say.TRAIL,
        "users",
        who=access.READS_TRAIL | OFFICE,
        line=settings_say.TRAIL_LINE,
    ),
    PageRow(
        "audit",
        "settings.keeping:AuditPage",
        settings_say.AUDIT,
        "own-data",
        who=access.READS_TRAIL | OFFICE,
        line=settings_say.AUDIT_LINE,
    ),
    PageRow(
        "destroy",
        "settings.keeping:DestroyPage",
        settings_say.DESTROY,
        "own-data",
        who=_may("person", "void", STATELESS),
    ),
    PageRow(
        "forget",
        "settings.keeping:ForgetPage",
        settings_say.FORGET,
        "own-data",
        who=_may("person", "void", STATELESS),
    ),
    PageRow("units", "records.lists:units", people_say.UNITS, "deputies", line=people_say.UNITS_SENTENCE),
    PageRow(
        "unit_sheets",
        "records.unit_sheets:UnitSheetsPage",
        ledgers_say.UNIT_SHEETS,
        "unit-sheets",
        who=_may("reply", "register"),
        line=ledgers_say.UNIT_SHEETS_LINE,
    ),
    PageRow("returned_sheet", "records.unit_sheets:ReturnedSheetPage", ledgers_say.RETURNED, "unit-sheets"),
    PageRow("groups", "records.lists:groups", people_say.GROUPS, "deputies", line=people_say.GROUPS_SENTENCE),
    PageRow(
        "templates",
        "records.lists:templates",
        hands_say.TEMPLATES,
        "refer-and-tell",
        who=_may("template", "register"),
        line=hands_say.TEMPLATES_LINE,
    ),
    PageRow(
        "turn_over",
        "records.deputies:TurnOverPage",
        people_say.TURN_OVER,
        "deputies",
        who=_may("mandate", "correct", STATELESS),
        line=people_say.TURN_OVER_SENTENCE,
    ),
    PageRow(
        "blank_papers",
        "records.versions:blank_papers_page",
        slips_say.BLANK_PAPERS,
        "printing",
        line=slips_say.BLANK_SENTENCE,
    ),
    PageRow(
        "holidays",
        "days.reception:HolidaysPage",
        planning_say.HOLIDAYS,
        "reception",
        who=_may("holiday_table", "register"),
        line=planning_say.HOLIDAYS_SENTENCE,
    ),
    PageRow("preview", "records.preview:PreviewPage", finding_say.PREVIEW, "printing"),
    PageRow("export", "records.export:ExportPage", finding_say.EXPORT, "lists"),
    PageRow("keys", "settings.help:KeysPage", hands_say.KEYS, "keys"),
    PageRow("help", "settings.help:HelpPage", manual_say.HELP, INDEX),
    PageRow("lock", "settings.unlock:SwitchPage", settings_say.SWITCH, "users"),
    PageRow("ways_back", "settings.ways_back:WaysBackPage", copies_say.WAYS_BACK, "copies", icon="settings"),
    PageRow("unlock", "settings.unlock:UnlockPage", start_say.UNLOCK_TITLE, "trouble", icon="settings"),
    PageRow(
        "first_start", "settings.first_start:FirstStartPage", start_say.FIRST_TITLE, "first-start", icon="settings"
    ),
)

PAGES: Mapping[str, PageRow] = {row.name: row for row in _ROWS}

STATION = DeskPages(
    rail=tuple(
        (name, PAGES[name].title)
        for name in ("today", "reception", "ledger", "suggestions", "deputies", "sync", "settings")
    ),
    settings=(
        "station",
        "users",
        "recovery",
        "quick",
        "audit",
        "idle",
        "copies",
        "appearance",
        "typing",
        "trail",
        "units",
        "unit_sheets",
        "templates",
        "groups",
        "turn_over",
        "blank_papers",
        "old_ledgers",
        "holidays",
    ),
)
DEPUTY = DeskPages(
    rail=(
        ("own_suggestions", deputy_say.SUGGESTIONS),
        ("own_days", deputy_say.DAYS_RAIL),
        ("own_duties", deputy_say.DUTIES),
        ("ledger", deputy_say.HEARD),
        ("policies", deputy_say.POLICIES),
        ("settings", settings_say.SETTINGS),
    ),
    settings=("password", "quick", "appearance", "typing"),
)
COUNTY = DeskPages(
    rail=tuple(
        (name, PAGES[name].title)
        for name in ("workbench", "intake", "opinions", "suggestion_list", "promises", "deputies", "sync", "settings")
    ),
    settings=(
        "users",
        "recovery",
        "quick",
        "audit",
        "idle",
        "copies",
        "appearance",
        "typing",
        "trail",
        "units",
        "unit_sheets",
        "templates",
        "holidays",
    ),
)


def pages_of(desk: Desk) -> DeskPages:
    """What the desk shows: a county's, a deputy's who keeps no book, or a station's."""
    if desk.is_office:
        return COUNTY
    return DEPUTY if access.is_only_deputy(desk) else STATION


def offers(desk: Desk, name: str) -> bool:
    """Whether whoever sits at the desk may do what a page is for. Raises KeyError for no such page."""
    who = PAGES[name].who
    return not who or not who.isdisjoint(desk.user.roles)


def maker_of(name: str) -> Callable[..., QWidget]:
    """What makes a page, imported now if it was not. Raises KeyError for no such page."""
    module, _, attribute = PAGES[name].code.partition(":")
    made: Any = getattr(import_module(PAGES_FOLDER + module), attribute)
    return made  # type: ignore[no-any-return]  # a row names a class or a function, and a test calls each


def modules() -> frozenset[str]:
    """Every module that the rows name: what a packed program must hold though nothing imports it."""
    return frozenset(PAGES_FOLDER + row.code.partition(":")[0] for row in _ROWS)


def help_of(name: str) -> str:
    """The page of the manual that speaks of a page; the index where there is no such page."""
    row = PAGES.get(name)
    return row.help if row is not None else INDEX
