"""The table of all checks (docs/suggestion-checks.md), made of the corpus: what each says, how it weighs, its examples.

`python -m tests.domain.quality.table` writes it anew.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from station_app.domain.quality.checks import CHECKS
from station_app.domain.quality.finding import Finding, Gravity
from station_app.text.suggestions import QUALITY
from tests.domain.quality.test_corpus import EXAMPLES, context_of, suggestion_of

PATH = Path(__file__).resolve().parents[3] / "docs" / "suggestion-checks.md"
WEIGHS = {Gravity.BLOCKS: "blocks", Gravity.DOUBT: "doubt, stands with a reason", Gravity.HINT: "hint"}
HEAD = """# The checks of a suggestion before it is submitted

The numbers are those of section 4.5 of the office's rules. Each check is a pure function of the suggestion and what
stands beside it (`station_app/domain/quality/`); words, limits and periods are data
(`resources/rules/suggestion_checks.json`). The examples stand in `tests/data/suggestions/`.
`python -m tests.domain.quality.table` writes this page, a test keeps it true.

| check | function | weighs | what it says | good | bad |
|---|---|---|---|---|---|
"""


def table() -> str:
    """The whole page."""
    return HEAD + "".join(map(_row, CHECKS))


def _row(code: str) -> str:
    found = [one for number, is_bad, example in EXAMPLES if number == code and is_bad for one in _found(code, example)]
    weighs = " / ".join(WEIGHS[one] for one in Gravity if one in {each.gravity for each in found})
    said = "<br>".join(sentence for key, sentence in QUALITY.items() if key.partition("_")[0] == code)
    good, bad = (sum(one[:2] == (code, is_bad) for one in EXAMPLES) for is_bad in (False, True))
    return f"| {code} | `{CHECKS[code].__name__}` | {weighs} | {said} | {good} | {bad} |\n"


def _found(code: str, example: dict[str, Any]) -> list[Finding]:
    suggestion = suggestion_of(example)
    return list(CHECKS[code](suggestion, context_of(suggestion, example.get("context", {}))))


if __name__ == "__main__":
    PATH.write_text(table(), "utf-8")
