"""One policy of secrecy: what stays, who is accused, what takes two."""

from __future__ import annotations

from typing import Any

import pytest

from station_app.domain import secrecy


@pytest.mark.parametrize(
    ("accused", "is_meant"),
    [
        ("秦彬", True),
        ("村支书秦彬（半坡村）", True),
        ("秦 彬", True),
        ("秦\u200b彬", True),
        ("张三、秦彬，李四", True),
        ("秦", False),
        ("秦斌", False),
        ("", False),
        ("县交通运输局", True),
        ("交通运输局、水务局", True),
        ("水务局", False),
    ],
)
def test_who_is_accused_is_known_by_the_name_however_it_is_written(accused: str, is_meant: bool) -> None:
    assert secrecy.accuses(accused, ["秦彬"], ["县交通运输局 副局长"]) is is_meant


@pytest.mark.parametrize(
    ("kind", "values", "stays"),
    [
        ("opinion", {"opinion_kind": "REPORT"}, True),
        ("opinion", {"redirect_reason": "DISCIPLINE"}, True),
        ("opinion", {"accused": "秦彬"}, True),
        ("opinion", {"sensitivity": "WORK_SECRET"}, True),
        ("opinion", {"sensitivity": "CONFIDENTIAL"}, False),
        ("visit", {"kept_here": True}, True),
        ("visit", {}, False),
        ("person", {"kept_here": True}, True),
        ("barring", {"reason": "亲属"}, True),
        ("attachment", {"target_kind": "opinion", "target": "secret"}, True),
        ("attachment", {"target_kind": "visit", "target": "plain"}, False),
        ("attachment", {"target_kind": "attachment", "target": "secret"}, False),
        ("suggestion", {"kept_here": True}, False),
    ],
)
def test_what_hangs_from_a_secret_matter_stays(kind: str, values: dict[str, Any], stays: bool) -> None:
    known = {("opinion", "secret"): {"opinion_kind": "REPORT"}}
    assert secrecy.stays(kind, values, lambda *key: known.get(key, {})) is stays


@pytest.mark.parametrize(
    ("before", "after", "by"),
    [
        ({"opinion_kind": "REPORT"}, {"opinion_kind": "REQUEST"}, "opinion_kind"),
        ({"opinion_kind": "REPORT"}, {"opinion_kind": "REPORT", "accused": "秦彬"}, ""),
        ({"accused": "秦彬"}, {"accused": "秦彬、石敏"}, ""),
        ({"accused": "秦彬、石敏"}, {"accused": "石敏"}, "accused"),
        ({"sensitivity": "WORK_SECRET"}, {"sensitivity": "GENERAL"}, "sensitivity"),
        ({"sensitivity": "WORK_SECRET"}, {"sensitivity": "GENERAL", "opinion_kind": "REPORT"}, ""),
        ({}, {"opinion_kind": "REPORT"}, ""),
    ],
)
def test_a_secret_matter_is_laid_open_by_no_ordinary_act(
    before: dict[str, Any], after: dict[str, Any], by: str
) -> None:
    assert secrecy.laid_open(before, after) == by
