"""From a model to a plan, in named stages: normal form, factoring, schedule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from math import prod

from sslcheck.derive.algebra.letters import OfMatrix
from sslcheck.derive.algebra.rebuild import letter_expr
from sslcheck.derive.algebra.scalars import Ratio, Scalars
from sslcheck.derive.algebra.words import Element
from sslcheck.derive.emit.factor import factorise
from sslcheck.derive.emit.names import Names
from sslcheck.derive.emit.nodes import Nodes
from sslcheck.derive.emit.plan import Buffer, Plan
from sslcheck.derive.emit.schedule import Schedule, schedule
from sslcheck.derive.errors import SslcheckError, Unsupported
from sslcheck.derive.expr import Expr, Sym
from sslcheck.derive.models.model import Model
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Shape
from sslcheck.derive.text.printing import to_text

__all__ = ["MissingSize", "make_plan", "scalar_names"]


class MissingSize(SslcheckError, KeyError):
    """A space of the model has been given no size."""

    def __str__(self) -> str:  # KeyError shows the repr of its message otherwise
        return str(self.args[0]) if self.args else ""


def scalar_names(model: Model, coefficients: Iterable[Ratio]) -> tuple[str, ...]:
    """The plain scalars that coefficients depend on, in the order of the article, then the time.

    Raises `Unsupported` for a root, an exponential or an integral.
    """
    coefficients = list(coefficients)
    seen = {name for coeff in coefficients for name in coeff.free()}
    given = {*model.states, *model.data}
    known = [n for n in (*model.setting.symbols, "t") if n in seen]
    if strange := sorted(seen - {*known}):
        raise Unsupported(
            f"`{to_text(letter_expr(strange[0]))}` in a coefficient; a kernel takes sums,"
            " products, quotients and whole powers of scalars: give it a symbol of its own"
        )
    return tuple(n for n in known if n not in given)


def make_plan(
    model: Model,
    sizes: Mapping[str, int],
    outputs: Mapping[str, Expr] | None = None,
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
    elements = {n: normal.element(e) for n, e in wanted.items()}
    if not rates:  # written out once more: a stop-gradient makes letters of its own
        elements = {n: _again(normal, e) for n, e in elements.items()}
    matrices = [m for m in model.data if model.structure[m] != "isotropic"]
    for name in (*model.states, *matrices):
        normal.element(Sym(name))
    alphabet = normal.alphabet
    for name, element in elements.items():
        _refuse_unknown(name, element, {*model.states, *matrices})
    shapes = {n: e.shape for n, e in elements.items()}
    for name, element in elements.items():  # a zero may have lost its shape
        symbol = Sym(name) if rates else wanted[name]
        if element.is_zero() and isinstance(symbol, Sym):
            shapes[name] = model.setting.symbols[symbol.name].shape
    size = _dimensions((*alphabet.shapes.values(), *shapes.values()), sizes)

    scalars = scalar_names(model, (c for e in elements.values() for c in e.terms.values()))
    names = Names()
    for name in (*model.states, *matrices, *scalars):
        names.of(name)
    called = {n: names.fresh(f"d{names.of(n)}" if rates else n) for n in elements}

    nodes = Nodes(alphabet, frozenset(matrices))
    refs = {called[n]: nodes.intern(e) for n, e in elements.items() if not e.is_zero()}
    zeros = {called[n]: shapes[n] for n, e in elements.items() if e.is_zero()}
    factoring = factorise(nodes, [ref for _, ref in refs.values()], size)
    result: Schedule = schedule(nodes, factoring, refs, zeros, size, names)

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
        states=tuple(buffer(names.of(s), alphabet.shapes[s]) for s in model.states),
        data=tuple(buffer(names.of(m), alphabet.shapes[m], diagonal(m)) for m in matrices),
        scalars=scalars,
        constants=tuple(result.constants),
        outputs=tuple(buffer(called[n], shapes[n]) for n in elements),
        work=tuple(result.work),
        steps=tuple(result.steps),
        names=names,
    )


def _again(normal: NormalForm, element: Element) -> Element:
    return normal.element(normal.expr(element)) if element.terms else element


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


def _refuse_unknown(name: str, element: Element, known: Set[str]) -> None:
    for letter in sorted(element.letters() - known):
        if isinstance(letter, OfMatrix):
            raise Unsupported(
                f"`{name}` needs `{to_text(letter_expr(letter))}`, and a kernel computes no inverse"
                ", root or product by entries: declare it as a symbol of its own, whose values are"
                " given"
            )
        raise Unsupported(
            f"`{name}` needs `{to_text(letter_expr(letter))}`, which is neither a state nor data of"
            " the model"
        )
