"""Five people say the same; their deputy raises it: likeness, checks, cosigners, the paper."""

from __future__ import annotations

from station_app.domain.records import Cosigning, Opinion, Suggestion
from station_app.ui.pages.records.preview import PreviewPage
from station_app.ui.pages.records.record import RecordPage
from station_app.ui.pages.suggestion.draft import SuggestionDraft
from station_app.ui.pages.suggestion.suggestion import SuggestionPage
from station_app.ui.parts.record_list import ListPage
from tour import script
from tour.closing import made
from tour.hands import CONTROL, Key
from tour.opening import number_of
from tour.walk_ins import open_record
from tour.walker import Walker

FIVE = 5


def propose(walker: Walker) -> None:
    """From the first opinion to the submitted suggestion on paper."""
    hands, desk = walker.hands, walker.desk
    title = script.visits()[0].matters[0].title
    first = next(one for one in desk.records.all(Opinion) if one.title == title and one.visit)
    open_record(walker, first)
    hands.tab_to("promote")
    hands.press(Key.Key_Return)
    page = walker.page(SuggestionPage, "the key leads to a draft")
    draft = page.draft()
    walker.shoot("suggestion-empty")
    _link(walker, draft)
    _write(walker, draft)
    hands.press(Key.Key_Return, modifier=CONTROL)
    hands.wait(lambda: draft.uid != "", "the draft is kept")
    _cosign(walker, draft)
    hands.wait(lambda: not draft.findings.checked.open, "nothing keeps it back any more")
    walker.shoot("suggestion-ready")
    hands.press(Key.Key_F9)
    hands.wait(lambda: bool(desk.records.all(Suggestion, state="SUBMITTED")), "it is submitted")
    hands.wait(lambda: isinstance(page.inner, RecordPage), "its record is in view")
    walker.shoot("suggestion-submitted")
    hands.press(Key.Key_F8)
    preview = walker.page(PreviewPage, "F8 shows the paper")
    printed = made(walker, preview, "P11")
    walker.camera.pages(printed.pdf, "suggestion")
    hands.press(Key.Key_Escape, Key.Key_Escape)
    walker.go("suggestions", ListPage)
    walker.shoot("suggestions")


def _link(walker: Walker, draft: SuggestionDraft) -> None:
    """Ctrl+N proposes what is like it; Enter takes each in."""
    hands = walker.hands
    hands.press(Key.Key_N, modifier=CONTROL)
    hands.wait(draft.evidence.proposals.hasFocus, "what is alike is proposed")
    walker.shoot("suggestion-alike")
    while draft.evidence.proposals.isVisible() and len(draft.values()["origin_opinions"]) < FIVE:
        hands.press(Key.Key_Return)
    walker.must(len(draft.values()["origin_opinions"]) == FIVE, "five opinions stand behind it")


def _write(walker: Walker, draft: SuggestionDraft) -> None:
    hands, said = walker.hands, script.script()["suggestion"]
    draft.form.focus_field("level")
    hands.pick(number_of(walker, "deputy_level", "TOWNSHIP"))
    hands.go_to("lead_deputy")
    hands.write(said["lead"])
    hands.go_on()
    draft.form.focus_field("title")
    hands.press(Key.Key_A, modifier=CONTROL)
    hands.write(said["title"])
    hands.wait(lambda: bool(draft.findings.checked.open), "the checks find what is missing")
    walker.shoot("suggestion-checks")
    for field in ("situation", "analysis", "proposals"):
        draft.form.focus_field(field)
        hands.write(said[field])
    draft.form.focus_field("disclosure")
    hands.press(Key.Key_Down, Key.Key_Return, Key.Key_Space)
    walker.shoot("suggestion-written")


def _cosign(walker: Walker, draft: SuggestionDraft) -> None:
    """Somebody joins: asked by name, confirmed with day and way."""
    hands, said = walker.hands, script.script()["suggestion"]
    draft.cosigners.line.setFocus()
    hands.write(said["cosigner"])
    hands.press(Key.Key_Return)
    hands.wait(lambda: draft.cosigners.list.count() == 1, "the cosigner is asked")
    draft.cosigners.list.setFocus()
    hands.press(Key.Key_Return)
    hands.pick("1")
    walker.shoot("suggestion-cosigner")
    hands.press(Key.Key_Return)
    hands.wait(lambda: _states(walker) == ["CONFIRMED"], "the cosigner has confirmed")


def _states(walker: Walker) -> list[str]:
    return [one.state for one in walker.desk.records.all(Cosigning)]
