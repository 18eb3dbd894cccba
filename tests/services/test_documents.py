"""Attachments are carried as bytes, within a limit."""

from __future__ import annotations

import pytest

from station_app.domain.problem import Rejected
from station_app.services import documents
from station_app.services.desk import Desk


@pytest.mark.parametrize("size", [0, documents.LARGEST_BYTES + 1])
def test_g60_a_file_of_nothing_or_past_the_limit_is_refused(desk: Desk, size: int) -> None:
    with pytest.raises(Rejected, match="attachment_size"):
        documents.attach(desk, bytes(size))


def test_g61_what_a_file_claims_to_be_is_never_asked(desk: Desk) -> None:
    polyglot = b"%PDF-1.7\nPK\x03\x04 and a macro"
    assert documents.content_of(desk, documents.attach(desk, polyglot)) == polyglot
