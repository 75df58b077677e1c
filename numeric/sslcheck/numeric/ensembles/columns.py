"""The starts and parameters of trajectories: from a file, the same for all, or drawn."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from sslcheck.derive.article.article import Article
from sslcheck.derive.setting import Symbol
from sslcheck.numeric.bounds import InvalidOption
from sslcheck.numeric.disk.archive import Header, few, read_archive
from sslcheck.numeric.disk.files import open_regular
from sslcheck.numeric.ensembles.options import EnsembleOptions
from sslcheck.numeric.flows.draws import draw_value, mismatch
from sslcheck.numeric.flows.naming import by_symbol, symbol_named

__all__ = ["Columns"]

Numbers = np.ndarray[Any, Any]

_LINE = 2**16  # bytes of the names in a CSV file


class Columns:
    """A number of each symbol for each trajectory, or one for all: arrays of shape (N,) or ().

    ``states`` and ``parameters`` are symbols by the names of a model; of the entries of a matrix
    the matrix is what says what they may be. A file is an ``.npz`` of vectors (or of numbers) by
    name, or a CSV file with names in its first line. ``room`` is told how many trajectories there
    are before their numbers are read, and raises if they are too many. Raises `InvalidOption`,
    `UnreadableFile`, `DamagedArchive`.
    """

    def __init__(
        self,
        article: Article,
        options: EnsembleOptions,
        states: Mapping[str, Symbol],
        parameters: Mapping[str, Symbol],
        room: Callable[[int], object],
    ) -> None:
        self.article, self.options = article, options
        self.symbols = {**states, **parameters}
        self.states = states
        plain = {n: str(v) for n, v in options.values.items()}
        starts = {n: str(v) for n, v in options.starts.items()}
        told = "parameters of this flow"
        self._given: dict[str, Numbers] = {
            name: np.asarray(float(value))
            for name, value in (
                *by_symbol(article, "--set", plain, parameters, told).items(),
                *by_symbol(article, "--init", starts, states, "states of this flow").items(),
            )
        }
        self.count = options.trajectories
        if options.file:
            self._read(Path(options.file), room)
        else:
            room(self.count)
        for name, value in self._given.items():
            wrong = mismatch(self.symbols[name], value)
            if wrong:
                raise InvalidOption(f"`{name}` {wrong}; give numbers that are as declared")

    @property
    def drawn(self) -> tuple[str, ...]:
        """The names of what is neither given nor in the file."""
        return tuple(name for name in self.symbols if name not in self._given)

    def value(self, name: str) -> Numbers:
        """The numbers of a symbol, with the shape (N,)."""
        found = self._given.get(name)
        if found is None:
            symbol, seed = self.symbols[name], self.options.seed
            scale = self.options.scale if name in self.states else 1.0
            if symbol.scalar:
                return draw_value(symbol, (self.count,), seed, scale=scale)
            return draw_value(symbol, (self.count, self.count), seed, "diagonal", scale)
        return np.broadcast_to(found, (self.count,))

    def _read(self, path: Path, room: Callable[[int], object]) -> None:
        if path.suffix == ".npz":
            found = read_archive(path, lambda headers: self._checked(headers, path, room))
        elif path.suffix == ".csv":
            found = self._table(path, room)
        else:
            raise InvalidOption(
                f"`--ensemble {path}` must be a number of trajectories, or a file of them, .npz or"
                " .csv"
            )
        for word, values in found.items():
            name = self._named(word, path)
            if name in self._given:
                raise InvalidOption(f"`{path}` gives `{name}`, which is given otherwise as well")
            self._given[name] = values.astype(np.float64)
        if not self.count:
            raise InvalidOption(f"`{path}` has no trajectory: give vectors of numbers")

    def _named(self, word: str, path: Path) -> str:
        what = "states and parameters of this flow"
        try:
            return symbol_named(self.article, word.strip(), self.symbols, what)
        except InvalidOption as error:
            raise InvalidOption(f"`{path}`: {error}") from error

    def _checked(
        self, headers: Mapping[str, Header], path: Path, room: Callable[[int], object]
    ) -> None:
        for word, header in headers.items():
            self._named(word, path)
            if header.dtype.kind not in "fiu" or len(header.shape) > 1:
                raise InvalidOption(
                    f"`{word}` of `{path}` must be a number, or one for each trajectory; got"
                    f" {header}"
                )
        lengths = {header.shape[0] for header in headers.values() if header.shape}
        if len(lengths) > 1:
            raise InvalidOption(
                f"`{path}` has vectors of different lengths: {few([str(n) for n in lengths])}"
            )
        self.count = lengths.pop() if lengths else 0
        room(self.count)

    def _table(self, path: Path, room: Callable[[int], object]) -> dict[str, Numbers]:
        with open_regular(path) as stream:
            first = stream.readline(_LINE)
            try:
                (names,) = csv.reader([first.decode("utf-8-sig")])
            except (ValueError, csv.Error) as error:
                raise InvalidOption(f"`{path}` does not begin with a line of names") from error
            for word in names:
                self._named(word, path)
            if len({*names}) < len(names):
                raise InvalidOption(f"`{path}` names a column twice; drop one of the two")
            at = stream.tell()
            self.count = sum(bool(line.strip()) for line in stream)
            room(self.count)
            if not self.count:
                return {}
            stream.seek(at)
            try:
                rows = np.loadtxt(stream, delimiter=",", ndmin=2, comments=None)
            except ValueError as error:
                raise InvalidOption(
                    f"`{path}` must hold a number for each name in each line, with commas between"
                    f" them: {error}"
                ) from error
        if rows.shape[1] != len(names):
            raise InvalidOption(
                f"`{path}` has {len(names)} names and {rows.shape[1]} numbers in a line"
            )
        return {name: np.ascontiguousarray(rows[:, k]) for k, name in enumerate(names)}
