"""Ten visits, typed as a clerk types them."""

from __future__ import annotations

from time import perf_counter

from station_app import paths
from station_app.db import drafts
from station_app.domain.records import Person, Visit
from station_app.services.visits import matters_of
from station_app.text import desk as say
from station_app.ui.pages.days.today import TodayPage
from station_app.ui.pages.visit.visit import VisitPage
from tour import script
from tour.hands import CONTROL, SHIFT, Key, StepFailed
from tour.opening import number_of
from tour.script import Coming, Told
from tour.walker import Walker

MINUTES_A_VISIT = 9
LEFT_AT, REFUSED_AT, COUPLE_AT, GROUP_AT = 9, 8, 7, 3
"""Which visit is left with Esc, refused at first, has two matters, is a group (counted from 1)."""


def ten_visits(walker: Walker) -> None:
    """From the empty form to ten numbers; 今日 then shows them."""
    page = open_form(walker)
    walker.shoot("visit-empty")
    everybody = script.visits()
    for number, one in enumerate(everybody, start=1):
        if number == LEFT_AT:
            page = _left_and_taken_up(walker, page, one)
            continue
        if number == REFUSED_AT:
            _refused_first(walker, page, one)
            continue
        type_and_save(walker, page, one, _shots(number, one))
    walker.must(len(walker.desk.records.all(Visit)) == len(everybody), "every visit is in the store")
    walker.shoot("visit-last-saved")
    walker.hands.press(Key.Key_Escape)
    today = walker.page(TodayPage, "Esc leads back to the day")
    walker.hands.wait(lambda: today.visits.model().rowCount() > len(everybody), "the day lists every matter")
    walker.shoot("today-full")


def open_form(walker: Walker) -> VisitPage:
    """F2, the empty form."""
    walker.hands.press(Key.Key_F2)
    return walker.page(VisitPage, "F2 opens the form of a visit")


def type_and_save(walker: Walker, page: VisitPage, one: Coming, shots: dict[str, str]) -> Visit:
    """One visit from the name to its number."""
    hands, began, strokes, letters = walker.hands, perf_counter(), walker.hands.strokes, walker.hands.letters
    type_in(walker, page, one, shots)
    if "whole" in shots:
        walker.shoot(shots["whole"])
    visit = save(walker, page, one)
    walker.counted.append((one.name, hands.strokes - strokes, hands.letters - letters, perf_counter() - began))
    walker.clock.let_pass(MINUTES_A_VISIT)
    if "saved" in shots:
        walker.shoot(shots["saved"])
    return visit


def type_in(walker: Walker, page: VisitPage, one: Coming, shots: dict[str, str]) -> None:
    """Everything of a visit but its key."""
    write_visitor(walker, page, one, shots)
    for number, told in enumerate(one.matters):
        if number:
            walker.hands.press(Key.Key_N, modifier=CONTROL)
        write_matter(walker, page, told, shots)
    write_hearing(walker)
    if one.guardian:
        walker.hands.go_to("guardian")
        walker.hands.write(one.guardian)
    walker.must(page.missing.places() == [], f"nothing is missing of the visit of {one.name}: {page.missing.places()}")


def save(walker: Walker, page: VisitPage, one: Coming) -> Visit:
    """F9: the number stands there, the records are in the store, the form is ready for the next visitor."""
    desk, before, said_before = walker.desk, page.strip.number(), page.notices.accessibleDescription()
    walker.hands.press(Key.Key_F9)
    walker.hands.wait(
        lambda: (
            page.strip.number() not in ("", before) or page.notices.accessibleDescription() not in ("", said_before)
        ),
        f"the visit of {one.name} is saved",
    )
    if page.strip.number() in ("", before):
        said = "; ".join(label.text() for label in page.notices.findChildren(type(page._title)))
        raise StepFailed(f"the visit of {one.name} was refused: {said}")
    visit = desk.records.all(Visit)[-1]
    walker.must(page.strip.number().startswith(visit.number), "the number on the screen is the record's")
    walker.must(desk.records.one(Person, visit.visitor).name == one.name, f"{one.name} is in the store")
    walker.must(
        [matter.title for matter in matters_of(desk, visit.uid)] == [told.title for told in one.matters],
        f"the matters of {one.name} are in the store",
    )
    walker.must(page.person.main.values()["name"] == "", "the form is ready for the next visitor")
    return visit


def write_visitor(walker: Walker, page: VisitPage, one: Coming, shots: dict[str, str]) -> None:
    """Who it is; somebody known is found by letters and picked with the arrow."""
    hands = walker.hands
    hands.go_to("name")
    if one.known:
        hands.pick(one.known)
        hands.press(Key.Key_Down)
        hands.wait(lambda: not page.person.known._list.isHidden(), f"{one.known} finds somebody")
        if "found" in shots:
            walker.shoot(shots["found"])
        hands.press(Key.Key_Return)
        walker.must(page.person.values()["name"] == one.name, f"{one.known} finds {one.name}")
        if "known" in shots:
            walker.shoot(shots["known"])
    else:
        hands.write(one.name)
        for field, words in (("phone", one.phone), ("no_phone_reason", one.no_phone_reason)):
            if words:
                hands.go_to(field)
                hands.write(words)
        if one.village:
            _write_place(walker, page, one, shots)
    if one.birth_year:
        _write_birth_year(walker, page, one, shots)
    if not page.coming.values()["channel"]:
        hands.go_to("channel")
        hands.pick(number_of(walker, "channel", one.channel))
    _write_others(walker, page, one)
    if "group" in shots:
        walker.shoot(shots["group"])


def _write_others(walker: Walker, page: VisitPage, one: Coming) -> None:
    """How many came, and who speaks for them."""
    hands = walker.hands
    if one.headcount:
        hands.go_to("headcount")
        hands.write(one.headcount)
    for words in one.newcomers:
        hands.tab_to("newcomer")
        hands.write(words)
        hands.go_on()
    if one.representatives:
        _write_representatives(walker, page, one)


def _write_birth_year(walker: Walker, page: VisitPage, one: Coming, shots: dict[str, str]) -> None:
    """A child: the fold of the visitor is opened by its key, and the year says it."""
    hands = walker.hands
    hands.tab_to(say.MORE)
    hands.press(Key.Key_Return)
    hands.go_to("birth_year")
    hands.write(one.birth_year)
    hands.press(Key.Key_Return, modifier=SHIFT)
    walker.must(page.visit.is_minor, "the year of birth proposes a minor")
    if "young" in shots:
        walker.shoot(shots["young"])


def _write_representatives(walker: Walker, page: VisitPage, one: Coming) -> None:
    """Who speaks for a group."""
    hands = walker.hands
    hands.tab_to("representatives")
    for name in one.representatives:
        hands.write(name)
        hands.go_on()
    chosen = page.visit.came.form.values()["representatives"]
    people = {one.uid: one.name for one in walker.desk.records.all(Person)}
    names = [people.get(uid) for uid in chosen] if isinstance(chosen, tuple) else []
    walker.must(names == list(one.representatives), "the group's representatives are picked")


def _write_place(walker: Walker, page: VisitPage, one: Coming, shots: dict[str, str]) -> None:
    hands = walker.hands
    if "half" in shots:
        walker.shoot(shots["half"])
    if one.no_phone_reason:
        hands.press(Key.Key_Return, modifier=SHIFT)
        hands.press(Key.Key_Return, modifier=SHIFT)
    hands.go_to("village")
    village = script.village(paths.regions(), walker.desk.station.area_code, one.village)
    hands.pick(village.initials[: len(one.village)])
    if "village" in shots:
        walker.shoot(shots["village"])
    hands.go_to("address")
    hands.write(one.address)
    walker.must(page.person.values()["village"] == village.code, f"the letters of {one.village} pick it")


def write_matter(walker: Walker, page: VisitPage, told: Told, shots: dict[str, str]) -> None:
    """One matter: its words, and what becomes of it."""
    walker.hands.go_to("title")
    walker.hands.write(told.title)
    walker.hands.go_on()
    write_after_title(walker, page, told, shots)


def write_after_title(walker: Walker, page: VisitPage, told: Told, shots: dict[str, str]) -> None:
    """A matter whose title stands there already, from its category on."""
    hands = walker.hands
    hands.pick(told.category)
    if "category" in shots:
        walker.shoot(shots["category"])
    hands.go_to("urgency")
    hands.pick(number_of(walker, "urgency", told.urgency))
    hands.go_to("verbatim")
    hands.write(told.verbatim)
    hands.go_on()
    hands.write(told.ask)
    hands.go_on()
    _write_alerts(walker, page, told, shots)
    _write_destination(walker, page, told)
    part = page.matters[-1]
    walker.must(part.destination.chosen == (told.act or "put_off"), f"the destination of {told.title} is chosen")


def _write_alerts(walker: Walker, page: VisitPage, told: Told, shots: dict[str, str]) -> None:
    """What the words point to: an accusation, harm to a child."""
    hands, alerts = walker.hands, page.matters[-1].alerts
    for field, words in told.report.items():
        hands.go_to(field)
        hands.write(words)
    if told.report and "report" in shots:
        walker.shoot(shots["report"])
    if alerts.is_accusation:
        hands.go_on()
        hands.write(told.accused)
        if "accused" in shots:
            walker.shoot(shots["accused"])
        hands.go_on()
    elif told.report:
        hands.go_to(f"to_{page.matters[-1].destination._offers[0].act}")


def _write_destination(walker: Walker, page: VisitPage, told: Told) -> None:
    hands, part = walker.hands, page.matters[-1]
    keys = [key.objectName() for key in part.destination.findChildren(type(page._main))]
    hands.pick(str(keys.index(f"to_{told.act or 'put_off'}") + 1))
    match told.act:
        case "answer":
            hands.write(told.fields["answer"])
            hands.go_on()
            hands.press(Key.Key_Down, Key.Key_Return)
        case "redirect":
            hands.pick(number_of(walker, "redirect_reason", told.fields["redirect_reason"]))
            hands.go_to("redirect_organ")
            hands.write(told.fields["redirect_organ"])
        case "refer":
            hands.pick(number_of(walker, "owner_level", told.fields["owner_level"]))
            hands.go_to("requirements")
            hands.write(told.fields["requirements"])
        case "triage" | "escalate":
            hands.pick(number_of(walker, "owner_level", told.fields["owner_level"]))
            hands.go_to("proposed_unit")
            hands.write(told.fields["proposed_unit"])
            last = "proposed_handling" if told.act == "triage" else "escalate_reason"
            hands.go_to(last)
            hands.write(told.fields[last])


def write_hearing(walker: Walker) -> None:
    """What is asked of the visit itself."""
    hands = walker.hands
    hands.go_to("is_first")
    hands.pick("1")
    hands.go_to("notice_way")
    hands.pick("1")


def _shots(number: int, one: Coming) -> dict[str, str]:
    if number == 1:
        return {
            "half": "visit-visitor",
            "village": "visit-village",
            "category": "visit-category",
            "whole": "visit-whole",
            "saved": "visit-saved",
        }
    if number == GROUP_AT:
        return {"whole": "visit-group"}
    if number == COUPLE_AT:
        return {"whole": "visit-two-matters"}
    return {"found": "visit-known-found", "known": "visit-known", "whole": "visit-known-whole"} if one.known else {}


def _refused_first(walker: Walker, page: VisitPage, one: Coming) -> None:
    """Saved too early: nothing is registered, every problem is said, the draft is kept."""
    hands, desk, began = walker.hands, walker.desk, perf_counter()
    strokes, letters, before = hands.strokes, hands.letters, len(desk.records.all(Visit))
    write_visitor(walker, page, one, {})
    hands.go_to("title")
    hands.write(one.matters[0].title)
    hands.press(Key.Key_F9)
    hands.wait(page.notices.isVisible, "a visit that is not whole is refused in words")
    walker.must(len(desk.records.all(Visit)) == before, "nothing was registered")
    walker.must(len(page.missing.places()) > 1, "everything that is missing is listed")
    walker.must(hands.focused().accessibleDescription() != "", "the first problem's field has the keys")
    hands.wait(lambda: len(drafts.of_user(desk.store.database, desk.user.uid)) == 1, "the draft is kept")
    walker.shoot("visit-problems")
    hands.go_to("category")
    write_after_title(walker, page, one.matters[0], {})
    write_hearing(walker)
    save(walker, page, one)
    walker.must(not drafts.of_user(desk.store.database, desk.user.uid), "the draft became the record")
    walker.counted.append((one.name, hands.strokes - strokes, hands.letters - letters, perf_counter() - began))


def _left_and_taken_up(walker: Walker, page: VisitPage, one: Coming) -> VisitPage:
    """Esc in the middle of a form; the day offers it again, and F4 leads back into it."""
    hands, desk, began, strokes, letters = walker.hands, walker.desk, perf_counter(), *_counts(walker)
    write_visitor(walker, page, one, {})
    hands.go_to("title")
    hands.write(one.matters[0].title)
    hands.press(Key.Key_Escape)
    today = walker.page(TodayPage, "Esc leaves the form")
    hands.wait(lambda: len(drafts.of_user(desk.store.database, desk.user.uid)) == 1, "what was typed is kept")
    hands.press(Key.Key_F5)
    hands.wait(lambda: "F4" in today.acts(), "the day offers the draft")
    walker.shoot("today-draft")
    hands.press(Key.Key_F4)
    page = walker.page(VisitPage, "F4 takes the draft up again")
    walker.must(page.person.values()["name"] == one.name, "the draft holds the name")
    walker.must(page.matters[0].main.values()["title"] == one.matters[0].title, "the draft holds the title")
    walker.shoot("visit-draft-taken-up")
    write_matter(walker, page, one.matters[0], {})
    write_hearing(walker)
    save(walker, page, one)
    walker.counted.append((one.name, hands.strokes - strokes, hands.letters - letters, perf_counter() - began))
    return page


def _counts(walker: Walker) -> tuple[int, int]:
    return walker.hands.strokes, walker.hands.letters
