"""What the tests of layers share: a network, and a depth at which two layers have names."""

from sslcheck.derive.layers.families import Family, Layers
from sslcheck.derive.layers.layout import WIDE, Layout

FAMILIES = {
    "W": Family("W", False, ("n_j", "n_{j-1}"), "state"),
    "n": Family("n", True),
    "a": Family("a", False, ("1", "1"), "state"),
    "Q": Family("Q", False, ("n_j", "n_j"), defined=True),
}
LAYERS = Layers(
    *("j", "L", 1, FAMILIES),
    plain=frozenset({"W", "J", "W_p", "G", "v"}),
    moving=frozenset({"W", "J"}),
    shapes={"W": ("n_L", "n_0"), "G": ("m", "m"), "v": ("m", "1")},
)


def layout(depth: int, at: int | None = None) -> Layout:
    return Layout(depth, at, LAYERS.names)


INSIDE = Layout(2 * WIDE + 1, WIDE + 1, LAYERS.names, ((1, WIDE), (WIDE + 2, 2 * WIDE + 1)))
"""Any depth, with a block below layer j and one above it."""
