"""The linear network of the article, and one step of its training rules on a batch."""

from __future__ import annotations

from typing import Any

import numpy as np

from sslcheck.numeric.arrays import Array, Arrays
from sslcheck.numeric.article import subject
from sslcheck.numeric.training.estimate import Estimate
from sslcheck.numeric.training.options import TrainOptions

__all__ = ["Network", "largest_product", "product_shapes", "step_flops", "step_products"]

Matrix = np.ndarray[Any, Any]


def step_products(options: TrainOptions) -> int:
    """Matrix products of a step, known before the run; roots by products come on top.

    The outputs of both networks and the gradient of W: 3. Those of the predictor. The gradient
    through the target, without stop-gradient: 1.
    """
    return len(product_shapes(options, 1))


def step_flops(options: TrainOptions, rows: int) -> int:
    """Operations of these products for a batch of so many rows."""
    return sum(2 * a * b * c for a, b, c in product_shapes(options, rows))


def largest_product(options: TrainOptions, rows: int) -> int:
    """Operations of the largest of them."""
    return max(2 * a * b * c for a, b, c in product_shapes(options, rows))


def product_shapes(options: TrainOptions, rows: int) -> list[tuple[int, int, int]]:
    """``(a, b, c)`` for each product of a x b with b x c."""
    n, d = options.n, options.d
    found = [(rows, d, n), (rows, d, n), (n, rows, d), *options.scheme.products(options, rows)]
    if options.target == "no-stop-gradient":
        found.append((n, rows, d))
    return found


class Network:
    """W_p, W, W_a, F-hat, and momentum, with buffers for a batch of ``rows``.

    ``names`` are what the article calls the first three.

    ``__call__`` makes a step of the flow of length ``lr``, as the rules of the article say, with
    the batch in place of the expectation: ``W_p -= lr (alpha_p grad + eta W_p)``,
    ``W -= lr (grad + eta W)``, ``W_a += lr beta (W - W_a)``. With momentum the steps of the first
    two are ``1 / (1 - momentum)`` times as long in the long run, and so is that of the third.
    """

    def __init__(
        self, options: TrainOptions, arrays: Arrays, start: dict[str, Matrix], rows: int
    ) -> None:
        self.options = options
        self.arrays = arrays
        self.rows = rows
        n, d = options.n, options.d
        self.follows = options.target == "ema"
        scheme = options.scheme
        self.direct, self.trained, self.fixed = scheme.direct, scheme.trained, scheme.fixed
        self.learns = scheme.learns(options)
        self.names = subject(options.flow).roles.weights
        predictor, online, target = self.names
        W_p = np.eye(n) if self.fixed else start[predictor]
        # copies: the weights are changed in place
        self.W_p, self.W = arrays.put(np.array(W_p)), arrays.put(np.array(start[online]))
        self.W_a = arrays.put(np.array(start[target])) if self.follows else self.W
        self.estimate = Estimate(options, arrays)
        zeros = arrays.zeros
        self._moves: dict[str, Array] = {}
        if options.momentum:
            self._moves = {online: zeros((n, d)), predictor: zeros((n, n))}
        self._f, self._r, self._target = (zeros((rows, n)) for _ in range(3))
        self._grad, self._spare = zeros((n, d)), zeros((n, d))
        self._grad_p, self._spare_p = zeros((n, n)), zeros((n, n))

    def states(self) -> dict[str, Array]:
        """The weights, F-hat and what it remembers beside it by name, as they are on the device."""
        predictor, online, target = self.names
        found = {predictor: self.W_p, online: self.W}
        if self.follows:
            found[target] = self.W_a
        if self.direct:
            found["F_hat"] = self.estimate.F
        if self.estimate.mean is not None:
            found["f_mean"] = self.estimate.mean
        return found

    def moves(self) -> dict[str, Array]:
        """The velocities of `states`, of those that have one."""
        return self._moves

    def __call__(self, x1: Array, x2: Array, step: int) -> None:
        """One step; raises `NotFinite` where F-hat is not finite, with the weights untouched."""
        xp, options = self.arrays.xp, self.options
        f, r, target = self._f, self._r, self._target
        xp.matmul(x1, self.W.T, out=f)
        refreshed = self.direct and self._refresh(f, step)
        xp.matmul(x2, self.W_a.T, out=target)
        if self.fixed:
            xp.subtract(f, target, out=r)
        else:
            xp.matmul(f, self.W_p.T, out=r)
            r -= target
        r *= options.lr / self.rows  # so that products with it are lr times gradients
        learn = self.trained or (self.learns and not refreshed)
        if learn:
            xp.matmul(r.T, f, out=self._grad_p)
        back = r
        if not self.fixed:
            back = xp.matmul(r, self.W_p, out=f)  # f is not needed any more
        xp.matmul(back.T, x1, out=self._grad)
        if options.target == "no-stop-gradient":
            xp.matmul(r.T, x2, out=self._spare)
            self._grad -= self._spare
        if self.follows:
            xp.subtract(self.W, self.W_a, out=self._spare)
            self._spare *= options.time_step * options.beta
            self.W_a += self._spare
        self._descend(self.names[1], self.W, self._grad, self._spare)
        if learn:
            if options.alpha_p != 1:
                self._grad_p *= options.alpha_p
            self._descend(self.names[0], self.W_p, self._grad_p, self._spare_p)

    def prime(self, x1: Array) -> None:
        """Take the first batch as the first estimate of F and set a predictor that is set."""
        if self.direct:
            self.estimate.update(self.arrays.xp.matmul(x1, self.W.T, out=self._f), first=True)
            self.estimate.refresh(self.W_p)

    def _refresh(self, f: Array, step: int) -> bool:
        """Update F-hat; set the predictor if it is due. Say whether it was."""
        self.estimate.update(f)
        due = step % self.options.freq == 0
        if due:
            self.estimate.refresh(self.W_p)
        return due

    def _descend(self, name: str, weights: Array, grad: Array, spare: Array) -> None:
        """Gradient descent with weight decay and momentum; ``grad`` holds lr times the gradient."""
        xp, options = self.arrays.xp, self.options
        decay = options.lr * options.eta
        if not self._moves:
            weights *= 1.0 - decay
            weights -= grad
            return
        move = self._moves[name]
        move *= options.momentum
        move += grad
        xp.multiply(weights, decay, out=spare)
        move += spare
        weights -= move
