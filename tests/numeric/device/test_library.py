"""Array libraries: a file each, found by their names."""

from __future__ import annotations

import pytest

from sslcheck.numeric.choices import allowed
from sslcheck.numeric.device.library import describe_backends, library


def test_every_file_has_the_library_of_its_name() -> None:
    assert allowed("backend") == ("cupy", "numpy", "torch")
    assert [library(name).name for name in allowed("backend")] == [*allowed("backend")]


def test_all_are_described() -> None:
    found = describe_backends()
    assert [b.name for b in found] == [*allowed("backend")]
    assert all(b.detail for b in found)
    assert next(b for b in found if b.name == "numpy").available


def test_another_name() -> None:
    with pytest.raises(ModuleNotFoundError):
        library("jax")
