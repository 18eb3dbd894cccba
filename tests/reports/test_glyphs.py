from __future__ import annotations

import pytest
from reportlab.pdfbase import ttfonts

from station_app import paths
from station_app.reports import fonts

WHOLE = ttfonts.TTFontFile.extractInfo
"""reportlab's own reading: no face was asked for before this module is loaded, or it stands in the closure."""


@pytest.mark.parametrize("file", sorted({*fonts.SHIPPED.values(), *fonts.FALLBACK}))
def test_a_face_is_read_as_reportlab_reads_it(file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = WHOLE.__closure__[0].cell_contents if WHOLE.__closure__ else WHOLE
    path = str(paths.resources() / "fonts" / file)
    monkeypatch.setattr(ttfonts.TTFontFile, "extractInfo", whole)
    by_reportlab = ttfonts.TTFontFace(path)
    monkeypatch.setattr(ttfonts.TTFontFile, "extractInfo", fonts.reading(whole))
    ours = ttfonts.TTFontFace(path)
    assert ours.charToGlyph == by_reportlab.charToGlyph
    assert ours.defaultWidth == by_reportlab.defaultWidth
    assert list(ours.glyphPos) == by_reportlab.glyphPos
    assert [ours.hmetrics[glyph] for glyph in range(ours.numGlyphs)] == by_reportlab.hmetrics
    assert {code: ours.charWidths[code] for code in ours.charToGlyph} == by_reportlab.charWidths
    assert ours.charWidths.get(0xE000, -1.0) == by_reportlab.charWidths.get(0xE000, -1.0)
