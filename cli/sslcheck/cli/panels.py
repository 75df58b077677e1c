"""What ``--help`` puts together: options by what they concern, commands by what they are for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

__all__ = ["COMMANDS", "OPTIONS", "OTHERS", "panels"]

OTHERS = "Options"

OPTIONS: Mapping[str, Sequence[str]] = {
    "What": ("what", "article", "flow", "target", "equation", "verify_all", "under", "from_"),
    "Network": ("predictor", "symmetrised", "d", "n", "size", "init", "tau0", "scale"),
    "Rule of the predictor": ("convention", "eps", "rho", "freq", "center", "root", "power"),
    "Data": ("data", "structure", "noise", "sigma2", "rank", "mask", "classes", "separation"),
    "Rates": ("alpha_p", "beta", "eta", "set_", "lr", "momentum"),
    "Decide": ("degree", "lyapunov", "budget", "jobs", "fail_on", "numeric", "simulate"),
    "Run": (
        *("model", "products", "t_end", "method", "rtol", "atol", "step", "max_steps"),
        *("batch", "steps"),
        *("draws", "seed", "dtype", "backend"),
    ),
    "Measure": ("saves", "every", "log_every", "probe"),
    "Many runs": (
        *("compare", "predictors", "targets", "over", "seeds", "workers", "scheduler"),
        "ensemble",
    ),
    "Output": (
        *("explain", "figures", "format_", "json", "quiet", "output", "save", "certificates"),
        *("certify", "out", "check", "resume", "checkpoint_every", "plots"),
    ),
}
"""By the names of parameters."""

COMMANDS: Mapping[str, Sequence[str]] = {
    "Check an article": ("derive", "report", "discover", "verify"),
    "Run what it says": ("simulate", "train", "sweep", "kernels"),
    "Articles": ("articles", "show", "new", "check", "upgrade"),
    "This program": ("env",),
}

_FEW = 10


def panels(names: Sequence[str], table: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Names by the title of their panel, in the order of the table; the rest are `OTHERS`.

    Few names are in one panel.

    >>> panels(["eta", "help"], OPTIONS)
    {'Options': ['eta', 'help']}
    >>> panels(["help", *"d n eta lr beta rho seed out steps".split()], OPTIONS)["Rates"]
    ['beta', 'eta', 'lr']
    """
    if len(names) < _FEW:
        return {OTHERS: [*names]} if names else {}
    found = {title: [m for m in members if m in names] for title, members in table.items()}
    placed = {name for inside in found.values() for name in inside}
    found[OTHERS] = [name for name in names if name not in placed]
    return {title: inside for title, inside in found.items() if inside}
