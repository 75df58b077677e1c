"""``sslcheck simulate --flow``: any flow of any article, by the symbols that it declares."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

import typer

from sslcheck.cli.given import KEPT, Use

if TYPE_CHECKING:
    from sslcheck.numeric.flows.options import FlowOptions

__all__ = ["FLOW", "ROLES", "by_flow", "drawing", "flow_options", "one_of"]

_ROLES = "an article with a table [roles], without --flow, --size and --set"

ROLES = (
    Use(("d", "n"), f"{_ROLES}; here `--size SPACE=SIZE` says it", lambda _: False),
    Use(("alpha_p", "beta", "eta"), f"{_ROLES}; here `--set SYMBOL=NUMBER`", lambda _: False),
    Use(("sigma2", "tau0", "target", "symmetrised"), _ROLES, lambda _: False),
    Use(("rtol", "atol"), "an adaptive --method", lambda given: given["method"] != "rk4"),
    Use(("step",), "--method rk4", lambda given: given["method"] == "rk4"),
    *KEPT,
)
"""Options that have no effect on a flow by its name."""

FLOW = Use(("scale", "products"), "--flow NAME", lambda _: False)
"""And those that have an effect only there."""


def drawing(drawn: Collection[str], states: Collection[str]) -> tuple[Use, ...]:
    """Options that have no effect where all is given; ``drawn`` are the names of what is not."""
    return (
        Use(("seed",), "something that is drawn (all is given)", lambda _: bool(drawn)),
        Use(
            ("scale",),
            "a state that is drawn (where each starts is given)",
            lambda _: any(name in states for name in drawn),
        ),
    )


def by_flow(
    article: str,
    flow: str | None,
    lists: Collection[list[str] | None],
    perhaps: Collection[list[str] | None],
) -> bool:
    """Whether a flow is asked for by its name, or what is said can be of nothing else."""
    if flow is not None or any(lists):
        return True
    if any("=" in text and not text.endswith(".npz") for given in perhaps for text in given or []):
        return True
    from sslcheck.derive import DEFAULT_ARTICLE

    if article == DEFAULT_ARTICLE:
        return False
    from sslcheck.numeric.article import derivation

    found = derivation(article).article
    return found.roles is None and not found.problems


def one_of(option: str, given: list[str] | None, allowed: tuple[str, ...]) -> str:
    """The only value of an option that may be repeated beside ``--flow`` alone."""
    if given and len(given) > 1:
        raise typer.BadParameter(
            f"{option} is given {len(given)} times; give it once, or with --flow as SYMBOL=VALUE"
        )
    return given[0] if given else allowed[0]


def flow_options(
    plain: Mapping[str, Any], named: tuple[list[str], list[str], list[str], list[str]]
) -> FlowOptions:
    """What a run of a flow is asked; ``named`` are the values of --size, --set, --data, --init."""
    from sslcheck.derive.models.flow_model import check_flow, first_flow, flow_model, spaces_of
    from sslcheck.numeric.article import derivation
    from sslcheck.numeric.flows.naming import number_of, pairs_given, sizes_given
    from sslcheck.numeric.flows.options import FlowOptions

    size, numbers, data, init = named
    scene = derivation(plain["article"])
    flow = plain.get("flow") or first_flow(scene)
    check_flow(scene, flow)
    values = pairs_given("--set", numbers, r"'\eta=0.1'")
    return FlowOptions(
        **{**plain, "flow": flow},
        sizes=sizes_given(size, spaces_of(scene, flow_model(scene, flow, {}))),
        values={name: number_of("--set", name, value) for name, value in values.items()},
        data=pairs_given("--data", data, "X=FILE.npy"),
        starts=pairs_given("--init", init, "W=FILE.npy"),
    )
