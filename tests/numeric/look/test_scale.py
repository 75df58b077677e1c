"""The scale that residuals are compared with."""

from __future__ import annotations

import numpy as np

from sslcheck.numeric.look.scale import Scale


def test_the_largest_number_of_all_that_was_seen() -> None:
    scale = Scale()
    scale.see([np.array([[1.0, -3.0]]), np.array([[2.0, 0.5]])])
    scale.see([np.zeros((0, 2))])
    assert scale.most == 3.0


def test_nothing_is_seen_while_it_is_off() -> None:
    scale = Scale(on=False)
    scale.see([np.ones((2, 2))])
    assert scale.most == 0.0
