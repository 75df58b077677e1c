"""Decisions: one procedure per kind of claim, two routes for every verdict."""
