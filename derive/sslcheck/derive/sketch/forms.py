"""Which symbols are scalars, vectors and matrices: what is usual, unless the equations say other.

Each symbol begins as its letter is usually meant: capital and bold letters are matrices, bold small
ones vectors, other small and Greek ones scalars. Where an equation then cannot conform, the least
unusual change of its symbols is made after which most equations do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise, product

from sslcheck.derive.errors import LatexError
from sslcheck.derive.expr import Expr, Prod, Relation, Sym, Transpose
from sslcheck.derive.latex import read_statement
from sslcheck.derive.setting import Shape, Symbol
from sslcheck.derive.sketch.letters import Letter, is_bold, is_capital
from sslcheck.derive.sketch.unify import FORMS, Form, Looks, Spaces, names_of
from sslcheck.derive.traverse import walk

__all__ = ["Reader", "Row", "best_forms", "raw_shapes", "usual"]

Forms = dict[str, Form]
_MOST_LETTERS = 12  # of a row of which two or three are changed at once
_MOST_LOOKS = 80_000  # in search of better forms; a paper of four pages takes 2,000
_READING = 4  # characters that take about as long to read as a part of a formula to look at


@dataclass(frozen=True, slots=True)
class Row:
    """One line of an equation, as printed."""

    number: str
    line: int
    """In the equation, from 1."""
    source: str
    where: str


class Reader:
    """Reads rows with the forms of their symbols; what was read is kept."""

    def __init__(
        self, rows: Sequence[Row], letters: Mapping[str, Letter], spaces: Mapping[str, str]
    ) -> None:
        self.rows = rows
        self.letters = letters
        self.spaces = spaces
        self.looks = Looks(_MOST_LOOKS)
        """Of a search that reads rows again with other forms."""
        self._kept: dict[tuple[int, frozenset[str]], tuple[Relation, ...] | str] = {}

    def read(self, k: int, forms: Forms) -> tuple[Relation, ...] | str:
        """The relations of a row, or why it cannot be read."""
        names = [name for name, letter in self.letters.items() if k in letter.rows]
        scalar = frozenset(name for name in names if forms[name] == "scalar")
        key = k, scalar
        if key not in self._kept:
            symbols = {
                name: Symbol(
                    name,
                    ("1", "1") if form == "scalar" else ("v0", "v1"),
                    index=self.letters[name].index,
                )
                for name, form in forms.items()
            }
            row = self.rows[k]
            self.looks.take(len(row.source) // _READING)
            try:
                found = read_statement(row.source, symbols, self.spaces, row.where, settled=False)
                self._kept[key] = found.relations
            except LatexError as error:
                self._kept[key] = str(error)
        return self._kept[key]


def usual(letter: Letter) -> Form:
    """What a letter usually is."""
    if "\\mathcal" in letter.name:
        return "scalar"
    if letter.index:
        return "column" if is_bold(letter.name) or letter.transposed else "scalar"
    if is_capital(letter.name):
        return "matrix"
    return "column" if is_bold(letter.name) or letter.transposed else "scalar"


def oddity(letter: Letter, form: Form) -> int:
    """How unusual it is that a letter is of a form."""
    first = usual(letter)
    if form == first:
        return 0
    if letter.index:  # a family is of numbers or columns
        return {"column": 3, "scalar": 3, "row": 99, "matrix": 99}[form]
    greek = letter.name.startswith("\\") and not is_bold(letter.name)
    if first == "scalar":
        return {"column": 2, "matrix": 4, "row": 6}[form] + 2 * greek
    if first == "column":
        return {"matrix": 3, "row": 4, "scalar": 4}[form]
    return {"scalar": 3, "column": 3, "row": 5}[form]


def raw_shapes(forms: Forms, known: Mapping[str, Shape]) -> dict[str, Shape]:
    """Two variables for each matrix, one for each vector; ``known`` is what the text says."""
    shapes: dict[str, Shape] = {}
    for k, (name, form) in enumerate(forms.items()):
        rows, columns = f"v{2 * k}", f"v{2 * k + 1}"
        pairs: dict[Form, Shape] = {
            "scalar": ("1", "1"),
            "column": (rows, "1"),
            "row": ("1", columns),
            "matrix": (rows, columns),
        }
        shapes[name] = known.get(name, pairs[form])
    return shapes


def best_forms(reader: Reader, known: Mapping[str, Shape]) -> Forms:
    """The forms with which most rows conform."""
    forms: Forms = {name: usual(letter) for name, letter in reader.letters.items()}
    for k in range(len(reader.rows)):
        relations = reader.read(k, forms)
        for relation in () if isinstance(relations, str) else relations:
            for side in (relation.lhs, relation.rhs):
                forms |= dict.fromkeys(_behind_matrices(side, forms, reader.letters), "column")
    for name, shape in known.items():
        forms[name] = _form(shape)
    while not reader.looks.spent():
        wrong = conflicts(reader, forms, known)
        best = (len(wrong), 0, forms)
        for k in wrong:
            for cost, changed in _changes(reader, k, forms, known):
                if reader.looks.spent() or (best[0] < len(wrong) and cost >= best[1]):
                    break  # the cheapest that helps is enough
                if _conforms(reader, [k], changed, known):
                    continue
                left = len(conflicts(reader, changed, known))
                if (left, cost) < best[:2] and not reader.looks.spent():
                    best = left, cost, changed
        if best[0] >= len(wrong):
            return forms
        forms = best[2]
    return forms


def _behind_matrices(node: Expr, forms: Forms, letters: Mapping[str, Letter]) -> Iterator[str]:
    """Small Latin letters that a matrix stands before: numbers are written in front of it."""
    for part in walk(node):
        for left, right in pairwise(part.factors) if isinstance(part, Prod) else ():
            left = left.arg if isinstance(left, Transpose) else left
            if not (isinstance(left, Sym) and isinstance(right, Sym)):
                continue
            if right.name not in letters:  # the time
                continue
            latin = not right.name.startswith("\\") and not letters[right.name].index
            if forms.get(left.name) == "matrix" and forms[right.name] == "scalar" and latin:
                yield right.name


def conflicts(reader: Reader, forms: Forms, known: Mapping[str, Shape]) -> list[int]:
    """The rows that do not conform with the rows before them."""
    return _conforms(reader, range(len(reader.rows)), forms, known)


def _conforms(
    reader: Reader, rows: Sequence[int], forms: Forms, known: Mapping[str, Shape]
) -> list[int]:
    spaces = Spaces(raw_shapes(forms, known), looks=reader.looks)
    wrong = []
    for k in rows:
        relations = reader.read(k, forms)
        if isinstance(relations, str):
            continue
        after = spaces.add(relations)
        if after is None:
            wrong.append(k)
        else:
            spaces = after
    return wrong


def _changes(
    reader: Reader, k: int, forms: Forms, known: Mapping[str, Shape]
) -> Iterator[tuple[int, Forms]]:
    """Other forms for up to three symbols of a row, the least unusual first."""
    relations = reader.read(k, forms)
    if isinstance(relations, str):
        return
    used = set().union(*(names_of(relation) for relation in relations))
    names = [name for name in forms if name in used and name not in known]
    others = {
        name: [(name, f, oddity(reader.letters[name], f)) for f in FORMS if f != forms[name]]
        for name in names
    }
    found: list[tuple[int, int, tuple[tuple[str, Form], ...]]] = []
    for size in (1, 2, 3) if len(names) <= _MOST_LETTERS else (1,):
        for some in combinations(names, size):
            for choice in product(*(others[name] for name in some)):
                change = tuple((name, form) for name, form, _ in choice)
                found.append((sum(cost for *_, cost in choice), size, change))
    for cost, _, change in sorted(found, key=lambda entry: entry[:2]):
        yield cost, {**forms, **dict(change)}


def _form(shape: Shape) -> Form:
    if shape == ("1", "1"):
        return "scalar"
    return "row" if shape[0] == "1" else "column" if shape[1] == "1" else "matrix"
