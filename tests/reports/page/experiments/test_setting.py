"""What every experiment is given: of an article that lacks it, the figure says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.numeric.other_letters import write_article
from tests.reports.page.experiments.plots import GIVEN

from sslcheck.derive.kinds.threshold import Threshold
from sslcheck.reports.page.experiments import Experiments
from sslcheck.reports.page.experiments.modes import RunFailed
from sslcheck.reports.page.experiments.setting import Values, found


def test_of_the_shipped_article() -> None:
    assert GIVEN.equation(Threshold) == "6"
    assert GIVEN.options(eta=0.3).eta == 0.3
    assert (GIVEN.options().d, GIVEN.options().seed) == (16, 1)
    assert set(GIVEN.ones.values()) == {1.0}
    assert GIVEN.flow("ema") in GIVEN.article.flows


def test_what_an_article_lacks_is_told(tmp_path: Path) -> None:
    other = Experiments(write_article(tmp_path), d=4)
    assert other.equation(Threshold) == ""
    with pytest.raises(RunFailed, match="has no such claim"):
        other.value(Threshold)
    with pytest.raises(RunFailed, match="does not define `x`"):
        other.defined("x")
    with pytest.raises(RunFailed, match="no flow for the target `moco`"):
        other.flow("moco")
    assert other.defined("G") == other.article.definitions["G"]


def test_a_symbol_without_a_value_ends_the_figure() -> None:
    values = Values({"a": 1.0})
    assert values["a"] == 1.0
    with pytest.raises(RunFailed, match="no value of `b`"):
        values["b"]


def test_a_caption_does_not_hide_what_a_run_does_not_show() -> None:
    assert found(True, "falls", "grows") == "falls"
    assert found(False, "falls", "grows") == "GROWS (unexpected)"
