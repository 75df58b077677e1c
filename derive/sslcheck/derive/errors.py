"""Every error that the package raises on purpose: one base class, each leaf also a stdlib type."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from sslcheck.derive.text.reason import Reason

__all__ = [
    "ArticleError",
    "ArticleNotFound",
    "LatexError",
    "MissingLibrary",
    "OutOfTime",
    "RouteDisagreement",
    "ShapeMismatch",
    "Spot",
    "SslcheckError",
    "TooLarge",
    "UnknownName",
    "Unsupported",
]


class SslcheckError(Exception):
    """Base class: the message says what was got, what was expected and what to do.

    ``said`` is the message with its formulas as data, where it was made so (`reason.raised`).
    """

    said: Reason = ()


class Spot(NamedTuple):
    """A line of a file and a character in it, both from 1; 0 where there is none."""

    line: int = 0
    column: int = 0


class ArticleError(SslcheckError, ValueError):
    """An article file is unreadable, incomplete or contradicts itself.

    ``mistakes`` are the single ones with where they stand, as far as that is known.
    """

    def __init__(self, message: str, mistakes: tuple[tuple[Spot, str], ...] = ()) -> None:
        super().__init__(message)
        self.mistakes = mistakes


class ArticleNotFound(SslcheckError, FileNotFoundError):
    """No shipped article and no file has the given name."""

    def __str__(self) -> str:  # FileNotFoundError formats its arguments as an errno otherwise
        return str(self.args[0]) if self.args else ""


class LatexError(SslcheckError, ValueError):
    """A formula cannot be read: unknown command, undeclared symbol, unbalanced brace, and so on."""


class ShapeMismatch(SslcheckError, ValueError):
    """Shapes in a formula do not conform.

    ``spaces`` is the pair of space names that would have to be equal (``("d", "n")``), so that a
    caller can ask what the formula says when they are; ``core`` is the message without the place,
    where there is one.
    """

    def __init__(self, message: str, spaces: tuple[str, str], core: Reason = ()) -> None:
        super().__init__(message)
        self.spaces = spaces
        self.core = core


class Unsupported(SslcheckError, NotImplementedError):
    """A well-formed expression lies outside what the algebra can represent exactly.

    ``valued``: all that is missing is a form of it, so that its value at an exact point counts.
    """

    def __init__(self, message: str = "", *, valued: bool = False) -> None:
        super().__init__(message)
        self.valued = valued


class MissingLibrary(SslcheckError, ImportError):
    """What is asked for needs a library that is optional and not installed."""


class UnknownName(SslcheckError, KeyError):
    """There is nothing by that name: no such claim, no such series."""

    def __str__(self) -> str:  # KeyError quotes its argument otherwise
        return str(self.args[0]) if self.args else ""


class TooLarge(SslcheckError, OverflowError):
    """An expression would expand beyond the documented limit."""


class OutOfTime(SslcheckError, TimeoutError):
    """A piece of work has taken longer than it may."""


class RouteDisagreement(SslcheckError, ArithmeticError):
    """The two independent decision routes differ: a bug of the checker, never a verdict."""
