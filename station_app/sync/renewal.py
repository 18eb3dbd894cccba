"""A journal that another machine went on with is given up, and a new one begun (docs/batch.md, 5)."""

from __future__ import annotations

from dataclasses import replace

from station_app.db import contact, journal
from station_app.db.journal import Author
from station_app.db.store import Store
from station_app.sync import keys


def begin_anew(store: Store, author: Author, common: int) -> Author:
    """Give up a journal after the change `common`; the new one, with all that was written after it.

    What the other machine wrote under its name comes by the news, signed by this device's own key: the feed is read
    from its beginning, for what was passed over there as one's own is now a colleague's. The caller holds the
    transaction.
    """
    begun = store.begin_anew(author, common)
    journal.signed_by(store.database, author, keys.signing_key(store).public)
    contact.remember(store.database, replace(contact.contact(store.database), cursor=""))
    return begun
