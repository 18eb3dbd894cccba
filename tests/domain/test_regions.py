"""The divisions of the province, as shipped."""

from __future__ import annotations

import pytest

from station_app.domain.regions import Level, digits_of, parse_regions
from station_app.paths import regions


def test_the_whole_province_is_there() -> None:
    counted = dict.fromkeys(Level, 0)
    for region in regions().rows:
        counted[region.level] += 1
    assert counted == {
        Level.PROVINCE: 1,
        Level.PREFECTURE: 9,
        Level.COUNTY: 88,
        Level.TOWNSHIP: 1510,
        Level.VILLAGE: 17964,
    }


def test_every_division_lies_in_one_that_is_there() -> None:
    known = regions().by_code
    assert all(region.parent_code in known for region in regions().rows if region.level is not Level.PROVINCE)


def test_a_name_with_a_rare_character_is_found_by_name_initials_and_code() -> None:
    for text in ("桴㯊镇", "桴㯊", "正安 桴㯊", "遵义市正安县桴㯊镇", "520324116", "520324116000"):
        assert regions().find(text)[0].code == "520324116000", text
    assert "520324116000" in {region.code for region in regions().find("fyz", Level.TOWNSHIP)}
    assert regions().find("㵲水街道")[0].code == "522626001000"


def test_five_townships_of_one_name_are_told_apart_by_their_path() -> None:
    found = [region for region in regions().find("龙场镇", Level.TOWNSHIP) if region.name == "龙场镇"]
    paths = {regions().path_name(region.code) for region in found}
    assert len(found) == len(paths) == 5
    assert "黔东南苗族侗族自治州凯里市龙场镇" in paths
    assert regions().find("凯里 龙场镇")[0].code == next(one.code for one in found if one.code.startswith("522601"))


def test_a_ledger_names_a_place_outright_or_not_at_all() -> None:
    assert len(regions().named("龙场镇")) == 5
    assert [one.code for one in regions().named("贵州省遵义市正安县桴㯊镇")] == ["520324116000"]
    assert [one.name for one in regions().named("毕节市 七星关区")] == ["七星关区"]
    assert regions().named("龙场") == regions().named("") == ()
    assert regions().named("桴㯊镇", Level.VILLAGE) == ()


def test_former_names_come_to_the_division_of_today() -> None:
    assert [one.name for one in regions().named("毕节地区")] == ["毕节市"]
    assert [one.name for one in regions().named("水城县")] == ["水城区"]
    assert set(regions().former.values()) <= set(regions().by_code)


def test_a_village_with_digits_in_its_name_is_found() -> None:
    assert regions().find("602库")[0].name == "602库居民委员会"


def test_a_search_can_be_kept_to_a_place_and_a_level() -> None:
    found = regions().find("村", Level.VILLAGE, within="520324116000")
    assert found
    assert all(region.parent_code == "520324116000" for region in found)


def test_what_is_not_known_is_not_found_and_stands_for_itself() -> None:
    assert regions().find("") == regions().find("没有这个地方") == ()
    assert regions().path_name("999999999999") == regions().name_of("999999999999") == "999999999999"


def test_children_follow_their_codes() -> None:
    names = [region.name for region in regions().children("520000000000")]
    assert names[:3] == ["贵阳市", "六盘水市", "遵义市"]
    assert [region.name for region in regions().children("")] == ["贵州省"]


def test_text_that_is_no_table_is_refused() -> None:
    with pytest.raises(ValueError, match="no division"):
        parse_regions("code,name,initials\n52,贵州省,gzs\n")


@pytest.mark.parametrize(
    ("code", "digits"),
    [
        ("520000000000", "52"),
        ("520300000000", "5203"),
        ("520324000000", "520324"),
        ("520324100000", "520324100"),
        ("520324116000", "520324116"),
        ("520324116210", "520324116210"),
        ("", ""),
        ("02", "02"),
    ],
)
def test_zeros_at_the_end_may_belong_to_a_division(code: str, digits: str) -> None:
    assert digits_of(code) == digits


def test_each_division_is_told_apart_by_its_digits_from_all_others_of_its_level() -> None:
    for region in regions().rows:
        if region.level is not Level.PROVINCE:
            assert digits_of(region.code).startswith(digits_of(region.parent_code))
    of_level = [(one.level, digits_of(one.code)) for one in regions().rows]
    assert len(set(of_level)) == len(of_level)


@pytest.mark.parametrize(
    ("home", "code", "name"),
    [
        ("520324116000", "520324116201", "own"),
        ("520324000000", "520324116201", "own"),
        ("520324100000", "520324116201", "whole"),
        ("520325000000", "520324116201", "whole"),
    ],
)
def test_a_village_elsewhere_is_called_with_its_county_and_township(home: str, code: str, name: str) -> None:
    own, whole = regions().name_of(code), regions().path_name(code)
    assert regions().name_from(home, code) == {"own": own, "whole": whole}[name]
    assert "正安县" in whole
