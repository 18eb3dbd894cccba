"""The congress's own work, worked out: who is asked in a survey and what it comes to, what is due from whom of a
schedule."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from station_app.domain.clock import is_credible
from station_app.domain.days import Calendar
from station_app.domain.deadline import DAYS, Due, Rule, Term, due
from station_app.domain.field import built
from station_app.domain.immutable import immutable, immutable_by_keyword
from station_app.domain.problem import Problem, refusal
from station_app.domain.programme_acts import LEVELS, ONCE
from station_app.domain.records.programme import DispatchReturn, DispatchSchedule, Survey, SurveyCall


@immutable
class Question:
    """One question of a survey: its words, and the choices of which one is the answer; none where the answer is
    free."""

    words: str
    choices: tuple[str, ...] = ()


_COLONS, _BETWEEN = ("\uff1a", ":"), ("\u3001", "/", "|")  # ：、


def questions_of(text: str) -> tuple[Question, ...]:
    """The questions of a survey, one a line, the choices behind a colon."""
    return tuple(_question(line.strip()) for line in text.splitlines() if line.strip())


def _question(line: str) -> Question:
    sign = next((one for one in _COLONS if one in line), "")
    words, _, rest = line.partition(sign) if sign else (line, "", "")
    for between in _BETWEEN[1:]:
        rest = rest.replace(between, _BETWEEN[0])
    return Question(words.strip(), tuple(one.strip() for one in rest.split(_BETWEEN[0]) if one.strip()))


def answers_of(text: str) -> dict[int, str]:
    """What was answered, by the number of the question; a line that names none is left out."""
    found = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        number, _, said = line.partition("=")
        if number.strip().isascii() and number.strip().isdigit() and said.strip():
            found[int(number)] = said.strip()
    return found


def problems_of_questions(text: str) -> tuple[Problem, ...]:
    """What keeps a survey's questions from being asked: none, or one choice that is none."""
    questions = questions_of(text)
    if not questions:
        return (refusal("survey_without_questions", "questions"),)
    wrong = [one.words for one in questions if not one.words or len(one.choices) == 1 or _is_doubled(one.choices)]
    return tuple(refusal("survey_question", "questions", words[:40]) for words in wrong)


def _is_doubled(choices: Sequence[str]) -> bool:
    return len(set(choices)) < len(choices)


def problems_of_answers(text: str, questions: Sequence[Question]) -> tuple[Problem, ...]:
    """What keeps answers from being counted: a line of another form, a question that is not asked, no such choice."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    answers = answers_of(text)
    found = [refusal("survey_answer_form", "answers")] if len(answers) < len(lines) else []
    for number, said in answers.items():
        if not 1 <= number <= len(questions):
            found.append(refusal("survey_no_question", "answers", number, most=len(questions)))
        elif questions[number - 1].choices and said not in questions[number - 1].choices:
            found.append(refusal("survey_choice", "answers", number, choices=questions[number - 1].choices))
    return tuple(found)


def sample_of(by_level: Mapping[str, Iterable[str]], wanted: int, seed: str) -> list[tuple[str, str]]:
    """So many deputies (level, uid) drawn from each level in its share, by largest remainder; the same for one seed.

    `by_level` names each deputy once. All of them where fewer stand there than are wanted.
    """
    pools = {level: sorted(uids, key=lambda uid: _lot(seed, uid)) for level, uids in by_level.items()}
    total = sum(map(len, pools.values()))
    wanted = min(wanted, total)
    shares = {level: divmod(len(pool) * wanted, total) for level, pool in pools.items() if pool}
    left = wanted - sum(whole for whole, _ in shares.values())
    first = sorted(shares, key=lambda level: (-shares[level][1], level))[:left]
    return [(level, uid) for level in shares for uid in pools[level][: shares[level][0] + (level in first)]]


def _lot(seed: str, uid: str) -> bytes:
    return hashlib.sha256(f"{seed}/{uid}".encode()).digest()


TO_CALL, ANSWERED = "TO_CALL", "ANSWERED"
"""Where somebody of a sample stands who is still to be called, and who has answered."""


@immutable
class Tally:
    """What a survey came to: how many of its sample stand in each state, by level too, and for each question how often
    each choice was answered (the free answers of one without choices: how many)."""

    states: Mapping[str, int]
    levels: Mapping[str, Mapping[str, int]]
    answers: tuple[tuple[Question, Mapping[str, int]], ...]


def tally_of(survey: Survey, calls: Iterable[SurveyCall]) -> Tally:
    """The tally of a survey from the calls of its sample."""
    states: Counter[str] = Counter()
    levels: defaultdict[str, Counter[str]] = defaultdict(Counter)
    said: defaultdict[int, Counter[str]] = defaultdict(Counter)
    questions = questions_of(survey.questions)
    for call in calls:
        states[call.state] += 1
        levels[call.level][call.state] += 1
        for number, answer in answers_of(call.answers).items() if call.state == ANSWERED else ():
            said[number][answer] += 1
    counted = []
    for number, question in enumerate(questions, 1):
        free = {"": sum(said[number].values())}
        chosen = {choice: said[number][choice] for choice in question.choices}
        counted.append((question, chosen if question.choices else free))
    return Tally(dict(states), {level: dict(of) for level, of in levels.items()}, tuple(counted))


MONTHS_OF = {"MONTH": 1, "TWO_MONTHS": 2, "QUARTER": 3, "HALF_YEAR": 6, "YEAR": 12}
"""How many months a period of a schedule has; periods begin in January."""


@immutable_by_keyword
class Round:
    """One period of a schedule: its days, when it is due and why, who has reported and who has not. `senders` are uids
    of stations."""

    first_on: str
    last_on: str
    due: Due | None
    sent: tuple[str, ...]
    missing: tuple[str, ...]


def rounds_of(
    schedule: DispatchSchedule,
    stations: Sequence[str],
    returns: Iterable[DispatchReturn],
    until: str,
    calendar: Calendar,
) -> list[Round]:
    """The periods of a schedule that have ended by a civil day, the latest first: what is due from whom.

    A schedule without senders is every station's (`stations`). What was sent back is missing until it is sent again.
    """
    senders = schedule.senders or tuple(stations)
    sent = defaultdict(set)
    for one in returns:
        if one.schedule == schedule.uid and one.state != "SENT_BACK":
            sent[one.first_on].add(one.station)
    rule = Rule(
        id="dispatch",
        clock="dispatch",
        name=schedule.name,
        basis=schedule.name,
        terms=(Term(DAYS, schedule.within_days),),
    )
    found = []
    for first, last in _periods(schedule, until):
        here = sent[first.isoformat()]
        found.append(
            Round(
                first_on=first.isoformat(),
                last_on=last.isoformat(),
                due=due(rule, last, calendar),
                sent=tuple(uid for uid in senders if uid in here),
                missing=tuple(uid for uid in senders if uid not in here),
            )
        )
    return found[::-1]


def period_problems(schedule: DispatchSchedule, first_on: str, last_on: str) -> tuple[Problem, ...]:
    """What keeps two days from being a period of a schedule."""
    periods = _periods(schedule, max(last_on, first_on))
    if (first_on, last_on) in ((first.isoformat(), last.isoformat()) for first, last in periods):
        return ()
    return (refusal("no_such_period", "first_on", first_on),)


def _periods(schedule: DispatchSchedule, until: str) -> Iterator[tuple[date, date]]:
    """The whole periods between the schedule's days that have ended by a civil day, in order."""
    months = MONTHS_OF.get(schedule.period)
    if months is None or not schedule.from_on:
        return
    first = date.fromisoformat(schedule.from_on)
    number = first.year * 12 + first.month - 1
    number -= number % 12 % months
    end = min(until, schedule.to_on or until)
    while True:
        last = _month(number + months) - timedelta(days=1)
        if last.isoformat() > end or last.year > LAST_YEAR:
            return
        if last >= first:
            yield _month(number), last
        number += months


LAST_YEAR = 2100


def _month(number: int) -> date:
    return date(number // 12, number % 12 + 1, 1)


Values = Mapping[str, Any]


def activity_was_held(values: Values, today: str) -> Iterator[Problem]:
    """What was held is over, and those who are named are among those who were counted, once each."""
    if values.get("state") != "HELD":
        return
    last = values.get("ended_on") or values.get("held_on", "")
    if last > today and is_credible(today):
        yield refusal("activity_ahead", "held_on", last, today=today)
    counted = [values[name] for name in LEVELS if values.get(name) is not None]
    named = len(values.get("deputies") or ())
    if counted and sum(counted) < named:
        yield refusal("fewer_at_levels", "deputies", named, counted=sum(counted))


def questions_can_be_asked(values: Values, _today: str) -> Iterator[Problem]:
    """A survey's questions, before anybody is asked."""
    yield from problems_of_questions(values.get("questions", ""))


def answers_can_be_counted(values: Values, beside: Mapping[str, Values]) -> Iterator[Problem]:
    """What somebody answered, beside the questions of their survey."""
    questions = questions_of(beside.get("survey", {}).get("questions", ""))
    if questions and values.get("answers"):
        yield from problems_of_answers(values["answers"], questions)


def period_is_of_the_schedule(values: Values, beside: Mapping[str, Values]) -> Iterator[Problem]:
    """A report, beside the schedule that asks for it."""
    schedule = beside.get("schedule", {})
    if schedule and values.get("first_on") and values.get("last_on"):
        yield from period_problems(built(DispatchSchedule, schedule), values["first_on"], values["last_on"])


def somebody_to_draw(_before: Values, _after: Values, beside: Mapping[str, Values]) -> Iterator[Problem]:
    """A sample needs deputies in office."""
    if not beside.get("others", {}).get("pool"):
        yield refusal("no_deputies_to_draw", "wanted")


def once(kind: str) -> Callable[[Values, Values, Mapping[str, Values]], Iterator[Problem]]:
    """The rule that there is one of a sort (`ONCE`)."""
    only = ONCE[kind]

    def judged(_before: Values, after: Values, beside: Mapping[str, Values]) -> Iterator[Problem]:
        if beside.get("others", {}).get("same"):
            yield refusal(only.code, only.where, after.get(only.where))

    return judged
