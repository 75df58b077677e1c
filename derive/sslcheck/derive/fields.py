"""Typed access to one table of a TOML file, with the place in every message."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NoReturn

from sslcheck.derive.errors import ArticleError

__all__ = ["Fields"]

_MISSING = object()


class Fields:
    """A table that is read key by key; `done` refuses keys that nobody has asked for."""

    def __init__(self, data: Mapping[str, Any], place: str) -> None:
        self._data = data
        self._place = place
        self._asked: set[str] = set()

    def at(self, key: str = "") -> str:
        """The place of a key, for messages: ``file.toml: [symbols] W``."""
        return f"{self._place} {key}".strip()

    def fail(self, message: str, key: str = "") -> NoReturn:
        """Raise `ArticleError` with the place."""
        raise ArticleError(f"{self.at(key)}: {message}")

    def has(self, key: str) -> bool:
        """Whether the key is there."""
        return key in self._data

    def __iter__(self) -> Iterator[str]:
        """All keys, in the file's order."""
        return iter(self._data)

    def __len__(self) -> int:
        return len(self._data)

    def _get(self, key: str, kind: type, what: str, default: Any = _MISSING) -> Any:
        self._asked.add(key)
        if key not in self._data:
            if default is _MISSING:
                near = difflib.get_close_matches(key, self._data.keys() - self._asked, 1)
                hint = f"; is `{near[0]}` there a spelling of it?" if near else ""
                self.fail(f"`{key}` is missing; it must be {what}{hint}")
            return default
        value = self._data[key]
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            self.fail(f"must be {what}; got {_shown(value)}", key)
        return value

    def text(self, key: str, default: Any = _MISSING) -> str:
        """A string."""
        return str(self._get(key, str, "a string", default))

    def flag(self, key: str, default: bool) -> bool:
        """True or false."""
        return bool(self._get(key, bool, "true or false", default))

    def number(self, key: str) -> int:
        """A whole number."""
        return int(self._get(key, int, "a whole number"))

    def choice(self, key: str, allowed: tuple[str, ...]) -> str:
        """One of a few words; the first is the default."""
        value = self.text(key, allowed[0])
        if value not in allowed:
            self.fail(f"must be one of {', '.join(allowed)}; got `{value}`", key)
        return value

    def names(self, key: str, default: Any = _MISSING) -> tuple[str, ...]:
        """A list of strings."""
        value = self._get(key, list, "a list of strings", default)
        if any(not isinstance(item, str) for item in value):
            self.fail(f"must be a list of strings; got {_shown(value)}", key)
        return tuple(value)

    def numbers(self, key: str) -> tuple[int, ...]:
        """A list of whole numbers, or none."""
        value = self._get(key, list, "a list of whole numbers", [])
        if any(not isinstance(item, int) for item in value):
            self.fail(f"must be a list of whole numbers; got {_shown(value)}", key)
        return tuple(value)

    def pairs(self, key: str) -> tuple[tuple[str, str], ...]:
        """A list of pairs of strings, or none."""
        value = self._get(key, list, "a list of pairs", [])
        for item in value:
            if not isinstance(item, list) or [type(part) for part in item] != [str, str]:
                self.fail(f"must be a list of pairs of names; got {_shown(value)}", key)
        return tuple((item[0], item[1]) for item in value)

    def table(self, key: str, required: bool = True) -> Fields:
        """A sub-table; an empty one if it is not required and not there."""
        value = self._get(key, dict, "a table", _MISSING if required else {})
        return Fields(value, f"{self._place}: [{key}]" if ":" not in self._place else self.at(key))

    def tables(self) -> Iterator[tuple[str, Fields]]:
        """Every entry of this table, each of which must be a table itself."""
        for key in self._data:
            yield key, self.table(key)

    def strings(self) -> dict[str, str]:
        """Every entry of this table, each of which must be a string."""
        return {key: self.text(key) for key in self._data}

    def array(self, key: str) -> tuple[Fields, ...]:
        """An array of tables: ``[[key]]``."""
        value = self._get(key, list, f"an array of tables, [[{key}]]")
        if any(not isinstance(item, dict) for item in value):
            self.fail(f"must be an array of tables, [[{key}]]", key)
        return tuple(
            Fields(item, f"{self._place}: [[{key}]] number {k}") for k, item in enumerate(value, 1)
        )

    def rest(self, allowed: tuple[str, ...]) -> dict[str, Any]:
        """The keys of ``allowed`` that are there, as they are: strings or lists of strings."""
        found: dict[str, Any] = {}
        for key in allowed:
            if key in self._data:
                is_list = isinstance(self._data[key], list)
                found[key] = self.names(key) if is_list else self.text(key)
        return found

    def only(self, known: Collection[str]) -> None:
        """Refuse all keys but these, before what is missing without them is complained of."""
        self._refuse(known, {})

    def done(self, instead: Mapping[str, str] | None = None) -> None:
        """Refuse keys that were not read: most often a spelling mistake.

        ``instead`` names the key for what other tables call by another name.
        """
        self._refuse(self._asked, instead or {})

    def _refuse(self, known: Collection[str], instead: Mapping[str, str]) -> None:
        for key in self._data:
            if key not in known:
                near = difflib.get_close_matches(key, known, 1)
                meant = instead.get(key, near[0] if near else "")
                self.fail(f"unknown key{f'; did you mean `{meant}`?' if meant else ''}", key)


def _shown(value: object) -> str:
    """A value as it is quoted in a message."""
    try:
        return repr(value)
    except ValueError:  # Python writes no whole number of thousands of digits
        return "a number of too many digits"
