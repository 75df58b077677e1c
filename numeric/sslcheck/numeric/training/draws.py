"""Random numbers for the batches: on the device or the host, with a state that can be kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

import numpy as np

from sslcheck.numeric.device.arrays import Array, Arrays, Generator
from sslcheck.numeric.disk.remembered import whole

__all__ = ["Draws", "draws_memory", "open_draws"]

Numbers = np.ndarray[Any, Any]

_STREAM = 7_002  # of the seed
_EPOCH = 1024  # steps between two reseedings of a device generator
_LIMB = 2**32


class Draws(Protocol):
    """A stream of random numbers on the device of a run.

    ``begin(step)`` is called before the numbers of a step are drawn. Of several ``streams`` each
    may be drawn from on a thread of its own. ``state`` are plain numbers; ``restore`` returns how
    many steps are to be drawn again, and thrown away, before ``step``.
    """

    streams: int

    def begin(self, step: int) -> None: ...
    def normal(self, out: Array, stream: int = 0) -> None: ...
    def uniform(self, out: Array, stream: int = 0) -> None: ...
    def labels(self, count: int, classes: int) -> Array: ...
    def state(self) -> dict[str, float]: ...
    def restore(self, state: Mapping[str, float], step: int) -> int: ...


def open_draws(arrays: Arrays, seed: int, where: str) -> Draws:
    """The device's own generator (``where`` is ``device``), or NumPy's PCG64 on the host.

    With ``host`` the numbers are the same on every backend; those of a device are others.
    """
    if _by_device(arrays, where):
        return _DeviceDraws(arrays, seed)
    return _HostDraws(arrays, seed)


def draws_memory(arrays: Arrays, where: str, most: int) -> int:
    """Bytes that `open_draws` takes where at most so many numbers are drawn at once.

    Beside the state of a generator those numbers, which are drawn and then copied, or the two
    halves of Box and Muller.
    """
    state = arrays.generator_memory if _by_device(arrays, where) else 0
    return state + arrays.itemsize * most


def _by_device(arrays: Arrays, where: str) -> bool:
    """Whether the device makes its own: one that keeps a state has a generator."""
    return where == "device" and arrays.generator_memory > 0


class _HostDraws:
    """PCG64; where arrays are NumPy's own the numbers are drawn in place."""

    streams = 2

    def __init__(self, arrays: Arrays, seed: int) -> None:
        self._arrays = arrays
        keys = np.random.SeedSequence([seed, _STREAM]).spawn(self.streams)
        self._streams = [_Stream(f"stream {k}", key, arrays.dtype) for k, key in enumerate(keys)]
        self._in_place = arrays.name == "numpy"

    def begin(self, step: int) -> None:
        """Nothing: the stream goes on."""

    def normal(self, out: Array, stream: int = 0) -> None:
        """Fill with independent standard normal numbers."""
        self._fill(out, self._streams[stream].normal)

    def uniform(self, out: Array, stream: int = 0) -> None:
        """Fill with independent numbers, uniform on [0, 1)."""
        self._fill(out, self._streams[stream].uniform)

    def _fill(self, out: Array, draw: Callable[[Numbers], object]) -> None:
        host = out if self._in_place else np.empty(out.shape, self._arrays.dtype)
        draw(host)
        if not self._in_place:
            out[...] = self._arrays.put(host)

    def labels(self, count: int, classes: int) -> Array:
        """Uniform integers below ``classes``."""
        return self._arrays.to_device(self._streams[0].rng.integers(0, classes, count))

    def state(self) -> dict[str, float]:
        """Those of the streams."""
        return {name: n for stream in self._streams for name, n in stream.state().items()}

    def restore(self, state: Mapping[str, float], step: int) -> int:
        """Go on from `state`; raises KeyError or ValueError where it is none."""
        for stream in self._streams:
            stream.restore(state)
        return 0


class _Stream:
    """Numbers of one generator, of a type, in arrays of NumPy."""

    def __init__(self, name: str, key: np.random.SeedSequence, dtype: str) -> None:
        self._name, self._bits = name, np.random.PCG64(key)
        self.rng = np.random.Generator(self._bits)
        self._dtype: Any = np.dtype(dtype)

    def uniform(self, host: Numbers) -> None:
        """Uniform on [0, 1)."""
        self.rng.random(out=host, dtype=self._dtype)

    def normal(self, host: Numbers) -> None:
        """In single precision by Box and Muller, a quarter of the time of NumPy's own there.

        Uniform numbers have 23 bits, as written into the mantissa: the largest normal is 5.6, which
        1 of 6 * 10^7 would exceed.
        """
        flat = host.reshape(-1)
        half, odd = divmod(len(flat), 2)
        if odd or self._dtype != np.float32:
            self.rng.standard_normal(out=host, dtype=self._dtype)
            return
        radius, angle = self._from_one_to_two(len(flat)).reshape(2, half)
        np.subtract(2.0, radius, out=radius)
        np.log(radius, out=radius)
        radius *= -2.0
        np.sqrt(radius, out=radius)
        angle *= 2 * np.pi  # the whole turn beyond it makes no difference
        for part, wave in ((flat[:half], np.cos), (flat[half:], np.sin)):
            wave(angle, out=part)
            part *= radius

    def _from_one_to_two(self, count: int) -> Numbers:
        """An even number of them, uniform on [1, 2), in single precision."""
        words = self._bits.random_raw(count // 2).view(np.uint32)
        words >>= 9
        words |= np.uint32(0x3F800000)
        return words.view(np.float32)

    def state(self) -> dict[str, float]:
        """The 128-bit numbers of PCG64 in limbs of 32 bits, which a float holds exactly."""
        found: Any = self._bits.state
        limbs = {
            f"{self._name} {name} {k}": float(found["state"][name] // _LIMB**k % _LIMB)
            for name in ("state", "inc")
            for k in range(4)
        }
        spare = float(found["has_uint32"]), float(found["uinteger"])
        return {**limbs, f"{self._name} spare": spare[0], f"{self._name} uinteger": spare[1]}

    def restore(self, state: Mapping[str, float]) -> None:
        """Go on from `state`; raises KeyError or ValueError where it is none."""
        limbs = {
            name: sum(
                whole(state, f"{self._name} {name} {k}", _LIMB - 1) * _LIMB**k for k in range(4)
            )
            for name in ("state", "inc")
        }
        found: Any = {
            "bit_generator": "PCG64",
            "state": limbs,
            "has_uint32": whole(state, f"{self._name} spare", 1),
            "uinteger": whole(state, f"{self._name} uinteger", _LIMB - 1),
        }
        self._bits.state = found


class _DeviceDraws:
    """The device's generator, seeded anew every `_EPOCH` steps: some do not tell their state."""

    streams = 1

    def __init__(self, arrays: Arrays, seed: int) -> None:
        self._arrays = arrays
        self._seed = seed
        self._rng: Generator | None = None

    @property
    def _made(self) -> Generator:
        if self._rng is None:
            raise RuntimeError("nothing is drawn before `begin`")
        return self._rng

    def begin(self, step: int) -> None:
        """Seed anew where an epoch begins."""
        if step % _EPOCH == 0:
            self._reseed(step)

    def _reseed(self, step: int) -> None:
        self._rng = None  # two states need not be held at a time
        (key,) = np.random.SeedSequence([self._seed, _STREAM, step // _EPOCH]).generate_state(1)
        self._rng = self._arrays.generator(int(key))

    def normal(self, out: Array, stream: int = 0) -> None:
        """Fill with independent standard normal numbers."""
        self._made.normal(out)

    def uniform(self, out: Array, stream: int = 0) -> None:
        """Fill with independent numbers, uniform on [0, 1)."""
        self._made.uniform(out)

    def labels(self, count: int, classes: int) -> Array:
        """Uniform integers below ``classes``."""
        return self._made.labels(count, classes)

    def state(self) -> dict[str, float]:
        """Nothing: seed and step say it all."""
        return {}

    def restore(self, state: Mapping[str, float], step: int) -> int:
        """Seed for the epoch of ``step``; its steps so far are to be drawn again."""
        self._reseed(step)
        return step % _EPOCH
