"""The running estimate of F, and the predictor that is set from it, by the rules of the article."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sslcheck.derive.emit import make_plan
from sslcheck.derive.text.printing import plain
from sslcheck.numeric.article import subject
from sslcheck.numeric.bounds import InvalidOption
from sslcheck.numeric.device.arrays import Array, Arrays
from sslcheck.numeric.device.kernel import Kernel, Program
from sslcheck.numeric.device.spectrum import eigenvalues
from sslcheck.numeric.outcome import NotFinite
from sslcheck.numeric.training.eigenvalues import LEAST, eigenvalue_rule
from sslcheck.numeric.training.emitted import checked, numbers_of, recursion
from sslcheck.numeric.training.options import TrainOptions
from sslcheck.numeric.training.root import matrix_function, root_by_products

__all__ = ["Estimate"]


class Estimate:
    """F-hat, which moves by the recursion of the article, and the predictor made from it.

    With ``center`` averages are of views less their means: in ``paper`` F-hat is one of
    covariances of the outputs in a batch; in
    ``reference`` the moving average of ``E_B[f f^T]`` less ``m m^T``, with m, the `mean`, the
    moving average of ``E_B[f]``. ``clamped`` counts the eigenvalues that rounding made negative, on
    the device; ``fallbacks`` the roots by products that were taken by eigenvectors. The first
    batch is the first estimate.
    """

    def __init__(self, options: TrainOptions, arrays: Arrays) -> None:
        self.arrays = arrays
        self.options = options
        n = options.n
        self.F = arrays.zeros((n, n))
        self._new = arrays.zeros((n, n))
        self.clamped = arrays.zeros(())
        self.fallbacks = 0
        self.products = 0
        self.mean: Array | None = arrays.zeros((n,)) if options.keeps_mean else None
        if options.scheme.direct:
            self._prepare()
        self._work: list[Array] = []
        if options.root == "products":
            self._work = [arrays.zeros((n, n)) for _ in range(4)]
            self._work.append(arrays.eye(n))

    def _prepare(self) -> None:
        """The programs of the recursion and of the rule; raises the errors of both."""
        found = recursion(self.options)
        options, numbers = self.options, numbers_of(self.options)
        if self.mean is not None and not found.plain:
            raise InvalidOption(
                "`center` with `convention` reference is for the recursion"
                f" {plain(found.symbol)} = ρ {plain(found.symbol)} + (1 - ρ) E[f fᵀ], which the"
                " article does not have"
            )
        about = subject(options.flow)
        plan = make_plan(found.model, about.sizes(options.flow), {"after": found.after})
        program = checked(Program.of(plan), options)
        memory = about.roles.memory
        self._symbol, self._reads = found.symbol, tuple(found.model.states)
        self._kernel = Kernel(program, self.arrays, numbers)
        self._first = Kernel(program, self.arrays, {**numbers, memory: 0.0})
        self._rule = eigenvalue_rule(options, self.arrays, options.n)

    def update(
        self,
        averages: Mapping[str, Array],
        weights: Mapping[str, Array],
        b: Array | None = None,
        first: bool = False,
    ) -> None:
        """One step of the recursion from the ``averages`` over a batch, b its mean outputs.

        With ``A <- rho A + (1 - rho) E_B[f f^T]`` and ``m <- rho m + (1 - rho) b`` the covariance
        ``F = A - m m^T`` moves by ``F <- rho F + (1 - rho) (C_B + rho e e^T)`` with ``C_B`` that of
        the batch and ``e = b - m``: no large terms cancel, and F is PSD.
        """
        named = {**weights, self._symbol: self.F, **averages}
        states = tuple(named.get(name, self.F) for name in self._reads)
        (self._first if first else self._kernel)(states, (self._new,))
        self.F, self._new = self._new, self.F
        if b is not None and self.mean is not None:
            rho, e = 0.0 if first else self.options.rho, b - self.mean
            self.F += (rho * (1.0 - rho)) * (e[:, None] * e[None, :])
            self.mean += (1.0 - rho) * e

    def symmetrise(self) -> None:
        """``F = (F + F^T) / 2``."""
        xp = self.arrays.xp
        xp.add(self.F, self.F.T, out=self._new)
        xp.multiply(self._new, 0.5, out=self.F)

    def refresh(self, W_p: Array) -> None:
        """Set the predictor; raises `NotFinite`, and then leaves it as it was.

        Before it is used, F-hat is made symmetric, which products may leave it by rounding only.
        """
        self.symmetrise()
        made = self._by_products() if self._work else None
        if made is None:
            made, below = self.predictor(self.F)
            self.clamped += below
        W_p[...] = made

    def predictor(self, matrix: Array) -> tuple[Array, Array]:
        """What the rule makes of a matrix in place of F-hat, and how many eigenvalues it clamped.

        DirectCopy of ``reference`` is ``F + eps I``, not scaled and without eigenvalues.
        """
        xp, options = self.arrays.xp, self.options
        if options.copies:
            if not np.isfinite(self.arrays.number(xp.max(xp.abs(matrix)))):
                raise NotFinite("the estimate of F is not finite")
            return matrix + options.eps * self.arrays.eye(options.n), self.arrays.zeros(())

        return matrix_function(self.arrays, matrix, self._rule, self._rule.nonnegative)

    def _by_products(self) -> Array | None:
        """``a F^(1/2) + b I`` without eigenvectors; of these a and b are made all the same.

        None where products do not lead there: to an eigenvalue below 1e-4, which has to be raised,
        or where the iteration does not converge.
        """
        xp, options = self.arrays.xp, self.options
        s = eigenvalues(self.arrays, self.F)
        if options.convention == "reference" and options.eps < LEAST:
            small = xp.min(self._rule(xp.where(s < 0, 0.0 * s, s)))
            if self.arrays.number(small) <= LEAST:
                self.fallbacks += 1
                return None
        found = root_by_products(self.arrays, self.F, self._work)
        if found is None:
            self.fallbacks += 1
            return None
        root, count = found
        self.products += count
        a, b = self._rule.parts(s)
        return a * root + b * self._work[-1]
