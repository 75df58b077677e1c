"""What is known to be positive or invertible: scalars, forms and matrices, and for how long."""
