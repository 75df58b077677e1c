"""What is compared: predictors x targets x seeds, and the file that says so."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sslcheck.numeric.bounds import InvalidOption, check_counts
from sslcheck.numeric.choices import allowed
from sslcheck.numeric.disk.document import FORMATS, DamagedDocument, read_document, write_document
from sslcheck.numeric.folder import COMPARISON, RUN, check_free
from sslcheck.numeric.training.options import TrainOptions
from sslcheck.numeric.training.predictor import predictor as named

__all__ = ["Matrix", "create_matrix", "folder_of", "matrix_document", "open_matrix"]

_MOST_SEEDS = 100_000  # all results of a cell are kept until its row is made


@dataclass(frozen=True, slots=True)
class Matrix:
    """What is compared: ``base`` with each predictor, target, and seed (from that of ``base``)."""

    base: TrainOptions
    predictors: tuple[str, ...]
    targets: tuple[str, ...]
    seeds: int

    def cells(self) -> Iterator[tuple[str, str]]:
        """The pairs of predictor and target."""
        return ((p, t) for t in self.targets for p in self.predictors)

    def check(self) -> None:
        """Raise `InvalidOption` for an empty list, a name, or options that a run would refuse."""
        check_counts(self, {"seeds": 1}, most=_MOST_SEEDS)
        for name in ("predictors", "targets"):
            if not getattr(self, name):
                raise InvalidOption(f"`{name}` must name at least one")
        for predictor, target in self.cells():
            self.options(predictor, target, 0)

    def options(self, predictor: str, target: str, k: int) -> TrainOptions:
        """The options of run ``k`` of a cell; what a predictor does not have falls away."""
        base, seed = self.base, self.base.seed + k
        known = predictor in allowed("predictor")  # what is not is refused below
        power = base.power if known and named(predictor).takes_power else 0.5
        found = replace(
            base, predictor=predictor, target=target, seed=seed, power=power, root="eigh"
        )
        return replace(found, root=base.root) if found.takes_root else found


def create_matrix(path: Path, matrix: Matrix) -> None:
    """Write ``compare.json`` into a folder that is `claimed`.

    Raises `UnusableFolder` if it holds one already, or anything where a run would go, and
    `OutputError`.
    """
    runs = [
        folder_of(matrix.options(p, t, k)) for p, t in matrix.cells() for k in range(matrix.seeds)
    ]
    check_free(path, [COMPARISON, RUN, *runs])
    write_document(path / COMPARISON, matrix_document(matrix))


def matrix_document(matrix: Matrix) -> dict[str, Any]:
    """What ``compare.json`` says of it."""
    return {
        "format": FORMATS["comparison"],
        "options": matrix.base.as_dict(),
        "predictors": list(matrix.predictors),
        "targets": list(matrix.targets),
        "seeds": matrix.seeds,
    }


def open_matrix(path: Path) -> Matrix | None:
    """The comparison in a folder, or None if it holds none.

    Raises `UnusableFolder`, `DamagedDocument`, `UnreadableFile`, `InvalidOption`.
    """
    file = path / COMPARISON
    if not os.path.lexists(file):
        return None
    found = read_document(file, "comparison")
    try:
        base = TrainOptions.from_dict(found["options"])
        predictors, targets = (tuple(map(str, found[k])) for k in ("predictors", "targets"))
        matrix = Matrix(base, predictors, targets, int(found["seeds"]))
        matrix.check()
    except (KeyError, TypeError, AttributeError, ValueError, OverflowError) as error:
        raise DamagedDocument(f"`{file}` is damaged: {error!r}") from error
    return matrix


def folder_of(options: TrainOptions) -> str:
    """The folder of a run."""
    return f"{options.predictor}-{options.target}-{options.seed}"
