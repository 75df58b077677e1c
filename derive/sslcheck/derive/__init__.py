"""Derive and decide the equations of an article: symbolically for all sizes, exactly at small ones.

>>> from sslcheck.derive import verify
>>> report = verify("directpred", "3")
>>> report["3.balanced"]
<Claim 3.balanced: CONDITIONAL, 'the imbalance of W and W_p tends to 0'>

What is in ``__all__`` is public, everything else may change.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    __version__: str
    from sslcheck.derive.article.article import Article
    from sslcheck.derive.decide.engine import verify
    from sslcheck.derive.errors import SslcheckError
    from sslcheck.derive.reading.loading import load_article, shipped_articles
    from sslcheck.derive.symbolic import (
        along_flow,
        equal,
        expectation,
        gradient,
        normal_form,
        vec_form,
    )
    from sslcheck.derive.verdicts.report import Report
    from sslcheck.derive.verdicts.result import ClaimResult
    from sslcheck.derive.verdicts.verdict import Verdict

__all__ = [
    "DEFAULT_ARTICLE",
    "Article",
    "ClaimResult",
    "Report",
    "SslcheckError",
    "Verdict",
    "__version__",
    "along_flow",
    "equal",
    "expectation",
    "gradient",
    "load_article",
    "normal_form",
    "shipped_articles",
    "vec_form",
    "verify",
]

DEFAULT_ARTICLE = "directpred"
"""The shipped article that a command takes where none is named."""

_HOME = {
    "Article": "article.article",
    "ClaimResult": "verdicts.result",
    "Report": "verdicts.report",
    "SslcheckError": "errors",
    "Verdict": "verdicts.verdict",
    "along_flow": "symbolic",
    "equal": "symbolic",
    "expectation": "symbolic",
    "gradient": "symbolic",
    "load_article": "reading.loading",
    "normal_form": "symbolic",
    "shipped_articles": "reading.loading",
    "vec_form": "symbolic",
    "verify": "decide.engine",
}


def __getattr__(name: str) -> Any:
    """Load SymPy and the rest only when something that needs them is asked for."""
    if name == "__version__":
        from importlib.metadata import version

        return version("sslcheck-dynamics")
    if name not in _HOME:
        raise AttributeError(f"module `sslcheck.derive` has no attribute `{name}`")
    return getattr(import_module(f"sslcheck.derive.{_HOME[name]}"), name)
