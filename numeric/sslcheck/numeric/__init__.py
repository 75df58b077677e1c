"""The numerical side: array backends, integration of the derived flow, gauges.

Everything is imported from its own module: what is not needed is not loaded.
"""
