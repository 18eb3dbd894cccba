"""The papers of a visit and a referral: what each reader may see stands there, and no more."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from station_app.domain import numbering
from station_app.domain.problem import Rejected
from station_app.domain.records import Opinion, Visit
from station_app.reports.desk_papers import Listing
from station_app.services import prints
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.services.prints import handover_of
from tests.office import OPINION, refer, registered
from tests.reports.reading import page_texts
from tests.services.test_kept_here import TOLD

TRIAGE = {"category": "0206", "urgency": "NORMAL", "owner_level": "TOWNSHIP", "proposed_unit": "交通运输局"}
REFERRAL = {"unit": "交通运输局", "assigned_on": "2026-11-23", "due_on": "2026-12-23", "requirements": "先清塌方"}


def referred(desk: Desk, **opinion: object) -> str:
    uid = registered(desk, **opinion)["opinion"].uid
    perform(desk, [Ask("opinion", "triage", TRIAGE, uid), refer(REFERRAL, uid)])
    return uid


def text_of(pdf: bytes | str) -> str:
    """What stands in a PDF, or on one page of it, without spaces and folios."""
    told = pdf if isinstance(pdf, str) else "".join(page_texts(pdf))
    return re.sub("—[0-9]+—", "", told.replace(" ", "").replace("　", ""))


def pages_of(pdf: bytes) -> list[str]:
    return page_texts(pdf)


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
    for make, pages in ((prints.record_sheet, 2), (prints.receipts, 1)):
        printed = make(desk, "")
        assert printed.pages == pages
        assert "520324116" not in text_of(printed.pdf)
    text = text_of(prints.record_sheet(desk, "").pdf)
    assert "☑" not in text
    assert "来访人（签名或捺印）" in text


def test_long_words_flow_over_pages_and_none_is_lost(desk: Desk) -> None:
    words = "".join(f"第{number}句话说路塌了。" for number in range(400))
    done = registered(desk, verbatim=words)
    sheets = [text_of(page) for page in pages_of(prints.record_sheet(desk, done["visit"].uid).pdf)]
    assert words in re.sub("（下转后面）.*?原话（续）", "", "".join(sheets))
    assert [sheet[:14] for sheet in sheets[2:]] == ["代表接待登记表（原话续页）联"] * (len(sheets) - 2)
    assert all(done["visit"].number in sheet for sheet in sheets)


def test_long_requirements_leave_room_for_the_words_and_go_on_behind_under_their_own_head(desk: Desk) -> None:
    uid = registered(desk, verbatim="〔甲〕说不完。" * 2800)["opinion"].uid
    asked = "请查〔明〕原因。" * 120
    triage = {"category": "0206", "urgency": "URGENT", "owner_level": "COUNTY", "proposed_unit": "交通运输局"}
    referral = {"unit": "交通运输局", "assigned_on": desk.today, "due_on": "2026-12-23", "requirements": asked}
    perform(desk, [Ask("opinion", "triage", triage, uid), refer(referral, uid)])
    visit = desk.records.one(Opinion, uid).visit
    sheets = [text_of(page) for page in pages_of(prints.record_sheet(desk, visit).pdf)]
    assert "来访人（签名或捺印）" in sheets[0], "who came signs below the first page's boxes"
    assert [sheet[:14] for sheet in sheets[2:]] == ["代表接待登记表（原话续页）联"] * (len(sheets) - 2)
    assert "".join(sheets).count("甲") == 2800
    assert "".join(sheets).count("〔明〕") in range(118, 121)


@pytest.mark.parametrize(("matters", "front"), [(2, 1), (6, 3)])
def test_several_matters_share_the_first_page_and_none_of_their_words_is_lost(
    desk: Desk, matters: int, front: int
) -> None:
    called = "甲乙丙丁戊己"[:matters]
    done = registered(desk, verbatim="〔甲〕件事说不完。" * 60)
    for number in called[1:]:
        more = {**OPINION, "visit": done["visit"].uid, "verbatim": f"〔{number}〕件事说不完。" * 60}
        perform(desk, [Ask("opinion", "register", more)])
    pages = [text_of(page) for page in page_texts(prints.record_sheet(desk, done["visit"].uid).pdf)]
    assert ["".join(pages).count(number) for number in called] == [60] * matters
    signed = [number for number, page in enumerate(pages) if "来访人（签名或捺印）" in page]
    assert len(signed) == 1
    assert signed[0] < front
    assert "宣读确认" in pages[signed[0]], "the places to sign stand below the last boxes"


def test_a_receipt_names_number_and_destination_and_its_code_is_the_number(desk: Desk) -> None:
    uid = referred(desk)
    visit = desk.records.one(Visit, desk.records.one(Opinion, uid).visit)
    printed = prints.receipts(desk, visit.uid)
    text = text_of(printed.pdf)
    assert printed.pages == 1
    assert text.count(numbering.with_check(visit.number)) == 2  # the visitor's part and the stub
    assert "已转办：交通运输局" in text
    assert "2026年12月23日前答复" in text
    assert "16112345678" not in text


DPI = 150


def by_pdfium(pdf: Path) -> Image.Image:
    with pypdfium2.PdfDocument(pdf) as document:
        picture: Image.Image = document[0].render(scale=DPI / 72).to_pil()
        return picture


def by_poppler(pdf: Path) -> Image.Image:
    subprocess.run(["pdftoppm", "-r", str(DPI), "-png", "-singlefile", pdf, pdf.with_suffix("")], check=True)
    return Image.open(pdf.with_suffix(".png"))


def by_ghostscript(pdf: Path) -> Image.Image:
    picture = pdf.with_suffix(".gs.png")
    made = f"-sOutputFile={picture}"
    subprocess.run(["gs", "-q", "-dBATCH", "-dNOPAUSE", "-sDEVICE=pnggray", f"-r{DPI}", made, pdf], check=True)
    return Image.open(picture)


@pytest.mark.parametrize(
    "painter",
    [
        by_pdfium,
        pytest.param(by_poppler, marks=pytest.mark.skipif(not shutil.which("pdftoppm"), reason="no poppler here")),
        pytest.param(by_ghostscript, marks=pytest.mark.skipif(not shutil.which("gs"), reason="no Ghostscript here")),
    ],
)
@pytest.mark.parametrize("matters", [1, 14])
def test_both_codes_of_a_receipt_are_read_from_every_painter_s_picture(
    desk: Desk, tmp_path: Path, painter: Callable[[Path], Image.Image], matters: int
) -> None:
    done = registered(desk)
    for number in range(1, matters):
        title = f"第{number}件事，说来话长，要写好几行才写得完的一个标题"
        perform(desk, [Ask("opinion", "register", {**OPINION, "visit": done["visit"].uid, "title": title})])
    printed = prints.receipts(desk, done["visit"].uid)
    found = []
    with pypdfium2.PdfDocument(printed.pdf) as document:
        for number in range(len(document)):
            single = pypdfium2.PdfDocument.new()
            single.import_pages(document, [number])
            single.save(tmp_path / f"{number}.pdf")
            found += zxingcpp.read_barcodes(painter(tmp_path / f"{number}.pdf"))
    assert [one.text for one in found] == [numbering.with_check(done["visit"].number)] * 2
    stub = next(page for page in map(text_of, pages_of(printed.pdf)) if "存根" in page)
    assert "来访人（签名或捺印）" in stub, "what the station keeps is cut off whole"


def test_a_slip_gives_the_unit_what_it_needs_and_hides_who_asked_for_it(desk: Desk) -> None:
    open_text = text_of(prints.referral_slips(desk, referred(desk)).pdf)
    assert open_text.count("520324116-01-Z26-0001") == 3
    assert "杨胜美" in open_text
    hidden = prints.referral_slips(desk, referred(desk, sensitivity="CONFIDENTIAL"))
    text = text_of(hidden.pdf)
    assert hidden.pages == 1
    assert "杨胜美" not in text
    assert "16112345678" not in text
    assert "本人要求保密" in text
    assert "5个工作日内书面说明" in text


def test_a_slip_says_in_one_line_why_it_is_due_unless_a_person_chose_another_day(desk: Desk) -> None:
    by_rule = prints.referral_slips(desk, referred(desk))
    assert by_rule.pages == 1
    assert "时限依据本地转办规定：30天，11月23日次日起算" in text_of(by_rule.pdf).replace("\n", "")
    uid = registered(desk)["opinion"].uid
    chosen = {**REFERRAL, "due_on": "2026-12-04"}
    perform(desk, [Ask("opinion", "triage", TRIAGE, uid), refer(chosen, uid)])
    assert "时限依据" not in text_of(prints.referral_slips(desk, uid).pdf)


def test_an_accusation_has_no_slip_and_is_not_named_on_the_receipt(desk: Desk) -> None:
    done = registered(desk, opinion_kind="REPORT", title="某某干部收了钱不办事")
    perform(desk, [Ask("opinion", "redirect", TOLD, done["opinion"].uid)])
    with pytest.raises(Rejected, match="accusation_has_no_slip"):
        prints.referral_of(desk, done["opinion"].uid)
    text = text_of(prints.receipts(desk, done["visit"].uid).pdf)
    assert "收了钱" not in text
    assert "县纪委监委" in text


def test_what_was_not_referred_has_no_slip(desk: Desk) -> None:
    with pytest.raises(Rejected, match="not_referred"):
        prints.referral_slips(desk, registered(desk)["opinion"].uid)


def test_a_result_sheet_is_one_page_with_room_to_write(desk: Desk) -> None:
    printed = prints.result_sheets(desk, referred(desk))
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


@pytest.mark.parametrize("phone", ["0851-26420003", "16112349999", "12345"])
def test_the_station_s_own_telephone_stands_whole_on_what_leaves_it(desk: Desk, phone: str) -> None:
    own = {"phone": phone, "address": "人民路12号，值班电话0851-26429999"}
    perform(desk, [Ask("station", "correct", own, desk.station.uid)])
    uid = referred(desk)
    visit = desk.records.one(Opinion, uid).visit
    for made in (prints.receipts(desk, visit), prints.referral_slips(desk, uid)):
        told = text_of(made.pdf)
        assert phone in told
    receipt = text_of(prints.receipts(desk, visit).pdf)
    assert "0851-26429999" in receipt
    assert "16112345678" not in receipt
