"""Laws that were found, for a terminal, as data, as a page and as theorems."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sslcheck.derive.discover import AnyLoss, Counts, Discovery, Falling, Smaller
from sslcheck.derive.discover.claims import Found
from sslcheck.derive.emit import Names
from sslcheck.derive.expr import ZERO
from sslcheck.derive.text.printing import relation_latex, to_latex, to_text
from sslcheck.derive.text.reason import plainly
from sslcheck.derive.verdicts.result import ClaimResult
from sslcheck.reports.columns import columns, wrapped
from sslcheck.reports.latex.appendix import render_latex
from sslcheck.reports.page.blocks import (
    Block,
    Bullets,
    Heading,
    Math,
    Strong,
    Table,
    Text,
    line,
    words,
)
from sslcheck.reports.page.to_markdown import to_markdown
from sslcheck.reports.table import Paint, unpainted
from sslcheck.reports.text import clean, duration, grounds

__all__ = ["discovery_json", "discovery_latex", "discovery_markdown", "render_discovery"]

_MOST = 8
"""Consequences, and smaller systems, that are listed for a terminal."""

FORMAT = 1


def render_discovery(found: Discovery, width: int = 120, paint: Paint = unpainted) -> str:
    """The laws of a flow as a table, what follows from them, and how many there can be."""
    rows = [
        (
            clean(to_text(law.relation)),
            paint(claim.verdict, claim.verdict.upper()),
            clean(plainly(grounds(claim))),
            duration(claim.seconds),
        )
        for law, claim in _claimed(found)
    ]
    lines = [wrapped(f"flow {clean(_flow(found))}", width, "  ")]
    if rows:
        headers = ("law", "verdict", "why / on condition of", "time")
        lines.append(columns(headers, rows, width, flexible={0: 0.6, 2: 0.4}, right=(3,), keys=1))
    lines += [wrapped(text, width, "  ") for text in _told(found)]
    return "\n".join([*lines, ""])


def _claimed(found: Discovery) -> Iterator[tuple[Found | Falling, ClaimResult]]:
    """Each law and function that falls, with what is proved of it."""
    yield from zip((*found.laws, *found.falling), found.report.claims, strict=True)


def _flow(found: Discovery) -> str:
    under = f" under {', '.join(found.hypotheses)}" if found.hypotheses else ""
    return f"{found.flow} of {found.article.name}{under}"


def _told(found: Discovery) -> Iterator[str]:
    searched = f"up to degree {found.degree}"
    if not found.laws:
        yield f"no law {searched}"
    if found.any_loss is not None and found.laws:
        loss = found.any_loss
        place = f"any function {loss.letter}(t) in place of {to_text(loss.gradient)}"
        yield f"for every loss, {clean(place)}: {_which(loss)}"
    if found.following:
        yield f"and what follows from these, {searched}:"
        for law in found.following[:_MOST]:
            yield f"- {_rate(law)}: {clean(to_text(law.quantity))}"
        if (more := len(found.following) - _MOST) > 0:
            yield f"- {more} more"
    if found.counts is not None:
        yield _counted(found.counts)
    if found.smaller:
        yield f"smaller systems, each proved, for `{_run(found)}` with"
    for each in found.smaller[:_MOST]:
        yield f"- {clean(_options(each))}: {clean(', '.join(map(to_text, each.states)))}"
    if (more := len(found.smaller) - _MOST) > 0:
        yield f"- {more} more"
    yield from (f"note: {clean(plainly(note))}" for note in found.notes)


def _which(loss: AnyLoss) -> str:
    """Which laws hold for every loss."""
    if all(loss.holds):
        return "all of these laws"
    numbers = [str(number) for number, holds in enumerate(loss.holds, 1) if holds]
    return f"of these laws, number {', '.join(numbers)}" if numbers else "none of these laws"


def _run(found: Discovery) -> str:
    return clean(f"sslcheck simulate --flow {found.flow}")


def _options(each: Smaller) -> str:
    data = "".join(f" --data {Names().of(name)}=isotropic" for name in each.isotropic)
    return f"--model {each.model.name}{data}"


def _rate(law: Found) -> str:
    return "conserved" if law.rate == ZERO else f"e^({clean(to_text(law.rate))} t)"


def _counted(counts: Counts) -> str:
    """How complete the laws are."""
    sizes = ", ".join(f"{space} = {size}" for space, size in counts.sizes.items())
    at = f"at {sizes}: " if sizes else ""
    alone = "of the states and of time alone"
    functions = f"independent functions {alone} are conserved for all data"
    if not counts.most:
        return f"{at}there is none: no function {alone} is conserved for all data"
    if counts.complete:
        return f"{at}complete: {counts.found} of {counts.most} {functions}"
    return f"{at}not known to be complete: between {counts.found} and {counts.most} {functions}"


def discovery_json(found: Sequence[Discovery], environment: Mapping[str, str]) -> str:
    """Everything as data: of each flow its laws with their verdicts, consequences and counts."""
    document = {"format": FORMAT, "flows": [_data(f) for f in found], "environment": environment}
    return json.dumps(document, indent=2, sort_keys=True, allow_nan=False) + "\n"


def _data(found: Discovery) -> dict[str, Any]:
    counts = found.counts
    return {
        "article": found.article.name,
        "flow": found.flow,
        "hypotheses": list(found.hypotheses),
        "degree": found.degree,
        "laws": [
            _law(law) | {"claim": claim.as_dict()}
            for law, claim in _claimed(found)
            if isinstance(law, Found)
        ],
        "falling": [
            {
                "latex": relation_latex(law.relation),
                "function": to_latex(law.value),
                "degree": law.degree,
                "claim": claim.as_dict(),
            }
            for law, claim in _claimed(found)
            if isinstance(law, Falling)
        ],
        "following": [_law(law) for law in found.following],
        "counts": None
        if counts is None
        else {
            "sizes": dict(counts.sizes),
            "found": counts.found,
            "most": counts.most,
            "complete": counts.complete,
        },
        "any_loss": None
        if found.any_loss is None
        else {
            "letter": found.any_loss.letter,
            "gradient": to_latex(found.any_loss.gradient),
            "holds": list(found.any_loss.holds),
        },
        "smaller": [
            {
                "model": each.model.name,
                "isotropic": list(each.isotropic),
                "states": {n: to_latex(state) for n, state in each.model.states.items()},
                "rates": {n: to_latex(rate) for n, rate in each.model.rates.items()},
            }
            for each in found.smaller
        ],
        "notes": [plainly(note) for note in found.notes],
    }


def _law(law: Found) -> dict[str, Any]:
    return {
        "latex": relation_latex(law.relation),
        "quantity": to_latex(law.quantity),
        "rate": to_latex(law.rate),
        "degree": law.degree,
        "shape": list(law.constant.shape),
    }


def discovery_markdown(found: Sequence[Discovery]) -> str:
    """A page with a section for each flow."""
    return to_markdown([block for each in found for block in _blocks(each)])


def discovery_latex(found: Discovery) -> str:
    """The laws of a flow as theorems with their proofs, and what else was found; ASCII only."""
    beside = Text((Strong(f"Beside the claims, of the flow {_flow(found)}"),))
    return render_latex(found.article, found.report, [beside, *_rest(found)])


def _blocks(found: Discovery) -> Iterator[Block]:
    yield Heading(2, _flow(found))
    rows = tuple(
        ((Math(relation_latex(law.relation)),), words(claim.verdict.upper()), line(grounds(claim)))
        for law, claim in _claimed(found)
    )
    if rows:
        yield Table(("law", "verdict", "why / on condition of"), rows)
    yield from _rest(found)


def _rest(found: Discovery) -> Iterator[Text | Bullets]:
    """What is said beside the laws that are claimed."""
    searched = f"up to degree {found.degree}"
    if not found.laws:
        yield Text(words(f"No law {searched}."))
    if found.any_loss is not None and found.laws:
        letter, gradient = Math(found.any_loss.letter), Math(to_latex(found.any_loss.gradient))
        place = ("For every loss, any function ", letter, " of time in place of ", gradient)
        yield Text((*place, f": {_which(found.any_loss)}."))
    if found.following:
        yield Text(words(f"What follows from these, {searched}, with the factor of its start:"))
        yield Bullets(
            tuple(
                (Math(to_latex(law.quantity)), ", ", Math(to_latex(law.factor)))
                for law in found.following
            )
        )
    if found.counts is not None:
        yield Text(words(_counted(found.counts)))
    if found.smaller:
        yield Text(words(f"Smaller systems, each proved, for {_run(found)} with"))
        yield Bullets(
            tuple(
                (f"{_options(each)}: ", Math(", ".join(map(to_latex, each.states))))
                for each in found.smaller
            )
        )
    if found.notes:
        yield Text(words("Notes:"))
        yield Bullets(tuple(map(line, found.notes)))
