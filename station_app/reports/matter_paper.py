"""P20 办理经过: what became of a matter, from mouth to answer, on one page for its speaker, whole for the file."""

from __future__ import annotations

from station_app.domain.tally import MatterSheet
from station_app.reports.blocks import PaperColumn, pair, put_grid, put_table, wide
from station_app.reports.fonts import Faces, shipped_faces
from station_app.reports.page import Paper
from station_app.reports.visit_papers import FILE
from station_app.text import paper as words
from station_app.text import turns as say

_SHARES = (5.0, 5.0, 10.0, 8.0)
GAP = 8.0
"""Points above and below the table of steps."""


def matter_sheet(facts: MatterSheet, faces: Faces | None = None) -> bytes:
    """The sheet as PDF."""
    one = facts.opinion
    paper = Paper(faces or shipped_faces(), FILE)
    paper.title(say.PAPER)
    rows = [
        pair(words.RECEIPT_NUMBER, facts.number, words.WHEN, words.plain_day(one.received_on)),
        pair(say.LANES["VISITOR"], facts.speaker, say.LANES["STATION"], facts.station.name),
        wide(say.PAPER_MATTER, one.title),
    ]
    rows += [wide(say.PAPER_SAID, one.verbatim)] if one.verbatim else []
    put_grid(paper, rows)
    paper.skip(GAP)
    columns = [PaperColumn(head, share, share < 6) for head, share in zip(say.PAPER_HEADS, _SHARES, strict=True)]
    put_table(paper, columns, [(step.day, step.lane, step.said, step.paper or say.NO_PAPER) for step in facts.steps])
    paper.skip(GAP)
    answers = [wide(say.reply_label(reply.day, reply.unit), say.reply_said(reply.said, reply.letter_no))
               for reply in facts.replies]  # fmt: skip
    promised = [wide(say.PAPER_PROMISES, "\n".join(facts.promises))] if facts.promises else []
    put_grid(paper, [*answers, *promised, wide(say.PAPER_NEXT, facts.next)])
    paper.remark(say.ask_at(facts.station.name, facts.station.phone))
    return paper.finish(title=f"{facts.station.name}{say.PAPER}", author=facts.station.name, made_on=facts.printed_on)
