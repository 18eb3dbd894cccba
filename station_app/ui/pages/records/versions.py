"""Which versions of a print there are to look at."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from station_app.domain.lifecycle import SUMMED_UP_DAY
from station_app.domain.records import Opinion, ReceptionDay
from station_app.domain.secrecy import is_accusation
from station_app.services import access, duty, held_day, matter_sheet, own_data, prints, roster
from station_app.services.desk import Desk
from station_app.services.printing import Print
from station_app.text import finding as words
from station_app.text import paper as slip_words
from station_app.text import planning as say
from station_app.text import settings as duty_words
from station_app.text import suggestions as suggestion_words
from station_app.text import turns as turn_words
from station_app.ui.shell.workplace import Workplace

Versions = Mapping[str, Callable[[], Print]]
"""What makes each version, by its words; the first one is shown first."""


def versions_of_day(desk: Desk, day: ReceptionDay | None, year: int = 0) -> Versions:
    """What can be printed of a reception day, the likeliest first; of no day the year's plan alone."""
    shown = year or int((day.held_on if day else desk.today)[:4])
    station = day.station if day else desk.place.uid
    of_year: Versions = {say.ON_PAPER["P2"]: partial(prints.plan_of_year, desk, shown, station)}
    if day is None:
        return of_year
    before = {
        say.ON_PAPER["P1"]: partial(prints.notice_of_day, desk, day.uid),
        say.ON_PAPER["P3"]: partial(prints.sign_in_sheet, desk, day.uid),
    }
    after = versions_of_summary(desk, day.uid) if day.state in SUMMED_UP_DAY else {}
    return {**after, **before, **of_year}


def versions_of_summary(desk: Desk, day: str) -> Versions:
    """A reception day's summary: in full for the file, with names hidden for the wall, and each deputy's own; for a
    deputy who keeps no book their own one first, and none that names whom they did not hear."""
    public: Versions = {words.PUBLIC_VERSION: partial(prints.public_summary, desk, day)}
    is_deputy = access.is_only_deputy(desk)
    here = [one for _, one in held_day.summary(desk, day).present if not is_deputy or one.uid == desk.user.deputy]
    own = {words.OWN_VERSION.format(name=one.name): partial(prints.own_summary, desk, day, one.uid) for one in here}
    if not roster.may_print_in_full(desk, day):
        return {**own, **public}
    full: Versions = {words.FULL_VERSION: partial(prints.summary_of_day, desk, day)}
    return {**full, **public, **own, words.WORDS_VERSION: partial(prints.summary_with_words, desk, day)}


def versions_of(desk: Desk, kind: str, values: Mapping[str, Any]) -> Versions:
    """Every paper of a record as it stands, the likeliest first; none for most kinds."""
    uid, visit = str(values["uid"]), str(values.get("visit", ""))
    match kind:
        case "person":
            return {duty_words.OWN_TITLE: partial(own_data.own_data_sheet, desk, uid)}
        case "reception_day":
            return versions_of_day(desk, desk.records.one(ReceptionDay, uid))
        case "suggestion":
            return versions_of_paper(desk, uid)
        case "deputy":
            return {duty_words.FILE: partial(_duty_file, desk, uid)}
        case "visit":
            return _of_visit(desk, uid)
        case "opinion":
            slip = {
                slip_words.ON_PAPER["P6"]: partial(prints.referral_slips, desk, uid),
                slip_words.ON_PAPER["P8"]: partial(prints.result_sheets, desk, uid),
            }
            if is_accusation(values):
                slip = {slip_words.ON_PAPER["P19"]: partial(prints.discipline_letter, desk, uid)}
                return {**slip, **(_of_visit(desk, visit) if visit else {})}
            came = {
                turn_words.VISITOR_PAPER: partial(matter_sheet.for_visitor, desk, uid),
                turn_words.FILE_PAPER: partial(matter_sheet.for_file, desk, uid),
            }
            return {**(slip if values.get("slip_number") else {}), **came, **(_of_visit(desk, visit) if visit else {})}
    return {}


def versions_of_answer(desk: Desk, opinion: Opinion) -> Versions:
    """What is taken along to who has no telephone: the answer sheet, where a unit was given the matter, to be signed;
    and what became of the matter, to be left there."""
    if is_accusation(vars(opinion)):
        return {}
    p8 = {slip_words.ON_PAPER["P8"]: partial(prints.result_sheets, desk, opinion.uid)} if opinion.slip_number else {}
    return {**p8, turn_words.VISITOR_PAPER: partial(matter_sheet.for_visitor, desk, opinion.uid)}


def versions_at_counter(desk: Desk, opinion: Opinion) -> Versions:
    """What who comes and asks may take with them: what became of the matter, and their receipt once more."""
    receipt = {slip_words.ON_PAPER["P5"]: partial(prints.receipts, desk, opinion.visit)} if opinion.visit else {}
    return {**versions_of_answer(desk, opinion), **receipt}


def versions_of_rows(desk: Desk, opinions: Sequence[str]) -> Versions:
    """The papers of several opinions, a stack of each: receipts of their visits, slips and answer sheets of those that
    were referred."""
    found = desk.records.several(Opinion, opinions)
    standing = [found[uid] for uid in opinions if uid in found]
    visits = list(dict.fromkeys(one.visit for one in standing if one.visit))
    referred = [one.uid for one in standing if one.slip_number]
    stacks = {
        "P5": (prints.receipts, visits),
        "P6": (prints.referral_slips, referred),
        "P8": (prints.result_sheets, referred),
    }
    return {
        words.stack(slip_words.ON_PAPER[form], len(uids)): partial(make, desk, *uids)
        for form, (make, uids) in stacks.items()
        if uids
    }


def _duty_file(desk: Desk, deputy: str) -> Print:
    return prints.listing(duty.listing(desk, deputy))


def blank_papers(desk: Desk) -> Versions:
    """The forms for a day without power."""
    return {
        slip_words.BLANK.format(form=slip_words.ON_PAPER["P4"]): partial(prints.record_sheet, desk, ""),
        slip_words.BLANK.format(form=slip_words.ON_PAPER["P5"]): partial(prints.receipts, desk, ""),
        slip_words.BLANK.format(form=slip_words.ON_PAPER["P19"]): partial(prints.discipline_letter, desk, ""),
    }


def blank_papers_page(place: Workplace) -> QWidget:
    """The forms for a day without power, to look at."""
    return place.preview(blank_papers(place.desk))


def _of_visit(desk: Desk, visit: str) -> Versions:
    return {
        slip_words.ON_PAPER["P5"]: partial(prints.receipts, desk, visit),
        slip_words.ON_PAPER["P4"]: partial(prints.record_sheet, desk, visit),
    }


def versions_of_paper(desk: Desk, suggestion: str) -> Versions:
    """The official paper of a suggestion, of which there is one version."""
    return {suggestion_words.PRINT: partial(prints.suggestion_sheet, desk, suggestion)}
