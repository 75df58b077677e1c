"""What is wrong in a file, part by part: each mistake has its line, and none is told twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from sslcheck.derive.errors import Spot, SslcheckError
from sslcheck.derive.reading.lines import Key
from sslcheck.derive.text.reason import Place, Reason, of_error, plainly, reason

__all__ = ["Mistakes", "Rests", "Source", "in_order"]


class Rests(Exception):
    """What is read rests on something that cannot be read, and has been told there."""


@dataclass(frozen=True, slots=True)
class Source:
    """A parsed file, where each of its keys stands, and its text."""

    data: Mapping[str, object]
    spots: Mapping[Key, Spot]
    text: str = ""

    def spot(self, path: Key) -> Spot:
        """Where a key stands, or the table that it should stand in; no line if it is in none."""
        while path and path not in self.spots:
            path = path[:-1]
        return self.spots.get(path, Spot())

    def line(self, path: Key) -> int:
        """The line of `spot`."""
        return self.spot(path).line

    def within(self, path: Key, place: Place) -> Spot:
        """Where a place in the formula at a key stands; where the key does if that is not found,
        as in a formula that is written out."""
        first = self.spot(path)
        until = min((spot for spot in self.spots.values() if spot > first), default=None)
        end = self._offset(until) if until else len(self.text)
        before, after = place.source[: place.span[0]], place.source[place.span[0] :]
        pattern = re.compile(f"{_spelt(before)}({_spelt(after)})")
        if not (found := pattern.search(self.text, self._offset(first), end)):
            return first
        above = self.text[: found.start(1)]
        return Spot(above.count("\n") + 1, len(above) - above.rfind("\n"))

    def _offset(self, spot: Spot) -> int:
        """Where in the text a line and a character are."""
        return (
            sum(len(line) + 1 for line in self.text.split("\n")[: spot.line - 1]) + spot.column - 1
        )

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


def _spelt(formula: str) -> str:
    """A pattern for a formula as it may stand in a file: its lines are broken and aligned there,
    and between double quotes a backslash is written twice."""
    parts = re.split(r"(\s+|\\)", formula)
    ways = {"\\": r"\\{1,2}"}
    return "".join(ways.get(p, r"[\s&]+" if p.isspace() else re.escape(p)) for p in parts)


@dataclass(slots=True)
class Mistakes:
    """The mistakes in one part of a file; `told` has them with where they stand.

    ``cause`` is what else the part rests on, where that cannot be read.
    """

    source: Source
    told: list[tuple[Spot, Reason]] = field(default_factory=list)
    cause: str = ""

    def __bool__(self) -> bool:
        return bool(self.told or self.cause)

    def tell(self, path: Key, message: str) -> None:
        """Add a mistake."""
        self.told.append((self.source.spot(path), reason(f"{self.source.at(path)}: {message}")))

    @contextmanager
    def trying(self, path: Key) -> Iterator[None]:
        """Add what a block raises; its message has its place already."""
        try:
            yield
        except Rests as error:
            self.cause = self.cause or str(error)
        except SslcheckError as error:
            said = of_error(error)
            place = next((part for part in said if isinstance(part, Place)), None)
            spot = self.source.within(path, place) if place else self.source.spot(path)
            self.told.append((spot, said))


def in_order(told: Iterable[tuple[Spot, Reason]]) -> list[tuple[Spot, Reason]]:
    """Mistakes as they follow in the file."""
    return sorted(told, key=lambda mistake: (mistake[0], plainly(mistake[1])))
