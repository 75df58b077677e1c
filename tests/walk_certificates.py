"""Changes each field of each certificate of the shipped articles, and sees all of them rejected.

Run as `python -m tests.walk_certificates`; a sample of it is a test. It also tells which changes
are accepted once the hash is made anew: of these the mathematics has to be right.
"""

from __future__ import annotations

import sys
from collections import Counter
from typing import Any

from tests.derive.certificates.written import changed, leaves, rejects, sealed, written

from sslcheck.derive import shipped_articles


def shown(certificate: Any, path: tuple[Any, ...]) -> bool:
    """Whether a place is one in a statement that is proved or conditional."""
    if "statement" not in path:
        return False
    block = certificate
    for part in path[: path.index("statement")]:
        block = block[part]
    return bool(block["verdict"] != "refuted" and path[-1] != 0)


def main() -> int:
    """The exit code is 1 where a change was not seen."""
    fields: Counter[str] = Counter()
    accepted: Counter[str] = Counter()
    stated: Counter[bool] = Counter()
    unseen = 0
    for name in shipped_articles():
        for certificate in written(name).values():
            for path in leaves(certificate):
                other = changed(certificate, path)
                unseen += not rejects(other)
                place = ".".join(part for part in path[:5] if isinstance(part, str))
                fields[place] += 1
                fine = path != ("sha256",) and not rejects(sealed(other))
                accepted[place] += fine
                if shown(certificate, path):
                    stated[fine] += 1
                    if fine:
                        print(f"{certificate['article']['name']} {certificate['id']}: {path}")
    print(f"{sum(fields.values())} changes, {unseen} not seen")
    print(f"of statements that are shown {stated[True]} of {stated.total()} pass with a new hash")
    for place, count in sorted(fields.items()):
        print(f"{place}: {accepted[place]} of {count} pass with a new hash")
    return int(unseen > 0)


if __name__ == "__main__":
    sys.exit(main())
