"""What moves in an article about layers, as far as statements about all layers rest on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sslcheck.derive.layers.families import base_of
from sslcheck.derive.layers.formulas import Formulas
from sslcheck.derive.layers.shares import is_explicit, named_time

__all__ = ["Motion"]


@dataclass(frozen=True, slots=True)
class Motion:
    """The tables of an article; ``objective`` is the formula of its objective."""

    data: Mapping[str, Any]
    formulas: Formulas
    objective: str

    def _table(self, name: str) -> dict[str, Any]:
        table = self.data.get(name)
        return table if isinstance(table, dict) else {}

    def is_closed(self) -> bool:
        """Whether nothing moves but layers, and all that is defined depends on them alone."""
        resting = {"parameter", "constant"}
        for name, entry in self._table("symbols").items():
            role = entry.get("role", "parameter") if isinstance(entry, dict) else ""
            of_layers = base_of(name, self.formulas.layers.index)
            if role not in resting | ({"state"} if of_layers else set()):
                return False
        tables = (self._table("definitions"), self._table("rules"))
        texts = [*(text for table in tables for text in table.values()), self.objective]
        return not any(map(named_time, map(str, texts)))

    def keeps_declarations(self) -> bool:
        """Whether nothing is declared of states that a flow might not keep."""
        entries = (e for e in self._table("symbols").values() if isinstance(e, dict))
        states = [entry for entry in entries if entry.get("role") == "state"]
        return not any({"sign", "properties"} & entry.keys() for entry in states)

    def is_free(self, flow: object) -> bool:
        """Whether nothing is supposed of the states of a flow, and each rate is given by itself."""
        entry = self._table("flows").get(flow, {}) if isinstance(flow, str) else {}
        if not isinstance(entry, dict) or not entry.keys() <= {"text", "equations"}:
            return False
        return all(is_explicit(str(text), self.formulas) for text in entry.get("equations", ()))
