"""All laws of a flow up to a degree, each proved, and how many there can be at most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sslcheck.derive.article.article import Article
from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.decide.engine import verify
from sslcheck.derive.discover.claims import Found, with_claims
from sslcheck.derive.discover.counting import counted, small_sizes
from sslcheck.derive.discover.degrees import Degrees, Progress
from sslcheck.derive.discover.losses import AnyLoss, every_loss
from sslcheck.derive.discover.lyapunov import Falling, Solver, falling
from sslcheck.derive.discover.mixing import mixes
from sslcheck.derive.discover.orbits import Counts
from sslcheck.derive.discover.residues import Residues
from sslcheck.derive.discover.smaller import Smaller, smaller
from sslcheck.derive.discover.tries import Tries
from sslcheck.derive.discover.words import letters_of
from sslcheck.derive.errors import ArticleError
from sslcheck.derive.text.reason import Reason
from sslcheck.derive.text.words import did_you_mean
from sslcheck.derive.verdicts.report import Report
from sslcheck.derive.verdicts.verdict import Verdict

__all__ = ["Discovery", "discover"]

_SHOWN = (Verdict.PROVED, Verdict.CONDITIONAL)


@dataclass(frozen=True, slots=True)
class Discovery:
    """The laws of a flow: the ``article`` with a claim for each, and the ``report`` on these.

    ``laws`` are in the order of the claims, then ``falling``, the functions that are proved never
    to rise; those of ``following`` are consequences, of which nothing is claimed. ``degree`` is
    what was asked for. ``counts`` tells how many there can be, ``any_loss`` which laws hold for
    every loss; ``smaller`` are systems that the flow is exactly, ``notes`` tell what was not
    searched.
    """

    flow: str
    hypotheses: tuple[str, ...]
    article: Article
    report: Report
    laws: tuple[Found, ...]
    falling: tuple[Falling, ...]
    following: tuple[Found, ...]
    degree: int
    counts: Counts | None
    any_loss: AnyLoss | None
    smaller: tuple[Smaller, ...]
    notes: tuple[Reason, ...]


def discover(
    article: Article,
    flow: str,
    under: tuple[str, ...] = (),
    degree: int = 4,
    sizes: Mapping[str, int] | None = None,
    budget: float = 60.0,
    progress: Progress | None = None,
    solve: Solver | None = None,
) -> Discovery:
    """Find quantities ``Q`` with ``dQ/dt = r Q`` for a constant r, for all sizes and all data.

    They are sums of products of at most ``degree`` states and data matrices, or polynomials in
    traces and scalar states of at most that degree, with coefficients that are any function of the
    parameters. ``under`` names hypotheses, such as isotropic data. ``sizes`` of the spaces are
    those at which independent laws are counted. ``budget`` is the processor time in seconds for
    each degree, and for each of the other searches. Functions that never rise are sought where
    there is something to ``solve`` semidefinite programs.

    Raises `ArticleError` for unknown names, `Unsupported` where a flow has no normal form.
    """
    _check(article, flow, under)
    scene = Derivation(article)
    setting = scene.setting(scene.hypotheses(under, flow), flow, holds="along")
    normal, tries = scene.normal(setting), Tries(budget)
    letters, residues = letters_of(normal), Residues(normal)

    def tell(done: int, name: str) -> None:
        if progress is not None:
            progress(done, degree, name)

    for name in letters.left:
        tries.note(f"`{name}` is given by others: no law is made of it")
    if any(claim.depths for claim in article.claims):
        tries.note("layers are searched at one depth; `--save` writes laws of each layer as claims")
    if mixes(normal, letters, residues):
        told = "the linear part of the flow mixes states: rates other than the sums of their"
        tries.note(f"{told} own are not searched")
    told = "not searched: rational laws, factors other than e^(rt)"
    tries.note(told if solve is not None else f"{told}, Lyapunov functions")

    search = Degrees(article, normal, letters, residues, tries, tell)
    for step in range(1, degree + 1):
        search.step(step)
    guessed: list[Falling] = []

    def guess() -> None:
        assert solve is not None
        tell(degree, "Lyapunov functions")
        for each in falling(normal, letters, degree, solve, budget):
            guessed.append(each)
            tell(degree, f"Lyapunov functions: {len(guessed)}")

    if solve is not None:
        tries.of("Lyapunov functions are not all searched: ", guess)
    tell(degree, "proofs")
    claimed, report, fall = _proved(article, search.laws, guessed, flow, under, budget)
    pairs = zip(search.elements, report.claims, strict=False)
    proved = [element for element, claim in pairs if claim.verdict in _SHOWN]
    sizes = {**small_sizes(article, setting), **(sizes or {})}
    counts = counted(normal, letters, residues, proved, sizes, tries)
    any_loss = tries.of(
        "which laws hold for every loss is not known: ",
        lambda: every_loss(scene, normal, letters, search.laws),
    )
    tell(degree, "smaller systems")
    systems: list[Smaller] = []
    tries.of(
        "closed sets of products are not all searched: ",
        lambda: systems.extend(smaller(scene, flow)),
    )
    return Discovery(
        flow,
        under,
        claimed,
        report,
        tuple(search.laws),
        fall,
        tuple(search.following),
        degree,
        counts,
        any_loss,
        tuple(systems),
        tuple(tries.notes),
    )


def _proved(
    article: Article,
    laws: Sequence[Found],
    guessed: Sequence[Falling],
    flow: str,
    under: tuple[str, ...],
    budget: float,
) -> tuple[Article, Report, tuple[Falling, ...]]:
    """The claims with their verdicts; of functions that fall those alone that are proved."""
    every = with_claims(article, laws, guessed, flow, under)
    names = [claim.id for claim in every.claims[len(laws) :]]
    found = verify(every, names, ledger=False, budget=budget).claims if guessed else ()
    falling = tuple(
        each for each, claim in zip(guessed, found, strict=True) if claim.verdict is Verdict.PROVED
    )
    claimed = with_claims(article, laws, falling, flow, under)
    return claimed, verify(claimed, ledger=True, budget=budget), falling


def _check(article: Article, flow: str, under: tuple[str, ...]) -> None:
    for what, names, known in (
        ("flow", (flow,), article.flows),
        ("hypothesis", under, article.hypotheses),
    ):
        for name in names:
            if name not in known:
                article.check_read()  # it may be among what cannot
                declared = ", ".join(f"`{n}`" for n in known) or "none"
                raise ArticleError(
                    f"no {what} `{name}` in `{article.name}`; it declares {declared}"
                    f"{did_you_mean(name, known)}"
                )
