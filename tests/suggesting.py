"""What tests of suggestions share: five like opinions from several villages, deputies with mandates, a draft's text."""

from __future__ import annotations

from typing import Any

from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.services.roster import enrol
from tests.office import OPINION, PERSON, VISIT

VILLAGES = ("520324116201", "520324116202", "520324116203")

LIKE = (
    ("通组路塌方半年没有人修", "三组到四组的通组路去年汛期塌方，摩托车都过不去，娃娃上学要绕路。"),
    ("通组路塌方影响学生上学", "我们这边的通组路塌方，学生上学绕路要走一个小时，请来修一修。"),
    ("通组公路塌方车辆过不去", "通组路被大水冲了，塌方的地方车辆过不去，拉烤烟要绕路。"),
    ("请求修复塌方的通组路", "通组路塌方两处，下雨天更危险，老人看病要绕路，盼望早点修。"),
    ("通组路塌方请安排修复", "塌方的通组路一直没有修复，去年就反映过，出行要绕路。"),
)
TEXT = {
    "title": "关于修复三组至四组塌方通组路的建议",
    "situation": (
        "三组至四组的通组路全长2.3公里，2026年7月被洪水冲毁两处，至今没有修复。两个组共86户312人，出行要绕行9公里；"
        "37名学生每天早上六点就要出门，烤烟和茶叶也运不出来。2026年以来，代表接待日收到群众意见5条，都盼望在明年汛期前修通。"
    ),
    "analysis": "塌方段靠河，原来没有挡墙，路基被淘空；镇里的水毁资金已经用在主干道上，轮不到这一段。",
    "proposals": (
        "一、请县交通运输局在2026年底前完成两处塌方的勘测和设计。\n"
        "二、请将修复列入2027年水毁修复计划，修建挡墙180米、护栏400米。\n"
        "三、请村里设立1名管护员，每月清理边沟一次。"
    ),
}


def heard(desk: Desk, number: int, **opinion: object) -> str:
    """One of the like opinions, by its own visitor from its own village; its uid."""
    title, verbatim = LIKE[number % len(LIKE)]
    village = VILLAGES[number % len(VILLAGES)]
    person, visit = desk.clock.new_id(), desk.clock.new_id()
    given = {**OPINION, "title": title, "verbatim": verbatim, "ask": "请修复通组路", "visit": visit, **opinion}
    asks = [
        Ask(
            "person",
            "register",
            {**PERSON, "name": f"来访人{'甲乙丙丁戊己庚辛'[number % 8]}", "village": village},
            person,
        ),
        Ask("visit", "register", {**VISIT, "visitor": person, "headcount": number + 1}, visit),
        Ask("opinion", "register", given),
    ]
    return perform(desk, asks)[2].uid


def five_opinions(desk: Desk) -> list[str]:
    """Five people of three villages say the same."""
    return [heard(desk, number) for number in range(5)]


def deputy(desk: Desk, name: str, level: str = "TOWNSHIP", **mandate: object) -> str:
    """A deputy with an active mandate; the uid."""
    held = {"level": level, "term": 20, "cert_no": f"20-{name[0]}", "delegation": "第一代表团", **mandate}
    return enrol(desk, {"name": name, "phone": "13912345678", "post": "三组村民"}, held)[0].uid


def draft_fields(lead: str, **instead: object) -> dict[str, Any]:
    """A draft that the checks have nothing against but hints."""
    return {
        **TEXT,
        "lead_deputy": lead,
        "kind": "SUGGESTION",
        "level": "TOWNSHIP",
        "raised_in": "INTERSESSION",
        "term": 20,
        "disclosure": "FULL",
        "origin_basis": ("RECEPTION", "OPINION"),
        **instead,
    }
