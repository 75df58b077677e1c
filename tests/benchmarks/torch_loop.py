"""The DirectPred loop on isotropic data, as one would write it in PyTorch."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from sslcheck.numeric.training.options import TrainOptions

__all__ = ["torch_step"]


def torch_step(options: TrainOptions, kind: str) -> Callable[[int], None]:
    """A step with gradients ``by hand``, or by ``autograd`` and `torch.optim.SGD`."""
    torch: Any = import_module("torch")
    torch.manual_seed(options.seed)
    n, d, rows = options.n, options.d, options.batch
    W = torch.randn(n, d) / d**0.5
    W_a, W_p, F = W.clone(), torch.eye(n), torch.eye(n)
    noise = options.sigma2**0.5
    optimiser: Any = None
    if kind == "autograd":
        W.requires_grad_()
        optimiser = torch.optim.SGD([W], lr=options.lr, weight_decay=options.eta)

    def estimate(f: Any, k: int) -> None:
        F.mul_(options.rho).addmm_(f.T, f, alpha=(1 - options.rho) / rows)
        if k % options.freq == 0:
            s, U = torch.linalg.eigh((F + F.T) / 2)
            s = s.clamp(min=0)
            W_p.copy_((U * (s.sqrt() + options.eps * s.max())) @ U.T)

    def views() -> tuple[Any, Any]:
        x = torch.randn(rows, d)
        return x + noise * torch.randn(rows, d), x + noise * torch.randn(rows, d)

    def by_hand(k: int) -> None:
        with torch.no_grad():
            x1, x2 = views()
            f = x1 @ W.T
            estimate(f, k)
            r = (f @ W_p.T - x2 @ W_a.T) / rows
            grad = (r @ W_p).T @ x1
            W_a.add_(W - W_a, alpha=options.lr * options.beta)
            W.mul_(1 - options.lr * options.eta).sub_(grad, alpha=options.lr)

    def by_autograd(k: int) -> None:
        x1, x2 = views()
        f = x1 @ W.T
        with torch.no_grad():
            estimate(f, k)
            target = x2 @ W_a.T
        loss = (f @ W_p.T - target).square().sum() / (2 * rows)
        optimiser.zero_grad()
        loss.backward()
        with torch.no_grad():
            W_a.add_(W - W_a, alpha=options.lr * options.beta)
        optimiser.step()

    return by_autograd if kind == "autograd" else by_hand
