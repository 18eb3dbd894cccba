"""What the tests of the screens stand on: the look, a small code book, typing as an input method types."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget

from station_app.domain.codes import CodeBook, parse_code_list
from station_app.domain.field import FieldSpec
from station_app.domain.problem import Problem, refusal
from station_app.ui.shell import look
from station_app.ui.shell.sources import Sources

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

LISTS = {
    "matter": [
        {"code": "02", "name": "道路交通"},
        {"code": "0201", "name": "通组路硬化", "parent": "02"},
        {"code": "0202", "name": "路灯", "parent": "02", "aliases": ["亮化"]},
        {"code": "03", "name": "水利饮水"},
        {"code": "0301", "name": "人饮工程", "parent": "03", "valid_to": "2025-12-31"},
        {"code": "0302", "name": "山塘水库", "parent": "03"},
    ],
    "urgency": [
        {"code": "NORMAL", "name": "正常"},
        {"code": "URGENT", "name": "紧急"},
        {"code": "CRITICAL", "name": "非常紧急"},
    ],
    "sensitivity": [{"code": "GENERAL", "name": "一般"}, {"code": "WORK_SECRET", "name": "工作秘密"}],
    "role": [{"code": "CLERK", "name": "联络员"}, {"code": "ADMIN", "name": "管理员"}],
    "channel": [{"code": "RECEPTION_DAY", "name": "接待日来访"}, {"code": "LETTER", "name": "来信"}],
}
PEOPLE = {"a" * 32: "秦彬", "b" * 32: "郑淑珍", "c" * 32: "王强"}
INITIALS = {
    "道路交通": "dljt",
    "通组路硬化": "tzlyh",
    "路灯": "ld",
    "水利饮水": "slys",
    "山塘水库": "stsk",
    "正常": "zc",
    "紧急": "jj",
    "非常紧急": "fcjj",
}


@dataclass(frozen=True)
class _Reading:
    value: object
    problems: tuple[Problem, ...] = ()


def _read(spec: FieldSpec, raw: object) -> _Reading:
    """A few readings, as the program's own reader will give them."""
    known = {"3.9": "2026-03-09", "今天": "2026-11-23", "３": 3, "930": "09:30"}
    if raw in known:
        return _Reading(known[str(raw)])
    return _Reading(spec.empty, (refusal("not_read", spec.name),))


@pytest.fixture(scope="session")
def book() -> CodeBook:
    texts = [json.dumps({"scheme": scheme, "name": scheme, "codes": codes}) for scheme, codes in LISTS.items()]
    return CodeBook({read.scheme: read for read in map(parse_code_list, texts)})


@pytest.fixture
def sources(book: CodeBook) -> Sources:
    return Sources(
        codes=book,
        today="2026-11-23",
        read=_read,
        choices=lambda kind, typed: [pick for pick in PEOPLE.items() if kind == "deputy" and typed in pick[1]],
        names=lambda _kind, uid: PEOPLE.get(uid, uid),
        initials=lambda words: INITIALS.get(words, ""),
    )


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    """The program's own style: what is measured is what is seen."""
    sheet = look.style_sheet(look.LIGHT)
    if qapp.styleSheet() != sheet:
        look.dress(qapp)


Typing = Callable[[QWidget, str], None]


@pytest.fixture
def compose() -> Typing:
    """Leave `words` in the making, as an input method does before a candidate is picked."""

    def composing(widget: QWidget, words: str) -> None:
        QApplication.sendEvent(widget, QInputMethodEvent(words, []))

    return composing


@pytest.fixture
def type_chinese(compose: Typing) -> Typing:
    """Type `words` as an input method commits them; a key press cannot carry a Han character."""

    def typing(widget: QWidget, words: str) -> None:
        compose(widget, "nihao")
        committed = QInputMethodEvent("", [])
        committed.setCommitString(words)
        QApplication.sendEvent(widget, committed)

    return typing
