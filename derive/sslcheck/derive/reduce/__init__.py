"""Exact reductions of a flow: smaller closed systems, found by search and proved.

A set of products of the states is closed when its time derivatives can be written in the set
itself. `gram_model` searches for one that leaves out the largest space, `closed_models` for all;
`modal_model` tries states that are diagonal in common bases; `closed_numbers` products of numbers.
"""

from sslcheck.derive.reduce.gram import closed_models, gram_model
from sslcheck.derive.reduce.modal import modal_model, space_of_modes
from sslcheck.derive.reduce.numbers import closed_numbers

__all__ = ["closed_models", "closed_numbers", "gram_model", "modal_model", "space_of_modes"]
