"""One reading for every door; the letters are those of the list of bad inputs."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_app import paths
from station_app.domain.field import field_of, fields_of
from station_app.domain.identity import check_character
from station_app.domain.intake import Reader, Taken
from station_app.domain.records import RECORDS, Mandate, Opinion, Person, Station, User, Visit
from station_app.text import explain

READER = Reader(paths.code_book(), "2026-11-23")
SOUND_ID = "520324198311219301"


def read(cls: type, name: str, raw: object) -> tuple[Any, list[str]]:
    taken = READER.read(field_of(cls, name), raw)
    assert all(problem.where == name for problem in taken.problems)
    return taken.value, [problem.code for problem in taken.problems]


def refused(cls: type, name: str, raw: object) -> list[str]:
    return [problem.code for problem in READER.read(field_of(cls, name), raw).problems if problem.refuses]


@pytest.mark.parametrize("raw", [None, "", [], ()])
@pytest.mark.parametrize("cls", RECORDS)
def test_k80_nothing_stands_for_nothing_of_its_kind(cls: type, raw: object) -> None:
    for spec in fields_of(cls):
        taken = READER.read(spec, raw)
        assert (taken.problems, bool(taken.value)) == ((), False)


@given(st.sampled_from([spec for cls in RECORDS for spec in fields_of(cls)]), st.text() | st.integers() | st.floats())
def test_nothing_that_is_typed_breaks_the_reading(spec: Any, raw: object) -> None:
    taken = READER.read(spec, raw)
    assert isinstance(taken, Taken)
    assert all("这里有问题" not in explain(problem) for problem in taken.problems)


@pytest.mark.parametrize(
    ("raw", "value", "said"),
    [
        (3, 3, []),
        ("3", 3, []),
        ("3人", 3, ["read_as"]),
        ("5个人", 5, ["read_as"]),
        ("３", 3, ["read_as"]),
        ("1,200", 1200, ["read_as"]),
        ("约20户", None, ["not_a_count"]),
        ("三", None, ["not_a_count"]),
        ("²", None, ["not_a_count"]),
        ("١٢", None, ["not_a_count"]),
        ("3.5", None, ["not_a_count"]),
        ("-1", None, ["not_a_count"]),
        ("1E3", None, ["not_a_count"]),
        ("0", 0, ["count_out_of_range"]),
        ("10000", 10000, ["count_out_of_range"]),
        (3.0, 1, ["wrong_kind"]),
        (True, 1, ["wrong_kind"]),
    ],
)
def test_counts_are_whole_numbers_and_what_was_read_is_said(raw: object, value: object, said: list[str]) -> None:
    assert read(Visit, "headcount", raw) == (value, said)


def test_b15_a_birth_year_of_two_digits_is_never_guessed() -> None:
    assert refused(Person, "birth_year", "68") == ["count_out_of_range"]


@pytest.mark.parametrize("raw", ["5.20324E+17", "5.203241983112193e+17"])
def test_c23_a_number_that_lost_its_digits_is_refused_and_never_padded(raw: str) -> None:
    assert refused(Person, "id_number", raw) == ["number_lost_digits"]


def test_c23_a_number_that_came_as_a_fraction_is_refused() -> None:
    assert refused(Person, "id_number", 5.203241983112193e17) == ["wrong_kind"]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("52210119700304901", "id_length"),
        ("5221011970030490199", "id_length"),
        ("522101197003049010", "id_checksum"),
        ("522101197013049019", "id_date"),
        ("5203**********9305", "id_masked"),
        ("见附件", "id_not_number"),
    ],
)
def test_c24_c25_c27_a_wrong_document_number_is_refused(raw: str, code: str) -> None:
    assert code in refused(Person, "id_number", raw)


@pytest.mark.parametrize(
    ("raw", "value", "said"),
    [
        ("522101700304901", "522101700304901", ["id_old"]),
        ("522101 19700304 9019", "522101197003049019", ["tidied"]),
        ("522101-1970-0304-9019", "522101197003049019", ["tidied"]),
        ("‘522101197003049019", "522101197003049019", ["tidied"]),
        ("52242519491231002ｘ", "52242519491231002X", ["tidied"]),
        ("52242519491231002×", "52242519491231002X", ["tidied"]),
        ("E12345678", "E12345678", []),
    ],
)
def test_c24_c25_c27_a_document_number_is_tidied_and_said(raw: str, value: str, said: list[str]) -> None:
    assert read(Person, "id_number", raw) == (value, said)


def test_c26_an_abolished_area_is_sound_and_one_that_never_was_is_said() -> None:
    assert read(Person, "id_number", "522101197003049019")[1] == []
    unknown = "52999919700304901"
    assert read(Person, "id_number", unknown + check_character(unknown))[1] == ["id_area_unknown"]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("5.20324E+11", "number_lost_digits"),
        ("520324", "code_length"),
        ("520324116", "code_length"),
        ("20324116000", "code_length"),
        ("520324116201", "code_is_village"),
        ("520324000000", "code_above_township"),
        ("龙场镇", "code_not_number"),
        ("毕节地区", "code_not_number"),
        ("毕节市七星关区", "code_not_number"),
    ],
)
def test_c28_c29_a_code_of_another_level_is_refused_for_a_township(raw: str, code: str) -> None:
    assert refused(Station, "area_code", raw) == [code]


def test_c29_a_code_of_another_province_is_said() -> None:
    assert read(Station, "area_code", "330282100000")[1] == ["code_other_province"]


def test_c28_a_number_that_lost_its_zeros_is_not_padded() -> None:
    assert read(Mandate, "cert_no", "007") == ("007", [])
    assert refused(Mandate, "cert_no", 7) == ["wrong_kind"]
    assert refused(Station, "station_no", "1") == ["station_no"]
    assert refused(Person, "phone", "85185600001") == ["phone_zero_lost"]


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("139-8500-0000", "13985000000"),
        ("139 8500 0000", "13985000000"),
        ("+86 13985000000", "13985000000"),
        ("008613985000000", "13985000000"),
        ("(0851)85600001", "0851-85600001"),
        ("0851—85600001", "0851-85600001"),
        ("0851-85600001转8003", "0851-85600001转8003"),
        ("１３９８５００００００", "13985000000"),
    ],
)
def test_c30_a_phone_is_tidied(raw: str, value: str) -> None:
    assert read(Person, "phone", raw) == (value, ["tidied"] if raw != value else [])


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("1398500000", "phone_mobile_length"),
        ("139850000001", "phone_mobile_length"),
        ("1.3985E+10", "number_lost_digits"),
        ("同上", "phone_not_number"),
        ("139****2201", "phone_masked"),
    ],
)
def test_c30_a_wrong_phone_is_refused(raw: str, code: str) -> None:
    assert refused(Person, "phone", raw) == [code]


@pytest.mark.parametrize(("raw", "code"), [("110", "phone_short"), ("13985000000、13985000001", "phone_several")])
def test_c30_short_and_several_numbers_are_taken_and_said(raw: str, code: str) -> None:
    assert code in read(Person, "phone", raw)[1]
    assert refused(Person, "phone", raw) == []


@pytest.mark.parametrize(
    "raw", ["　王芳", "王芳 ", "王\u200b芳", "\ufeff王芳", "王芳\t", "\u202e王芳", "王\u200d芳", "王\0芳"]
)
def test_d31_d36_d38_what_cannot_be_seen_leaves_a_name_and_is_said(raw: str) -> None:
    assert read(Person, "name", raw) == ("王芳", ["tidied"])


@pytest.mark.parametrize(
    "raw", ["李 明", "李\u00a0明", "阿依努尔·买买提", "阿依努尔•买买提", "阿鲁・木果", "曲比．阿牛", "ﾏﾘｱ"]
)
def test_d31_d33_names_stay_as_they_are_shown(raw: str) -> None:
    assert read(Person, "name", raw) == (raw, [])


@pytest.mark.parametrize("raw", ["张？", "张□", "张■", "张\ufffd", "张*", "⿰金宏"])
def test_d34_a_lost_sign_is_said(raw: str) -> None:
    assert read(Person, "name", raw) == (raw, ["name_lost_character"])


@pytest.mark.parametrize(("raw", "code"), [("张（金宏）", "name_odd_sign"), ("赵\ue863", "name_private_character")])
def test_d34_a_described_or_private_sign_is_said(raw: str, code: str) -> None:
    assert read(Person, "name", raw) == (raw, [code])


@pytest.mark.parametrize(
    ("cls", "name"),
    [(Person, "name"), (Opinion, "title"), (Opinion, "verbatim"), (Visit, "received_on"), (Visit, "channel")],
)
def test_d35_half_a_character_is_refused_everywhere(cls: type, name: str) -> None:
    assert refused(cls, name, "张\ud86d") == ["half_character"]


def test_d35_half_a_character_is_refused_within_a_list() -> None:
    assert "half_character" in refused(User, "roles", ["\ud800"])


@pytest.mark.parametrize("name", ["title", "verbatim", "ask"])
def test_d36_a_nul_is_taken_out_and_said(name: str) -> None:
    assert read(Opinion, name, "甲\0乙") == ("甲乙", ["signs_removed"])


@pytest.mark.parametrize(
    "raw",
    [
        "_x000D_",
        "甲\r乙\r\n丙\u2028丁\u2029戊",
        "转给\u202e元0005\u202c，账号\u200d尾号\ufeff0007",
        'ＡＢＣ　１２３，；()（）“”"ﾏﾘｱ',
        "Cafe\u0301\uf9dc葛\U000e0100 裡 ⼭",
        "👨‍👩‍👧‍👦👍🏽①②③㈠㎡‰Ⅳ",
        "=cmd|' /C calc'!A0",
        "  前后有空格　\n",
    ],
)
def test_d32_d37_d38_d42_d43_the_speakers_words_stay_sign_by_sign(raw: str) -> None:
    assert read(Opinion, "verbatim", raw) == (raw, [])


def test_d39_characters_are_counted_and_nothing_is_cut() -> None:
    assert read(Opinion, "verbatim", "𬭎" * 20_000) == ("𬭎" * 20_000, [])
    taken = READER.read(field_of(Opinion, "verbatim"), "𬭎" * 20_001)
    assert len(taken.value) == 20_001
    assert "20001" in explain(taken.problems[0])


def test_d40_a_letter_in_the_name_box_is_refused_and_sixty_signs_are_a_name() -> None:
    assert refused(Person, "name", "敬爱的代表" * 100) == ["too_long"]
    assert refused(Person, "name", "丹" * 60) == []
    assert refused(Person, "name", " \u3000") == ["name_empty"]


@pytest.mark.parametrize(
    ("cls", "name", "raw", "code"),
    [
        (Person, "ethnicity", "苗", "06"),
        (Person, "ethnicity", "苗族", "06"),
        (Person, "ethnicity", "Miao", "06"),
        (Person, "ethnicity", "06", "06"),
        (Person, "ethnicity", "穿青人", "97"),
        (Person, "gender", "男性", "1"),
        (Person, "gender", "M", "1"),
        (Person, "gender", "1", "1"),
        (Opinion, "state", "办结", "CLOSED"),
        (Opinion, "state", "已办结。", "CLOSED"),
        (Mandate, "level", "市", "PREFECTURE"),
        (Mandate, "level", "　乡镇 ", "TOWNSHIP"),
    ],
)
def test_d41_a_word_of_a_closed_list_is_known_by_its_usual_writings(cls: type, name: str, raw: str, code: str) -> None:
    assert read(cls, name, raw) == (code, [])


def test_d41_a_stop_behind_a_word_is_left_out_and_said() -> None:
    assert read(Person, "gender", "男。") == ("1", ["read_as"])


@pytest.mark.parametrize(("raw", "near"), [("苗族族", "苗族"), ("布衣族", "布依族"), ("6", ""), (6, "")])
def test_d41_a_word_that_no_list_has_is_refused_with_the_nearest(raw: object, near: str) -> None:
    taken = READER.read(field_of(Person, "ethnicity"), raw)
    assert [problem.refuses for problem in taken.problems] == [True]
    assert near in explain(taken.problems[0])


@pytest.mark.parametrize("raw", ["农村饮用水", "路", "赔偿", "zzz", "\U0001f600" * 40])
def test_a_long_list_offers_three_and_never_eighty(raw: str) -> None:
    (problem,) = READER.read(field_of(Opinion, "category"), raw).problems
    said = explain(problem)
    assert said.count("、") <= (2 if problem.code == "not_in_list" else 6), said


def test_what_is_meant_stands_first_among_the_nearest() -> None:
    (problem,) = READER.read(field_of(Opinion, "category"), "农村饮用水").problems
    assert "可以选：人饮" in explain(problem)


@pytest.mark.parametrize(
    ("raw", "value", "said"),
    [
        ("路断了。\v请修。", "路断了。\n请修。", []),
        ("一行\f二行\x85三行", "一行\n二行\x85三行", []),
        ("表格里的\x07话", "表格里的话", ["signs_removed"]),
        ("坏\0字\x7f符\x9b", "坏字符", ["signs_removed"]),
        ("制表\t和换行\n留着", "制表\t和换行\n留着", []),
    ],
)
def test_signs_of_word_processors_are_no_boxes(raw: str, value: str, said: list[str]) -> None:
    assert read(Opinion, "verbatim", raw) == (value, said)


def test_lists_are_read_from_words_and_doubles_go() -> None:
    assert read(User, "roles", "联络员、站长，联络员")[0] == ("STATION_CLERK", "STATION_HEAD")
    assert refused(Visit, "representatives", [f"{n:032x}" for n in range(6)]) == ["too_many"]
    assert refused(Visit, "representatives", ["not a uid"]) == ["wrong_kind"]


def test_a_code_that_gathers_others_is_no_value() -> None:
    taken = Reader(paths.code_book(), "2026-11-23").read(field_of(Opinion, "category"), "道路交通")
    (problem,) = taken.problems
    assert (problem.code, problem.refuses) == ("code_too_broad", True)
    assert "路灯" in explain(problem)
