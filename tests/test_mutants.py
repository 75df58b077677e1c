"""The list of mutants keeps up with the code that it breaks."""

from __future__ import annotations

from tests.mutants import mutants


def test_every_mutant_fits_the_code() -> None:
    found = list(mutants([]))
    assert found
    stale = [f"{m.file}: {m.why}" for m in found if not m.fits]
    assert not stale, "the text that these break does not stand there once, or the test is gone"
