"""The model of any flow: of matrices with the data that they read, or of scalars and modes."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sslcheck.derive.algebra.letters import Letter, closure
from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.errors import ArticleError, Unsupported
from sslcheck.derive.expr import Expr, Sym, own_space
from sslcheck.derive.models.model import SINGLE, Model, Structure, full_model, timed
from sslcheck.derive.text.words import did_you_mean

__all__ = [
    "SINGLE",
    "check_flow",
    "data_of",
    "first_flow",
    "flow_model",
    "matrix_states",
    "scalar_model",
    "space_called",
    "spaces_of",
]


def check_flow(scene: Derivation, name: str) -> None:
    """Raise `ArticleError` for a flow that the article does not have."""
    flows = scene.article.flows
    if name not in flows:
        scene.article.check_read()  # it may be among what cannot
        raise ArticleError(
            f"`{scene.article.name}` has no flow `{name}`; its flows are:"
            f" {', '.join(f'`{n}`' for n in flows) or 'none'}{did_you_mean(name, flows)}"
        )


def first_flow(scene: Derivation) -> str:
    """The first flow that moves matrices, or else the first. Raises `ArticleError`."""
    flows = scene.article.flows
    if not flows:
        scene.article.check_read()
        raise ArticleError(
            f"`{scene.article.name}` has no flow: declare one in a table [flows.NAME]"
        )
    return next((name for name in flows if matrix_states(scene, name)), next(iter(flows)))


def spaces_of(scene: Derivation, model: Model) -> tuple[str, ...]:
    """The spaces of an article, those of its indices for which none is named, and of its modes."""
    symbols = scene.article.symbols
    read = {symbols[n].index for n in (*model.states, *model.data) if n in symbols}
    indices = read - {"", *scene.indices}
    own = (model.space,) if model.space not in ("", SINGLE) else ()
    return tuple(dict.fromkeys((*scene.article.spaces, *map(own_space, sorted(indices)), *own)))


def space_called(name: str, spaces: Collection[str]) -> str:
    """A space by its name, or by the index that has it for its own."""
    return own_space(name) if name not in spaces and own_space(name) in spaces else name


def matrix_states(scene: Derivation, flow: str) -> list[str]:
    """The states of a flow that are matrices or vectors, in the order of their rates."""
    symbols = scene.article.symbols
    return [s for s in _rates(scene, flow) if not symbols[s].scalar]


def _rates(scene: Derivation, flow: str) -> Mapping[str, Expr]:
    try:
        return scene.flow(flow).rates
    except Unsupported as error:
        raise Unsupported(f"the flow `{flow}` has no rates to be integrated: {error}") from error


def data_of(scene: Derivation, flow: str) -> tuple[str, ...]:
    """The matrices that the rates of a flow read besides its states, as declared.

    Of vectors and scalars with an index, that of all members. None for a flow of modes.
    """
    rates, symbols = _rates(scene, flow), scene.article.symbols
    if any(symbols[s].index for s in rates):
        return ()
    used = _read(scene, flow)
    given = [n for n, s in symbols.items() if n in used and n not in rates]
    return tuple(n for n in given if not symbols[n].scalar or symbols[n].index)


def _read(scene: Derivation, flow: str) -> frozenset[Letter]:
    """All letters of the rates of a flow."""
    normal = scene.normal(scene.setting((), flow))
    found = [normal.whole(rate) for rate in _rates(scene, flow).values()]
    scalars = {n for e in found for c in e.terms.values() for n in c.free()}
    return closure([*scalars, *(n for e in found for n in e.letters())])


def flow_model(scene: Derivation, flow: str, structure: Mapping[str, Structure]) -> Model:
    """The flow as it is: `full_model` of one about matrices, `scalar_model` of any other.

    ``structure`` is of the matrices that the flow reads; what it does not name is dense, or as
    declared. Raises `ArticleError` for an unknown flow, and `Unsupported`.
    """
    check_flow(scene, flow)
    if not matrix_states(scene, flow) and not data_of(scene, flow):
        return scalar_model(scene, flow)
    kinds: dict[str, Structure] = dict.fromkeys(data_of(scene, flow), "dense")
    return full_model(scene, flow, kinds | dict(structure))


def scalar_model(scene: Derivation, flow: str) -> Model:
    """A flow of scalars: one set of them for each mode, or one set alone where none has an index.

    Numbers without an index may move beside modes. The data are the parameters and functions with
    an index; those of another one than the modes have may only be summed. ``space`` is the space
    that the index runs over, and `SINGLE` without an index. Raises `Unsupported` for modes of two
    indices, and for modes that read matrices.
    """
    article = scene.article
    rates, base = timed(_rates(scene, flow), scene.setting((), flow))
    symbols = base.symbols
    indices = list(dict.fromkeys(symbols[s].index for s in rates if symbols[s].index))
    if len(indices) > 1:
        shown = ", ".join(f"`{s}`" for s in rates)
        raise Unsupported(
            f"the flow `{flow}` moves {shown}, scalars of different modes; a kernel has one set of"
            " scalars for each mode: make two flows of it"
        )
    index = indices[0] if indices else ""
    normal, used = scene.normal(base), _read(scene, flow)
    for state, rate in rates.items():
        alone = normal.whole(rate).value().free()
        allowed = ("", symbols[state].index)
        if wrong := [n for n in symbols if n in alone and symbols[n].index not in allowed]:
            raise Unsupported(
                f"the rate of `{state}` reads `{wrong[0]}` of one mode, of which it is none"
            )
    if matrices := [n for n, s in symbols.items() if index and n in used and not s.scalar]:
        raise Unsupported(
            f"the flow `{flow}` moves scalars of modes and reads the matrix `{matrices[0]}`; give"
            " what it reads of that a symbol of its own"
        )
    data = tuple(n for n, s in symbols.items() if s.index and n in used and n not in rates)
    what = f"modes of index {index}" if index else "scalars"
    return Model(
        "full",
        f"flow `{flow}` of {article.name}, {what}",
        base,
        {s: Sym(s) for s in rates},
        rates,
        data,
        dict.fromkeys(data, "diagonal"),
        space=article.space_of(index) if index else SINGLE,
    )
