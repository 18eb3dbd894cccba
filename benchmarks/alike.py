"""How well opinions of one matter are found by their words: `python -m benchmarks.alike`.

The pairs were judged by hand: resubmissions and the same matter are doubles; "other place" is the same kind of matter
elsewhere, which is no double, but what a suggestion looks for. It needs the sample data beside the repository.
"""

from __future__ import annotations

import json
import lzma
from collections import Counter
from pathlib import Path
from typing import Any

from station_app.domain.alike import Likeness, cosine

FOLDER = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "dev"
TEXTS = ("messages_labelled", "messages_hot", "messages_replied", "tokens_labelled")
THRESHOLDS = (0.1, 0.14, 0.16, 0.18, 0.2, 0.25, 0.3)

Scored = list[tuple[float, bool, str]]
"""Likeness, whether it is a double, and what kind of pair it is."""


def scored() -> Scored:
    """Every judged pair with its likeness. Raises FileNotFoundError where the data is missing."""
    texts = {one["id"]: f"{one.get('title', '')}\n{one.get('text', '')}" for name in TEXTS for one in _rows(name)}
    pairs = [one for one in _rows("dup_pairs") if one["a"] in texts and one["b"] in texts]
    likeness = Likeness(list(texts.values()))
    weighed = {uid: likeness.weighed(texts[uid]) for one in pairs for uid in (one["a"], one["b"])}
    return [(cosine(weighed[one["a"]], weighed[one["b"]]), bool(one["same"]), str(one["kind"])) for one in pairs]


def quality(pairs: Scored, least: float) -> tuple[float, float, Counter[str]]:
    """Precision, recall, and what kinds of pairs are taken for doubles and are none."""
    taken = [(same, kind) for degree, same, kind in pairs if degree >= least]
    right = sum(same for same, _ in taken)
    doubles = sum(same for _, same, _ in pairs)
    return right / max(len(taken), 1), right / max(doubles, 1), Counter(kind for same, kind in taken if not same)


def _rows(name: str) -> list[dict[str, Any]]:
    text = lzma.decompress((FOLDER / f"{name}.ndjson.xz").read_bytes()).decode("utf-8")
    return [json.loads(line) for line in text.splitlines()]


def run() -> None:
    """Print precision, recall and F1 for each threshold."""
    pairs = scored()
    print(f"{len(pairs)} pairs\nleast  precision  recall     F1  taken wrongly")
    for least in THRESHOLDS:
        precision, recall, wrong = quality(pairs, least)
        f1 = 2 * precision * recall / (precision + recall)
        print(f"{least:5.2f}  {precision:9.3f}  {recall:6.3f}  {f1:5.3f}  {dict(wrong)}")


if __name__ == "__main__":
    run()
