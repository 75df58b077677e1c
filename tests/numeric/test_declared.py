"""Options are checked as they are declared, and declared once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from sslcheck.numeric.bounds import InvalidOption
from sslcheck.numeric.declared import again, check, declared, option
from sslcheck.numeric.flows.options import FlowOptions
from sslcheck.numeric.options import Options
from sslcheck.numeric.training.options import TrainOptions


@dataclass(frozen=True)
class Some:
    dtype: str = option("float64", "Type.", "choice")
    count: int = option(3, "Count.", "count", least=2)
    rate: float = option(1.0, "Rate.", "positive")
    decay: float = option(0.0, "Decay.", "nonnegative")
    share: float = option(0.5, "Share.", "share")
    data: str = option("a", "Data.", "named", names=("a", "b"))
    free: float = option(-7.0, "Anything.")
    unsaid: float = -7.0

    def __post_init__(self) -> None:
        check(self)


@dataclass(frozen=True)
class Other:
    count: int = again(Some, "count", 9)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"dtype": "float16"}, "`dtype` must be one of float64, float32"),
        ({"count": 1}, "`count` must be at least 2"),
        ({"rate": 0.0}, "`rate` must be a positive"),
        ({"decay": -1.0}, "`decay` must be a nonnegative"),
        ({"share": 1.0}, "`share` must be from 0 to below 1"),
        ({"data": "c"}, "`data` must be one of a, b or the path"),
    ],
)
def test_what_is_not_as_declared_is_refused(change: dict[str, Any], words: str) -> None:
    with pytest.raises(InvalidOption, match=words):
        Some(**change)
    Some(count=2, decay=0.0, share=0.0, data="x.npz")


def test_another_default_leaves_the_rest() -> None:
    assert Other().count == 9
    assert declared(Other)["count"] == declared(Some)["count"]
    assert "unsaid" not in declared(Some)


@pytest.mark.parametrize("kind", [Options, TrainOptions, FlowOptions])
def test_every_option_is_declared(kind: type) -> None:
    """But for those that commands name in a way of their own."""
    own = {"article", "sizes", "values", "data", "starts"}
    missing = set(kind.__dataclass_fields__) - declared(kind).keys()  # type: ignore[attr-defined]
    assert missing <= own
    assert all(about.help.endswith((".", "zero.")) for about in declared(kind).values())
