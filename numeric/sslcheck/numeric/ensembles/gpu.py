"""Trajectories on a CUDA device: a thread each, in one kernel."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from sslcheck.derive.emit import ElementwisePlan
from sslcheck.numeric.device.arrays import Arrays, BackendUnavailable
from sslcheck.numeric.ensembles.c_text import c_functions
from sslcheck.numeric.ensembles.method import method_text
from sslcheck.numeric.ensembles.work import Limits, Work
from sslcheck.numeric.integrate.integrator import END, FLOOR
from sslcheck.numeric.integrate.tableau import Tableau

__all__ = ["cuda_ensemble", "launched"]

_THREADS = 128

_HEAD = """\
typedef double real;
#if defined(__CUDACC__) || defined(__HIPCC__)
#define DEVICE static __device__ __forceinline__
#define KERNEL extern "C" __global__
#define FOR_EACH(i, count) \\
    long long i = (long long)blockIdx.x * blockDim.x + threadIdx.x; if (i < count)
#else
#include <math.h>
#define DEVICE static inline
#define KERNEL
#define FOR_EACH(i, count) for (long long i = 0; i < count; ++i)
#endif
"""

_DRIVER = """\
KERNEL void integrate(
    long long count, long long sampled, const real *start, const real *parameters,
    const real *times, real *end, real *largest, real *samples, real *reached, int *status,
    long long *accepted, long long *rejected,
    real t_end, real rtol, real atol, long long most
) {{
    FOR_EACH(i, count) {{
        real y[{states}], k[{states}], z[{states}], f[{states}], c[{room}], most_of[{states}];
        real t = 0.0, h, size, square, factor, kept = 0.0, again = 0.0;
        long long taken = 0, good = 0, seen = sampled > 0;
        int code = 0;
        for (int j = 0; j < {states}; ++j) {{ y[j] = start[j * count + i]; most_of[j] = 0.0; }}
        for (int j = 0; j < {parameters}; ++j) c[j] = parameters[j * count + i];
        if (seen) for (int j = 0; j < {states}; ++j) samples[j * count + i] = y[j];
        begin({y}{c}rtol, atol, t_end, {to_k}&h, &size);
        if (!(size - size == 0.0)) code = 2;
        while (code == 0 && t < t_end) {{
            int last = t + h >= t_end * {end!r};
            real width = last ? t_end - t : h;
            if (taken >= most) {{ code = 3; break; }}
            if (!(width >= {floor!r} * t_end)) {{ code = 1; break; }}
            step(width, {y}{k}{c}rtol, atol, {to_z}{to_f}&square);
            control(square, kept, again, &factor, &kept, &again);
            taken += 1;
            if (!(last && again == 0.0)) h = width * factor;
            if (again > 0.0) continue;
            good += 1;
            real now = last ? t_end : t + width;
            for (; seen < sampled && times[seen] <= now; ++seen) {{
                real x[{states}];
                if (times[seen] == now) for (int j = 0; j < {states}; ++j) x[j] = z[j];
                else between((times[seen] - t) / width, width, {y}{k}{c}{to_x});
                for (int j = 0; j < {states}; ++j)
                    samples[(seen * {states} + j) * count + i] = x[j];
            }}
            t = now;
            for (int j = 0; j < {states}; ++j) {{
                most_of[j] = fmax(most_of[j], fabs(y[j]));
                y[j] = z[j];
                k[j] = f[j];
            }}
        }}
        for (int j = 0; j < {states}; ++j) {{
            if (code == 0 && !(y[j] - y[j] == 0.0)) code = 2;
            end[j * count + i] = y[j];
            largest[j * count + i] = fmax(most_of[j], fabs(y[j]));
        }}
        reached[i] = t;
        status[i] = code;
        accepted[i] = good;
        rejected[i] = taken - good;
    }}
}}
"""


def cuda_ensemble(plan: ElementwisePlan, method: Tableau) -> str:
    """`method_text` in CUDA C, with the kernel ``integrate`` around it.

    Its arguments are those of `Work` and `Limits`. A compiler of plain C makes an ordinary loop of
    it, so its arithmetic can be checked with no GPU. The plan is one of `alone`.
    """
    states, parameters = len(plan.states), len(plan.data)

    def each(name: str, count: int) -> str:
        return "".join(f"{name}[{j}], " for j in range(count))

    driver = _DRIVER.format(
        states=states,
        parameters=parameters,
        room=max(parameters, 1),
        end=END,
        floor=FLOOR,
        y=each("y", states),
        k=each("k", states),
        c=each("c", parameters),
        to_k=each("&k", states),
        to_z=each("&z", states),
        to_f=each("&f", states),
        to_x=each("&x", states).removesuffix(", "),
    )
    return "\n".join((_HEAD, c_functions(method_text(plan, method)), "", driver))


def launched(
    plan: ElementwisePlan, method: Tableau, arrays: Arrays
) -> Callable[[Work, Limits, int, int], None]:
    """What integrates trajectories as `cpu.compiled` does, on the device of ``arrays``.

    The numbers of those that it is called for are copied there and back. Raises
    `BackendUnavailable`.
    """
    xp: Any = arrays.xp
    kernel = arrays.kernel_of_c(cuda_ensemble(plan, method), "integrate")
    if kernel is None:
        raise BackendUnavailable(
            f"an ensemble is compiled by Numba or as CUDA C, which backend `{arrays.name}` does not"
            " take; leave `--backend` out, or take `--backend cupy`"
        )

    def call(work: Work, limits: Limits, first: int, last: int) -> None:
        if work.stop[0] or first == last:
            return
        part, count = slice(first, last), last - first
        kinds: tuple[Any, ...] = (work.end, work.largest, work.samples, work.reached, work.status)
        kinds += (work.accepted, work.rejected)

        def put(array: Any) -> Any:
            return arrays.to_device(np.ascontiguousarray(array))

        given = [*map(put, (work.start[:, part], work.parameters[:, part], work.times))]
        made = [put(whole[..., part]) for whole in kinds]
        numbers = (xp.float64(limits.t_end), xp.float64(limits.rtol), xp.float64(limits.atol))
        counts = (xp.int64(count), xp.int64(len(work.times)))
        blocks = (math.ceil(count / _THREADS),)
        kernel(blocks, (_THREADS,), (*counts, *given, *made, *numbers, xp.int64(limits.most)))
        for whole, found in zip(kinds, made, strict=True):
            whole[..., part] = arrays.to_host(found)

    return call
