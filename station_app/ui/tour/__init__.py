"""The tour: the real windows of the real program, driven by keys as a clerk would, with a picture of each screen.

It fails loudly: after every step it is asked whether what must hold does hold.
"""

from __future__ import annotations

from station_app.ui.tour.run import Stage, run

__all__ = ["Stage", "run"]
