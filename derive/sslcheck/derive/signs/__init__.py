"""What is known to be positive or invertible: scalars, forms and matrices, and for how long.

`Functions.signs` (of the algebra) looks at coefficients and letters alone. `scalar.Signs` completes
squares, and says what else is needed, now or for all times. `branch.Branch` gives the sign itself,
with roots, under signs that are assumed, and asks for those that it lacks.
"""
