"""A QR code on the paper (GB/T 18284-2000, ISO/IEC 18004): what a hand scanner types into the search line."""

from __future__ import annotations

from station_app.reports.page import Paper
from station_app.reports.press import Rule

QUIET = 4
"""Modules of white around the code (ISO/IEC 18004:2015, 6.3.8)."""


def put_code(paper: Paper, text: str, x: float, y: float, side: float) -> None:
    """Draw the code of a text into a square of `side` points, its upper left corner at `x`, `y`; the cursor stays.

    Error correction M, so that a crease does no harm.
    """
    import segno  # noqa: PLC0415  (the desk starts without its paper)

    rows = list(segno.make_qr(text, error="m").matrix)
    module = side / (len(rows) + 2 * QUIET)
    for number, row in enumerate(rows):
        # Runs of dark modules as one line as thick as a module; a hair more closes the seams between rows.
        middle = y + (number + QUIET + 0.5) * module
        start = None
        for place, dark in enumerate([*row, 0]):
            if dark and start is None:
                start = place
            elif not dark and start is not None:
                # The press ends its lines square, half their weight beyond the end.
                left, right = x + (start + QUIET + 0.5) * module, x + (place + QUIET - 0.5) * module
                paper.set_rule(Rule(left, middle, right, middle, module * 1.02))
                start = None
