"""What an array library is to a run: described, and opened on its device."""

from __future__ import annotations

import importlib
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

from sslcheck.numeric.choices import allowed
from sslcheck.numeric.device.arrays import Arrays

__all__ = ["Backend", "Device", "Library", "describe_backends", "library"]


@dataclass(frozen=True, slots=True)
class Device:
    """A device by its name and its memory in bytes."""

    name: str
    memory: int


@dataclass(frozen=True, slots=True)
class Backend:
    """An array library as it is found here: usable or not, and if not, what to do about it."""

    name: str
    available: bool
    version: str | None
    detail: str
    devices: tuple[Device, ...] = ()


class Library(ABC):
    """A file in `device.backends` has one as `LIBRARY`; its name is that of the file."""

    name: ClassVar[str]

    @abstractmethod
    def describe(self) -> Backend:
        """What is found on this machine; never raises for what is missing.

        Nothing is imported before. It counts as available after it has done on its device, with a
        few bytes, each kind of thing that a run does.
        """

    @abstractmethod
    def arrays(self, dtype: str) -> Arrays:
        """Its arrays on its current device, where it is available.

        Raises `BackendUnavailable` for a dtype that the device does not have.
        """


def library(name: str) -> Library:
    """A library by its name; it is not imported yet."""
    found: Library = importlib.import_module(f"sslcheck.numeric.device.backends.{name}").LIBRARY
    return found


def describe_backends() -> tuple[Backend, ...]:
    """All of them as they are found on this machine; never raises for a missing one."""
    return tuple(library(name).describe() for name in allowed("backend"))
