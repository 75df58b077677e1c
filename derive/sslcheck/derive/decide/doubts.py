"""Why a claim that is false at an exact point may yet be meant otherwise, and is not refuted, and
why no point is found at which one could be looked at."""

from __future__ import annotations

from contextlib import suppress

from sslcheck.derive.article.article import Claim
from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.article.moving import parts_of, sides_of, states_in
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import Dot, Power, Quotient, Sum, Sym
from sslcheck.derive.setting import Setting
from sslcheck.derive.text.reason import Reason, reason
from sslcheck.derive.traverse import walk, within

__all__ = ["doubt", "no_model"]


def doubt(derivation: Derivation, claim: Claim, setting: Setting) -> Reason:
    """What keeps a false claim from being refuted; empty where nothing does."""
    if exists := _existing(claim, setting):
        said = " is declared as a constant, of which the claim says that it exists: only claims of"
        given = ' kind `integral` seek it. What is given is a `role = "parameter"`'
        return reason(exists, said, given)
    return _unmoved(derivation, claim, setting)


def no_model(derivation: Derivation, setting: Setting) -> Reason:
    """Why no exact point satisfies a setting: its flow divides by what is 0 at the start, or the
    hypotheses may contradict each other."""
    normal = derivation.normal(setting)
    start = {"t": normal.scalars.number(0)}
    for part in within(setting.flow.values(), setting.lets, setting.definitions):
        match part:
            case Quotient(denominator=below) | Power(base=below) if Sym("t") in walk(below):
                with suppress(Unsupported):
                    if normal.element(below).value().substitute(start).is_zero():
                        zero = reason("the flow divides by ", below, ", which is 0 at the start")
                        shifted = Sum((Sym("t"), Sym("t_0")))
                        remedy = reason(": write ", shifted, ", with a positive ", Sym("t_0"))
                        return reason(zero, remedy, ", in the place of ", Sym("t"))
    why = "no exact point was found that satisfies all hypotheses and declarations: do they"
    return reason(why, " contradict each other?")


def _existing(claim: Claim, setting: Setting) -> Sym | None:
    """A constant of a statement, or of what moves its states, that its kind does not look for: it
    is false for one, and may be true for another.
    """
    options = (*claim.form.names, *claim.form.constants)
    sought = [getattr(claim.form, option) for option in options]
    for part in within(sides_of(claim), setting.lets, setting.definitions, setting.flow):
        if isinstance(part, Sym) and part.name not in sought:
            symbol = setting.symbols.get(part.name)
            if symbol is not None and symbol.role == "constant":
                return Sym(part.name)
    return None


def _unmoved(derivation: Derivation, claim: Claim, setting: Setting) -> Reason:
    """Why a claim about a state is not refuted that its flow says nothing of; empty if none."""
    flow = derivation.flow_name(claim.hypotheses, claim.flow)
    whole = claim.form.needs_flow == "always" or claim.form.meant(claim) == "at the start"
    article = derivation.article
    rates = [p for p in parts_of(claim, article.definitions) if isinstance(p, Dot)]
    about = (sides_of(claim) if whole else rates) if flow else []
    moving = states_in(about, article.symbols, article.definitions)
    said = {*setting.flow, *setting.lets}
    moves = [n for n in moving if setting.symbols[n].role == "state"]  # not held fixed
    lost = next((n for n in moves if n not in said), "")
    if not lost:
        return ()
    name = Sym(lost)
    return reason(
        f"the flow `{flow}` does not say how ",
        name,
        " moves; give it an equation there, or, where ",
        name,
        ' is what a hypothesis says of other states, `holds = "along"`',
    )
