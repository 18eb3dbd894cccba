"""How well the promises of replies are proposed: precision and recall on any labelled file.

`python -m benchmarks promises FILE`: JSON lines, each {"text": …, "promises": [{"what": …, "by": …, "unit": …}]}, and
"day", the reply's own (ISO 8601), where it is known. A proposal is right where it speaks of what is labelled: half of
the pairs of characters of the shorter stand in the other; its day and its unit are counted apart.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from station_app import paths
from station_app.domain.clock import SystemClock
from station_app.domain.codes import Edition, edition_on
from station_app.domain.immutable import immutable
from station_app.domain.promises import Proposal, propose

LEAST_ALIKE = 0.5


@immutable
class Judged:
    """What came of a file: replies, promises labelled, proposed, right; of the right ones day and unit right."""

    replies: int
    labelled: int
    proposed: int
    right: int
    days: int
    units: int

    @property
    def precision(self) -> float:
        """Of what was proposed how much is right."""
        return self.right / self.proposed if self.proposed else 1.0

    @property
    def recall(self) -> float:
        """Of what is labelled how much was proposed."""
        return self.right / self.labelled if self.labelled else 1.0

    def line(self, name: str) -> str:
        """The figures in one line."""
        return (
            f"{name}: {self.replies} replies, {self.labelled} promises, {self.proposed} proposed;"
            f" precision {self.precision:.3f}, recall {self.recall:.3f};"
            f" of {self.right} right the day in {self.days}, the unit in {self.units}"
        )


def judge(file: Path, rules: Edition | None = None) -> Judged:
    """Judge the rules, the shipped ones where no others are given. Raises ValueError for what is no such file, OSError
    where it cannot be read."""
    in_force = rules or edition_on(paths.rule_pack("promises"), f"{SystemClock().now():%Y-%m-%d}")
    figures = [0] * 6
    for text in filter(str.strip, file.read_text("utf-8").splitlines()):
        line: Mapping[str, Any] = json.loads(text)
        found = propose(str(line["text"]), str(line.get("day", "")), in_force)
        for place, figure in enumerate((1, *_of_reply(found, line["promises"]))):
            figures[place] += figure
    return Judged(*figures)


def _of_reply(found: Sequence[Proposal], labelled: Sequence[Mapping[str, str]]) -> tuple[int, int, int, int, int]:
    """Labelled, proposed, right, days, units of one reply; each label is met once."""
    left, pairs = list(labelled), []
    for one in found:
        best = max(left, key=lambda label: _alike(one.what, label["what"]), default=None)
        if best is not None and _alike(one.what, best["what"]) >= LEAST_ALIKE:
            left.remove(best)
            pairs.append((one, best))
    days = sum(label.get("by", "") in (one.by_on, one.by_words) for one, label in pairs)
    units = sum(label.get("unit", "") == one.unit for one, label in pairs)
    return len(labelled), len(found), len(pairs), days, units


def _alike(one: str, other: str) -> float:
    first, second = _pairs(one), _pairs(other)
    return len(first & second) / min(len(first), len(second))


def _pairs(text: str) -> frozenset[str]:
    plain = "".join(filter(str.isalnum, text))
    return frozenset(map("".join, pairwise(plain))) or frozenset({plain})
