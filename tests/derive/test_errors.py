"""Errors: each is the package's own and one of the standard library's."""

from __future__ import annotations

import pytest

from sslcheck.derive import errors
from sslcheck.derive.errors import ArticleNotFound, ShapeMismatch, SslcheckError
from sslcheck.derive.text.reason import reason

LEAVES = [
    kind
    for kind in map(errors.__dict__.get, errors.__all__)
    if isinstance(kind, type) and issubclass(kind, Exception) and kind is not SslcheckError
]


@pytest.mark.parametrize("kind", LEAVES)
def test_each_is_of_the_package_and_of_the_library(kind: type[Exception]) -> None:
    own, library = kind.__bases__
    assert own is SslcheckError
    assert library.__module__ == "builtins"
    assert kind.__doc__


def test_a_message_is_shown_as_it_is() -> None:
    assert str(ArticleNotFound("no article `x`")) == "no article `x`"
    assert str(ArticleNotFound()) == ""


def test_a_mismatch_has_its_spaces_and_its_core() -> None:
    core = reason("n is not d")
    error = ShapeMismatch("line 3: n is not d", ("d", "n"), core)
    assert (str(error), error.spaces, error.core) == ("line 3: n is not d", ("d", "n"), core)
    assert ShapeMismatch("n is not d", ("d", "n")).core == ()
