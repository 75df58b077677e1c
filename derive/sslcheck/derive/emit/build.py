"""From a model to a plan, in named stages: normal form, factoring, schedule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from math import prod

from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.letters import ColumnsOf, DiagOf, Letter, inner
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.algebra.rebuild import letter_expr
from sslcheck.derive.algebra.scalars import Scalars
from sslcheck.derive.emit.factor import factorise
from sslcheck.derive.emit.lower import Lowering
from sslcheck.derive.emit.names import Names
from sslcheck.derive.emit.nodes import Nodes
from sslcheck.derive.emit.numbers import Made
from sslcheck.derive.emit.plan import Buffer, Plan
from sslcheck.derive.emit.schedule import Schedule, schedule
from sslcheck.derive.errors import SslcheckError, Unsupported
from sslcheck.derive.expr import Expr, Sym, own_space
from sslcheck.derive.models.model import Model
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Shape
from sslcheck.derive.text.printing import to_text
from sslcheck.derive.traverse import symbols_in, walk

__all__ = ["MissingSize", "make_plan", "scalar_names", "symbols_of"]


class MissingSize(SslcheckError, KeyError):
    """A space of the model has been given no size."""

    def __str__(self) -> str:  # KeyError shows the repr of its message otherwise
        return str(self.args[0]) if self.args else ""


def scalar_names(model: Model, seen: Set[str]) -> tuple[str, ...]:
    """Of the names of scalars those that are given, in the order of the article, then the time."""
    given = {*model.states, *model.data}
    return tuple(n for n in (*model.setting.symbols, "t") if n in seen and n not in given)


def symbols_of(coefficients: Iterable[Ratio], made: Iterable[Made]) -> set[str]:
    """The names of all scalars, where all letters are plain."""
    made = [*made]
    values = [e for m in made if m.value is not None for e in walk(m.value)]
    inside = [c for m in made for arg in m.args for c in arg.terms.values()]
    found = {name for coeff in (*coefficients, *inside) for name in coeff.free()}
    return found | symbols_in(values)


def make_plan(
    model: Model, sizes: Mapping[str, int], outputs: Mapping[str, Expr] | None = None
) -> Plan:
    """A plan for ``outputs`` (the model's rates by default) at the given ``sizes``.

    ``outputs`` are quantities of the article, matrices or traces, which the model expresses in its
    states. An output's buffer is called as its name says; rates are called ``d`` and the state's
    name. Where that identifier is taken, it gets a number. Raises `MissingSize`, and `Unsupported`
    for what a kernel cannot compute.
    """
    if model.elementwise:
        raise Unsupported("a model of scalar modes takes an elementwise kernel, not a matrix plan")
    rates = outputs is None
    if outputs is None:
        wanted = model.rates
    else:
        wanted = {name: model.express(quantity) for name, quantity in outputs.items()}
    # scalars of its own: nodes of several plans must not see each other's square roots
    normal = NormalForm(
        model.setting, Scalars(n for n, s in model.setting.symbols.items() if s.scalar)
    )
    elements = {n: _read(normal, e) for n, e in wanted.items()}
    if not rates:  # written out once more: a stop-gradient makes letters of its own
        elements = {n: _again(normal, e) for n, e in elements.items()}
    matrices = [m for m in model.data if model.structure[m] != "isotropic"]
    states = [s for s in model.states if not model.setting.symbols[s].scalar]
    letters = {name: _letter_of(normal, name) for name in (*states, *matrices)}
    shapes = {n: e.shape for n, e in elements.items()}
    for name, element in elements.items():  # a zero may have lost its shape
        symbol = Sym(name) if rates else wanted[name]
        if element.is_zero() and isinstance(symbol, Sym):
            shapes[name] = model.setting.symbols[symbol.name].shape
    size = _dimensions((*normal.alphabet.shapes.values(), *shapes.values()), sizes)
    moving = frozenset(s for s in model.states if s not in states)
    lowering = Lowering(normal.alphabet, {**sizes, **size}, frozenset(matrices), moving)
    for name, element in elements.items():
        elements[name] = _lowered(lowering, name, element, {*states, *matrices})
    for name in (*states, *matrices):
        lowering.matrix(letters[name])
    alphabet, made = lowering.alphabet, lowering.made

    coefficients = [c for e in elements.values() for c in e.terms.values()]
    scalars = scalar_names(model, symbols_of(coefficients, made.values()))
    names = Names()
    for name in (*model.states, *matrices, *scalars):
        names.of(name)
    called = {n: names.fresh(f"d{names.of(n)}" if rates else n) for n in elements}

    nodes = Nodes(alphabet, frozenset(lowering.data), frozenset(lowering.moving))
    refs = {called[n]: nodes.intern(e) for n, e in elements.items() if not e.is_zero()}
    zeros = {called[n]: shapes[n] for n, e in elements.items() if e.is_zero()}
    needed = [nodes.intern(arg)[1] for m in made.values() if not m.constant for arg in m.args]
    factoring = factorise(nodes, [*(ref for _, ref in refs.values()), *needed], size)
    result: Schedule = schedule(nodes, factoring, refs, zeros, size, names, made)

    def buffer(name: str, shape: tuple[str, str], vector: bool = False) -> Buffer:
        if shape == ("1", "1"):
            return Buffer(name, 0, 0)
        return Buffer(name, size[shape[0]], 0 if vector else size[shape[1]])

    def diagonal(name: str) -> bool:
        return "diagonal" in alphabet.properties[name]

    return Plan(
        title=model.title,
        sizes=dict(sizes),
        structure=dict(model.structure),
        states=tuple(buffer(names.of(s), alphabet.shapes.get(s, ("1", "1"))) for s in model.states),
        data=tuple(buffer(names.of(m), alphabet.shapes[m], diagonal(m)) for m in matrices),
        scalars=scalars,
        constants=tuple(result.constants),
        outputs=tuple(buffer(called[n], shapes[n]) for n in elements),
        work=tuple(result.work),
        steps=tuple(result.steps),
        names=names,
    )


def _read(normal: NormalForm, node: Expr) -> Element:
    """Products of vectors in words where they have room there; otherwise as coefficients."""
    try:
        return normal.element(node)
    except Unsupported:
        return normal.whole(node)


def _again(normal: NormalForm, element: Element) -> Element:
    return _read(normal, normal.expr(element)) if element.terms else element


def _letter_of(normal: NormalForm, name: str) -> Letter:
    """The letter of a matrix, declared; of a family, that of all its members."""
    symbol = normal.setting.symbols[name]
    if not symbol.index:
        normal.element(Sym(name))
        return name
    space = normal.setting.space_of(symbol.index) or own_space(symbol.index)
    letter: Letter = ColumnsOf(name, symbol.index, space)
    shape, marks = (symbol.shape[0], space), frozenset[str]()
    if symbol.scalar:
        letter = DiagOf(name, symbol.index, space)
        shape, marks = (space, space), frozenset({"diagonal"})
    if letter not in normal.alphabet.shapes:
        normal.alphabet.declare(letter, shape, marks)
    return letter


def _dimensions(shapes: Iterable[Shape], sizes: Mapping[str, int]) -> dict[str, int]:
    """The size of each space; of ``d*n`` it is the product."""
    found = {"1": 1}
    missing: set[str] = set()
    for space in {space for shape in shapes for space in shape}:
        atoms = [atom.strip() for atom in space.split("*")]
        missing |= {*atoms} - {"1", *sizes}
        found[space] = prod(sizes.get(atom, 1) for atom in atoms)
    if missing:
        raise MissingSize(f"no size for the spaces {sorted(missing)}; got {dict(sizes)}")
    return found


def _lowered(lowering: Lowering, name: str, element: Element, known: Set[str]) -> Element:
    for letter in sorted(element.letters()):
        matrix = isinstance(letter, str | ColumnsOf | DiagOf)
        if matrix and known.isdisjoint((letter, *inner(letter))):
            raise Unsupported(
                f"`{name}` needs `{to_text(letter_expr(letter))}`, which is neither a state nor"
                " data of the model"
            )
    try:
        return lowering.element(element)
    except Unsupported as error:
        raise Unsupported(f"`{name}` needs {error}") from error
