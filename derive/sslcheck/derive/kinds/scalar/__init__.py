"""Flows of one scalar: their fixed points, and claims about them."""
