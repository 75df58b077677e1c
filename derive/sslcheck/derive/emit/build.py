"""From a model to a plan, in named stages: normal form, factoring, schedule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set

from sslcheck.derive.algebra.scalars import Ratio, Scalars
from sslcheck.derive.algebra.words import Element
from sslcheck.derive.emit.factor import factorise
from sslcheck.derive.emit.model import Model
from sslcheck.derive.emit.names import identifier
from sslcheck.derive.emit.nodes import Nodes
from sslcheck.derive.emit.plan import Buffer, Plan
from sslcheck.derive.emit.schedule import Schedule, schedule
from sslcheck.derive.errors import SslcheckError, Unsupported
from sslcheck.derive.expr import Expr, Sym
from sslcheck.derive.normal import NormalForm

__all__ = ["MissingSize", "make_plan", "scalar_names"]


class MissingSize(SslcheckError, KeyError):
    """A space of the model has been given no size."""

    def __str__(self) -> str:  # KeyError shows the repr of its message otherwise
        return str(self.args[0]) if self.args else ""


def scalar_names(model: Model, coefficients: Iterable[Ratio]) -> tuple[str, ...]:
    """The plain scalars that coefficients depend on, in the order of the article."""
    seen = {name for coeff in coefficients for name in coeff.free()}
    given = {*model.states, *model.data}
    return tuple(n for n in model.setting.symbols if n in seen and n not in given)


def make_plan(
    model: Model,
    sizes: Mapping[str, int],
    outputs: Mapping[str, Expr] | None = None,
    title: str = "",
) -> Plan:
    """A plan for ``outputs`` (the model's rates by default) at the given ``sizes``.

    ``outputs`` are quantities of the article, matrices or traces, which the model expresses in its
    states. An output's buffer is called as its name says; rates are called ``d`` and the state's
    name. Raises `MissingSize`, and `Unsupported` for what a kernel cannot compute.
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
        elements = {n: normal.element(normal.expr(e)) for n, e in elements.items()}
    matrices = [m for m in model.data if model.structure[m] != "isotropic"]
    for name in (*model.states, *matrices):
        normal.element(Sym(name))
    for name, element in elements.items():
        _refuse_unfit(name, element, {*model.states, *matrices})
    names = [_output(n, rates) for n in elements]
    taken = {identifier(n) for n in (*model.states, *model.data)}
    if clash := [n for k, n in enumerate(names) if n in taken or n in names[:k]]:
        raise Unsupported(
            f"the output `{clash[0]}` has the name of a state, a matrix or another output in the"
            " program; give it another name"
        )
    shapes = normal.alphabet.shapes
    missing = {s for shape in shapes.values() for s in shape} - {"1", *sizes}
    if missing:
        raise MissingSize(f"no size for the spaces {sorted(missing)}; got {dict(sizes)}")
    size = {**sizes, "1": 1}
    nodes = Nodes(normal.alphabet, frozenset(matrices))
    refs = {_output(n, rates): nodes.intern(e) for n, e in elements.items()}
    for name, (_, ref) in refs.items():
        if nodes[ref].diagonal or (nodes[ref].identity and nodes[ref].shape != ("1", "1")):
            raise Unsupported(
                f"the output `{name}` is diagonal and made of data alone; a kernel computes full"
                " matrices and traces of states"
            )
    factoring = factorise(nodes, [ref for _, ref in refs.values()], size)
    result: Schedule = schedule(nodes, factoring, refs, size)

    def buffer(name: str, shape: tuple[str, str], vector: bool = False) -> Buffer:
        if shape == ("1", "1"):
            return Buffer(name, 0, 0)
        return Buffer(name, size[shape[0]], 0 if vector else size[shape[1]])

    return Plan(
        title=title or model.title,
        sizes=dict(sizes),
        structure=dict(model.structure),
        states=tuple(buffer(identifier(s), shapes[s]) for s in model.states),
        data=tuple(
            buffer(identifier(m), shapes[m], model.structure[m] == "diagonal") for m in matrices
        ),
        scalars=scalar_names(model, (c for e in elements.values() for c in e.terms.values())),
        constants=tuple(result.constants),
        outputs=tuple(buffer(_output(n, rates), e.shape) for n, e in elements.items()),
        work=tuple(result.work),
        steps=tuple(result.steps),
    )


def _refuse_unfit(name: str, element: Element, known: Set[str]) -> None:
    if element.is_zero():
        raise Unsupported(f"`{name}` is identically zero: an output that needs no kernel")
    if unknown := sorted(element.letters() - known):
        raise Unsupported(
            f"`{name}` needs `{unknown[0]}`, which is neither a state nor data of the model"
        )


def _output(name: str, rate: bool) -> str:
    return f"d{identifier(name)}" if rate else identifier(name)
