"""Texts with separated values: which encoding, separator, rows. What cannot be told is refused, not guessed.

The encoding is told by the bytes alone: a mark, zeros between, strict UTF-8, then which of the two Chinese codes of
two bytes the pairs belong to (in GB 2312 both bytes lie above A0; half of Big5's second bytes lie below 7F).
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from station_app.domain.immutable import immutable
from station_app.domain.problem import Problem, refusal, reject, warning
from station_app.services.ledger_import.grid import Line
from station_app.text.ledgers import ENCODINGS as ENCODING_NAMES

UTF_8, UTF_16_LE, UTF_16_BE, GB, BIG_5 = "utf-8", "utf-16-le", "utf-16-be", "gb18030", "big5hkscs"
ENCODINGS = (UTF_8, GB, UTF_16_LE, UTF_16_BE, BIG_5)
"""What a clerk may choose from, by Python's names."""

SEPARATORS = (",", "\t", ";", "|", "\uff0c")  # ，
_MARKS = ((codecs.BOM_UTF8, UTF_8), (codecs.BOM_UTF16_LE, UTF_16_LE), (codecs.BOM_UTF16_BE, UTF_16_BE))
_BOM = "\ufeff"
_SAMPLE_ROWS = 60
_PAIR = re.compile(rb"[\x81-\xfe][\x40-\x7e\x80-\xfe]")
_GB_2312 = re.compile(rb"[\xa1-\xf7][\xa1-\xfe]")
_HIGH = re.compile(rb"[\x80-\xff]+")
_CJK = re.compile("[\u4e00-\u9fff\u3400-\u4dbf]")
_SAID = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)
_CONTROLS = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f]")


@immutable
class Text:
    """A text that was decoded: in which encoding, and what is to be said of it."""

    content: str
    encoding: str
    notes: tuple[Problem, ...] = ()


@immutable
class Read:
    """A text that was read: its rows, its separator, and what is to be said of it."""

    lines: tuple[Line, ...]
    separator: str
    notes: tuple[Problem, ...] = ()


def decoded(content: bytes, encoding: str = "") -> Text:
    """The text of some bytes; `encoding` where the clerk has said it. Raises Rejected for what cannot be told."""
    marked = next(((mark, name) for mark, name in _MARKS if content.startswith(mark)), None)
    if marked and encoding in ("", marked[1]):
        content, encoding = content[len(marked[0]) :], marked[1]
    chosen = encoding or _by_bytes(content)
    try:
        text = content.decode(chosen)
    except UnicodeDecodeError as error:
        raise reject(
            refusal(
                "ledger_wrong_encoding",
                value=ENCODING_NAMES.get(chosen, chosen),
                at=content.count(b"\n", 0, error.start) + 1,
            )
        ) from (error)
    if chosen == UTF_8 and _is_garbled(text):
        raise reject(refusal("ledger_garbled"))
    return _tidied(text, chosen, is_told=not marked and not encoding)


def read(text: str, separator: str = "") -> Read:
    """The rows of a text. Raises Rejected for a quotation that is never closed and a cell past all measure."""
    said = _SAID.match(text)
    if said:
        text, separator = text[said.end() :], separator or said[1]
    escape = "\\" if '\\"' in text else None
    chosen = separator or _separator(text, escape)
    lines = tuple(_lines(text, chosen, escape))
    shifted = int(said is not None)
    return Read(tuple((number + shifted, cells) for number, cells in lines if any(cells)), chosen)


def _by_bytes(content: bytes) -> str:
    sample = content[:4000]
    if sample.count(0) > len(sample) // 8:
        return UTF_16_LE if sample[1::2].count(0) >= sample[0::2].count(0) else UTF_16_BE
    if _is_strict(content, UTF_8):
        return UTF_8
    if _is_mixed(content):
        raise reject(refusal("ledger_mixed_encoding"))
    high = b"".join(_HIGH.findall(content[:200_000]))
    pairs = _PAIR.findall(content[:200_000])
    inside = sum(bool(_GB_2312.fullmatch(one)) for one in pairs)
    if _is_strict(content, GB) and (inside * 5 >= len(pairs) * 4 or not _is_strict(content, BIG_5)):
        return GB
    if _is_strict(content, BIG_5) and high:
        return BIG_5
    raise reject(refusal("ledger_unknown_encoding"))


def _is_strict(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _is_mixed(content: bytes) -> bool:
    """Whether some lines are Chinese in UTF-8 and others in a code of two bytes: `copy a+b` of two exports."""
    kinds = set()
    for line in content.splitlines():
        high = b"".join(_HIGH.findall(line))
        if len(high) < 6:
            continue
        try:
            kinds.add(bool(_CJK.search(high.decode(UTF_8))))
        except UnicodeDecodeError:
            kinds.add(False)
    return kinds == {True, False}


def _is_garbled(text: str) -> bool:
    """Whether UTF-8 was once read as GBK and saved so: most of its Chinese makes UTF-8 again when written in GBK."""
    again = "".join(_CJK.findall(text[:20_000])).encode(GB, "ignore")
    if len(again) < 6:
        return False
    found = _CJK.findall(again.decode(UTF_8, "ignore"))
    return len(found) * 3 * 10 >= len(again) * 6


def _tidied(text: str, encoding: str, *, is_told: bool) -> Text:
    notes = (
        [warning("ledger_encoding", value=ENCODING_NAMES.get(encoding, encoding))]
        if is_told and not text.isascii()
        else []
    )
    if "\0" in text:
        text = text.replace("\0", "")
        notes.append(warning("nul_removed"))
    if len(_CONTROLS.findall(text[:20_000])) * 20 > len(text[:20_000]):
        raise reject(refusal("ledger_not_a_table"))
    if _BOM in text:
        text = text.replace(_BOM, "")
        notes.append(warning("ledger_second_mark"))
    return Text(text, encoding, tuple(notes))


def _separator(text: str, escape: str | None) -> str:
    """The separator under which the first rows have the most alike width."""
    head = "".join(text.splitlines(keepends=True)[:_SAMPLE_ROWS])
    return max(SEPARATORS, key=lambda one: _evenness(head, one, escape))


def _evenness(head: str, separator: str, escape: str | None) -> tuple[float, int]:
    rows = csv.reader(io.StringIO(head, newline=""), delimiter=separator, escapechar=escape)
    try:
        widths = Counter(len(row) for row in rows if any(row))
    except csv.Error:
        return (0.0, 0)
    wide = Counter({width: count for width, count in widths.items() if width > 1})
    if not wide:
        return (0.0, 0)
    width, count = wide.most_common(1)[0]
    return (count / sum(widths.values()), width)


def _lines(text: str, separator: str, escape: str | None) -> Iterator[Line]:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, escapechar=escape, strict=False)
    number, first = 0, 1
    try:
        for cells in rows:
            number, first = first, rows.line_num + 1
            _check_quotation(text, cells, number)
            yield number, tuple(cells)
    except csv.Error as error:
        raise reject(refusal("ledger_cell_too_big", value=number + 1)) from error


def _check_quotation(text: str, cells: list[str], number: int) -> None:
    """A quotation that is never closed swallows the rest of the file into one cell."""
    last = cells[-1] if cells else ""
    if last.count("\n") + last.count("\r") > 2 and text.rstrip().endswith(last.rstrip()) and last.rstrip():
        raise reject(refusal("ledger_quotation_open", value=number))
