"""Numbers of options at and beyond their bounds; what a refusal says."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from sslcheck.numeric.bounds import (
    MOST,
    InvalidOption,
    check_below_one,
    check_choices,
    check_counts,
    check_named,
    check_reals,
    size_limits,
)


def of(**values: object) -> SimpleNamespace:
    return SimpleNamespace(**values)


@pytest.mark.parametrize("value", [3, MOST])
def test_counts_from_the_least_to_the_most(value: int) -> None:
    check_counts(of(steps=value), {"steps": 3})


@pytest.mark.parametrize(
    ("value", "words"),
    [(2, "`steps` must be at least 3; got 2"), (MOST + 1, f"at most {MOST}; got {MOST + 1}"),
     (10**60, r"got 10000000\.\.\. \(61 digits\)")],
)  # fmt: skip
def test_counts_beyond(value: int, words: str) -> None:
    with pytest.raises(InvalidOption, match=words):
        check_counts(of(steps=value), {"steps": 3})


def test_a_seed_has_128_bits() -> None:
    check_counts(of(seed=2**128 - 1), {"seed": 0})
    with pytest.raises(InvalidOption, match="`seed` must be at most"):
        check_counts(of(seed=2**128), {"seed": 0})


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_reals_have_sizes_of_which_products_neither_overflow_nor_vanish(dtype: str) -> None:
    low, high = size_limits(dtype)
    for value in (low, 1.0, high):
        check_reals(of(eta=value), ["eta"], dtype, zero=False)
    for value in (low / 2, high * 2):
        with pytest.raises(InvalidOption, match=f"in {dtype}; got"):
            check_reals(of(eta=value), ["eta"], dtype, zero=True)
    for value in (-1.0, float("inf"), float("nan")):
        with pytest.raises(InvalidOption, match="a nonnegative, finite number"):
            check_reals(of(eta=value), ["eta"], dtype, zero=True)


def test_zero_only_where_it_is_allowed() -> None:
    check_reals(of(eta=0.0), ["eta"], "float64", zero=True)
    with pytest.raises(InvalidOption, match="a positive, finite number; got 0"):
        check_reals(of(eta=0.0), ["eta"], "float64", zero=False)


def test_shares_are_below_one() -> None:
    check_below_one(of(rho=0.0), ["rho"])
    for value in (1.0, -0.1, float("nan")):
        with pytest.raises(InvalidOption, match="from 0 to below 1"):
            check_below_one(of(rho=value), ["rho"])


def test_names_and_files() -> None:
    check_choices(of(root="eigh", noise="mask"), ("root", "noise"))
    with pytest.raises(InvalidOption, match="one of eigh, products; got `svd`"):
        check_choices(of(root="svd", noise="mask"), ("noise", "root"))
    for value in ("white", "a/b.npz"):
        check_named("data", value, ("white",))
    with pytest.raises(InvalidOption, match=r"savez\('FILE.npz', X=numpy.load\('a.npy'\)\)"):
        check_named("data", "a.npy", ("white",))
    with pytest.raises(InvalidOption, match=r"W_p=\.\.\., W=numpy"):
        check_named("init", "a.npy", ("random",))
