"""The store: one encrypted SQLite file that holds the journal and the tables folded from it."""

import sys

# Where the gateway's driver for PostgreSQL is installed, peewee would load it, and the desk's start would wait a tenth
# of a second for what it never uses. So peewee finds no such driver; whoever imports psycopg afterwards gets it.
_HIDDEN = {"psycopg": None} if "psycopg" not in sys.modules and "peewee" not in sys.modules else {}
sys.modules.update(_HIDDEN)  # type: ignore[arg-type]  # None is what says that a module is not to be found

import peewee  # noqa: E402, F401  (while the driver is hidden)

for _name in _HIDDEN:
    del sys.modules[_name]
