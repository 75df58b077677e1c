"""Predictors, a file each: adding one is adding a file with a `PREDICTOR`."""
