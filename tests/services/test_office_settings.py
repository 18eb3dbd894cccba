"""What a station sets, an office sets too: its roster, its units, its frequent texts, its holidays."""

from __future__ import annotations

TABLE = {"year": "2028", "days_off": "2028-01-01 元旦", "workdays": "", "source": "国办"}
