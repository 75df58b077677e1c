"""Plans of single points for the tests of ensembles, and their compilation as plain C."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sslcheck.derive.emit import ElementwisePlan, alone
from sslcheck.derive.models.flow_model import data_of, flow_model
from sslcheck.derive.reduce import modal_model
from sslcheck.numeric.article import derivation
from sslcheck.numeric.ensembles.work import Limits, Work
from sslcheck.numeric.system import plan_of

__all__ = ["as_c", "drawn", "modal_point", "scalar_point"]


@cache
def modal_point(flow: str = "byol") -> ElementwisePlan:
    """The modes of a flow of the first article."""
    scene = derivation("directpred")
    model = modal_model(scene, flow, data_of(scene, flow))
    assert model is not None
    sizes = dict.fromkeys((*scene.article.spaces, model.space), 1)
    found = plan_of(model, sizes)
    assert isinstance(found, ElementwisePlan)
    return alone(found, 1)


@cache
def scalar_point(article: str, flow: str) -> ElementwisePlan:
    """A flow of scalars of an article."""
    model = flow_model(derivation(article), flow, {})
    found = plan_of(model, dict.fromkeys((*derivation(article).article.spaces, model.space), 1))
    assert isinstance(found, ElementwisePlan)
    return alone(found, 1)


def drawn(plan: ElementwisePlan, count: int, times: tuple[float, ...] = (0.0,)) -> Work:
    """Trajectories with positive numbers of size 1."""
    rng = np.random.default_rng(7)
    start = rng.uniform(0.05, 1.25, (len(plan.states), count))
    parameters = rng.uniform(0.05, 1.0, (len(plan.data), count))
    return Work.of(start, parameters, np.array(times))


def as_c(text: str, folder: Path) -> Any:
    """``integrate`` of a text, compiled as C, called as `cpu.compiled` is, for all at once."""
    compiler = shutil.which("cc")
    if compiler is None:
        pytest.skip("no C compiler `cc` on this machine")
    source, library = folder / "ensemble.c", folder / "ensemble.so"
    source.write_text(text)
    strict = ["-std=c99", "-O2", "-Wall", "-Wextra", "-Werror", "-pedantic"]
    subprocess.run(
        [compiler, *strict, "-shared", "-fPIC", source, "-o", library, "-lm"], check=True
    )
    function = ctypes.CDLL(str(library)).integrate

    def call(work: Work, limits: Limits) -> None:
        arrays: tuple[Any, ...] = (work.start, work.parameters, work.times, work.end, work.largest)
        arrays += (work.samples, work.reached, work.status, work.accepted, work.rejected)
        counts = (ctypes.c_longlong(n) for n in (work.start.shape[1], len(work.times)))
        numbers = (ctypes.c_double(x) for x in (limits.t_end, limits.rtol, limits.atol))
        pointers = (array.ctypes.data_as(ctypes.c_void_p) for array in arrays)
        function(*counts, *pointers, *numbers, ctypes.c_longlong(limits.most))

    return call
