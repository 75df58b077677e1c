"""From a derived flow to the text of a kernel: model, plan, printed text.

After the plan no SymPy object is left: `array_text`, `elementwise_text` and `cuda_text` read data.
"""

from sslcheck.derive.emit.build import MissingSize, make_plan, scalar_names
from sslcheck.derive.emit.describe import plan_lines
from sslcheck.derive.emit.elementwise import (
    ElementwisePlan,
    cuda_text,
    elementwise_text,
    make_elementwise_plan,
)
from sslcheck.derive.emit.model import Model, full_model, scale_symbol, with_ones
from sslcheck.derive.emit.names import Names, comment
from sslcheck.derive.emit.plan import Plan, Structure
from sslcheck.derive.emit.python import array_text

__all__ = [
    "ElementwisePlan",
    "MissingSize",
    "Model",
    "Names",
    "Plan",
    "Structure",
    "array_text",
    "comment",
    "cuda_text",
    "elementwise_text",
    "full_model",
    "make_elementwise_plan",
    "make_plan",
    "plan_lines",
    "scalar_names",
    "scale_symbol",
    "with_ones",
]
