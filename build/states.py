"""The picture of both machines, made from the tables of acts: `python -m build.states`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from station_app import paths
from station_app.domain import lifecycle
from station_app.domain.act import NEW, Act
from station_app.domain.handling_acts import ANSWERABLE, ASSIGNABLE
from station_app.domain.standing import OF_OPINION, OF_SUGGESTION
from station_app.text.finding import ACTS_OF_KIND

PAGE = Path(__file__).parents[1] / "docs" / "states.md"
"""Where the picture stands."""

HEAD = """# How a matter goes

Made from the tables of acts by `python -m build.states`; a test holds that it is as they are. A state is what a matter
reads as (`station_app/domain/standing.py`): its own home writes how far it is, its units' work is told by records of
handling. `…` is wherever the act is possible. Who may do an act, and whose turn it must be, stands in `lifecycle.py`
and `handling_acts.py` beside it; what an old ledger's row may come as, in `station_app/services/carrying.py`.
"""

ENDS = ("MERGED", "WITHDRAWN", "VOID")
"""Where many states lead: drawn from one."""

OPEN = "OPEN"

Edge = tuple[str, str, str]
"""From a state to a state by an act."""


def page() -> str:
    """The whole page as Markdown, a Mermaid picture for each machine."""
    machines = (("opinion", "Opinion 意见", OF_OPINION), ("suggestion", "Suggestion 建议", OF_SUGGESTION))
    parts = [HEAD]
    for kind, title, reads in machines:
        parts.append(f"## {title}\n\n```mermaid\nstateDiagram-v2\n{_picture(kind, reads)}\n```\n")
    return "\n".join(parts)


def _picture(kind: str, reads: Mapping[str, str]) -> str:
    codes = paths.code_book()
    edges: dict[tuple[str, str], list[str]] = {}
    for before, after, act in (*_own(kind), *_of_handling(kind, reads)):
        named = edges.setdefault((before or "[*]", after), [])
        if act not in named:
            named.append(act)
    states = dict.fromkeys(state for edge in edges for state in edge if state != "[*]")
    names = [f"    {OPEN}: …"]
    names += [f"    {state}: {codes[f'{kind}_state'].by_code[state].name}" for state in states if state != OPEN]
    drawn = [f"    {before} --> {after}: {'、'.join(acts)}" for (before, after), acts in edges.items()]
    return "\n".join((*names, *drawn))


def _own(kind: str) -> Iterator[Edge]:
    for act in lifecycle.acts_of(kind):
        for after in act.after if act.name != lifecycle.CARRY_OVER else ():
            if after in ENDS:  # from wherever it is open
                yield OPEN, after, _called(act)
                continue
            yield from ((before, after, _called(act)) for before in act.before if before != after)


def _of_handling(kind: str, reads: Mapping[str, str]) -> Iterator[Edge]:
    """What the acts on its handling make a matter read as."""
    accepted = "TRIAGED" if kind == "opinion" else "ACCEPTED"
    answered, rated = ("HANDLED", "RATED") if kind == "opinion" else ("REPLIED", "EVALUATED")
    for act in lifecycle.acts_of("assignment"):
        for before in act.before:
            for after in act.after if act.page == "" and act.name not in ("void", "carry_over") else ():
                start = ASSIGNABLE[kind][:2] if before == NEW and kind == "opinion" else (accepted,)
                froms = start if before == NEW else (answered, rated) if before == "DONE" else (reads[before],)
                to = accepted if after == "RETURNED" else reads[after]
                yield from ((one, to, _called(act)) for one in froms if one != to)
    for state in ANSWERABLE[kind]:
        yield state, answered, _named("reply", "register")
    if kind == "suggestion":
        yield answered, rated, _named("evaluation", "register")
        return
    yield answered, "CHECKED", _named("reply", "pass_reply")
    yield answered, "HANDLING", _named("reply", "send_back")
    yield from ((state, "FED_BACK", _named("telling", "register")) for state in (answered, "CHECKED"))
    yield "FED_BACK", rated, _named("telling", "rate")


def _called(act: Act) -> str:
    return _named(act.kind, act.name)


def _named(kind: str, act: str) -> str:
    return ACTS_OF_KIND.get((kind, act)) or paths.code_book().name_of("act", act)


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8", newline="\n")
    sys.stdout.write(f"{PAGE.name}\n")
