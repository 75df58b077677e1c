"""Calls for `attack_options`: every command, with odd values for its options."""

from __future__ import annotations

import random
from pathlib import Path

from tests.attack_files import ODD_TEXTS, files

__all__ = ["COMMANDS", "Attack"]

_COUNTS = [
    "0", "1", "2", "3", "5", "8", "9", "17", "64", "-1", "-0", "1000", "100000", "2147483648",
    str(2**53), str(2**53 + 1), str(2**63), str(2**64), str(10**19), "1" + "0" * 400, "1" * 5000,
    "1e3", "2.5", "nan", "inf", "", " ", "abc", "0x10", "١٢", "1_000", "+4", "10000000000",
]  # fmt: skip
_REALS = [
    "0", "-0", "-0.0", "1", "0.5", "2", "0.999999999999", "0.99999999999999999", "1e-16", "1e308",
    "-1e308", "1e-308", "5e-324", "1e39", "1e-46", "1e-30", "1e30", "1e50", "1e49", "1e-50", "1e38",
    "1e100", "inf", "-inf", "nan", "1e400", "-1", "1e160", "1e10", "1e-10", "3", "100", "0.01", "",
    "x", "1,5", "1" + "0" * 400, "1e3", "0.05",
]  # fmt: skip
_CHOICES = {
    "--target": ["ema", "simsiam", "no-stop-gradient"],
    "--init": ["random", "aligned", "balanced", "W=no.npy", "W=2", "p_j=0.5"],
    "--data": ["isotropic", "power-law", "spiked", "X=isotropic", "X=no.npy", "S=diagonal"],
    "--model": ["auto", "full", "gram", "modal"],
    "--method": ["auto", "tsit5", "adams", "rk4"],
    "--dtype": ["float64", "float32"],
    "--backend": ["numpy", "numpy", "numpy", "cupy"],
    "--predictor": ["directpred", "directcopy", "directset", "learned", "identity"],
    "--noise": ["isotropic", "diagonal", "low-rank", "mask"],
    "--convention": ["paper", "reference"],
    "--root": ["eigh", "products"],
    "--draws": ["device", "host"],
    "--predictors": ["learned", "identity,directset", "directpred,directpred", "directcopy"],
    "--targets": ["ema", "simsiam,ema", "no-stop-gradient"],
    "--products": ["W_p, W W^T", "W^T W", "p_j", ""],
    "--structure": ["isotropic", "diagonal", "dense"],
    "--flow": ["byol", "simsiam", "symmetrised", "no-stop-gradient", "system-6"],
    "--article": ["directpred", "two-layer"],
    "--format": ["md", "html", "table", "json", "markdown", "latex", "junit"],
    "--fail-on": ["refuted", "corrected", "conditional"],
    "--certify": ["coq", "lean"],
    "--under": ["white", "isotropic", "nix"],
    "--equation": ["2", "2.1", "2.2", "99"],
    "--over": ["eta=0,0.1", "eta=0:1:2", "d=2", "eta", "x=1", "=", "eta=", "target=ema,x"],
    "--ensemble": ["3", "0", "-1", "no.npz", "no.csv", "x", "", "9" * 400, "1e3", "40"],
    "--set": [r"\\eta=0.1", "eta=0", "beta=-1", "n=3", "=", "eta=nan", "eta=1e400", "q=1", "h"],
    "--size": ["n=3", "d=5", "n=" + "9" * 400, "d=-1", "n=d", "=", "n=1=2", "h=3", "n=1e3"],
}
_FILES = ("--data", "--init", "--article", "--from", "--resume")
COMMANDS: dict[str, dict[str, str]] = {
    "simulate": {
        "count": "--d --n --max-steps --saves --seed",
        "real": "--sigma2 --tau0 --alpha-p --beta --eta --t-end --rtol --atol --step --scale"
        " --checkpoint-every --every",
        "name": "--ensemble --data --init --target --model --method --dtype --backend --article"
        " --flow --products --size --set",
        "flag": "--symmetrised --no-plots --plots --quiet --json",
        "folder": "--out --resume",
    },
    "train": {
        "count": "--d --n --rank --classes --freq --batch --steps --log-every --probe --seed"
        " --seeds",
        "real": "--sigma2 --mask --separation --power --eps --rho --tau0 --alpha-p --beta --eta"
        " --lr --momentum --checkpoint-every",
        "name": "--data --init --target --predictor --noise --convention --root --draws --dtype"
        " --backend --predictors --targets --article",
        "flag": "--center --compare --no-plots --plots --quiet --json",
        "folder": "--out --resume",
    },
    "sweep": {
        "count": "--seeds --workers",
        "real": "",
        "name": "--over --scheduler",
        "flag": "--quiet --json",
        "folder": "--out --resume",
    },
    "kernels": {
        "count": "--n --d",
        "real": "",
        "name": "--target --structure --model --flow --article --size",
        "flag": "--quiet --json",
        "folder": "--output",
    },
    "report": {
        "count": "--d --seed",
        "real": "",
        "name": "--article --equation --format",
        "flag": "--no-figures --figures --quiet --json",
        "folder": "--from --out",
    },
    "derive": {
        "count": "--jobs",
        "real": "--budget",
        "name": "--article --equation --format --fail-on --certify",
        "flag": "--verify-all --explain --numeric --check --quiet --json",
        "folder": "--output --certificates --out",
    },
    "discover": {
        "count": "--degree",
        "real": "--budget",
        "name": "--article --flow --under --data --size --format",
        "flag": "--explain --lyapunov --simulate --quiet --json",
        "folder": "--save --certificates",
    },
    "articles": {"count": "", "real": "", "name": "", "flag": "--quiet --json", "folder": ""},
    "check": {"count": "", "real": "", "name": "--format", "flag": "--quiet --json", "folder": ""},
    "env": {"count": "", "real": "", "name": "--format", "flag": "--quiet --json", "folder": ""},
    "new": {"count": "", "real": "", "name": "--from", "flag": "--quiet --json", "folder": ""},
    "show": {"count": "", "real": "", "name": "", "flag": "--schema --quiet --json", "folder": ""},
    "upgrade": {"count": "", "real": "", "name": "", "flag": "--quiet --json", "folder": ""},
    "verify": {
        "count": "",
        "real": "",
        "name": "--article",
        "flag": "--quiet --json",
        "folder": "",
    },
}
_SMALL = {
    "simulate": ["--d", "5", "--n", "3", "--t-end", "1", "--saves", "5", "--max-steps", "2000"],
    "train": ["--d", "6", "--n", "3", "--steps", "6", "--log-every", "3", "--probe", "16",
              "--batch", "8"],
    "kernels": [],
    "report": ["--no-figures", "--equation", "2.1"],
    "derive": ["--equation", "2.1"],
    "discover": ["--flow", "byol", "--degree", "2"],
    "env": [],
}  # fmt: skip
_WEIGHTS = {
    "simulate": 40,
    "train": 40,
    "sweep": 4,
    "kernels": 6,
    "report": 9,
    "derive": 4,
    "discover": 2,
    "articles": 1,
    "check": 3,
    "env": 1,
    "new": 2,
    "show": 1,
    "upgrade": 2,
    "verify": 1,
}


class Attack:
    """Calls drawn from a seed; ``folder`` takes the files that they name."""

    def __init__(self, seed: int, folder: Path) -> None:
        self.random = random.Random(seed)  # of all that is drawn
        self.folder = folder
        self.files = files(folder, self.random)
        self.folders = [path for path in self.files if (Path(path) / "run.json").exists()]
        self._made = 0

    def draw(self) -> tuple[str, ...]:
        """The arguments of one call."""
        rng = self.random
        command = rng.choices(list(_WEIGHTS), list(_WEIGHTS.values()))[0]
        if command == "articles":
            return (command,)
        if command == "show":
            return (command, rng.choice([*_CHOICES["--article"], "--schema", *ODD_TEXTS]))
        if command == "check":
            chosen_file = rng.choice([*self.files, *_CHOICES["--article"], *ODD_TEXTS])
            return (command, chosen_file, "--format", rng.choice(["text", "json", "html"]))
        if command == "new":
            source = rng.choice([(), ("--from", rng.choice([*self.files, *ODD_TEXTS]))])
            return (command, str(self._value("folder", "")), *source)
        if command == "upgrade":
            return (command, rng.choice(self.files), str(self._value("folder", "")))
        if command == "verify":
            return (command, rng.choice([*self.files, *ODD_TEXTS]), "--article", "two-layer")
        if command == "sweep":  # without workers: each call would start as many processes
            what, over = rng.choice(["simulate", "train"]), rng.choice(_CHOICES["--over"])
            kept = rng.choice([(), ("--out", str(self._value("folder", "")))])
            seeds = rng.choice(["1", "2", *_COUNTS[:1], *_COUNTS[-9:]])
            return (command, what, *_SMALL[what], "--over", over, "--seeds", seeds, *kept)
        kinds = COMMANDS[command]
        small = _SMALL[command]
        chosen: dict[str, str | None] = {}
        if "--no-figures" in small:
            chosen["--no-figures"] = None
            small = small[1:]
        chosen |= dict(zip(small[::2], small[1::2], strict=True))
        if command == "train" and rng.random() < 0.2:
            chosen |= {"--compare": None, "--seeds": "1", "--predictors": "identity"}
        if command == "report" and rng.random() < 0.7:
            chosen["--from"] = rng.choice(self.folders)
        if command in ("simulate", "train") and rng.random() < 0.05:
            chosen = {"--resume": rng.choice(self.folders)}
        for _ in range(rng.choice([1, 1, 2, 2, 3, 4, 6])):
            kind = rng.choice([k for k, options in kinds.items() if options])
            option = rng.choice(kinds[kind].split())
            chosen[option] = self._value(kind, option)
        if command in ("simulate", "train") and "--plots" not in chosen and rng.random() < 0.95:
            chosen["--no-plots"] = None  # most of the time goes into figures
        parts = list(chosen.items())
        rng.shuffle(parts)
        return (command, *(p for pair in parts for p in pair if p is not None))

    def _value(self, kind: str, option: str) -> str | None:
        rng = self.random
        if kind == "flag":
            return None
        if kind == "folder":
            self._made += 1
            known = [*self.files, *ODD_TEXTS, str(self.folder / "no" / "such")]
            return rng.choice([str(self.folder / f"out{self._made}"), rng.choice(known)])
        if kind == "count":
            return rng.choice(_COUNTS)
        if kind == "real":
            return rng.choice(_REALS)
        if option in _FILES and rng.random() < 0.5:
            return rng.choice(self.files)
        return rng.choice(_CHOICES[option]) if rng.random() < 0.9 else rng.choice(ODD_TEXTS)
