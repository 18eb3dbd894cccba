"""The manual on paper."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image

from station_app.reports.manual import booklet
from tests.reports.reading import page_texts


def picture(folder: Path) -> None:
    (folder / "pictures").mkdir()
    file = io.BytesIO()
    Image.new("RGB", (400, 225), "#B3261E").quantize(8).save(file, "PNG")
    (folder / "pictures" / "one.png").write_bytes(file.getvalue())


def test_each_task_has_its_sheet_with_steps_picture_and_caption(tmp_path: Path) -> None:
    picture(tmp_path)
    index = ("目录", "# 目录\n\n- [今天来了人](today.md)\n")
    today = ("今天来了人", "# 今天来了人\n\n1. 按【F2】。\n2. 写姓名。\n\n![登记的样子](pictures/one.png)\n")
    pdf = booklet([index, today], tmp_path)
    first, second = page_texts(pdf)
    assert "使用手册" in first
    assert "今天来了人" in first
    for words in ("1.", "按【F2】", "2.", "写姓名", "登记的样子"):
        assert words in second
    assert pdf.count(b"/Subtype /Image") == 1
    assert booklet([index, today], tmp_path) == pdf
