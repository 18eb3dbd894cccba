"""The summary of a reception day says what happened, and in public no more than it may."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from station_app import paths
from station_app.domain.field import built
from station_app.domain.records import Attendance, Deputy, Opinion, ReceptionDay, Station, Visit
from station_app.domain.redaction import Audience, Terms
from station_app.domain.tally import DaySummary, TalliedMatter, seen_by
from station_app.reports import p9
from station_app.reports.p9 import Reference
from station_app.services.printing import look_alikes
from tests.reports.reading import page_texts

STATION = built(Station, {"uid": "0" * 32, "name": "桴㯊镇人大代表联络站"})
DAY = built(
    ReceptionDay,
    {"number": "J-26-0003", "held_on": "2026-11-23", "start": "9:00", "end": "12:00", "place": "桴㯊社区活动室"},
)


def matter(number: int, **fields: object) -> TalliedMatter:
    opinion = built(
        Opinion,
        {
            "number": f"Y-26-000{number}",
            "state": "REFERRED",
            "title": f"反映第{number}件事",
            "verbatim": "原话：请打我电话13985000000",
            "sensitivity": "GENERAL",
            "disclosure": "FULL",
            "summary": "",
            "unit": "县交通运输局",
            "due_on": "2026-12-31",
            **fields,
        },
    )
    return TalliedMatter(opinion, "李䶮", "", 1)


def summary(*matters: TalliedMatter) -> DaySummary:
    came = built(Attendance, {"presence": "PRESENT", "level": "TOWNSHIP"})
    away = built(Attendance, {"presence": "LEAVE", "level": "COUNTY"})
    people = [built(Deputy, {"name": name}) for name in ("秦彬", "王强", "郑淑珍")]
    visits = (built(Visit, {"headcount": 1}), built(Visit, {"headcount": 8}))
    attendance = ((came, people[0], None), (away, people[1], people[2]))
    return DaySummary(STATION, DAY, attendance, visits, matters, (), ("王小莉",), "2026-11-24")


def reference() -> Reference:
    return Reference(paths.code_book(), paths.regions())


TERMS = Terms(lambda code: code, frozenset({"0000"}), look_alikes())


def full(facts: DaySummary, known: Reference) -> bytes:
    return p9.summary(seen_by(Audience.DESK, facts, TERMS).facts, Audience.DESK, known)


def anonymised(facts: DaySummary, known: Reference) -> bytes:
    return p9.summary(seen_by(Audience.PUBLIC, facts, TERMS).facts, Audience.PUBLIC, known)


def text_of(pdf: bytes) -> str:
    return "".join(page_texts(pdf)).replace(" ", "").replace("　", "")


def test_who_asked_for_secrecy_is_not_named_in_the_file_either() -> None:
    text = text_of(full(summary(matter(1, sensitivity="CONFIDENTIAL")), reference()))
    assert "反映第1件事" in text
    assert "李䶮" not in text
    assert "（本人要求保密）" in text


def test_the_full_summary_says_who_where_when_and_how_many() -> None:
    text = text_of(full(summary(matter(1), matter(2, state="ANSWERED_ON_SITE", answer="已当面讲清。")), reference()))
    assert text.startswith("桴㯊镇人大代表联络站代表接待日情况小结一、基本情况编号：J-26-0003。")
    assert "2026年11月23日9:00至12:00，在桴㯊社区活动室" in text
    assert "接待代表：秦彬（乡镇代表）、郑淑珍（县代表）。" in text
    assert "未到代表：王强请假，由郑淑珍补位。" in text
    assert "共接待来访2批9人次（其中集体访1批），收到意见建议2条。" in text
    assert "当场答复1条、转办1条，合计2条。" in text
    assert "李䶮" in text
    assert "13985000000" in text
    assert "已当面讲清。" in text
    assert "桴㯊镇人大代表联络站（盖章）" in text
    assert "接待代表秦彬（签名）" in text
    assert "接待代表郑淑珍（签名）" in text


def test_the_public_summary_shows_no_given_name_and_no_own_words() -> None:
    text = text_of(anonymised(summary(matter(1)), reference()))
    assert "李某" in text
    assert "李䶮" not in text
    assert "13985000000" not in text
    assert "反映第1件事" in text


def test_what_may_not_be_published_shows_neither_name_nor_content() -> None:
    text = text_of(anonymised(summary(matter(1, sensitivity="CONFIDENTIAL")), reference()))
    assert "李某" not in text
    assert "反映第1件事" not in text
    assert "另有不公开的意见1条" in text


def test_a_title_that_was_not_agreed_to_gives_way_to_its_category() -> None:
    text = text_of(anonymised(summary(matter(1, disclosure="NONE", category="0206")), reference()))
    assert "反映第1件事" not in text
    assert "道路损毁修复方面的事项" in text.replace("\n", "")


def test_only_the_title_is_published_where_only_that_was_agreed() -> None:
    text = text_of(anonymised(summary(matter(1, disclosure="TITLE_ONLY", summary="归纳")), reference()))
    assert "反映第1件事" in text
    assert "归纳" not in text


def test_open_matters_of_days_before_are_listed_by_title() -> None:
    looked_back = replace(summary(matter(1)), earlier=(matter(7),))
    text = text_of(full(looked_back, reference()))
    assert "反映第7件事" in text
    assert "已转办" in text


def test_a_day_without_visits_prints_too() -> None:
    empty = replace(summary(), visits=(), attendance=())
    text = text_of(full(empty, reference()))
    assert "本次接待没有收到意见。" in text
    assert "共接待来访0批0人次，收到意见建议0条。" in text
    assert "以前的接待日没有未办结的意见。" in text


def test_a_character_that_no_face_has_is_listed_in_a_note() -> None:
    text = text_of(full(summary(replace(matter(1), speaker="李\U00020005")), reference()))
    assert "李〔U+20005〕" in text
    assert "以编码代替，请用笔补写：U+20005。" in text


def crowded(visits: int, earlier: int) -> DaySummary:
    """A day of long talk behind which much still waits."""
    spoken = "我们组的路去年汛期就塌了，反映了好多次，一直没有人来修。" * 60
    heard = [matter(number, title=f"反映第{number}件事" * 5, verbatim=spoken, summary="") for number in range(visits)]
    waits = [
        matter(number, title=f"以前第{number}件事没有人来办", received_on="2026-03-09") for number in range(earlier)
    ]
    come = tuple(built(Visit, {"headcount": 1}) for _ in range(visits))
    return replace(summary(*heard), visits=come, earlier=tuple(waits))


@pytest.mark.parametrize(("visits", "earlier"), [(1, 0), (12, 0), (12, 8), (12, 40), (10, 88), (4, 96)])
def test_an_ordinary_day_is_two_pages_at_most_whatever_was_said_and_whatever_waits(visits: int, earlier: int) -> None:
    pages = page_texts(full(crowded(visits, earlier), reference()))
    assert len(pages) <= 2
    text = "".join(pages)
    assert [number for number in range(earlier) if f"以前第{number}件事" not in text] == []
    assert text.count("（盖章）") == 1


def test_a_great_day_flows_over_pages_and_nothing_of_it_is_lost() -> None:
    pages = page_texts(full(crowded(40, 300), reference()))
    text = "".join(pages)
    assert [number for number in range(40) if f"反映第{number}件事" not in text] == []
    assert [number for number in range(300) if f"以前第{number}件事" not in text] == []
    assert "签名" in pages[-1]
    assert "共性问题" in pages[-1], "the places to sign do not stand alone"


def test_the_whole_words_stand_in_an_annex_where_it_was_asked_for() -> None:
    facts = seen_by(Audience.DESK, crowded(3, 0), TERMS).facts
    whole = "我们组的路去年汛期就塌了，反映了好多次，一直没有人来修。" * 60
    cut, asked = (
        text_of(p9.summary(facts, Audience.DESK, reference(), has_annex=has_annex)) for has_annex in (False, True)
    )
    assert whole not in cut.replace("…", "")
    assert asked.count("附：群众原话") == 1
    assert whole in re.sub("—[0-9]—", "", asked)


def test_who_stands_in_for_two_is_named_once_and_signs_once() -> None:
    away = built(Attendance, {"presence": "LEAVE", "level": "COUNTY"})
    absent, stand_in = built(Deputy, {"name": "罗光强"}), summary().attendance[1][2]
    facts = summary()
    facts = replace(facts, attendance=(*facts.attendance, (away, absent, stand_in)))
    text = text_of(full(facts, reference()))
    assert "接待代表：秦彬（乡镇代表）、郑淑珍（县代表）。" in text
    assert text.count("接待代表郑淑珍（签名）") == 1


def test_what_an_old_ledger_brought_stands_by_its_title_and_never_as_unsorted() -> None:
    facts = replace(
        summary(matter(1, category="0000", disclosure="NONE")), earlier=(matter(2, category="0000", disclosure="NONE"),)
    )
    for text in (text_of(full(facts, reference())), text_of(anonymised(facts, reference()))):
        assert "未分类" not in text
        assert "反映第1件事" in text
        assert "反映第2件事" in text


def test_an_accusation_leaves_a_total_and_no_line() -> None:
    facts = summary(matter(1), matter(2, opinion_kind="REPORT", village="520324116201", redirect_organ="县纪委监委"))
    told = text_of(full(facts, reference()))
    assert "另有检举控告1条，另行存放。" in told
    assert "反映第2件事" not in told
    wall = text_of(anonymised(facts, reference()))
    assert "另有不公开的意见1条。" in wall
    assert [word for word in ("反映第2件事", "纪委", "控告", "引导") if word in wall] == []
    assert "收到意见建议2条" in wall


def test_a_name_of_sixty_characters_is_never_cut() -> None:
    name = "".join(map(chr, range(0x4E00, 0x4E00 + 60)))
    text = text_of(full(summary(replace(matter(1), speaker=name)), reference()))
    assert name in text
