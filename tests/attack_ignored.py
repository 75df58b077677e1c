"""Every option beside small calls of every command: it changes what comes out, or is refused.

    nice python -m tests.attack_ignored [COMMAND ..]

What is printed with the option is held against what is printed without it, but for the options
themselves and for times. ``tests/cli/test_ignored.py`` is a sample.
"""

from __future__ import annotations

import contextlib
import inspect
import io
import json
import os
import sys
import tempfile
import typing
from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
import typer.main

from sslcheck.cli.app import app
from sslcheck.cli.main import run

__all__ = ["ignored", "pairs", "write_files"]

_S = "simulate --d=5 --n=3 --t-end=1 --saves=3"
_F = "simulate --article=two-layer --size=d=3 --size=h=3 --size=m=3 --t-end=1 --saves=3"
_E = "simulate --ensemble=all.npz --article=exact-modes --flow=strengths --t-end=1"
_T = "train --d=5 --n=3 --batch=8 --steps=4 --log-every=2 --classes=0"
_K = "kernels --n=3 --d=5"
_SCENES = (
    *(_S, f"{_S} --init=aligned", f"{_S} --target=simsiam", f"{_S} --target=no-stop-gradient"),
    *(f"{_S} --method=rk4", f"{_S} --data=x.npz", f"{_S} --data=noise.npz", f"{_S} --init=w.npz"),
    *(f"{_S} --init=target.npz", f"{_S} --data=power-law", _F, f"{_F} --method=rk4"),
    f"{_F} --data=S=s.npy --data=R=s.npy --init=A=s.npy --init=B=s.npy",
    "simulate --article=exact-modes --flow=strengths --t-end=1 --saves=3 --size=h=3",
    "simulate --flow=byol --model=modal --size=n=3 --size=d=5 --t-end=1 --saves=3",
    *(_E, "simulate --ensemble=2 --article=exact-modes --flow=strengths --t-end=1"),
    *(_T, f"{_T} --predictor=learned", f"{_T} --predictor=identity", f"{_T} --target=simsiam"),
    *(f"{_T} --predictor=directset", f"{_T} --target=no-stop-gradient", f"{_T} --noise=mask"),
    *(f"{_T} --noise=low-rank", f"{_T} --data=x.npz", f"{_T} --data=noise.npz", f"{_T} --batch=0"),
    *(f"{_T} --init=w.npz", f"{_T} --convention=reference", f"{_T} --classes=2"),
    f"{_T} --compare --predictors=learned --targets=ema --seeds=1",
    *(_K, f"{_K} --model=modal", "kernels --target=cuda --n=3", "kernels --article=two-layer"),
    "kernels --article=exact-modes --flow=strengths",
    *("derive --equation=2.3", "derive --article=two-layer"),
    *("discover --article=two-layer --degree=1", "discover --flow=modal --degree=1"),
    "discover --flow=byol --degree=1",
    "sweep simulate --d=3 --t-end=0.5 --saves=2 --over=eta=0,0.1",
    *("check two-layer", "env", "articles", "show oja"),
)
_VALUES = {
    "article": ("oja", "two-layer", "directpred"),
    "data": ("power-law", "isotropic", "spiked", "S=diagonal", "X=isotropic"),
    "init": ("balanced", "random", "aligned", "A=0.5", "A=s.npy", "u_j=0.5"),
    "flow": ("symmetrised", "byol", "descent", "modal"),
    "size": ("h=4", "n=4", "d=6", "m=2"),
    "set_": ("eta=0.2", "theta=0.7", "alpha_p=0.5"),
    "equation": ("2.1", "1", "2"),
    "under": ("white-mean", "no-decay"),
    "structure": ("diagonal", "isotropic"),
    "over": ("sigma2=0.1",),
    "predictors": ("learned,identity",),
    "targets": ("simsiam",),
    "ensemble": ("3",),
    "atol": ("0.5",),
    "products": ("W_p, W W^T", "A^T A"),
}
_NAMES = {"article", "flow", "model", "equation", "data", "structure", "predictor"}
_FILES = {"from_", "resume", "out", "output", "save", "certificates"}
_APART = {
    "json": "how it is said",
    "quiet": "how it is said",
    "explain": "JSON always explains",
    "verify_all": "as without it",
    "plots": "without a folder nothing is drawn, as --no-plots asks",
    "fail_on": "seen where something is refuted, by the exit code",
    "budget": "a bound that is not met",
    "jobs": "the verdicts are the same by design",
    "max_steps": "a bound that is not met",
    "draws": "the numbers are the same by design",
    "backend": "needs libraries",
    "workers": "needs Dask",
    "scheduler": "needs Dask",
    "certify": "writes files",
    "lyapunov": "needs a solver",
    "simulate": "runs after the table",
}
"""Options that are not looked at, and why."""
_TIMES = {"options", "digest", "seconds", "versions", "environment", "memory", "threads"}


def write_files() -> None:
    """The files that the calls name, in the current folder."""
    online: dict[str, Any] = {"W_p": np.eye(3), "W": np.ones((3, 5))}
    np.savez("x.npz", X=np.diag([3.0, 2.0, 1.0, 0.5, 0.4]))
    np.savez("noise.npz", X=np.eye(5), X_prime=np.eye(5))
    np.savez("w.npz", **online)
    np.savez("target.npz", **online, W_a=np.ones((3, 5)))
    np.save("s.npy", np.diag([2.0, 1.0, 0.5]))
    np.savez("all.npz", u_j=[0.5, 1.0], s_j=[1.0, 0.5], theta=[1.0, 2.0])


def pairs(*commands: str) -> Iterator[tuple[str, str]]:
    """Calls, and options that can be given beside what they have."""
    for scene in _SCENES:
        name, *words = scene.split()
        if commands and name not in commands:
            continue
        given = {word.partition("=")[0] for word in words}
        for parameter in _command(name).params:
            flags = {*parameter.opts, *parameter.secondary_opts}
            skipped = parameter.name in {"help", *_FILES, *_APART}
            option = parameter.param_type_name == "option"
            if option and flags.isdisjoint(given) and not skipped:
                yield scene, parameter.name


def ignored(scene: str, option: str) -> bool:
    """Whether the call says the same with the option, whatever its value, as without it.

    Of names one may be what is chosen anyway, where the others are refused.
    """
    plain = _called(scene)
    assert plain[0] in (0, 1, 2), (scene, plain)
    same = refused = 0
    for value in _given(scene.split()[0], option):
        found = _called(f"{scene} {value}")
        assert found[0] in (0, 1, 2, 3), (scene, value, found)
        refused += found[0] == 3
        same += found == plain
        if found[0] != 3 and found != plain:
            return False
    return same > int(refused > 0 and option in _NAMES)


@cache
def _command(name: str) -> Any:
    group: Any = typer.main.get_command(app)
    return group.commands[name]


def _given(command: str, option: str) -> Iterator[str]:
    """The option with other values than its default."""
    (parameter,) = (p for p in _command(command).params if p.name == option)
    flag = max(parameter.opts, key=len)
    (callback,) = (
        c.callback
        for c in app.registered_commands
        if c.callback and (c.name or c.callback.__name__) == command
    )
    declared = inspect.signature(callback, eval_str=True).parameters[option]
    kind, default = typing.get_args(declared.annotation)[0], declared.default
    if kind is bool:
        yield parameter.secondary_opts[0] if default else flag
        return
    if option in _VALUES:
        values: tuple[Any, ...] = _VALUES[option]
    elif typing.get_origin(kind) is typing.Literal:
        values = tuple(name for name in typing.get_args(kind) if name != default)
    elif kind is int:
        values = (default + 1, default + 3)
    else:
        values = (default / 2 if default else 0.1,)
    yield from (f"{flag}={value}" for value in values)


@cache
def _called(line: str) -> tuple[int, str]:
    """The exit code, and what is printed but for times; of what is refused why."""
    many = "--ensemble" in line  # its JSON has no numbers of the states
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run([*line.split(), *([] if many else ["--json"])])
    if code == 3:
        return code, err.getvalue()
    if many:
        lines = out.getvalue().splitlines()
        return code, "\n".join(line for line in lines if not line.startswith(("work", "kernel")))
    return code, json.dumps(_timeless(json.loads(out.getvalue())), sort_keys=True)


def _timeless(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _timeless(v) for k, v in value.items() if k not in _TIMES}
    return [_timeless(v) for v in value] if isinstance(value, list) else value


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        write_files()
        wrong = [pair for pair in pairs(*sys.argv[1:]) if ignored(*pair)]
    print(
        "\n".join(f"{option} is ignored: {scene}" for scene, option in wrong) or "none is ignored"
    )
    sys.exit(bool(wrong))
