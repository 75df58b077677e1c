"""From a derived flow to the text of a kernel: plan and printed text.

After the plan no SymPy object is left: `array_text`, `elementwise_text` and `cuda_text` read data.
"""

from sslcheck.derive.emit.build import MissingSize, make_plan, scalar_names
from sslcheck.derive.emit.describe import plan_lines
from sslcheck.derive.emit.elementwise import (
    ElementwisePlan,
    alone,
    cuda_text,
    elementwise_text,
    make_elementwise_plan,
    point_text,
)
from sslcheck.derive.emit.names import Names, comment
from sslcheck.derive.emit.plan import Plan
from sslcheck.derive.emit.python import array_text, stackable

__all__ = [
    "ElementwisePlan",
    "MissingSize",
    "Names",
    "Plan",
    "alone",
    "array_text",
    "comment",
    "cuda_text",
    "elementwise_text",
    "make_elementwise_plan",
    "make_plan",
    "plan_lines",
    "point_text",
    "scalar_names",
    "stackable",
]
