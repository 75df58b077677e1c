"""The kinds of claims, one file each: options, accepted form, meaning, decision by both routes.

A kind is found by being a module of this folder: adding one is adding a file.
"""

from importlib import import_module
from pkgutil import iter_modules

from sslcheck.derive.kinds.kind import Case, Holds, Kind

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")


def _all(kind: type[Kind]) -> list[type[Kind]]:
    return [k for sub in kind.__subclasses__() for k in (sub, *_all(sub))]


KINDS: dict[str, type[Kind]] = {
    str(k.__struct_config__.tag): k for k in sorted(_all(Kind), key=str)
}
"""Every kind of claim by its name."""

__all__ = ["KINDS", "Case", "Holds", "Kind"]
