"""The other checks of a field's form, and what lists hide."""

from __future__ import annotations

from station_app.domain import identity
from station_app.domain.field import field_of
from station_app.domain.reading import Reading
from station_app.domain.records import Deputy
from tests.domain.checks import codes_of


def test_codes_of_another_level_are_told_apart() -> None:
    assert identity.township_code("520324116000") == Reading("520324116000")
    assert codes_of(identity.township_code("520324116001")) == ["code_is_village"]
    assert codes_of(identity.township_code("520324000000")) == ["code_above_township"]
    assert codes_of(identity.township_code("520324")) == ["code_length"]
    assert codes_of(identity.township_code("520324116")) == ["code_length"]
    assert codes_of(identity.township_code("5.20324E+11")) == ["number_lost_digits"]
    assert codes_of(identity.township_code("桴㯊镇")) == ["code_not_number"]
    assert codes_of(identity.area_code("520324116000")) == ["code_above_village"]
    assert codes_of(identity.area_code("430124116201")) == ["code_other_province"]
    assert codes_of(identity.area_code("５２０３２４１１６００１")) == ["tidied"]


def test_a_station_number_with_a_lost_zero_is_refused_and_not_padded() -> None:
    assert identity.station_no("01") == Reading("01")
    for typed in ("7", "00", "123", "一"):
        reading = identity.station_no(typed)
        assert (reading.value, codes_of(reading)) == (typed, ["station_no"])


def test_a_postcode_has_six_digits() -> None:
    assert identity.postcode("563400") == Reading("563400")
    assert codes_of(identity.postcode("56340")) == ["postcode"]


def test_masked_numbers_keep_at_most_the_first_six_and_last_four() -> None:
    assert identity.masked_id("52242519491231002X") == "522425********002X"
    assert identity.masked_id("E12345678") == "E1*****78"
    assert identity.masked_id("") == ""
    assert identity.masked_phone("13985002201") == "139****2201"
    assert identity.masked_phone("13985002201/0851-85600001转8003") == "139****2201/085****0001"
    assert identity.masked_phone("66123") == "***23"
    assert identity.masked_phone("") == ""


def test_numbers_within_an_old_note_are_hidden_and_old_ids_are_not() -> None:
    note = "原编号：V5203241162025000109\n身份证号：520324196803179291\n电话16112345678，出生日期：1968-03-17"
    assert identity.masked(field_of(Deputy, "carried"), note) == (
        "原编号：V5203241162025000109\n身份证号：520324********9291\n电话161****5678，出生日期：1968-03-17"
    )
