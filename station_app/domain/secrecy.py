"""What is kept from whom: accusations go to the discipline organ and are shown to nobody else.

An accusation (检举控告) must never come to the knowledge of the accused or their unit (信访工作条例 2022 arts. 30,
46(5)); a work secret is in no batch by default. Both are written into a journal that never leaves its desk.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

ACCUSATION, TO_DISCIPLINE, WORK_SECRET = "REPORT", "DISCIPLINE", "WORK_SECRET"

PASSED_ON = ("unit", "escalate_reason", "promoted_to", "proposed_unit")
"""What would carry a matter to somebody else."""


HIDDEN_NAMES = frozenset({"CONFIDENTIAL", WORK_SECRET})


def is_accusation(opinion: Mapping[str, Any]) -> bool:
    """Whether an opinion's values say that somebody is accused."""
    return opinion.get("opinion_kind") == ACCUSATION or opinion.get("redirect_reason") == TO_DISCIPLINE


def is_confidential(opinion: Mapping[str, Any]) -> bool:
    """Whether the speaker's name is kept from units and from the public: they asked for it, or it is an accusation."""
    return opinion.get("sensitivity") in HIDDEN_NAMES or is_accusation(opinion)


def is_kept_here(opinion: Mapping[str, Any]) -> bool:
    """Whether an opinion with these values stays at the desk where it was written: no batch holds it."""
    return is_accusation(opinion) or opinion.get("sensitivity") == WORK_SECRET
