"""The foot of a paper: who signs, who seals, which day."""

from __future__ import annotations

import pytest

from station_app.reports.blocks import Signing, put_signatures
from station_app.reports.fonts import shipped_faces
from station_app.reports.page import Paper
from tests.reports.reading import lines_of, marks_of, page_texts

SIGNING = Signing(
    ("接待代表（签名）：", "接待代表（签名）：", "记录人（签名）："), "桴㯊镇联络站（盖章）", "2026年11月23日"
)


def test_the_foot_of_a_paper_is_never_split() -> None:
    paper = Paper(shipped_faces())
    paper.body("桴" * 28 * 17)
    put_signatures(paper, SIGNING)
    pages = page_texts(paper.finish(title="x", author="y"))
    assert "签名" not in pages[0]
    assert pages[1].count("签名") == 3
    assert "2026年11月23日" in pages[1]


def test_the_wider_of_organ_and_date_ends_four_characters_before_the_edge() -> None:
    paper = Paper(shipped_faces())
    put_signatures(paper, SIGNING)
    lines = lines_of(marks_of(paper.finish(title="x", author="y"), 0))
    organ, day = lines[-3], lines[-2]
    pitch = 156 / 28
    assert organ[-1].x + pitch == pytest.approx(28 + 156 - 4 * pitch, abs=1)
    middle = [(line[0].x + line[-1].x + pitch) / 2 for line in (organ, day)]
    assert middle[0] == pytest.approx(middle[1], abs=1)


def test_forty_signatures_flow_over_pages_and_the_last_stays_with_the_seal() -> None:
    paper = Paper(shipped_faces())
    put_signatures(paper, Signing(tuple(f"代表{number}（签名）：" for number in range(40)), "联络站", "2026年11月23日"))
    pages = page_texts(paper.finish(title="x", author="y"))
    assert [number for number in range(40) if f"代表{number}（" not in "".join(pages)] == []
    assert "代表39（" in pages[-1]
    assert "2026年11月23日" in pages[-1]
