"""The papers of a visit and a referral: what each reader may see stands there, and no more."""

from __future__ import annotations

import re

import pypdfium2
import pytest
import segno

from station_app.domain import numbering
from station_app.domain.problem import Rejected
from station_app.domain.records import Opinion, Visit
from station_app.reports.blocks import QUIET
from station_app.reports.desk_papers import Listing
from station_app.reports.page import MM
from station_app.reports.visit_papers import CODE_SIDE, HALF
from station_app.services import prints
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.services.prints import handover_of
from tests.office import registered
from tests.reports.reading import page_texts
from tests.services.test_kept_here import TOLD

TRIAGE = {"category": "0206", "urgency": "NORMAL", "owner_level": "TOWNSHIP", "proposed_unit": "交通运输局"}
REFERRAL = {"unit": "交通运输局", "referred_on": "2026-11-23", "due_on": "2026-12-23", "requirements": "先清塌方"}


def referred(desk: Desk, **opinion: object) -> str:
    uid = registered(desk, **opinion)["opinion"].uid
    perform(desk, [Ask("opinion", "triage", TRIAGE, uid), Ask("opinion", "refer", REFERRAL, uid)])
    return uid


def text_of(pdf: bytes) -> str:
    return "".join(page_texts(pdf)).replace(" ", "").replace("　", "")


def test_the_record_sheet_holds_the_words_as_they_were_said_on_two_pages(desk: Desk) -> None:
    done = registered(desk, verbatim="我们组的路塌了。\n半年没人管！", harm_to_minor=False)
    printed = prints.record_sheet(desk, done["visit"].uid)
    text = text_of(printed.pdf)
    assert printed.pages == 2
    for said in (
        "杨胜美",
        "16112345678",
        "我们组的路塌了。",
        "半年没人管！",
        "请把路修好",
        "王小莉",
        "☑初次反映",
        "□满意",
    ):
        assert said in text
    assert numbering.with_check(done["visit"].number) in text


def test_a_blank_sheet_has_every_place_and_no_fact(desk: Desk) -> None:
    for make, pages in ((prints.record_sheet, 2), (prints.receipt, 1)):
        printed = make(desk, "")
        assert printed.pages == pages
        assert "520324116" not in text_of(printed.pdf)
    text = text_of(prints.record_sheet(desk, "").pdf)
    assert "☑" not in text
    assert "来访人（签名或捺印）" in text


def test_long_words_flow_over_pages_and_none_is_lost(desk: Desk) -> None:
    words = "".join(f"第{number}句话说路塌了。" for number in range(400))
    done = registered(desk, verbatim=words)
    text = re.sub("—[0-9]—|原话", "", text_of(prints.record_sheet(desk, done["visit"].uid).pdf))
    assert words in text


def test_a_receipt_names_number_and_destination_and_its_code_is_the_number(desk: Desk) -> None:
    uid = referred(desk)
    visit = desk.records.one(Visit, desk.records.one(Opinion, uid).visit)
    printed = prints.receipt(desk, visit.uid)
    text = text_of(printed.pdf)
    assert printed.pages == 1
    assert text.count(numbering.with_check(visit.number)) == 2  # the visitor's part and the stub
    assert "已转办：交通运输局" in text
    assert "2026年12月23日前答复" in text
    assert "16112345678" not in text
    with pypdfium2.PdfDocument(printed.pdf) as document:
        picture = document[0].render(scale=4).to_pil().convert("L")
    matrix = list(segno.make_qr(numbering.with_check(visit.number), error="m").matrix)
    module = CODE_SIDE / (len(matrix) + 2 * QUIET)
    left, top = HALF.left + HALF.measure - CODE_SIDE, HALF.top - 4 * MM

    def is_dark(x: int, y: int) -> bool:
        across, down = ((start + (place + QUIET + 0.5) * module) * 4 for start, place in ((left, x), (top, y)))
        return bool(picture.getpixel((int(across), int(down))) < 128)

    drawn = [[int(is_dark(x, y)) for x in range(len(matrix))] for y in range(len(matrix))]
    assert drawn == [list(row) for row in matrix]


def test_a_slip_gives_the_unit_what_it_needs_and_hides_who_asked_for_it(desk: Desk) -> None:
    open_text = text_of(prints.referral_slip(desk, referred(desk)).pdf)
    assert open_text.count("520324116-01-Z26-0001") == 3
    assert "杨胜美" in open_text
    hidden = prints.referral_slip(desk, referred(desk, sensitivity="CONFIDENTIAL"))
    text = text_of(hidden.pdf)
    assert hidden.pages == 1
    assert "杨胜美" not in text
    assert "16112345678" not in text
    assert "本人要求保密" in text
    assert "5个工作日内书面说明" in text


def test_an_accusation_has_no_slip_and_is_not_named_on_the_receipt(desk: Desk) -> None:
    done = registered(desk, opinion_kind="REPORT", title="某某干部收了钱不办事")
    perform(desk, [Ask("opinion", "redirect", TOLD, done["opinion"].uid)])
    with pytest.raises(Rejected, match="accusation_has_no_slip"):
        prints.referral_of(desk, done["opinion"].uid)
    text = text_of(prints.receipt(desk, done["visit"].uid).pdf)
    assert "收了钱" not in text
    assert "县纪委监委" in text


def test_what_was_not_referred_has_no_slip(desk: Desk) -> None:
    with pytest.raises(Rejected, match="not_referred"):
        prints.referral_slip(desk, registered(desk)["opinion"].uid)


def test_a_result_sheet_is_one_page_with_room_to_write(desk: Desk) -> None:
    printed = prints.result_sheet(desk, referred(desk))
    assert printed.pages == 1
    assert "□满意" in text_of(printed.pdf)


def test_any_list_prints_with_what_it_holds_and_an_empty_one_has_rows(desk: Desk) -> None:
    heads, shares = ("编号", "事项"), (6.0, 20.0)
    rows = [(f"M26-{number:04d}", "路灯不亮") for number in range(60)]
    facts = Listing(desk.station.name, "意见台账", "所有村的待办意见", heads, shares, rows, desk.today)
    printed = prints.listing(facts)
    pages = [page.replace(" ", "") for page in page_texts(printed.pdf)]
    assert len(pages) > 1
    assert all("编号" in page for page in pages)
    assert "共60条" in pages[0]
    assert "M26-0059" in pages[-1]
    empty = prints.listing(Listing(desk.station.name, "意见台账", "", heads, shares, [], desk.today))
    assert empty.pages == 1


def test_a_handover_lists_what_is_open_and_leaves_accusations_out(desk: Desk) -> None:
    referred(desk)
    registered(desk, opinion_kind="REPORT", title="某某干部收了钱不办事")
    facts = handover_of(desk, desk.user.uid)
    assert [one.opinion.title for one in facts.open if one.opinion.opinion_kind != "REPORT"] == ["通组路塌方没有人修"]
    text = text_of(prints.handover(desk, desk.user.uid).pdf)
    assert "交通运输局" in text
    assert "收了钱" not in text
    assert numbering.short_with_check(facts.accusations[0]) in text, "it is handed over by its number alone"
