"""Explicit Runge-Kutta methods as tables of numbers."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["RK4", "TSIT5", "Tableau"]

Row = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Tableau:
    """An explicit method whose last stage is the derivative at the new state.

    ``a[i]`` are the weights of stages 0..i-1 in the argument of stage i, and ``a[-1]`` those of the
    new state; ``c`` the times of the stages; ``error`` the weights of the difference to the
    embedded solution (empty: none, so steps are fixed); ``dense[i]`` the coefficients of
    theta, theta^2, ... of the weight of stage i in the solution at ``t + theta h``.
    """

    name: str
    order: int
    c: Row
    a: tuple[Row, ...]
    error: Row
    dense: tuple[Row, ...]

    @property
    def stages(self) -> int:
        """How many derivatives a step holds, the one at the new state included."""
        return len(self.c)

    @property
    def kept(self) -> int:
        """How many derivatives the next step needs."""
        return 1

    @property
    def rows(self) -> int:
        """How many states a step holds in memory."""
        return self.stages + 3

    @property
    def evaluations(self) -> int:
        """Derivatives that a step computes; the first one is left over from the step before."""
        return self.stages - 1


TSIT5 = Tableau(
    name="tsit5",
    order=5,
    c=(0.0, 0.161, 0.327, 0.9, 0.9800255409045097, 1.0, 1.0),
    a=(
        (),
        (0.161,),
        (-0.008480655492356989, 0.335480655492357),
        (2.8971530571054935, -6.359448489975075, 4.3622954328695815),
        (5.325864828439257, -11.748883564062828, 7.4955393428898365, -0.09249506636175525),
        (
            5.86145544294642,
            -12.92096931784711,
            8.159367898576159,
            -0.071584973281401,
            -0.028269050394068383,
        ),
        (
            0.09646076681806523,
            0.01,
            0.4798896504144996,
            1.379008574103742,
            -3.290069515436081,
            2.324710524099774,
        ),
    ),
    error=(
        -0.00178001105222577714,
        -0.0008164344596567469,
        0.007880878010261995,
        -0.1447110071732629,
        0.5823571654525552,
        -0.45808210592918697,
        1 / 66,
    ),
    dense=(
        (1.0, -2.763706197274826, 2.9132554618219126, -1.0530884977290216),
        (0.0, 0.13169999999999998, -0.2234, 0.1017),
        (0.0, 3.9302962368947516, -5.941033872131505, 2.490627285651253),
        (0.0, -12.411077166933676, 30.33818863028232, -16.548102889244902),
        (0.0, 37.50931341651104, -88.1789048947664, 47.37952196281928),
        (0.0, -27.896526289197286, 65.09189467479366, -34.87065786149661),
        (0.0, 1.5, -4.0, 2.5),
    ),
)
"""Tsitouras' method of order 5(4) with its interpolant of order 4.

    @article{tsitouras2011, author = {Ch. Tsitouras},
      title = {Runge-Kutta pairs of order 5(4) satisfying only the first column simplifying
               assumption},
      journal = {Computers & Mathematics with Applications}, volume = {62}, year = {2011},
      pages = {770--775}}
"""

RK4 = Tableau(
    name="rk4",
    order=4,
    c=(0.0, 0.5, 0.5, 1.0, 1.0),
    a=((), (0.5,), (0.0, 0.5), (0.0, 0.0, 1.0), (1 / 6, 1 / 3, 1 / 3, 1 / 6)),
    error=(),
    dense=(
        # cubic Hermite: values and derivatives at both ends
        (1.0, -1.5, 2 / 3),
        (0.0, 1.0, -2 / 3),
        (0.0, 1.0, -2 / 3),
        (0.0, 0.5, -1 / 3),
        (0.0, -1.0, 1.0),
    ),
)
"""The classical method of Kutta (1901), fixed steps, with cubic Hermite interpolation."""
