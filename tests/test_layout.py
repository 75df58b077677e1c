"""Rules of the tree that no tool checks: namespace, imports, a test file a module, versions."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PORTIONS = ("derive", "numeric", "reports", "cli")
"""Each may import itself and those before it."""

ALONE = ROOT / "derive/sslcheck/derive/certificates/verify"
"""A folder that may be copied out: its files import each other by relative names."""

FILES = sorted(path for portion in PORTIONS for path in (ROOT / portion).rglob("*.py"))


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(parsed(path)))


def imported(path: Path) -> Iterator[str]:
    """Full names of all modules that a file imports, wherever in it."""
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            if path.parent == ALONE and node.level:
                continue
            assert node.level == 0, f"{path}:{node.lineno}: import by the full name"
            assert node.module is not None
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def portion_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_one_way(path: Path) -> None:
    portion = portion_of(path)
    later = PORTIONS[PORTIONS.index(portion) + 1 :]
    roots = {name.split(".")[1] for name in imported(path) if name.startswith("sslcheck.")}
    assert not roots & set(later), f"`{portion}` may not import these"


UNTESTED = Path(__file__).with_name("untested.txt")
"""Modules that have no test file by their name yet. Lines are only ever taken out."""


def acts(node: ast.AST) -> bool:
    """Whether something is a function with more in it than a docstring, as protocols have it."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return any(
            not (isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant))
            for part in node.body
        )
    return isinstance(node, ast.Lambda)


def test_each_module_has_a_test_file_by_its_name() -> None:
    """`numeric/sslcheck/numeric/A/b.py` is tested in `tests/numeric/A/test_b.py`.

    Faces of folders (`__init__`) and modules in which nothing can happen, data alone, need none.
    """
    missing = set()
    for path in FILES:
        inside = path.relative_to(ROOT / portion_of(path) / "sslcheck")
        test = ROOT / "tests" / inside.with_name(f"test_{inside.name}")
        if path.stem.startswith("__") or not any(map(acts, nodes(path))):
            continue
        if not (test.exists() and "def test_" in test.read_text(encoding="utf-8")):
            missing.add(inside.as_posix())
    listed = UNTESTED.read_text(encoding="utf-8").split() if UNTESTED.exists() else []
    assert not missing - set(listed), "write a test file by the name of each of these modules"
    assert not set(listed) - missing, "take these out of tests/untested.txt: tested, or gone"
    assert listed == sorted(listed)


@pytest.mark.parametrize("portion", PORTIONS)
def test_namespace_has_no_init(portion: str) -> None:
    assert not (ROOT / portion / "sslcheck" / "__init__.py").exists(), "it hides the other portions"
    assert (ROOT / portion / "sslcheck" / portion / "py.typed").exists()


def needed(path: Path) -> Iterator[str]:
    """What a file cannot be imported without: nothing for types, nothing of a late import."""
    for node in parsed(path).body:
        if isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("portion", PORTIONS)
def test_modules_and_folders_stand_above_each_other(portion: str) -> None:
    home = ROOT / portion / "sslcheck" / portion
    graph: dict[str, set[str]] = {}
    for path in (p for p in FILES if p.is_relative_to(home) and p.name != "__init__.py"):
        here, start = path.relative_to(home).with_suffix("").parts[0], f"sslcheck.{portion}."
        below = {n.removeprefix(start).split(".")[0] for n in needed(path) if n.startswith(start)}
        graph.setdefault(here, set()).update(below - {here})
    ordered = [*TopologicalSorter(graph).static_order()]  # which raises CycleError
    assert {*ordered} >= graph.keys() > set()


def test_the_two_routes_share_nothing() -> None:
    exact = [path for path in FILES if path.is_relative_to(ROOT / "derive/sslcheck/derive/exact")]
    assert exact
    parts = ("algebra", "calculus", "decide", "kinds", "normal", "signs", "symbolic")
    first_route = tuple(f"sslcheck.derive.{part}." for part in parts)
    for path in exact:
        names = {f"{name}." for name in imported(path)}
        assert not {n for n in names if n.startswith(first_route)}, path


def test_the_look_in_numbers_shares_nothing_with_the_routes() -> None:
    looks = [p for p in FILES if p.is_relative_to(ROOT / "numeric/sslcheck/numeric/look")]
    assert looks
    read = (
        "article.article",
        "errors",
        "expr",
        "latex",
        "setting",
        "shapes",
        "text.reason",
        "traverse",
        "verdicts.condition",
        "verdicts.evidence",
        "verdicts.report",
        "verdicts.result",
        "verdicts.verdict",
    )
    allowed = (*(f"sslcheck.derive.{part}." for part in read), "sslcheck.numeric.look.")
    for path in looks:
        names = {f"{name}." for name in imported(path) if name.startswith("sslcheck.")}
        names -= {"sslcheck.derive.expr."}
        assert not {n for n in names if not n.startswith(allowed)}, path


ALLOWED = {
    "cli/ensemble.py": {"d": "an option", "n": "an option", "symmetrised": "an option"},
    "cli/flow_run.py": {"d": "an option", "n": "an option", "symmetrised": "an option"},
    "cli/panels.py": {"d": "an option", "n": "an option", "symmetrised": "an option"},
    "cli/process.py": {"B": "a format of memoryview"},
    "cli/report.py": {"d": "an option"},
    "cli/sweep.py": {"n": "an option"},
    "derive/emit/describe.py": {"B": "bytes"},
    "derive/kinds/scalar/mergers.py": {"m": "a variable of a polynomial, seen there alone"},
    "derive/latex/constructs.py": {"W": "an example", "n": "an example"},
    "derive/latex/derivatives.py": {"d": "the d of a derivative"},
    "derive/latex/lexer.py": {"d": "the d of a derivative"},
    "derive/latex/norms.py": {"2": "which norm", "F": "that of Frobenius"},
    "derive/latex/superscripts.py": {"H": "a conjugate transpose"},
    "derive/latex/vocabulary.py": {"V": "the variance"},
    "derive/reading/layered/declaration.py": {"d": "the d of a derivative"},
    "derive/reading/tables.py": {"symmetrised": "a key"},
    "derive/sketch/layered.py": {"n": "the usual name of what lies between layers"},
    "derive/sketch/letters.py": {"d": "the d of a derivative"},
    "derive/sketch/suggested.py": {r"\delta": "the usual name of a step, if it is free"},
    "numeric/asked.py": {"d": "an option", "n": "an option"},
    "numeric/ensembles/gpu.py": {"c": "a variable of C"},
    "numeric/ensembles/method.py": {"h": "the step"},
    "numeric/device/backends/numpy.py": dict.fromkeys("LN", "an argument of LAPACK"),
    "numeric/face.py": {"d": "an option", "n": "an option"},
    "numeric/folder.py": {"f": "a kind of dtype"},
    "numeric/integrate/integrator.py": {"h": "what a checkpoint calls the step"},
    "numeric/lookup.py": {"j": "what one calls an objective"},
    "numeric/options.py": {"n": "an option"},
    "numeric/sweeps/workers.py": {"1": "a number of threads"},
    "numeric/training/options.py": {"d": "an option", "n": "an option"},
    "reports/plots/gauges.py": {"2": "a number"},
    "reports/latex/notation.py": {"1": "the space of scalars"},
    "reports/page/experiments/costs.py": {"d": "an option", "n": "an option"},
    "reports/page/experiments/estimates.py": {"d": "an option", "n": "an option"},
    "reports/page/experiments/setting.py": {"d": "an option"},
    "reports/page/experiments/training.py": {"d": "an option", "n": "an option"},
    "reports/page/stored.py": {"d": "an option", "n": "an option", "f": "a kind of dtype"},
}
"""What else a string is that an article happens to call something by, and where."""
EVERYWHERE = {"layers": "a table", "modal": "a kind of model"}
METHODS = {"simsiam", "no-stop-gradient"}
"""Names of target networks, which options of a run have; flows are called like them."""


def names_in_articles() -> set[str]:
    """Symbols, spaces, indices, flows, numbers of equations and ids of claims."""
    found: set[str] = set()
    for file in (ROOT / "derive/sslcheck/derive/articles").glob("*.toml"):
        article = tomllib.loads(file.read_text("utf-8"))
        for table in ("symbols", "spaces", "flows"):
            found |= article.get(table, {}).keys()
        found |= {entry["index"] for entry in article["symbols"].values() if "index" in entry}
        found |= {entry["number"] for entry in article["equation"]}
        found |= {entry["id"] for entry in article["claim"]}
    return found


def literals(path: Path) -> Iterator[tuple[int, str]]:
    """Line and value of each string in a program that is no docstring and no part of another."""
    apart = {id(n.value) for n in nodes(path) if isinstance(n, ast.Expr)}
    apart |= {id(v) for n in nodes(path) if isinstance(n, ast.JoinedStr) for v in n.values}
    for node in nodes(path):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in apart:
            yield node.lineno, node.value


@pytest.mark.parametrize("portion", PORTIONS)
def test_the_code_knows_no_name_of_any_article(portion: str) -> None:
    names = names_in_articles() - EVERYWHERE.keys()
    assert names > {"W", r"\eta", "n", "j", "byol", "7", "beyond.weak"}
    names -= METHODS if portion != "derive" else set()
    found = set()
    for path in FILES:
        inside = path.as_posix().split("/sslcheck/")[-1]
        known = {*ALLOWED.get(inside, {})}
        if inside.startswith(("derive/", "numeric/look/")):
            known.add("1")  # the space of scalars
        if portion_of(path) == portion:
            there = literals(path)
            found |= {
                f"{inside}:{line}: {value}" for line, value in there if value in names - known
            }
    assert not found


def test_what_is_allowed_is_there() -> None:
    for name, reasons in ALLOWED.items():
        (path,) = [p for p in FILES if p.as_posix().endswith(f"/sslcheck/{name}")]
        assert reasons.keys() <= {value for _, value in literals(path)}, name


def test_oldest_versions_are_those_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    gpu = dict(
        requirement.split(">=")
        for extra in ("cuda12", "cuda13", "rocm")
        for requirement in extras[extra]
    )
    assert len(set(gpu.values())) == 1  # the oldest of one is tested for all
    bounds = dict(requirement.split(">=") for requirement in project["dependencies"])
    bounds["cupy-cuda12x"] = gpu["cupy-cuda12x[ctk]"]
    bounds |= dict(requirement.split(">=") for requirement in extras["sdp"])
    bounds |= dict(requirement.split(">=") for requirement in extras["numba"])
    bounds |= dict(requirement.split(">=") for requirement in extras["dask"])
    lines = (ROOT / "tests" / "constraints-oldest.txt").read_text().splitlines()
    pins = dict(line.split("==") for line in lines if line and not line.startswith("#"))
    assert pins.keys() == bounds.keys()
    for name, pin in pins.items():
        assert f"{pin}.".startswith(f"{bounds[name]}."), name
