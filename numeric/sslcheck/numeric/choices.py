"""What the options of a run may be called: for those who take them, and those who check them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

__all__ = [
    "BackendName",
    "Convention",
    "Draws",
    "Dtype",
    "Method",
    "ModelName",
    "Noise",
    "PredictorName",
    "Root",
    "Target",
    "allowed",
]


def files_in(folder: str) -> tuple[str, ...]:
    """The names of the modules in a folder beside this, those that are public."""
    files = (Path(__file__).parent / folder).glob("[!_]*.py")
    return tuple(sorted(file.stem for file in files))


Target = Literal["ema", "simsiam", "no-stop-gradient"]
"""What the online network is compared with."""

ModelName = Literal["auto", "full", "gram", "modal"]
"""Which system of equations stands for the flow."""

Method = Literal["tsit5", "rk4"]
"""How time is discretised."""

Dtype = Literal["float64", "float32"]
"""The floating-point type."""

if TYPE_CHECKING:
    BackendName = str
else:
    BackendName = Literal[files_in("backends")]
"""The array library: a file in `sslcheck.numeric.backends` each."""

Noise = Literal["isotropic", "diagonal", "low-rank", "mask"]
"""The augmentation."""

if TYPE_CHECKING:
    PredictorName = str
else:
    PredictorName = Literal[files_in("train/predictors")]
"""How the predictor comes about: a file in `sslcheck.numeric.train.predictors` each."""

Convention = Literal["paper", "reference"]
"""What is done to the eigenvalues of the estimate."""

Root = Literal["eigh", "products"]
"""How the square root of a matrix is taken."""

Draws = Literal["device", "host"]
"""Where the batches are drawn."""

_KINDS: Mapping[str, object] = {
    "target": Target,
    "model": ModelName,
    "dtype": Dtype,
    "backend": BackendName,
    "method": Method,
    "noise": Noise,
    "predictor": PredictorName,
    "convention": Convention,
    "root": Root,
    "draws": Draws,
}


def allowed(option: str) -> tuple[str, ...]:
    """The values that an option may have."""
    return get_args(_KINDS[option])
