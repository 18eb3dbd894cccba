"""Start the program: without arguments the desk, with a command the same services headless."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path

TOUR, SELFTEST, APART = "tour", "selftest", "apart"


def main(arguments: list[str]) -> int:
    """Run and give the exit code. Whatever file is made is for whoever runs it alone."""
    os.umask(0o077)
    if arguments == [SELFTEST]:
        from station_app import selftest  # noqa: PLC0415  (it loads everything)

        return selftest.main()
    if arguments[:1] == [APART]:
        from station_app import apart  # noqa: PLC0415  (it loads no more than its work needs)

        return apart.main(arguments[1:])
    if arguments[:1] == [TOUR]:
        from tour import command  # noqa: PLC0415  (of a clone alone)

        return command.main(arguments[1:])
    if not arguments or _is_for_the_desk(arguments[0]):
        # Nothing of a start is garbage: looking for it takes a tenth of the time to the first page. The app goes on.
        gc.disable()
        from station_app import app  # noqa: PLC0415  (the command line must not load Qt)

        return app.main(arguments)
    from station_app import cli  # noqa: PLC0415  (the desk must not wait for the command line)

    return cli.main(arguments)


def _is_for_the_desk(first: str) -> bool:
    """An option of the desk, or a file that was double-clicked: no command has a dot in its name."""
    return bool(Path(first).suffix) or (first.startswith("-") and first not in ("-h", "--help"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
