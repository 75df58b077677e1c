"""Command lines of small runs: every flow with every model, every predictor with every target.

What a run may have besides is spread over them by turns.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import cycle, product
from pathlib import Path
from typing import Any

import numpy as np

__all__ = ["SIMULATIONS", "TRAININGS", "command_line"]

Kinds = dict[str, dict[str, Any]]

_FLOWS: Kinds = {
    "ema": {},
    "ema, symmetrised": {"symmetrised": True},
    "simsiam, symmetrised": {"target": "simsiam", "symmetrised": True},
    "no stop-gradient": {"target": "no-stop-gradient"},
}
_MODELS: Kinds = {
    "full": {"model": "full", "data": "power-law", "init": "balanced", "beta": 2.0, "tau0": 0.5},
    "full, float32": {
        "model": "full",
        "data": "dense.npz",
        "init": "start.npz",
        "alpha_p": 0.5,
        "dtype": "float32",
    },
    "full, adams": {"model": "full", "method": "adams", "sigma2": 0.1},
    "gram": {"model": "gram", "eta": 0.0, "method": "rk4", "step": 0.05},
    "modal": {"model": "modal", "init": "aligned"},
    "modal, float32": {
        "model": "modal",
        "init": "aligned",
        "data": "power-law",
        "alpha_p": 0.5,
        "dtype": "float32",
    },
}


_OF_EMA = {"beta", "tau0"}
"""Options that have an effect with a moving average only."""


def _simulations() -> Iterator[tuple[str, dict[str, Any]]]:
    common: dict[str, Any] = {"d": 5, "n": 3, "t_end": 0.3, "saves": 3}
    for (flow, first), (model, second) in product(_FLOWS.items(), _MODELS.items()):
        options = {**common, **first, **second}
        if "target" in options:  # one that has no weights of its own
            options = {name: value for name, value in options.items() if name not in _OF_EMA}
        if options.get("dtype") == "float32":
            options["rtol"] = 1e-5
        yield f"{flow}: {model}", options


_PREDICTORS: Kinds = {
    "directpred": {},
    "directpred, reference": {"convention": "reference"},
    "directpred, products": {"root": "products", "batch": 32},
    "directcopy": {"predictor": "directcopy"},
    "directcopy, reference": {"predictor": "directcopy", "convention": "reference", "freq": 2},
    "directset": {"predictor": "directset", "power": 0.7},
    "directset, reference": {"predictor": "directset", "power": 0.7, "convention": "reference"},
    "learned": {"predictor": "learned", "alpha_p": 1.5},
    "learned, momentum": {"predictor": "learned", "momentum": 0.5},
    "identity": {"predictor": "identity"},
}
_BESIDES: tuple[dict[str, Any], ...] = (
    {"classes": 3, "probe": 10},
    {"noise": "diagonal", "center": True},
    {"noise": "mask", "classes": 2, "probe": 10, "data": "power-law"},
    {"noise": "low-rank", "rank": 2, "momentum": 0.3},
    {"batch": 0, "data": "spiked"},
    {"data": "dense.npz", "init": "start.npz"},
    {"init": "aligned", "freq": 3},
)


_OF_F = {"center", "freq"}
"""Options that have an effect only where the predictor is set from F."""


def _trainings() -> Iterator[tuple[str, dict[str, Any]]]:
    common: dict[str, Any] = {
        "d": 5, "n": 3, "batch": 8, "classes": 0, "steps": 6, "log_every": 3, "lr": 0.02,
        "draws": "host",
    }  # fmt: skip
    besides, dtypes = cycle(_BESIDES), cycle(("float64", "float32"))
    for target in ("ema", "simsiam", "no-stop-gradient"):
        for name, chosen in _PREDICTORS.items():
            own = {**common, "target": target, "dtype": next(dtypes)}
            options = {**own, **next(besides), **chosen}
            if name.partition(",")[0] in ("learned", "identity"):
                options = {name: value for name, value in options.items() if name not in _OF_F}
            if options["batch"] == 0:
                del options["draws"]
            yield f"{target}: {name}", options


SIMULATIONS: Kinds = dict(_simulations())
TRAININGS: Kinds = dict(_trainings())


def command_line(command: str, options: Mapping[str, Any], folder: Path) -> list[str]:
    """A command with its options; files that they name are made in a folder."""
    rng = np.random.default_rng(0)
    root = rng.normal(size=(5, 5))
    np.savez(folder / "dense.npz", X=root @ root.T / 5)
    W_p, W = rng.normal(size=(3, 3)) / 3, rng.normal(size=(3, 5)) / 3
    np.savez(folder / "start.npz", W_p=W_p, W=W)
    line = [command]
    for name, value in options.items():
        line.append(f"--{name.replace('_', '-')}")
        if value is not True:
            path = folder / str(value)
            line.append(str(path if path.suffix == ".npz" else value))
    return line
