"""Searches that may not end."""

from __future__ import annotations

import pytest

from sslcheck.derive.discover.tries import Tries
from sslcheck.derive.errors import ArticleError, OutOfTime, TooLarge
from sslcheck.derive.text.reason import plainly


def _too_large() -> int:
    raise TooLarge("more than 7 products")


def _for_ever() -> int:
    while True:
        pass


def _wrong() -> int:
    raise ArticleError("no such name")


def test_what_is_missing_is_told() -> None:
    tries = Tries(0.05)
    assert tries.of("laws are missing: ", lambda: 3) == 3
    assert tries.of("laws are missing: ", _too_large) is None
    assert tries.of("sets are missing: ", _for_ever) is None
    first, second = map(plainly, tries.notes)
    assert first == "laws are missing: more than 7 products"
    assert second.startswith("sets are missing: ")


def test_what_is_no_end_of_a_search_is_raised() -> None:
    tries = Tries(1.0)
    with pytest.raises(ArticleError):
        tries.of("laws are missing: ", _wrong)
    with pytest.raises(TooLarge):
        tries.of("laws are missing: ", _too_large, (OutOfTime,))
    assert tries.notes == []
