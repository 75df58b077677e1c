"""The arrays of an ensemble are as large as is said before they are made."""

from __future__ import annotations

from dataclasses import fields

import numpy as np

from sslcheck.numeric.ensembles.work import CODES, Work
from sslcheck.numeric.integrate import Outcome


def test_memory_is_that_of_the_arrays() -> None:
    work = Work.of(np.ones((3, 50)), np.ones((2, 50)), np.linspace(0.0, 1.0, 4))
    arrays = (getattr(work, f.name) for f in fields(work) if f.name not in ("times", "stop"))
    assert Work.memory(3, 2, 4, 50) == sum(array.nbytes for array in arrays)
    assert {CODES[k] for k in work.status} == {Outcome.INTERRUPTED}
    assert np.isnan(work.end).all()
