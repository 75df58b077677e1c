"""Many trajectories of a flow of scalars or modes at once, each with steps of its own."""
