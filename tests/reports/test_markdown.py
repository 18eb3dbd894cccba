"""The manual's Markdown as blocks."""

from __future__ import annotations

from station_app.reports import manual
from station_app.reports.manual import Heading, ManualPicture, ManualStep, ManualTable, Paragraph

TEXT = """<!-- screens: TodayPage -->
# 今天来了人

有人来，按【F2】。

1. 写**姓名**，
   再写电话。
2. 保存。

- 一条

![登记](pictures/visit.png)

| 键 | 做什么 |
| --- | --- |
| 【F1】 | 帮助 |

见[目录](index.md)。
"""


def test_headings_steps_pictures_and_tables_come_in_their_order() -> None:
    assert manual.blocks(TEXT) == [
        Heading(1, "今天来了人"),
        Paragraph("有人来，按【F2】。"),
        ManualStep(1, "写姓名，再写电话。"),
        ManualStep(2, "保存。"),
        ManualStep(0, "一条"),
        ManualPicture("pictures/visit.png", "登记"),
        ManualTable(["键", "做什么"], [["【F1】", "帮助"]]),
        Paragraph("见目录。"),
    ]


def test_links_are_told_with_their_words() -> None:
    assert manual.links(TEXT) == [("目录", "index.md")]


def test_html_keeps_what_a_person_reads() -> None:
    assert "<strong>姓名</strong>" in manual.html(TEXT)
