"""The paper of a suggestion shows the form, the text, the places to sign and the evidence, and no petitioner's name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from station_app import paths
from station_app.domain.field import blank_of, built
from station_app.domain.records import Cosigning, Deputy, Mandate, Suggestion
from station_app.domain.tally import Cosigner, Evidence, EvidenceLine, SuggestionPaper
from station_app.reports.p11 import suggestion_sheet
from tests.reports.reading import page_texts
from tests.suggesting import TEXT, draft_fields

LEAD = built(Deputy, {**blank_of(Deputy), "name": "秦䶮𬭎", "post": "三组村民", "phone": "13912345678"})
MANDATE = built(Mandate, {**blank_of(Mandate), "level": "TOWNSHIP", "cert_no": "20-17", "delegation": "第一代表团"})
LINES = tuple(
    EvidenceLine(
        str(number), f"520324116-01-M26-{number:04}-9", f"2026-11-0{number}", "坪生村", "通组路塌方", "道路", number
    )
    for number in (1, 2)
)


def facts(**fields: object) -> SuggestionPaper:
    values = {**blank_of(Suggestion), **draft_fields("a" * 32), "state": "SUBMITTED", "submitted_on": "2026-11-23"}
    own = built(Suggestion, {**values, "number": "520324116-01-Y26-0001", **fields})
    return SuggestionPaper(own, "桴㯊镇人大代表联络站", LEAD, MANDATE, (), Evidence(LINES))


def pages_of(paper: SuggestionPaper) -> list[str]:
    pdf = suggestion_sheet(paper, paths.code_book())
    return ["".join(page.split()) for page in page_texts(pdf)]


def test_the_first_page_is_the_form() -> None:
    first = pages_of(facts(want_contact=True, suggested_units="县交通运输局"))[0]
    for said in (
        "代表建议、批评和意见专用纸",
        "第20届",
        "闭会期间",
        "520324116-01-Y26-0001-R",
        "2026年11月23日",
        TEXT["title"],
        "秦䶮𬭎",
        "20-17",
        "第一代表团",
        "13912345678",
        "☑同意全文公开□仅公开标题□不公开",
        "□专题调研□座谈□走访☑接待日☑群众意见转化",
        "☑希望加强联系沟通□仅供研究参考，不需书面答复",
        "县交通运输局",
        "附议代表",
    ):
        assert said in first


def test_the_text_has_its_sections_the_place_to_sign_and_the_evidence_follow() -> None:
    first, second, third = pages_of(facts())
    assert "一、事由（情况和问题）" in second
    assert "二、原因分析" in second
    assert "三、具体建议" in second
    assert second.index("领衔代表（签名）：") < second.index("2026年11月23日—")
    assert "同类意见2条，来自1个村（社区），涉及3人" in third
    assert third.count("坪生村") == 2
    assert "第　号".replace("　", "") in first


def test_without_analysis_the_proposals_are_the_second_section() -> None:
    assert "二、具体建议" in pages_of(facts(analysis=""))[1]


def test_what_is_not_known_is_left_to_the_pen() -> None:
    empty = replace(
        facts(submitted_on="", state="DRAFT", disclosure=""), lead=None, mandate=None, evidence=Evidence(())
    )
    first, second = pages_of(empty)
    assert "领衔代表代表证号" in first
    assert "□同意全文公开□仅公开标题□不公开" in first
    assert "本件还是草稿" in second


@pytest.mark.parametrize("length", [19_900, 19_950, 20_000])
def test_a_long_text_and_many_cosigners_flow_and_the_place_to_sign_never_stands_alone(length: int) -> None:
    joined = built(
        Cosigning, {**blank_of(Cosigning), "state": "CONFIRMED", "confirmed_on": "2026-11-20", "confirm_way": "PHONE"}
    )
    cosigners = tuple(Cosigner(replace(LEAD, name=f"附议人{number}"), MANDATE, joined) for number in range(1, 16))
    long = replace(facts(proposals=("请修复通组路。" * 3000)[:length]), cosigners=cosigners)
    pages = pages_of(long)
    (signed,) = [page for page in pages if "领衔代表（签名）：" in page]
    assert "请修复" in signed
    told = "".join(pages)
    assert all(f"附议人{number}三" in told or f"附议人{number}20-17" in told for number in range(1, 16))
    assert told.count("电话") >= 15


def test_an_amendment_stands_beside_the_frozen_text() -> None:
    told = "".join(pages_of(facts(amendment="请一并修复边沟。", amended_on="2026-12-01")))
    assert told.index("三、具体建议") < told.index("补充修改内容（2026年12月1日）") < told.index("请一并修复边沟。")
