"""Runs a reader on one input and says what it does that it must not."""

from __future__ import annotations

import signal
import sys
import tempfile
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from types import FrameType
from typing import Any

from sslcheck.derive.errors import SslcheckError

__all__ = ["Guard", "Wrong"]

_FORBIDDEN = (
    *("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork"),
    *("ctypes.", "pickle.", "urllib.", "ftplib.", "http.", "shutil.", "webbrowser.", "os.putenv"),
)  # fmt: skip
_CODE = (".py", ".pyc", ".so")
_ARTICLES = str(resources.files("sslcheck.derive") / "articles")


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with an input; ``place`` is the same for what has the same cause."""

    place: str
    said: str


class _Slow(BaseException):
    """An input takes too long."""


def _tick(number: int, frame: FrameType | None) -> None:
    raise _Slow


class Guard:
    """``call`` with an input and a folder of its own, ``limit`` seconds of CPU at most.

    While it runs an audit hook looks: files are opened in the folder only, nothing is evaluated,
    nothing but the code of installed packages is imported.
    """

    def __init__(self, call: Callable[[bytes, Path], object], limit: float) -> None:
        self.call, self.limit = call, limit
        self._folder = tempfile.TemporaryDirectory(prefix="fuzz-")
        self.folder = Path(self._folder.name)
        self._seen: list[str] | None = None
        sys.addaudithook(self._look)

    def close(self) -> None:
        """Remove the folder; the hook stays, as all audit hooks, and does nothing."""
        self._folder.cleanup()

    def _look(self, event: str, given: tuple[Any, ...]) -> None:
        if self._seen is None:
            return
        if event == "open":
            path = given[0]
            name = path.decode(errors="replace") if isinstance(path, bytes) else str(path)
            own = name.startswith((str(self.folder), _ARTICLES)) or name.endswith(_CODE)
            if not own and not isinstance(path, int):
                self._seen.append(f"open {name[:200]}")
        elif event == "compile" and given[1] not in ("<unknown>", b"<unknown>"):
            self._seen.append(f"compile {given[1]}")  # `<unknown>`: to a syntax tree, in NumPy
        elif event == "exec":
            name = given[0].co_filename
            if not name.endswith(".py") and "importlib" not in name:
                self._seen.append(f"exec {name}")
        elif event.startswith(_FORBIDDEN):
            self._seen.append(f"{event} {given!r:.200}")

    def __call__(self, data: bytes) -> Wrong | None:
        """What is wrong with an input, if anything is."""
        signal.signal(signal.SIGPROF, _tick)
        signal.setitimer(signal.ITIMER_PROF, self.limit)
        self._seen, wrong = [], None
        try:
            self.call(data, self.folder)
        except SslcheckError as error:
            if len(str(error)) > 200_000:
                wrong = Wrong("long message", str(error)[:1000])
        except _Slow as error:
            wrong = Wrong(f"slow {_place(error)}", traceback.format_exc())
        except BaseException as error:
            wrong = Wrong(f"{type(error).__name__} {_place(error)}", traceback.format_exc()[-3000:])
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0.0)
            seen, self._seen = self._seen, None
        return Wrong(seen[0], "\n".join(seen)) if seen else wrong


def _place(error: BaseException) -> str:
    """The last place in the code of the project."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [f for f in frames if "/sslcheck/" in f.filename] or frames
    return f"{own[-1].filename}:{own[-1].lineno}"
