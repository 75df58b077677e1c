"""What the options of a run may be called: for those who take them, and those who check them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

__all__ = ["allowed"]


def _files_in(folder: str) -> tuple[str, ...]:
    """The names of the modules in a folder beside this, those that are public."""
    files = (Path(__file__).parent / folder).glob("[!_]*.py")
    return tuple(sorted(file.stem for file in files))


_CHOICES: Mapping[str, tuple[str, ...]] = {
    "target": ("ema", "simsiam", "no-stop-gradient"),
    "model": ("auto", "full", "gram", "modal"),
    "dtype": ("float64", "float32"),
    "backend": _files_in("device/backends"),
    "method": ("auto", "tsit5", "adams", "rk4"),
    "noise": ("isotropic", "diagonal", "low-rank", "mask"),
    "predictor": _files_in("training/predictors"),
    "convention": ("paper", "reference"),
    "root": ("eigh", "products"),
    "draws": ("device", "host"),
}


def allowed(option: str) -> tuple[str, ...]:
    """The values that an option may have.

    >>> allowed("backend")  # a file each
    ('cupy', 'numpy', 'torch')
    """
    return _CHOICES[option]
