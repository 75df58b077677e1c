"""A run as something that goes on step by step, whatever it computes; the loop that drives it."""

from __future__ import annotations

import time
import warnings
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, ClassVar, Generic, Protocol, TypeVar

import numpy as np

from sslcheck.numeric.device.arrays import Arrays
from sslcheck.numeric.device.faults import device_faults
from sslcheck.numeric.device.threads import blas_threads
from sslcheck.numeric.disk.checkpoint import Checkpoint, ForeignCheckpoint, Keeper, read_checkpoint
from sslcheck.numeric.disk.remembered import number
from sslcheck.numeric.disk.saved import check_saved
from sslcheck.numeric.outcome import NotFinite, Outcome
from sslcheck.numeric.watched.finding import Finding
from sslcheck.numeric.watched.recorder import Recorder
from sslcheck.numeric.watched.series import Group

__all__ = ["Held", "Job", "Options", "Progress", "Result"]

Numbers = np.ndarray[Any, Any]


class Options(Protocol):
    """What a run is asked to do."""

    @property
    def dtype(self) -> str: ...

    def as_dict(self) -> dict[str, Any]: ...


class Result(Protocol):
    """What came out of a run. Series have one entry for each save time that was reached."""

    @property
    def outcome(self) -> Outcome: ...
    @property
    def message(self) -> str: ...
    @property
    def times(self) -> Numbers: ...
    @property
    def series(self) -> dict[str, Numbers]: ...
    @property
    def states(self) -> dict[str, Numbers]: ...
    @property
    def last(self) -> dict[str, Numbers]: ...
    @property
    def findings(self) -> tuple[Finding, ...]: ...
    @property
    def seconds(self) -> float: ...
    @property
    def figures(self) -> tuple[str, ...]: ...
    @property
    def contradicted(self) -> bool: ...
    def counts(self) -> dict[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a run is: time of the flow, matrix products done, seconds since it began.

    ``name`` says which run, where there are several.
    """

    t: float
    t_end: float
    products: int
    steps: int
    seconds: float
    name: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """All that the future of a run depends on: numbers, and rows of the dtype on the host."""

    memory: Mapping[str, float]
    state: Numbers
    derivative: Numbers


Found = TypeVar("Found", bound=Result)


class Job(ABC, Generic[Found]):
    """A run, ready to start: all that can be wrong with its options was found when it was made.

    ``size`` numbers make a row of `Held`; ``memory`` is what the run will hold, in
    bytes, by its plan.
    """

    command: ClassVar[str]
    """Of ``sslcheck``, which makes such runs."""
    kind: ClassVar[str]
    """What ``run.json`` calls such a run."""

    options: Any
    arrays: Arrays
    recorder: Recorder
    fingerprint: str
    size: int
    memory: int

    # -- what a kind of run is ---------------------------------------------------------------------

    @property
    @abstractmethod
    def threads(self) -> int:
        """The most threads that a product of this run gets from BLAS."""

    @property
    @abstractmethod
    def largest(self) -> int:
        """Operations of the largest product of a step; 0 where there is none."""

    @property
    def held(self) -> tuple[int, ...]:
        """The shape of the second array of `Held`: a row, or several."""
        return (self.size,)

    @property
    @abstractmethod
    def now(self) -> float:
        """The time of the flow that the run has come to."""

    @property
    @abstractmethod
    def finished(self) -> bool:
        """Whether there is no step left."""

    @abstractmethod
    def begin(self) -> Outcome | None:
        """Go to the start; an outcome if that is unusable already."""

    @abstractmethod
    def advance(self) -> Outcome | None:
        """One step; an outcome where none is possible. Raises `NotFinite`."""

    @abstractmethod
    def record(self) -> None:
        """Measure at the save times that the run has come to. Raises `NotFinite`."""

    @abstractmethod
    def hold(self) -> Held:
        """What a checkpoint keeps, but for what was recorded."""

    @abstractmethod
    def restore(self, held: Held) -> None:
        """Go on from `hold`. Raises KeyError or ValueError for numbers that cannot be that."""

    @abstractmethod
    def recount(self, counts: Mapping[str, Any]) -> None:
        """Take back what `Result.counts` of an ended run says. Raises KeyError, ValueError."""

    @abstractmethod
    def progress(self, seconds: float) -> Progress:
        """Where the run is."""

    @abstractmethod
    def result(self, outcome: Outcome, seconds: float) -> Found:
        """What came out."""

    @abstractmethod
    def about(self) -> dict[str, Any]:
        """What is known before the first step, by headings of ``run.json``."""

    def settled(self, options: Any) -> Any:
        """Options as a folder keeps them: with what a run that goes on may not choose again."""
        return options

    def remembered(self) -> None:
        """What was recorded has been taken from a file: look into it for what goes on from it."""

    # -- what all kinds do alike -------------------------------------------------------------------

    def run(
        self,
        progress: Callable[[Progress], None] = lambda _: None,
        stopped: Callable[[], bool] = lambda: False,
        checkpoint: Path | None = None,
        every: float = 30.0,
        resume: bool = False,
        warn: Callable[[str], None] = warnings.warn,
    ) -> Found:
        """Go to the end, or until ``stopped()`` or a failure.

        With ``checkpoint`` the run is written there every ``every`` seconds and when it stops;
        ``resume`` goes on from that file, to the same numbers bit by bit. Of a checkpoint that
        cannot be written ``warn`` is told. Raises `NotEnoughMemory`, `DeviceFailed`, and what
        `read_checkpoint` raises.
        """
        with self.at_work():
            return self._drive(progress, stopped, Keeper(checkpoint, every, warn), resume)

    def recall(self, recorded: Mapping[str, Numbers], counts: Mapping[str, Any]) -> Found:
        """A run that has ended, from what was kept of it: its arrays and its result.

        Raises KeyError, TypeError or ValueError if they are not those of such a run.
        """
        with self.at_work():
            self.begin()
            self.record()
            self.recount(counts)
            kept = {"times": recorded["times"]}
            for group in (Group.SERIES, Group.STATE):
                kept |= group.named(group.found(recorded))
            self._remember(kept)
            found = self.result(Outcome(counts["code"]), number(counts, "seconds"))
        last = {name: Group.LAST.found(recorded)[name] for name in found.last}
        return replace(found, last=last)  # type: ignore[type-var]

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Around whatever the run computes."""
        # numbers that grow beyond all bounds end a run with a code; NumPy need not say it, too
        with np.errstate(all="ignore"), blas_threads(self.largest), device_faults(self.arrays):
            yield

    def _drive(
        self,
        progress: Callable[[Progress], None],
        stopped: Callable[[], bool],
        keeper: Keeper,
        resume: bool,
    ) -> Found:
        began, before = time.perf_counter(), 0.0

        def elapsed() -> float:
            return before + time.perf_counter() - began

        try:
            outcome = self.begin()
            self.record()
            if resume and keeper.path is not None:
                before = self._resume(keeper.path)
                outcome = None
            while outcome is None and not self.finished:
                outcome = self.advance()
                if outcome is None:
                    self.record()
                    if stopped():
                        outcome = Outcome.INTERRUPTED
                progress(self.progress(elapsed()))
                keeper.keep(lambda: self._kept(elapsed()), outcome is Outcome.INTERRUPTED)
        except NotFinite:
            outcome = Outcome.NOT_FINITE
        self.arrays.synchronize()
        return self.result(outcome or Outcome.COMPLETED, elapsed())

    def _kept(self, seconds: float) -> Checkpoint:
        held, saved = self.hold(), self.recorder.as_arrays()
        memory = {**held.memory, "seconds": seconds}
        return Checkpoint(self.fingerprint, memory, held.state, held.derivative, saved)

    def _resume(self, path: Path) -> float:
        """Go on from a checkpoint, which replaces the start; the seconds that were spent on it."""
        like, most = self.recorder.as_arrays(), len(self.recorder.times)
        dtype = self.options.dtype
        shapes = (self.size,), self.held
        found = read_checkpoint(path, self.fingerprint, shapes, dtype, like, most)
        try:
            self.restore(Held(found.memory, found.state, found.derivative))
            self._remember(found.saved)
            return number(found.memory, "seconds")
        except (KeyError, ValueError) as error:
            raise ForeignCheckpoint(f"`{path}` is incomplete: {error}") from error

    def _remember(self, saved: Mapping[str, Numbers]) -> None:
        """Take what was recorded up to now in place of the start, which was recorded anew."""
        check_saved(saved, self.recorder.as_arrays(), self.recorder.times, self.now)
        self.recorder = Recorder(self.recorder.times, self.recorder.whole, self.recorder.known)
        self.recorder.restore(saved)
        self.remembered()
