"""What the reconciliation list says on paper."""

from __future__ import annotations

TITLE = "对账单"
HEADS = ("站名", "到第几条", "八个字")


def made(day: str) -> str:
    """When, and what to do with it."""
    return f"{day}打印。两边各念后面的八个字，一样就说明两边手里的完全一样。"
