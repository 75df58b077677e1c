"""Names for programs: an article's LaTeX names as identifiers of Python and C, no two alike."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator

__all__ = ["Names", "comment", "unpack"]

# what the printed texts call things, and the words of C, C++ and CUDA: one table for all targets,
# so that a name does not depend on what a plan is printed for
_OURS = (
    "cp constants data evaluate exp j log math modes np numpy cupy out prepare real scalars sqrt"
    " state work xp"
)
_C = """
    alignas alignof and_eq asm auto bitand bitor bool case catch char char8_t char16_t char32_t
    co_await co_return co_yield compl concept const const_cast consteval constexpr constinit
    decltype default delete do double dynamic_cast enum explicit export extern false float friend
    goto inline int long mutable namespace new noexcept not_eq nullptr operator or_eq private
    protected public register reinterpret_cast requires restrict short signed sizeof static
    static_assert static_cast struct switch template this thread_local throw true typedef typeid
    typename typeof union unsigned using virtual void volatile wchar_t xor xor_eq
    blockDim blockIdx gridDim threadIdx warpSize linux unix FOR_EACH_MODE KERNEL
"""
_RESERVED = frozenset((*_OURS.split(), *_C.split(), *keyword.kwlist, *keyword.softkwlist))


class Names:
    """The identifiers of one kernel: every symbol, array and temporary has its own.

    Whoever prints a name asks the same table. A name is given when it is first asked for and keeps
    its identifier; of two that would make the same one, as ``X'`` and ``X_{prime}``, the later gets
    a number.

    >>> names = Names()
    >>> [names.of(latex) for latex in ("X'", "X_{prime}", "\\\\alpha_p", "\\\\lambda", "X'")]
    ['X_prime', 'X_prime_2', 'alpha_p', 'lambda_', 'X_prime']
    >>> names.fresh("alpha_p"), names.symbol("X_prime_2")
    ('alpha_p_2', 'X_{prime}')
    """

    def __init__(self) -> None:
        self._given: dict[str, str] = {}
        self._symbols: dict[str, str] = {}
        self._taken: set[str] = set()

    def copy(self) -> Names:
        """A table with the same names, for what only one text adds."""
        made = Names()
        made._given, made._symbols = dict(self._given), dict(self._symbols)
        made._taken = set(self._taken)
        return made

    def of(self, symbol: str, wish: str = "") -> str:
        """The identifier of a symbol by its name in the article; ``wish`` is what to call it."""
        if symbol not in self._given:
            self._given[symbol] = self.fresh(wish or symbol)
            self._symbols[self._given[symbol]] = symbol
        return self._given[symbol]

    def symbol(self, identifier: str) -> str:
        """The symbol that an identifier was given to."""
        return self._symbols[identifier]

    def fresh(self, wish: str) -> str:
        """An identifier that nothing else has, as close to a wish as may be."""
        plain = _identifier(wish)
        found, number = plain, 1
        while found in self._taken:
            number += 1
            found = f"{plain}_{number}"
        self._taken.add(found)
        return found


def _identifier(latex: str) -> str:
    """A readable identifier for a LaTeX name; several names may have the same."""
    text = latex.replace("'", "_prime").replace("+", "plus").replace("-", "minus")
    text = re.sub(r"[^0-9A-Za-z]+", "_", text).strip("_") or "symbol"
    if text[0].isdigit():
        text = f"s_{text}"
    return f"{text}_" if text in _RESERVED else text


def comment(text: str) -> str:
    """``text`` as it may stand in a docstring of Python and in a comment of C: on one line.

    What an article calls things is not trusted: it must not end the comment that it stands in.

    >>> comment("flow of \\\\hat{F} */ x")
    'flow of hat{F} * / x'
    """
    plain = " ".join(text.replace("\\", "").split()).replace('"', "'")
    plain = plain.replace("*/", "* /").replace("/*", "/ *")
    return "".join(char for char in plain if char.isprintable())


def unpack(names: list[str], source: str, read: set[str] | None = None) -> Iterator[str]:
    """``a, b = source``, with ``_`` for what is not read."""
    shown = [n if read is None or n in read else "_" for n in names]
    if any(n != "_" for n in shown):
        yield f"    {', '.join(shown)}{',' if len(shown) == 1 else ''} = {source}"
