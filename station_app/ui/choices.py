"""What a choice field offers of a code list: by number, by the first letters of its pinyin, by its words."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from station_app import text
from station_app.domain.codes import Code, CodeList
from station_app.domain.immutable import immutable
from station_app.ui.pick import Pick


@immutable
class CodeChoices:
    """The entries of `codes` in force on `day`. `initials(words)` gives the first letters of the words' pinyin."""

    codes: CodeList
    day: str
    initials: Callable[[str], str]

    def search(self, typed: str) -> list[Pick]:
        """What `typed` may mean, best first: its number, its initials, the beginning of its words, its words."""
        wanted = typed.casefold()
        ranks = [(self._rank(entry, wanted) if wanted else 0, entry) for entry in self._offered]
        found = sorted(
            ((rank, entry) for rank, entry in ranks if rank is not None), key=lambda pair: (pair[0], pair[1].place)
        )
        return [(entry.code.code, f"{entry.number}  {self.label(entry.code.code)}") for _, entry in found]

    def decided(self, typed: str) -> str:
        """The code whose whole number was typed, where no longer number begins so; "" for none."""
        numbers = [entry.number for entry in self._offered if typed and entry.number.startswith(typed)]
        return next((one.code.code for one in self._offered if numbers == [typed] == [one.number]), "")

    def label(self, code: str) -> str:
        """The words of a code, those of the entry above it first; an unknown code stands for itself."""
        entry = self.codes.by_code.get(code)
        if entry is None:
            return code
        above = self.codes.by_code.get(entry.parent)
        return f"{above.name}{text.LEVELS}{entry.name}" if above else entry.name

    @cached_property
    def _offered(self) -> tuple[_Offered, ...]:
        """Entries with their number: the code where it is one, else the place in the list."""
        return tuple(
            _Offered(place, entry.code if entry.code.isdigit() else str(place), self._letters(entry), entry)
            for place, entry in enumerate(self.codes.offered(self.day), start=1)
        )

    def _letters(self, entry: Code) -> str:
        return self.initials(entry.name).casefold()

    def _rank(self, entry: _Offered, typed: str) -> int | None:
        words = (self.label(entry.code.code), *entry.code.aliases)
        judged = (
            typed == entry.number,
            entry.number.startswith(typed),
            entry.letters.startswith(typed),
            entry.code.name.casefold().startswith(typed),
            any(typed in word.casefold() for word in words),
            len(typed) > 1 and typed in entry.letters,
        )
        return judged.index(True) if any(judged) else None


@immutable
class _Offered:
    place: int
    number: str
    letters: str
    code: Code
