"""Every name prints, or it is said that it does not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from station_app import paths
from station_app.reports.fonts import FALLBACK, SHIPPED, Role, framed, office_faces, shipped_faces, to_unicode_map

RARE = "䶮㛃𬭎𫍲鿏㯊㵲㑇㳇㬎㻏䥽䓖䲠㸆𬱖𬍛𬭤𨱏𪟝"


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize(
    "text", [RARE, "ꀉꇐ·ꃀꇬ", "ᠮᠣᠩᠭᠣᠯ", "ᥖᥭᥰ", "𖼀𖽑", "བསྟན་འཛིན", "김철수", "🙏😡🌾🐖", "Maria José Ñuñez", "①㊙※□√×"]
)
def test_names_and_signs_of_the_county_print_in_every_role(role: Role, text: str) -> None:
    faces = shipped_faces()
    assert faces.missing(text) == ()
    assert faces.printable(text) == text
    assert "".join(chars for _, chars in faces[role].runs(text)) == text


def test_a_character_that_no_face_has_is_framed_and_listed() -> None:
    faces = shipped_faces()
    assert faces.missing("李\U00020005明\U00020005") == ("\U00020005",)
    assert faces.printable("李\U00020005明") == "李〔U+20005〕明"


def test_overrides_of_the_reading_order_and_controls_are_shown_and_not_obeyed() -> None:
    printed = shipped_faces().printable("转账给\u202e元0005\u202c后\x07")
    assert printed == "转账给〔U+202E〕元0005〔U+202C〕后〔U+0007〕"
    assert shipped_faces().missing("\u202e\x07") == ("\x07", "\u202e")


def test_what_an_old_system_wrote_for_a_surname_is_printed_as_the_surname() -> None:
    assert shipped_faces().printable("赵\ue863") == "赵䶮"
    assert shipped_faces().missing("赵\ue863") == ()


def test_letters_with_marks_are_composed_and_selectors_leave_no_trace() -> None:
    faces = shipped_faces()
    assert faces.printable("Cafe\u0301") == "Café"
    assert faces[Role.BODY].runs("葛\U000e0100红\ufeff") == [("NotoSerifSC-Regular", "葛红")]
    assert faces[Role.BODY].advances["\U000e0100"] == 0


def test_a_text_is_split_where_the_face_changes() -> None:
    assert shipped_faces()[Role.BODY].runs("阿ꀉꇐ红") == [
        ("NotoSerifSC-Regular", "阿"),
        ("NotoSansYi-Regular", "ꀉꇐ"),
        ("NotoSerifSC-Regular", "红"),
    ]


def test_a_rare_character_is_copied_in_utf_16() -> None:
    assert "<01> <D872DF4E>" in to_unicode_map("F", [0, ord("𬭎")])


def test_a_map_has_at_most_a_hundred_entries_a_section() -> None:
    made = to_unicode_map("F", list(range(0x4E00, 0x4E00 + 250)))
    assert [line for line in made.splitlines() if line.endswith("beginbfchar")] == [
        "100 beginbfchar",
        "100 beginbfchar",
        "50 beginbfchar",
    ]


def test_all_of_gb_2312_is_in_every_roles_own_face() -> None:
    rows = (bytes((row, cell)) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    hanzi = "".join(cell.decode("gb2312", "ignore") for cell in rows)
    assert len(hanzi) == 6763
    for role in Role:
        face = shipped_faces()[role]
        assert face.runs(hanzi) == [(face.name, hanzi)]


def test_every_shipped_face_stands_beside_a_licence_named_in_the_readme() -> None:
    folder = paths.resources() / "fonts"
    readme = (folder / "README.md").read_text("utf-8")
    for file in (*SHIPPED.values(), *FALLBACK):
        row = next(line for line in readme.splitlines() if f"`{file}`" in line)
        licence = folder / row.split("|")[5].strip().strip("`")
        assert "SIL OPEN FONT LICENSE" in licence.read_text("utf-8").upper()


def test_a_machine_without_office_faces_prints_with_the_shipped() -> None:
    assert office_faces().missing(RARE) == ()


def test_the_desk_starts_without_reportlab() -> None:
    code = (
        "import sys, station_app.reports.blocks, station_app.reports.blocks, station_app.reports.press\n"
        "sys.exit(sorted({'reportlab', 'pypdfium2'} & set(sys.modules)) != [])"
    )
    root = Path(__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0


def test_a_frame_has_at_least_four_digits() -> None:
    assert framed("\x07") == "〔U+0007〕"


@pytest.mark.parametrize(("name", "drawn"), [
    ("\u0626\u0627\u0628\u0644\u06d5\u062a", "\ufe95\ufeea\ufee0\ufe91\ufe8e\ufe8b"),
    ("\u0639\u06d5\u0644\u0649", "\ufef0\ufedf\ufeea\ufecb"),
    ("\u0633\u0627\u0644\u0627\u0645", "\ufee1\ufefb\ufe8e\ufeb3"),
])  # fmt: skip
def test_a_uyghur_name_is_drawn_in_joined_letters_from_right_to_left(name: str, drawn: str) -> None:
    faces = shipped_faces()
    assert faces.missing(name) == ()
    assert faces.printable(name) == drawn
    assert faces.printable(drawn) == drawn, "what is shaped is shaped once"
    assert {font for font, _ in faces[Role.BODY].runs(drawn)} == {"NotoNaskhArabic-Regular"}


def test_who_copies_a_uyghur_name_gets_its_letters() -> None:
    told = to_unicode_map("F", [0, 0xFE95, 0xFEEA, 0xFEFB])
    assert "<01> <062A>" in told
    assert "<02> <06D5>" in told
    assert "<03> <06440627>" in told
