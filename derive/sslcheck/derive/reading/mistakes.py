"""What is wrong in a file, part by part: each mistake has its line, and none is told twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from sslcheck.derive.errors import SslcheckError
from sslcheck.derive.reading.lines import Key
from sslcheck.derive.text.reason import Reason, of_error, plainly, reason

__all__ = ["Mistakes", "Rests", "Source", "in_order"]


class Rests(Exception):
    """What is read rests on something that cannot be read, and has been told there."""


@dataclass(frozen=True, slots=True)
class Source:
    """A parsed file, and the line of each of its keys."""

    data: Mapping[str, object]
    lines: Mapping[Key, int]

    def line(self, path: Key) -> int:
        """The line of a key, or of the table that it should stand in; 0 if it is in none."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 0)

    def at(self, path: Key) -> str:
        """A place as it stands before a message: ``line 17: [symbols] W``."""
        line = self.line(path)
        return f"line {line}: {self.label(path)}" if line else self.label(path)

    def label(self, path: Key) -> str:
        """What a part of a file is called in messages: ``[symbols] W``."""
        match path:
            case (("claim" | "equation") as table, int(k), *rest):
                entry = self.data[table][k]  # type: ignore[index]
                key = "id" if table == "claim" else "number"
                name = entry.get(key) if isinstance(entry, dict) else None
                first = f"[[{table}]] number {k + 1}"
                if isinstance(name, str):
                    first = f"claim `{name}`" if table == "claim" else f"equation ({name})"
            case (("flows" | "hypotheses") as table, str(name), *rest):
                first = f"[{table}.{name}]"
            case (table, *rest):
                first = f"[{table}]"
            case _:
                return "the file"
        return " ".join([first, *(part for part in rest if isinstance(part, str))])


@dataclass(slots=True)
class Mistakes:
    """The mistakes in one part of a file; `told` has them with their lines.

    ``cause`` is what else the part rests on, where that cannot be read.
    """

    source: Source
    told: list[tuple[int, Reason]] = field(default_factory=list)
    cause: str = ""

    def __bool__(self) -> bool:
        return bool(self.told or self.cause)

    def tell(self, path: Key, message: str) -> None:
        """Add a mistake."""
        self.told.append((self.source.line(path), reason(f"{self.source.at(path)}: {message}")))

    @contextmanager
    def trying(self, path: Key) -> Iterator[None]:
        """Add what a block raises; its message has its place already."""
        try:
            yield
        except Rests as error:
            self.cause = self.cause or str(error)
        except SslcheckError as error:
            self.told.append((self.source.line(path), of_error(error)))


def in_order(told: Iterable[tuple[int, Reason]]) -> list[tuple[int, Reason]]:
    """Mistakes in the order of their lines."""
    return sorted(told, key=lambda mistake: (mistake[0], plainly(mistake[1])))
