"""An article file from a paper's source: equations as printed, symbols with inferred shapes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from sslcheck.derive.errors import LatexError
from sslcheck.derive.expr import Dot, Expect, Expr, Num, Relation, Sym
from sslcheck.derive.latex import split_rows
from sslcheck.derive.latex.asides import minimised
from sslcheck.derive.latex.names import canonical
from sslcheck.derive.reading.records import OPEN
from sslcheck.derive.setting import Role, Shape, Symbol
from sslcheck.derive.sketch.declared import stated_shapes
from sslcheck.derive.sketch.forms import Reader, Row, best_forms
from sslcheck.derive.sketch.hints import hint
from sslcheck.derive.sketch.layered import Layered, has_layers, layered
from sslcheck.derive.sketch.letters import Letter, Letters, letters
from sslcheck.derive.sketch.misprints import Misprint, Solution, solve
from sslcheck.derive.sketch.moments import expectation, second_moments
from sslcheck.derive.sketch.motions import Motion, motions
from sslcheck.derive.sketch.named import named
from sslcheck.derive.sketch.paper import Paper
from sslcheck.derive.sketch.said import Equation, equations, meant
from sslcheck.derive.sketch.suggested import Suggested
from sslcheck.derive.sketch.unify import Looks, Spaces
from sslcheck.derive.text.printing import relation_latex
from sslcheck.derive.text.toml import comment, key, quoted
from sslcheck.derive.text.words import counted
from sslcheck.derive.traverse import symbols_in, walk

__all__ = ["Draft", "draft"]

_MEAN = re.compile(r"\\(?:mathbb|mathrm|operatorname)\s*\{?\s*E\s*\}?\s*_\s*(\{[^{}]*\}|[A-Za-z])")
_LONGEST = 8  # symbols that a comment lists
_MOST_LOOKS = 20_000  # at equations within sentences


@dataclass(frozen=True, slots=True)
class Draft:
    """The text of an article file, and what to say about it."""

    text: str
    equations: int
    symbols: int
    spaces: int
    misprints: tuple[str, ...]
    """Each with its place, the formula, carets and what would conform."""


def draft(paper: Paper, name: str, source: str) -> Draft:
    """An article called ``name`` from a paper read from ``source``."""
    rows = printed = [*_rows(paper)]
    if (deep := layered(printed)) is not None:
        rows = [*deep.rows]
    found = letters(row.source for row in rows)
    if deep is not None and any(x.index == deep.layers.index for x in found.known.values()):
        deep, rows = None, printed  # the index is that of something else as well
        found = letters(row.source for row in rows)
    known = stated_shapes(paper.memberships, found.known)
    if deep is not None:
        known |= deep.shapes
    spaces = dict.fromkeys([*found.spaces, *(s for shape in known.values() for s in shape)], "")
    spaces.pop("1", None)
    for space in spaces:
        found.known.pop(space, None)  # the size of a space is no symbol
    known = {name: shape for name, shape in known.items() if name in found.known}
    reader = Reader(rows, found.known, spaces)
    solution = solve(reader, best_forms(reader, known), known)
    shapes = {n: solution.spaces.shape(n) for n in found.known}
    symbols = {n: Symbol(n, shapes[n], index=found.known[n].index) for n in found.known}
    said = [*equations(paper.sentences, symbols, spaces)]
    solution = replace(solution, spaces=_with_definitions(solution.spaces, said, symbols))
    return _Writer(paper, rows, found, solution, name, source, said, printed, deep).draft()


def _with_definitions(
    spaces: Spaces, said: Sequence[Equation], symbols: Mapping[str, Symbol]
) -> Spaces:
    """What sentences that define symbols say of shapes that are open still."""
    spaces = replace(spaces, looks=Looks(_MOST_LOOKS))
    for equation in said:
        if meant(equation, symbols) in ("defines", "may define"):
            spaces = spaces.add([equation.relation]) or spaces
    return spaces


def _rows(paper: Paper) -> Iterator[Row]:
    for display in paper.displays:
        where = f"equation ({display.number})"
        try:
            parts = split_rows(display.latex, where)
        except LatexError:  # an environment that no article has: told when the article is read
            parts = ((display.latex, where),)
        for line, (row, label) in enumerate(parts, 1):
            yield Row(display.number, line, minimised(row).strip(), label)


class _Writer:
    def __init__(
        self,
        paper: Paper,
        rows: Sequence[Row],
        found: Letters,
        solution: Solution,
        name: str,
        source: str,
        said: Sequence[Equation],
        printed: Sequence[Row],
        deep: Layered | None,
    ) -> None:
        self.paper = paper
        self.printed, self.deep = printed, deep
        self.rows = rows
        known = self.letters = found.known
        self.solution = solution
        self.name = name
        self.source = source
        self.read = {k for k in range(len(rows)) if k in solution.relations}
        self.odd = {misprint.row: misprint for misprint in solution.misprints}
        self.shapes, self.spaces, names = named(known, solution, self.read)
        for space, index in found.spaces.items():  # which no shape has, if the family is of numbers
            of = [n for n, letter in known.items() if letter.index == index]
            self.spaces.setdefault(space, of)
        self.between = deep.spaces if deep is not None else {}
        self.solved = Spaces(solution.spaces.raw, {**solution.spaces.found, **names})
        self.moving = self._among(Dot)
        self.viewed = self._among(Expect)
        below = {name for row in rows for part in _MEAN.findall(row.source) for name in _each(part)}
        self.viewed &= below & {*known} or self.viewed
        self.good = {k: r for k, r in solution.relations.items() if k not in self.odd}
        symbols = {
            n: Symbol(n, self.shapes[n], role=self._usual_role(n, letter), index=letter.index)
            for n, letter in known.items()
        }
        read_rows = {k: rows[k] for k in self.good}
        self.flows: dict[str, set[str]] = {}
        self.claimed: set[str] = set()
        pairs = enumerate(zip(printed, rows, strict=True))
        unwritten = {k: own.source for k, (own, row) in pairs if own.source != row.source}
        self.said = Suggested(paper.sentences, said, read_rows, self.good, symbols, unwritten)

    def draft(self) -> Draft:
        told = tuple(self._told(misprint) for misprint in self.solution.misprints)
        roles = {n: self._role(n, letter) for n, letter in self.letters.items()}
        moving = [n for n, role in roles.items() if role == "state"]
        random = [n for n, role in roles.items() if role == "view"]
        stated = [r for k in self.good for r in self.good[k]]
        stated += [equation.relation for equation in self.said.equations]
        moments = second_moments(random, stated)
        parts = [*self._head(), *self._symbols(moments), *self.said.definitions()]
        parts += expectation(random, stated)
        if self.deep is not None:
            moving = [n if self.deep.member(n) is None else self.deep.family(n) for n in moving]
            moving = [*dict.fromkeys(moving)]
        parts += [*self.said.training(moving), *self.said.hypotheses(), *self._flows()]
        text = "\n".join([*parts, *self._equations(), *self._claims()])
        return Draft(
            f"{text.rstrip()}\n", len(self.paper.displays), len(self.shapes), len(self.spaces), told
        )

    def _among(self, kind: type[Expr]) -> set[str]:
        """The symbols inside of a node of a kind: that move, whose mean is taken."""
        found: set[str] = set()
        for relations in self.solution.relations.values():
            for node in (n for r in relations for side in (r.lhs, r.rhs) for n in walk(side)):
                if isinstance(node, kind):
                    inside = [node.arg] if kind is Dot else walk(node)  # type: ignore[attr-defined]
                    found |= symbols_in(inside)
        return found

    # -- parts of the file ------------------------------------------------------------------------

    def _head(self) -> Iterator[str]:
        yield comment(
            f"Drafted by `sslcheck new --from {self.source}`: the equations as printed, the shapes"
            f"\nas all of them together want them. A `{OPEN}` is to be filled in;"
            " `sslcheck check` lists them.\nWhat the text says in passing (signs, hypotheses,"
            " abbreviations) stands behind `#`."
        )
        for misprint in self.solution.misprints:
            yield "#"
            yield comment(f"Probably a misprint: {self._told(misprint)}")
        yield f"\n[article]\nname = {quoted(self.name)}\nformat = 2"
        yield f"title = {quoted(self.paper.title or self.name)}"
        yield f"source = {quoted(self.source)}"
        if self.deep is None and any(map(has_layers, self.printed)):
            yield "\n" + comment(
                "Products over layers stand in the equations. Say which letter is the depth and"
                "\nwhich that of a layer (each with no other meaning), and take the `#` away:"
            )
            yield f'# [layers]\n# index = "{OPEN}"\n# depth = "{OPEN}"'
        if self.deep is not None:
            letters = self.deep.layers
            yield f"\n[layers]\nindex = {quoted(letters.index)}\ndepth = {quoted(letters.depth)}"
        yield "\n[spaces]"
        if self.deep is not None:
            of = quoted("units of a layer; layer 0 are the inputs")
            yield f"n_{self.deep.layers.index} = {of}"
        for space, names in self.spaces.items():
            if space in self.between:
                continue
            some = [f"${name}$" for name in names[:_LONGEST]] + ["..."] * (len(names) > _LONGEST)
            yield f"{key(space)} = {quoted('of ' + ', '.join(some))}"

    def _symbols(self, moments: Collection[str]) -> Iterator[str]:
        yield "\n[symbols]"
        for name, letter in self.letters.items():
            shape, shown = self._shape(name), name
            if self.deep is not None and (layer := self.deep.member(name)) is not None:
                if layer != self.deep.at:
                    continue
                shown = self.deep.family(name)
            parts = []
            if shape != ("1", "1"):
                parts.append(f"shape = [{quoted(shape[0])}, {quoted(shape[1])}]")
            role = self._role(name, letter)
            parts += [f'role = "{role}"'] if role else []
            parts += [f"index = {quoted(letter.index)}"] if letter.index and shape[1] == "1" else []
            either = f'  # "{self._usual_role(name, letter)}", or none where it is defined'
            psd = ['properties = ["psd"]'] * (name in moments and shape != ("1", "1"))
            yield _entry(shown, [*parts, *psd]) + either * (role == OPEN)
            more, places = self.said.declared(name)
            if more and more != psd:
                yield f"# {_entry(shown, [*parts, *more])}  # {places}"
        if self.said.objective[0]:
            step = [quoted("positive"), quoted("size of a step")]
            yield f"# {_entry(self.said.step(), [f'sign = {step[0]}', f'text = {step[1]}'])}"

    def _shape(self, name: str) -> Shape:
        """The shape of a symbol as the file has it."""
        rows, columns = (
            "*".join(self.between.get(atom, atom) for atom in side.split("*"))
            for side in self.shapes[name]
        )
        return rows, columns

    def _usual_role(self, name: str, letter: Letter) -> Role:
        if name in self.moving or letter.moves:
            return "state"
        vector = self.shapes[name][1] == "1" != self.shapes[name][0]
        if name in self.viewed and vector:
            return "view"
        return "function" if letter.timed else "parameter"

    def _role(self, name: str, letter: Letter) -> str:
        """What stands in the file: nothing for what is given, or stands for something else."""
        role = self._usual_role(name, letter)
        if role == "parameter" or (role != "view" and self.said.defined(name)):
            return ""
        return OPEN if role != "view" and self.said.may_be_defined(name) else role

    def _flows(self) -> Iterator[str]:
        """The equations of motion, as flows."""
        roles = {name: self._role(name, letter) for name, letter in self.letters.items()}
        moving = {name for name in self.moving if roles.get(name) in ("state", OPEN)}
        flows = motions(self.good, moving)
        flows = tuple(flow for flow in flows if any(roles[self._moved(m)] != OPEN for m in flow))
        if flows:
            yield "\n" + comment(
                "The flows as printed. A claim on one of these very lines would hold by"
                "\ndeclaration: to check them, declare the [rules] of training that they come of."
            )
        taken: set[str] = set()
        for flow in flows:
            numbers = [*dict.fromkeys(self.rows[k].number for k, _ in flow)]
            name = "printed-" + re.sub(r"[^A-Za-z0-9_-]", "-", numbers[0])
            while name in taken:
                name += "-more"
            taken.add(name)
            self.flows[name] = {self._moved(motion) for motion in flow}
            left_out = any(self.rows[k].number in numbers for k in self.odd)
            text = ", ".join(f"({number})" for number in numbers) + " as printed"
            yield f"[flows.{name}]\ntext = {quoted(text + ', without the misprint' * left_out)}"
            yield "equations = ["
            for motion in flow:
                off = "# " * (roles[self._moved(motion)] == OPEN)
                yield f"  {off}{quoted(self._printed(motion))},"
            yield "]\n"

    def _moved(self, motion: Motion) -> str:
        """The state of an equation of motion."""
        relation = self.good[motion[0]][motion[1]]
        rates = (node for node in walk(relation.lhs) if isinstance(node, Dot))
        return next(rate.arg.name for rate in rates if isinstance(rate.arg, Sym))

    def _printed(self, motion: Motion) -> str:
        """One of the relations of a row, as printed where it is the only one."""
        k, place = motion
        relations = self.good[k]
        alone = len(relations) == 1
        return self.printed[k].source.strip(" .,;") if alone else relation_latex(relations[place])

    def _equations(self) -> Iterator[str]:
        at: dict[str, list[int]] = {}
        for k, row in enumerate(self.rows):
            at.setdefault(row.number, []).append(k)
        for display in self.paper.displays:
            yield "\n" + comment(f"line {display.line} of {self.source}")
            for k in at.get(display.number, ()):
                if k in self.solution.unread:
                    yield comment(f"cannot be read: {self.solution.unread[k]}")
                if k in self.odd:
                    yield comment(f"Probably a misprint: {self._told(self.odd[k])}")
            yield f"[[equation]]\nnumber = {quoted(display.number)}"
            yield f"latex = {quoted(display.latex)}"
        if lines := self.paper.unnumbered:
            where = ", ".join(map(str, lines[:_LONGEST])) + ", ..." * (len(lines) > _LONGEST)
            on = "lines" if lines[1:] else "line"
            yield "\n" + comment(f"Displays without a number are left out: on {on} {where}.")

    def _claims(self) -> Iterator[str]:
        yield "\n" + comment(
            "What is to be decided: give each its kind, or delete it. A claim may stand alone, too,"
            "\nwith a `reading` instead of an `equation` and its `line`."
        )
        count: dict[str, int] = {}
        for row in self.rows:
            count[row.number] = row.line
        shown = [k for k in range(len(self.rows)) if k in self.read - self.said.defining] or [0]
        for k in shown:
            row = self.rows[k]
            name = row.number if count[row.number] == 1 else f"{row.number}.{row.line}"
            relations = [*enumerate(self.solution.relations.get(k, ()))]
            stated = tuple(r for place, r in relations if (k, place) not in self.said.beside)
            parts = _parts(stated)
            for place, part in enumerate(parts):
                again = name if len(parts) == 1 else f"{name}{'abcdefgh'[min(place, 7)]}"
                while again in self.claimed:
                    again += "'"
                self.claimed.add(again)
                yield f"\n[[claim]]\nid = {quoted(again)}\nequation = {quoted(row.number)}"
                every = len(part) == len(self.solution.relations.get(k, ()))
                whole = self.deep is not None or (len(parts) == 1 and every)
                if whole:
                    yield f"line = {row.line}"
                else:
                    yield f"reading = {quoted(', '.join(map(relation_latex, part)))}"
                said = hint(part)
                yield f'kind = "{OPEN}"' + (f"  # {said}?" if said else "")
                if flow := self._flow_of(part):
                    yield f"# flow = {quoted(flow)}"

    def _flow_of(self, relations: Sequence[Relation]) -> str:
        """The first flow of a symbol whose rate, or limit, stands in relations."""
        sides = [(r.op, side) for r in relations for side in (r.lhs, r.rhs)]
        nodes = [(op, node) for op, side in sides for node in walk(side)]
        rates = [node for op, node in nodes if op == "->" or isinstance(node, Dot)]
        names = {part.name for node in rates for part in walk(node) if isinstance(part, Sym)}
        own = (flow for flow, states in self.flows.items() if states & names)
        return next(chain(own, self.flows), "") if rates else ""

    def _told(self, misprint: Misprint) -> str:
        row = self.rows[misprint.row]
        said = (
            self.solved.message(relation, row.source, row.where)
            for relation in self.solution.relations[misprint.row]
        )
        told = next(filter(None, said), f"{row.where}: its shapes do not conform with the others")
        if misprint.instead:
            told += f"\n  It conforms with all other equations with {misprint.instead}."
        if misprint.rivals:
            places = ", ".join(f"{self.rows[k].where}" for k in misprint.rivals[:4])
            more = len(misprint.rivals) - 4
            rest = f" and {counted(more, 'more')}" if more > 0 else ""
            told += f"\n  Or the mistake is elsewhere: without {places}{rest} it would conform."
        return told


def _entry(name: str, parts: Sequence[str]) -> str:
    return f"{key(name)} = {{ {', '.join(parts)} }}" if parts else f"{key(name)} = {{}}"


def _parts(relations: tuple[Relation, ...]) -> list[tuple[Relation, ...]]:
    """The relations of a row as claims have them: equations together, each inequality alone.

    That a number is positive, beside an equation, is said of it and no claim.
    """
    equal = tuple(relation for relation in relations if relation.op == "=")
    others = [relation for relation in relations if relation.op != "="]
    if equal or not others:
        return [equal, *((relation,) for relation in others if not _is_sign(relation))]
    return [(relation,) for relation in others]


def _each(below: str) -> list[str]:
    """The names below an expectation, ``x, y \\sim p``."""
    return [canonical(part) for part in re.split(r"[,|;]|\\sim.*", below.strip("{}")) if part]


def _is_sign(relation: Relation) -> bool:
    """Whether it says of a symbol that it is positive or not negative."""
    sides = {type(relation.lhs), type(relation.rhs)}
    return relation.op in ("<", "<=", ">", ">=") and sides == {Sym, Num}
