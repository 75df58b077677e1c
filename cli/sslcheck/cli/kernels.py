"""``sslcheck kernels``: the program text of a derived flow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from sslcheck.cli.completing import flows
from sslcheck.cli.console import emit, manner
from sslcheck.cli.given import ArticleName, OutputFile, Use, refuse_unused
from sslcheck.derive import DEFAULT_ARTICLE

if TYPE_CHECKING:
    from sslcheck.derive.article.derivation import Derivation
    from sslcheck.derive.emit import ElementwisePlan, Plan
    from sslcheck.derive.models.model import Model, Structure
    from sslcheck.derive.setting import Symbol

__all__ = ["ModelKind", "StructureKind", "Target", "kernels"]


Target = Literal["numpy", "cupy", "cuda"]
"""What the text is written for."""

StructureKind = Literal["isotropic", "diagonal", "dense"]
"""What the data matrices are."""

ModelKind = Literal["full", "gram", "modal"]
"""The flow itself, or an exact reduction of it."""

_MOST = 2**53  # as everywhere: floats tell no larger counts apart


def kernels(
    context: typer.Context,
    target: Annotated[
        Target, typer.Option(help="What to write: array code, or CUDA C for modes.")
    ] = "numpy",
    structure: Annotated[
        StructureKind | None,
        typer.Option(
            help="What the square data matrices are; modes do not ask.",
            show_default="as declared: diagonal or dense",
        ),
    ] = None,
    model: Annotated[
        ModelKind | None,
        typer.Option(
            help="The flow itself, its Gram matrices, or its modes.",
            show_default="full; modal for cuda",
        ),
    ] = None,
    flow: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="A flow of the article, of matrices, modes or scalars.",
            show_default="its first of matrices",
            autocompletion=flows,
        ),
    ] = None,
    n: Annotated[
        int,
        typer.Option("--n", min=0, max=_MOST, help="Size of every other space; 0 stands for --d."),
    ] = 0,
    d: Annotated[
        int,
        typer.Option(
            "--d", min=1, max=_MOST, help="Size of the inputs: of the space of the data's moments."
        ),
    ] = 512,
    size: Annotated[
        list[str] | None,
        typer.Option(
            metavar="SPACE=SIZE", help="Size of one space, before --n and --d; repeat it."
        ),
    ] = None,
    article: ArticleName = DEFAULT_ARTICLE,
    output: OutputFile = None,
) -> int:
    """Print the kernel of a derived flow.

    The text is a module that runs as it is; its plan, with what each step costs, stands above it
    as a comment.

    \b
    Examples:
      sslcheck kernels --structure diagonal --n 1024 --d 4096
      sslcheck kernels --article two-layer --size h=64 --size m=10
      sslcheck kernels --article exact-modes --flow strengths --size h=64
      sslcheck kernels --target cuda --flow symmetrised
    """
    from sslcheck.cli.exits import tell_problems
    from sslcheck.derive import load_article
    from sslcheck.derive.article.derivation import Derivation
    from sslcheck.derive.errors import Unsupported
    from sslcheck.derive.models.flow_model import (
        SINGLE,
        check_flow,
        data_of,
        first_flow,
        matrix_states,
        spaces_of,
    )
    from sslcheck.derive.reduce import space_of_modes
    from sslcheck.numeric.disk.files import check_target, write_atomically
    from sslcheck.numeric.flows.naming import sizes_given
    from sslcheck.numeric.system import plan_of

    if output is not None:
        check_target(output)

    kind = model or ("modal" if target == "cuda" else "full")
    if target == "cuda" and kind != "modal":
        raise Unsupported(
            f"CUDA C is written for modes only, one thread each, not for the {kind} model, whose"
            f" matrix products a library does best; take `--model modal` or `--target cupy`"
        )
    modal = Use(("structure",), "--model full or gram", lambda _: kind != "modal")
    refuse_unused(context, (modal,))
    loaded = load_article(article)
    scene = Derivation(loaded)
    name = flow or first_flow(scene)
    check_flow(scene, name)
    tell_problems(loaded.problems)
    symbols = scene.article.symbols
    states, data = matrix_states(scene, name), data_of(scene, name)
    if not data and not states and structure is not None:
        raise Unsupported(f"the flow `{name}` reads no matrices; leave `--structure` out")
    models = _models(scene, name, data, kind, structure)
    moments = [symbols[m].shape[0] for m in data if _square(symbols[m])]
    inputs = {*moments[:1]} - ({space_of_modes(scene.article, states)} if states else set())
    spaces = spaces_of(scene, models[0])
    sizes = {space: d if space in inputs else n or d for space in spaces}
    sizes |= sizes_given(size or [], spaces) | {SINGLE: 1}
    plans = [plan_of(each, sizes) for each in models]
    plan, found = min(zip(plans, models, strict=True), key=lambda each: each[0].flops)
    moving = [m for m in found.data if m in symbols and symbols[m].role == "function"]
    lines = _cuda(plan) if target == "cuda" else _python(plan, target, moving)
    text = "\n".join(lines) + "\n"
    if manner() == "json":
        text = _as_json(article, name, found, target, sizes, plan, text)
    if output is None:
        emit(text)
    else:
        write_atomically(output, text)
    return 0


def _as_json(
    article: str,
    flow: str,
    model: Model,
    target: Target,
    sizes: Mapping[str, int],
    plan: Plan | ElementwisePlan,
    text: str,
) -> str:
    """The kernel and what it costs, as data."""
    import json

    from sslcheck.derive.models.flow_model import SINGLE

    told = {
        "article": article,
        "flow": flow,
        "model": model.name,
        "target": target,
        "sizes": {space: size for space, size in sizes.items() if space != SINGLE},
        "matrix_products": plan.products,
        "operations": plan.flops,
        "bytes_moved": plan.traffic(),
        "memory": plan.memory(),
        "text": text,
    }
    return json.dumps(told, indent=2, ensure_ascii=False) + "\n"


def _square(symbol: Symbol) -> bool:
    return symbol.shape[0] == symbol.shape[1] and not symbol.scalar


def _models(
    scene: Derivation,
    flow: str,
    data: tuple[str, ...],
    kind: ModelKind,
    structure: StructureKind | None,
) -> Sequence[Model]:
    """The model asked for, or several of which one is to be the cheapest."""
    from sslcheck.derive.errors import Unsupported
    from sslcheck.derive.models.flow_model import matrix_states, scalar_model
    from sslcheck.derive.models.model import full_model
    from sslcheck.derive.reduce import closed_models, closed_numbers, modal_model

    found: Sequence[Model | None]
    if not matrix_states(scene, flow) and not data:
        found = closed_numbers(scene, flow) if kind == "gram" else [scalar_model(scene, flow)]
        if not found:
            raise Unsupported(f"no closed set of products of the numbers of `{flow}` is found")
        return [model for model in found if model is not None]

    symbols = scene.article.symbols
    # only a square matrix can be a multiple of the identity, or diagonal
    square = {m for m in data if _square(symbols[m])}
    asked: Structure = "dense" if structure is None else structure
    kinds: dict[str, Structure] = {m: asked if m in square else "dense" for m in data}
    if kind == "full":
        found = [full_model(scene, flow, kinds)]
    elif kind == "modal":
        found = [modal_model(scene, flow, data)]
    else:
        found = closed_models(scene, flow, kinds)
    if models := [model for model in found if model is not None]:
        return models
    other = [m for m, k in kinds.items() if k != "isotropic"] if kind == "gram" else []
    hint = f" where `{other[0]}` is {kinds[other[0]]}" if other else ""
    remedy = "`--structure isotropic`, if the data are so, or " if other else ""
    raise Unsupported(
        f"no exact {kind} model of the flow `{flow}` is found{hint}; take {remedy}`--model full`"
    )


def _python(plan: Plan | ElementwisePlan, target: Target, moving: Iterable[str]) -> Iterator[str]:
    """A module: the plan as a comment, an import, the two functions, how to call them.

    ``moving`` are the data that the article lets depend on time.
    """
    from sslcheck.derive.emit import ElementwisePlan, array_text, elementwise_text, plan_lines

    xp = {"numpy": "np", "cupy": "cp"}[target]
    if isinstance(plan, ElementwisePlan):
        text, data = elementwise_text(plan), plan.data
    else:
        text, data = array_text(plan), tuple(b.name for b in plan.data)
    yield from (f"# {line}".rstrip() for line in plan_lines(plan))
    yield ""
    yield f"import {target} as {xp}"
    yield ""
    yield ""
    yield text
    yield ""
    where = "" if target == "numpy" else " on the GPU"
    scalars = _tuple(map(plan.names.of, plan.scalars))
    yield f"# With states, outputs and work as tuples of the arrays named above{where}, in C order:"
    yield f"# constants = prepare({xp}, {_tuple(data)}, {scalars})"
    yield f"# evaluate({xp}, states, outputs, constants, {scalars}, work)"
    numbers = [] if isinstance(plan, ElementwisePlan) else [b for b in plan.outputs if not b.rows]
    if numbers:
        yield f"# It returns the numbers: {_tuple(b.name for b in numbers)}"
    for name in moving:
        yield f"# `{plan.names.of(name)}` is a function of time: prepare anew whenever it changes."


def _tuple(names: Iterable[str]) -> str:
    listed = list(names)
    return f"({', '.join(listed)}{',' if len(listed) == 1 else ''})"


def _cuda(plan: Plan | ElementwisePlan) -> Iterator[str]:
    """A source file: the plan as a comment, the kernel, how to launch it."""
    from sslcheck.derive.emit import ElementwisePlan, cuda_text, plan_lines

    assert isinstance(plan, ElementwisePlan)
    first, *more = plan_lines(plan)
    yield f"/* {first}"
    yield from (f" * {line}".rstrip() for line in more)
    yield " */"
    yield cuda_text(plan)
    names = [*plan.states, *plan.data, *(n for n, _ in plan.rates)]
    arguments = ", ".join(["modes", *names, *map(plan.names.of, plan.scalars)])
    yield '/* kernel = cupy.RawKernel(text, "evaluate")'
    yield f" * kernel(((modes + 255) // 256,), (256,), ({arguments}))"
    yield " */"
