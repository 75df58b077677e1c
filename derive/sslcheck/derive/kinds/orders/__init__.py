"""Inequalities, and the order of symmetric matrices: at an instant, and along a flow."""
