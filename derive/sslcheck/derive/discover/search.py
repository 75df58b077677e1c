"""All laws of a flow up to a degree, each proved, and how many there can be at most."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter

from sslcheck.derive.algebra.scalars import Ratio
from sslcheck.derive.algebra.words import Element
from sslcheck.derive.article.article import Article
from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.decide.budget import time_limit
from sslcheck.derive.decide.engine import verify
from sslcheck.derive.discover.claims import Found, found, with_claims
from sslcheck.derive.discover.follow import Known
from sslcheck.derive.discover.losses import AnyLoss, every_loss
from sslcheck.derive.discover.lyapunov import Falling, Solver, falling
from sslcheck.derive.discover.matrices import MatrixLaws
from sslcheck.derive.discover.orbits import Counts, Orbits
from sslcheck.derive.discover.residues import Residues
from sslcheck.derive.discover.scalars import ScalarLaws
from sslcheck.derive.discover.smaller import Smaller, smaller
from sslcheck.derive.discover.words import Letters, letters_of
from sslcheck.derive.errors import ArticleError, OutOfTime, SslcheckError, TooLarge, Unsupported
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Setting
from sslcheck.derive.text.reason import Reason, of_error, reason
from sslcheck.derive.text.words import did_you_mean
from sslcheck.derive.verdicts.verdict import Report, Verdict

__all__ = ["Discovery", "discover"]

Progress = Callable[[int, int, str], None]

_COUNTING = 5.0
"""Seconds of processor time for brackets, which may go on for ever where laws are missing."""


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
    derivation = Derivation(article)
    setting = derivation.setting(derivation.hypotheses(under, flow), flow, holds="along")
    tell = progress or (lambda done, total, name: None)
    search = _Search(article, derivation.normal(setting), budget, tell, degree, solve is not None)
    for step in range(1, degree + 1):
        search.step(step)
    guessed = () if solve is None else search.falling(solve)
    tell(degree, degree, "proofs")
    claimed, report, falling = _proved(article, search.laws, guessed, flow, under, budget)
    counts = search.counts({**_small(article, setting), **(sizes or {})}, report)
    tell(degree, degree, "smaller systems")
    return Discovery(
        flow,
        under,
        claimed,
        report,
        tuple(search.laws),
        falling,
        tuple(search.following),
        degree,
        counts,
        search.any_loss(derivation),
        search.smaller(derivation, flow),
        tuple(search.notes),
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
                declared = ", ".join(f"`{n}`" for n in known) or "none"
                raise ArticleError(
                    f"no {what} `{name}` in `{article.name}`; it declares {declared}"
                    f"{did_you_mean(name, known)}"
                )


@dataclass(slots=True)
class _Search:
    article: Article
    normal: NormalForm
    budget: float
    tell: Progress
    degree: int
    solved: bool
    """Whether there is something to solve semidefinite programs."""
    laws: list[Found] = field(default_factory=list)
    following: list[Found] = field(default_factory=list)
    notes: list[Reason] = field(default_factory=list)
    elements: list[Element] = field(default_factory=list)
    stopped: set[str] = field(default_factory=set)
    """What is searched no more."""
    now: str = ""
    """What is searched."""
    letters: Letters = field(init=False)
    residues: Residues = field(init=False)
    known: Known = field(init=False)
    matrices: MatrixLaws = field(init=False)
    scalars: ScalarLaws = field(init=False)

    def __post_init__(self) -> None:
        self.letters = letters_of(self.normal)
        self.residues = Residues(self.normal)
        self.known = Known(self.normal.alphabet, self.residues, self.letters.data)
        self.matrices = MatrixLaws(self.normal, self.letters, self.residues, self._at)
        self.scalars = ScalarLaws(self.normal, self.letters, self.residues, self._at)
        for name in self.letters.left:
            self.notes.append(reason(f"`{name}` is given by others: no law is made of it"))
        if _mixed(self.normal, self.letters, self.residues):
            told = "the linear part of the flow mixes states: rates other than the sums of their"
            self.notes.append(reason(f"{told} own are not searched"))
        told = "not searched: rational laws, factors other than e^(rt)"
        self.notes.append(reason(told if self.solved else f"{told}, Lyapunov functions"))

    def step(self, degree: int) -> None:
        """The laws of one degree, as far as the time goes."""
        for what, search in (("matrices", self._matrix_laws), ("scalars", self._scalar_laws)):
            if what in self.stopped:
                continue
            self.now = f"degree {degree}, {what}"
            self.tell(degree - 1, self.degree, self.now)
            try:
                with time_limit(self.budget):
                    search(degree)
            except (OutOfTime, TooLarge, Unsupported) as error:
                self.stopped.add(what)
                told = f"laws that are {what}, of degree {degree} and more, are not searched: "
                self.notes.append(reason(told, of_error(error)))

    def _matrix_laws(self, degree: int) -> None:
        of = self.residues.of
        for shape, law in self.matrices.step(degree):
            element = self.matrices.element(shape, law)
            implied = self.known.implies_matrix(shape, of(law.rate), degree, law.residues)
            if self._take(element, law.rate, degree, implied) and not implied:
                self.known.add_matrix(shape, of(law.rate), degree, law.residues)

    def _scalar_laws(self, degree: int) -> None:
        of = self.residues.of
        for law in self.scalars.step(degree):
            element = self.normal.alphabet.scalar(self.scalars.value(law))
            implied = self.known.implies_scalar(of(law.rate), degree, law.residues)
            if self._take(element, law.rate, degree, implied) and not implied:
                self.known.add_scalar(of(law.rate), degree, law.residues)

    def _take(self, element: Element, rate: Ratio, degree: int, implied: bool) -> bool:
        law = found(self.normal, self.article, element, rate, degree, len(self.laws) + 1)
        if law is None:
            return False
        (self.following if implied else self.laws).append(law)
        if not implied:
            self.elements.append(element)
        return True

    def counts(self, sizes: Mapping[str, int], report: Report) -> Counts | None:
        """Of the laws that are proved, and have no data in them: the bound is on functions of the
        states and of time that are conserved whatever the data.
        """
        data = {*self.letters.data}
        proved = [
            element
            for element, claim in zip(self.elements, report.claims, strict=False)
            if claim.verdict in (Verdict.PROVED, Verdict.CONDITIONAL)
            and data.isdisjoint(element.letters())
        ]
        try:
            with time_limit(self.budget):
                orbits = Orbits(self.normal, self.letters, self.residues, sizes)
                return orbits.counts(proved, min(self.budget / 2, _COUNTING))
        except SslcheckError as error:
            self.notes.append(reason("how many there can be is not known: ", of_error(error)))
            return None

    def _at(self, degree: int, done: int, total: int) -> None:
        self.tell(degree - 1, self.degree, f"{self.now}: {done} of {total} products")

    def falling(self, solve: Solver) -> list[Falling]:
        """Guesses at functions that never rise, as far as the time goes."""
        self.tell(self.degree, self.degree, "Lyapunov functions")
        found: list[Falling] = []
        try:
            with time_limit(self.budget):
                for each in falling(self.normal, self.letters, self.degree, solve, self.budget):
                    found.append(each)
                    self.tell(self.degree, self.degree, f"Lyapunov functions: {len(found)}")
        except (OutOfTime, TooLarge, Unsupported) as error:
            self.notes.append(reason("Lyapunov functions are not all searched: ", of_error(error)))
        return found

    def any_loss(self, scene: Derivation) -> AnyLoss | None:
        """Which laws hold for every loss, if that can be said."""
        try:
            with time_limit(self.budget):
                return every_loss(scene, self.normal, self.letters, self.laws)
        except (OutOfTime, TooLarge, Unsupported) as error:
            self.notes.append(
                reason("which laws hold for every loss is not known: ", of_error(error))
            )
            return None

    def smaller(self, scene: Derivation, flow: str) -> tuple[Smaller, ...]:
        """Closed sets of products, as far as the time goes."""
        if not self.letters.states:
            self.notes.append(reason("closed sets of numbers are not searched"))
        found: list[Smaller] = []
        try:
            with time_limit(self.budget):
                found.extend(smaller(scene, flow))
        except (OutOfTime, TooLarge, Unsupported) as error:
            self.notes.append(
                reason("closed sets of products are not all searched: ", of_error(error))
            )
        return tuple(found)


def _mixed(normal: NormalForm, letters: Letters, residues: Residues) -> bool:
    """Whether states go round in a circle in the part that is linear and has no data in it."""
    graph: dict[object, set[object]] = {}
    for name in letters.states:
        rate = normal.whole_rate(normal.alphabet.letter(name))
        ones = {word[0][0] for word in rate.terms if len(word) == 1}
        graph[name] = (ones & {*letters.states}) - {name}
    scalars = normal.scalars
    for name in letters.scalars:
        parts = residues.split(normal.scalar_rate(scalars.letter(name)))
        ones = {residues.letters[m[0][0]] for m in parts if len(m) == 1 and m[0][1] == 1}
        graph[name] = (ones & {*letters.scalars}) - {name}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError:
        return True
    return False


def _small(article: Article, setting: Setting) -> dict[str, int]:
    """Two and three by turns, and what is to be at least as large as another so."""
    sizes: dict[str, int] = {}
    for k, space in enumerate(article.spaces):
        sizes[setting.space(space)] = 2 + k % 2
    for larger, least in setting.at_least:
        one, two = setting.space(larger), setting.space(least)
        if "1" not in (one, two) and one in sizes and two in sizes:
            sizes[one] = max(sizes[one], sizes[two])
    return {space: sizes[setting.space(space)] for space in article.spaces}
