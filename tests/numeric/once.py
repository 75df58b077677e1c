"""What is derived is the same for every run: once for many of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any

import pytest

from sslcheck.derive import load_article
from sslcheck.derive.model import Model
from sslcheck.derive.reduce import modal_model
from sslcheck.numeric.system import plan_of
from sslcheck.numeric.train.collapse import decay_laws, mode_growth


@contextmanager
def deriving_once() -> Iterator[None]:
    """Within this, each plan, law and article is made once."""
    plans: dict[str, Any] = {}

    def planned(model: Model, sizes: Mapping[str, int], outputs: Any = None) -> Any:
        key = repr((model.title, model.setting.lets, sorted(sizes.items()), outputs))
        if key not in plans:
            plans[key] = plan_of(model, sizes, outputs)
        return plans[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sslcheck.derive.load_article", cache(load_article))
        patch.setattr("sslcheck.numeric.train.forecast.decay_laws", cache(decay_laws))
        patch.setattr("sslcheck.numeric.train.forecast.mode_growth", cache(mode_growth))
        patch.setattr("sslcheck.numeric.choose.modal_model", cache(modal_model))
        patch.setattr("sslcheck.numeric.choose.plan_of", planned)
        patch.setattr("sslcheck.numeric.evaluator.plan_of", planned)
        yield
