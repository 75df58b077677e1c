"""A report with every kind of content, built by hand; random tests that repeat themselves."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from tests.decided import share
from tests.drawing import EXPLORE, examples
from tests.numeric.once import deriving_once

from sslcheck.derive.expr import Prod, Relation, Sym
from sslcheck.derive.text.reason import Tex, reason, written
from sslcheck.derive.verdicts.condition import Supposed
from sslcheck.derive.verdicts.evidence import Correction, HypothesisUse, RouteResult, Step, Witness
from sslcheck.derive.verdicts.report import Report
from sslcheck.derive.verdicts.result import ClaimResult
from sslcheck.derive.verdicts.verdict import Verdict
from sslcheck.numeric.device.threads import blas_threads

# most of what tests make is freed at once: looking for garbage took a quarter of their time
gc.set_threshold(200_000, 20, 20)

# A run that fails must fail for everyone; SSLCHECK_EXPLORE=1 draws new examples each time.
# readline may have told the processes of the tests how wide a terminal is that they do not have
os.environ.pop("COLUMNS", None)

# what they compile they keep, or each would begin by compiling the whole program
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

settings.register_profile(
    "repeatable",
    max_examples=examples(40),
    derandomize=not EXPLORE,
    deadline=None,  # a busy machine is no fault
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("repeatable")


_FIRST = 1
"""How many test functions of a file are quick."""


_TOGETHER = (
    ("tests/reports/plots/",),
    ("tests/reports/page/",),
    ("tests/numeric/flows/",),
    ("tests/numeric/ensembles/", "tests/reports/test_ensemble.py", "tests/cli/test_ensemble.py"),
    tuple(f"tests/cli/test_{name}.py" for name in ("folders", "running", "attack", "train")),
)
"""Tests that share what is dear to make: one worker of pytest-xdist runs all of a row."""


_LONG = (
    *("tests/derive/coq/test_kernel.py", "tests/derive/coq/test_write.py"),
    *("tests/reports/page/", "tests/reports/plots/", "tests/test_notebooks.py"),
    *("tests/derive/decide/test_depths.py", "tests/derive/decide/test_root_claims.py"),
    *("tests/cli/test_folders.py", "tests/reports/latex/test_appendix.py"),
    *("tests/numeric/test_kill.py", "tests/cli/test_process.py"),
    *("tests/numeric/ensembles/", "tests/numeric/training/test_basins.py"),
)
"""Of few tests, and yet long: they are begun first, lest one worker has them left in the end."""


@pytest.hookimpl(tryfirst=True, optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Tests go to the workers file by file: what is in `_LONG` first, then what has most tests.

    One by one, each worker would make what a file's tests share, and wait after each test for the
    next; the name of a test is left as it is, which `xdist_group` would lengthen.
    """
    if config.getoption("dist") != "load":
        return None  # somebody has asked for another order
    from xdist.scheduler import LoadFileScheduling

    assert all((config.rootpath / place).exists() for place in (*chain(*_TOGETHER), *_LONG))

    class LongestFirst(LoadFileScheduling):  # type: ignore[misc]
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.split("::", 1)[0]
            return next((row[0] for row in _TOGETHER if file.startswith(row)), file)

        def _assign_work_unit(self, node: Any) -> None:
            first = next((place for place in _LONG if place in self.workqueue), None)
            if first is not None:
                self.workqueue.move_to_end(first, last=False)
            super()._assign_work_unit(node)

    return LongestFirst(config, log)


def pytest_collection_finish() -> None:
    """What there is before the first test stays: no more is it looked over for garbage."""
    gc.freeze()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as `quick` the first case of the first tests of each file, and all doctests.

    A file begins with what its module is for. What is marked as `slow` or `gpu` is left out.
    """
    begun: dict[Path, list[str]] = {}
    for item in items:
        if item.get_closest_marker("slow") or item.get_closest_marker("gpu"):
            continue
        if isinstance(item, pytest.Function):
            names = begun.setdefault(item.path, [])
            if item.originalname in names or len(names) == _FIRST:
                continue
            names.append(item.originalname)
        item.add_marker(pytest.mark.quick)


@pytest.fixture(autouse=True, scope="session")
def _one_thread() -> Iterator[None]:
    """The matrices of tests are small: threads would only wait for each other."""
    with blas_threads(0):
        yield


@pytest.fixture(autouse=True, scope="session")
def _decided_once(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What one worker has decided the others read."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        share(tmp_path_factory.getbasetemp().parent)


@pytest.fixture(autouse=True, scope="session")
def _derived_once() -> Iterator[None]:
    """Hundreds of runs of the same few flows."""
    with deriving_once():
        yield


@pytest.fixture(autouse=True)
def _no_width(monkeypatch: pytest.MonkeyPatch) -> None:
    """pytest-xdist sets COLUMNS, which is how a user asks for a width."""
    monkeypatch.delenv("COLUMNS", raising=False)


@pytest.fixture
def refuted() -> ClaimResult:
    """A refuted claim with a witness and a proved correction."""
    return ClaimResult(
        id="2.1",
        equation="2",
        kind="flow",
        stated=(Tex(r"\dot W_p = W W_p"),),
        claimed=written("flow of $W_p$"),
        verdict=Verdict.REFUTED,
        because=reason(Prod((Sym("W"), Sym("W_p"))), ": (n x d)(n x n) does not conform"),
        hypotheses=(HypothesisUse("H1", reason("stop-gradient"), True, reason("H would be zero")),),
        witness=Witness(
            sizes={"n": 2, "d": 3},
            values={"W_p": [["1", "-1/2"], ["0", "10"]], r"\alpha_p": [["2"]]},
            of=Relation(Prod((Sym("W"), Sym("W_p"))), "=", Prod((Sym("W_p"), Sym("W")))),
            lhs=[["1"]],
            rhs=[["0"]],
            noted=reason("smallest found"),
        ),
        correction=Correction(
            kind="corrected",
            latex=r"\dot W_p = W_p W",
            verdict=Verdict.PROVED,
            steps=(Step(reason("W_p W"), reason("gradient of J"), True),),
            routes=(RouteResult("exact", "holds"),),
        ),
        routes=(RouteResult("algebra", "fails", reason("shapes")), RouteResult("exact", "fails")),
        steps=(Step(reason("J = 0"), reason("by definition"), False),),
        notes=(reason("a misprint"),),
        seconds=0.0123,
    )


@pytest.fixture
def report(refuted: ClaimResult) -> Report:
    """Three claims of two equations: refuted and corrected, proved, conditional."""
    proved = ClaimResult(
        id="2.2",
        equation="2",
        kind="flow",
        stated=(Tex(r"\dot W = 0"),),
        claimed=reason("flow of W"),
        verdict=Verdict.PROVED,
        because=reason("from eq. (1)"),
        seconds=0.2,
    )
    conditional = ClaimResult(
        id="4",
        equation="4",
        kind="definite",
        stated=(Tex(r"H \succ 0"),),
        claimed=reason("H(t) SPD"),
        verdict=Verdict.CONDITIONAL,
        because=reason("otherwise H = 0 at W_p = I"),
        given=(Supposed(reason("η > 0")), Supposed(reason("X' > 0"))),
        seconds=0.4,
    )
    return Report("directpred", "Understanding SSL", (refuted, proved, conditional), 1.44)
