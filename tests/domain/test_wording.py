"""Words that point to an accusation, to harm, to a kind: shown, never judged."""

from __future__ import annotations

import pytest

from station_app import paths
from station_app.domain.alike import Pointers, pointers
from station_app.domain.codes import edition_on

WORDS = edition_on(paths.rule_pack("words"), "2026-11-23")


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("村干部克扣低保款", "REPORT"),
        ("他当会计，挪用集体的钱", "REPORT"),
        ("请问低保怎么办理", "CONSULT"),
        ("感谢代表帮我们修好了路", "PRAISE"),
        ("和隔壁争水，吵了几次", "DISPUTE"),
        ("窗口的人态度不好", "COMPLAINT"),
        ("建议在路口装一个镜子", "SUGGESTION"),
        ("希望把路修好", "REQUEST"),
        ("老板克扣工资，请帮我们要回来", "REQUEST"),
        ("水是黄的", ""),
        ("", ""),
    ],
)
def test_a_kind_is_proposed_from_the_words(said: str, kind: str) -> None:
    assert pointers(said, WORDS).kind == kind


def test_the_words_that_decided_are_shown() -> None:
    found = pointers("村干部克扣低保款，还收了钱", WORDS)
    assert found.accuses
    assert found.accusation == ("克扣", "收了钱")


@pytest.mark.parametrize(
    ("said", "harms"),
    [
        ("隔壁的孩子经常被打伤", True),
        ("女童被猥亵", True),
        ("学生在学校被霸凌", True),
        ("路边的树被打伤了", False),
        ("孩子上学要绕路", False),
        ("路塌了没人管，娃娃上学要绕路", False),
    ],
)
def test_harm_needs_a_minor_beside_it(said: str, harms: bool) -> None:
    assert pointers(said, WORDS).harms_minor is harms


def test_harm_to_a_speaker_who_is_a_minor_needs_no_word_for_one() -> None:
    assert pointers("我经常被殴打", WORDS, is_minor=True).harm == ("殴打",)
    assert not pointers("我经常被殴打", WORDS).harms_minor


def test_without_words_nothing_is_found() -> None:
    assert pointers("克扣", {}) == Pointers()


def test_every_proposed_kind_is_in_the_code_list() -> None:
    known = paths.code_book()["opinion_kind"].by_code
    assert {one["kind"] for one in WORDS["kinds"]} <= known.keys()
