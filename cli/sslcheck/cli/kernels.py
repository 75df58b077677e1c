"""``sslcheck kernels``: the program text of a derived flow."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from sslcheck.cli.console import emit
from sslcheck.cli.given import Use, refuse_unused
from sslcheck.derive import DEFAULT_ARTICLE

if TYPE_CHECKING:
    from sslcheck.derive.derivation import Derivation
    from sslcheck.derive.emit import ElementwisePlan, Plan
    from sslcheck.derive.model import Model, Structure

__all__ = ["ModelKind", "StructureKind", "Target", "kernels"]


_MOST = 2**53  # as everywhere: floats tell no larger counts apart


class Target(StrEnum):
    """What the text is written for."""

    numpy = "numpy"
    cupy = "cupy"
    cuda = "cuda"


class StructureKind(StrEnum):
    """What the data matrices are."""

    isotropic = "isotropic"
    diagonal = "diagonal"
    dense = "dense"


class ModelKind(StrEnum):
    """The flow itself, or an exact reduction of it."""

    full = "full"
    gram = "gram"
    modal = "modal"


def kernels(
    context: typer.Context,
    target: Annotated[
        Target, typer.Option(help="What to write: array code, or CUDA C for modes.")
    ] = Target.numpy,
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
        typer.Option(metavar="NAME", help="A flow of the article.", show_default="its first"),
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
    article: Annotated[
        str, typer.Option(metavar="NAME|FILE", help="A shipped article, or a TOML file.")
    ] = DEFAULT_ARTICLE,
) -> int:
    """Print the kernel of a derived flow.

    The text is a module that runs as it is; its plan, with what each step costs, stands above it
    as a comment.

    \b
    Examples:
      sslcheck kernels --structure diagonal --n 1024 --d 4096
      sslcheck kernels --article two-layer --size h=64 --size m=10
      sslcheck kernels --target cuda --flow symmetrised
    """
    from sslcheck.cli.exits import tell_problems
    from sslcheck.derive import load_article
    from sslcheck.derive.derivation import Derivation
    from sslcheck.derive.emit import make_elementwise_plan, make_plan
    from sslcheck.derive.errors import Unsupported
    from sslcheck.derive.reduce import space_of_modes

    kind = model or (ModelKind.modal if target is Target.cuda else ModelKind.full)
    if target is Target.cuda and kind is not ModelKind.modal:
        raise Unsupported(
            f"CUDA C is written for modes only, one thread each, not for the {kind} model, whose"
            f" matrix products a library does best; take `--model modal` or `--target cupy`"
        )
    modal = Use(("structure",), "--model full or gram", lambda _: kind is not ModelKind.modal)
    refuse_unused(context, (modal,))
    loaded = load_article(article)
    tell_problems(loaded.problems)
    scene = Derivation(loaded)
    states, name = _matrix_flow(scene, flow)
    symbols = scene.article.symbols
    data = _data(scene, name, states)
    found = _model(scene, name, data, kind, structure)
    moments = [symbols[m].shape[0] for m in data if symbols[m].shape[0] == symbols[m].shape[1]]
    inputs = {*moments[:1]} - {space_of_modes(scene.article, states)}
    sizes = {space: d if space in inputs else n or d for space in scene.article.spaces}
    sizes |= _sizes(size or [], sizes)
    plan: Plan | ElementwisePlan
    if found.elementwise:
        plan = make_elementwise_plan(found, sizes[found.space])
    else:
        plan = make_plan(found, sizes)
    moving = [m for m in found.data if m in symbols and symbols[m].role == "function"]
    lines = _cuda(plan) if target is Target.cuda else _python(plan, target, moving)
    emit("\n".join(lines) + "\n")
    return 0


def _sizes(given: list[str], spaces: Collection[str]) -> dict[str, int]:
    """The sizes named one by one."""
    from difflib import get_close_matches

    from sslcheck.derive.errors import ArticleError

    found: dict[str, int] = {}
    for text in given:
        space, _, number = (part.strip() for part in text.partition("="))
        if not (number.isascii() and number.isdigit() and len(number) < 10 and int(number)):
            raise ArticleError(
                f"`--size {text}` is not a space and its size; write SPACE=SIZE with a whole number"
                " from 1 on, such as `--size d=64`"
            )
        if space not in spaces:
            near = get_close_matches(space, spaces, 1)
            hint = f"; did you mean `{near[0]}`?" if near else ""
            known = ", ".join(f"`{name}`" for name in spaces) or "none"
            raise ArticleError(f"no space `{space}`{hint}; the article's spaces are: {known}")
        if space in found:
            raise ArticleError(f"`--size` gives the space `{space}` twice; drop one of the two")
        found[space] = int(number)
    return found


def _matrix_flow(scene: Derivation, wanted: str | None) -> tuple[list[str], str]:
    """The matrix states of a flow, and its name; by default of the first flow that has some."""
    from sslcheck.derive.errors import ArticleError

    article = scene.article
    if wanted is not None and wanted not in article.flows:
        known = ", ".join(f"`{name}`" for name in article.flows) or "none"
        raise ArticleError(f"`{article.name}` has no flow `{wanted}`; its flows are: {known}")
    for name in (wanted,) if wanted is not None else article.flows:
        states = [s for s in scene.flow(name).rates if not article.symbols[s].scalar]
        if states:
            return states, name
    what = f"the flow `{wanted}`" if wanted else f"no flow of `{article.name}`"
    raise ArticleError(
        f"{what} {'has no' if wanted else 'has'} matrix states; take a flow that moves matrices"
    )


def _data(scene: Derivation, flow: str, states: list[str]) -> tuple[str, ...]:
    """The matrices that the rates of a flow's states read besides these, in the article's order."""
    normal = scene.normal(scene.setting((), flow))
    used = {n for s in states for n in normal.element(scene.flow(flow).rates[s]).letters()}
    return tuple(n for n in scene.article.symbols if n in used and n not in states)


def _model(
    scene: Derivation,
    flow: str,
    data: tuple[str, ...],
    kind: ModelKind,
    structure: StructureKind | None,
) -> Model:
    """The model asked for."""
    from sslcheck.derive.errors import Unsupported
    from sslcheck.derive.model import full_model
    from sslcheck.derive.reduce import gram_model, modal_model

    symbols = scene.article.symbols
    # only a square matrix can be a multiple of the identity, or diagonal
    square = {m for m in data if symbols[m].shape[0] == symbols[m].shape[1]}
    asked: Structure = "dense" if structure is None else structure.value
    kinds: dict[str, Structure] = {m: asked if m in square else "dense" for m in data}
    found: Model | None
    if kind is ModelKind.full:
        found = full_model(scene, flow, kinds)
    elif kind is ModelKind.modal:
        found = modal_model(scene, flow, data)
    elif other := [m for m, k in kinds.items() if k != StructureKind.isotropic]:
        raise Unsupported(
            f"the Gram matrices close for isotropic data only, and `{other[0]}` is"
            f" {kinds[other[0]]}; take `--structure isotropic` where the data are multiples of the"
            " identity, or `--model full`"
        )
    else:
        found = gram_model(scene, flow, kinds)
    if found is None:
        raise Unsupported(
            f"no exact {kind} model of the flow `{flow}` is found; take `--model full`"
        )
    return found


def _python(plan: Plan | ElementwisePlan, target: Target, moving: Iterable[str]) -> Iterator[str]:
    """A module: the plan as a comment, an import, the two functions, how to call them.

    ``moving`` are the data that the article lets depend on time.
    """
    from sslcheck.derive.emit import (
        ElementwisePlan,
        array_text,
        elementwise_text,
        plan_lines,
    )

    xp = {Target.numpy: "np", Target.cupy: "cp"}[target]
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
    where = "" if target is Target.numpy else " on the GPU"
    scalars = _tuple(map(plan.names.of, plan.scalars))
    yield f"# With states, outputs and work as tuples of the arrays named above{where}, in C order:"
    yield f"# constants = prepare({xp}, {_tuple(data)}, {scalars})"
    yield f"# evaluate({xp}, states, outputs, constants, {scalars}, work)"
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
