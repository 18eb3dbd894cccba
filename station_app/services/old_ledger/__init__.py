"""Taking what an old system exported: mapped by data, judged like anything typed, reported row by row.

One portion is one transaction: the desk stays usable meanwhile, and after a power cut the same folder is taken again,
which adds only what is missing, because each record's identity follows from the old one.
"""

from __future__ import annotations

from station_app.services.old_ledger.folder import FolderReport, PortionOutcome, RowReport, take_folder

__all__ = ["FolderReport", "PortionOutcome", "RowReport", "take_folder"]
