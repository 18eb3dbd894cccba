"""A problem says what it is, where it is and how much it weighs."""

from __future__ import annotations

import pytest

from station_app.domain.problem import Problem, Rejected, Weight, refusal, reject, warning


def test_a_refusal_keeps_the_input_out_and_a_warning_does_not() -> None:
    assert refusal("too_long", "title", 300, most=200) == Problem(
        "too_long", "title", 300, (("most", 200),), Weight.REFUSE
    )
    assert refusal("too_long").refuses
    assert not warning("tidied").refuses


def test_all_problems_are_raised_at_once_and_told_without_their_values() -> None:
    problems = (refusal("too_long", "title", "秘密"), refusal("missing", "ask"))
    with pytest.raises(Rejected) as caught:
        raise reject(*problems)
    assert caught.value.problems == problems
    assert str(caught.value) == "title:too_long, ask:missing"
