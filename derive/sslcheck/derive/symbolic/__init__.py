"""The algebra and the calculus on SymPy expressions: what a caller needs without an article.

Matrices are SymPy's `MatrixSymbol`, of sizes that are symbols or whole numbers; nothing of SymPy's
own matrix calculus is used.
"""

from sslcheck.derive.symbolic.functions import (
    along_flow,
    equal,
    expectation,
    gradient,
    normal_form,
    vec_form,
)

__all__ = ["along_flow", "equal", "expectation", "gradient", "normal_form", "vec_form"]
