"""CUDA C of modal kernels: compiled for two architectures, and its arithmetic checked as plain C.

NVRTC needs neither a GPU nor a driver. A compiler of C makes a loop over the modes of the same
text, which is then compared with the array text.
"""

from __future__ import annotations

import ctypes
import importlib
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pytest
from tests.derive.emit import twins
from tests.derive.emit.test_outputs import wanted

from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.emit import ElementwisePlan, cuda_text, make_elementwise_plan
from sslcheck.derive.reduce import modal_model

Real = Literal["double", "float"]
REALS: tuple[Real, ...] = ("double", "float")
FLOWS = ("byol", "no-stop-gradient", "symmetrised")
ARCHITECTURES = ("sm_80", "sm_90")


def modal_plan(scene: Derivation, flow: str, modes: int) -> ElementwisePlan:
    model = modal_model(scene, flow, ("X", "X'"))
    assert model is not None
    return make_elementwise_plan(model, modes)


@pytest.fixture(scope="module")
def nvrtc() -> Callable[[str, str], bytes]:
    """Compiles CUDA C to the machine code of an architecture."""
    try:
        core = importlib.import_module("cuda.core")
        importlib.import_module("cuda.bindings.nvrtc").nvrtcVersion()
    except (ImportError, RuntimeError) as error:
        pytest.skip(f"NVRTC is not installed ({error}); the extra `test` has it for Linux x86-64")

    def compiled(text: str, arch: str) -> bytes:
        options = core.ProgramOptions(arch=arch, std="c++17")
        return bytes(core.Program(text, "c++", options).compile("cubin").code)

    return compiled


@pytest.mark.parametrize("arch", ARCHITECTURES)
@pytest.mark.parametrize("real", REALS)
@pytest.mark.parametrize("flow", FLOWS)
def test_compiles_for_a_gpu(
    scene: Derivation, nvrtc: Callable[[str, str], bytes], flow: str, real: Real, arch: str
) -> None:
    binary = nvrtc(cuda_text(modal_plan(scene, flow, 4), real), arch)
    assert binary.startswith(b"\x7fELF")
    assert b".text.evaluate" in binary  # a kernel, not a function of the host


def test_the_compiler_refuses_a_wrong_text(
    scene: Derivation, nvrtc: Callable[[str, str], bytes]
) -> None:
    text = cuda_text(modal_plan(scene, "byol", 4))
    assert nvrtc(text, "sm_80")
    with pytest.raises(Exception, match="expected a"):
        nvrtc(text.replace(";", "", 1), "sm_80")
    with pytest.raises(Exception, match='identifier "p_j" is undefined'):
        nvrtc(text.replace("const real p_j = ", "const real q_j = "), "sm_80")


def called_as_c(
    plan: ElementwisePlan, real: Real, values: dict[str, Any], folder: Path
) -> dict[str, Any]:
    """The kernel's text, compiled as C and called on arrays."""
    compiler = shutil.which("cc")
    if compiler is None:
        pytest.skip("no C compiler `cc` on this machine")
    source, library = folder / "kernel.c", folder / "kernel.so"
    source.write_text(cuda_text(plan, real))
    strict = ["-std=c99", "-pedantic-errors", "-Wall", "-Wextra", "-Werror", "-O2"]
    command = [compiler, *strict, "-shared", "-fPIC", str(source), "-o", str(library)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    number = ctypes.c_double if real == "double" else ctypes.c_float
    names = [*plan.states, *plan.data]
    inputs = [np.ascontiguousarray(values[n], np.dtype(number)) for n in names]
    results = [np.full(plan.modes, np.nan, np.dtype(number)) for _ in plan.rates]
    pointers = [ctypes.c_void_p(a.ctypes.data) for a in (*inputs, *results)]
    scalars = [number(values[plan.names.of(s)]) for s in plan.scalars]
    function = ctypes.CDLL(str(library)).evaluate
    function.restype = None
    function(ctypes.c_longlong(plan.modes), *pointers, *scalars)
    return dict(zip([n for n, _ in plan.rates], results, strict=True))


@pytest.mark.parametrize(("real", "tolerance"), [("double", 1e-12), ("float", 1e-5)])
@pytest.mark.parametrize("flow", FLOWS)
def test_arithmetic_is_that_of_the_array_text(
    scene: Derivation,
    run: Callable[..., dict[str, Any]],
    tmp_path: Path,
    flow: str,
    real: Real,
    tolerance: float,
) -> None:
    plan = modal_plan(scene, flow, 6)
    values = twins.draw_modes(6, 9)
    expected = run(plan, values)
    found = called_as_c(plan, real, values, tmp_path)
    assert found.keys() == expected.keys()
    for name, array in expected.items():
        np.testing.assert_allclose(found[name], array, rtol=tolerance, atol=tolerance)


def test_other_outputs_and_quotients(
    scene: Derivation,
    run: Callable[..., dict[str, Any]],
    nvrtc: Callable[[str, str], bytes],
    tmp_path: Path,
) -> None:
    """The summand of the objective, and a balance that divides by ``alpha_p``."""
    model = modal_model(scene, "byol", ("X", "X'"))
    assert model is not None
    outputs = {name: wanted(scene)[name] for name in ("objective", "balance", "rate_of_alignment")}
    plan = make_elementwise_plan(model, 5, outputs)
    values = twins.draw_modes(5, 6) | {"sigma": 0.6}
    for name, array in called_as_c(plan, "double", values, tmp_path).items():
        np.testing.assert_allclose(array, run(plan, values)[name], rtol=1e-12)
    assert nvrtc(cuda_text(plan), "sm_90")
