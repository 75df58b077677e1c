"""Numerical side of the checker; so far only which array backends this machine offers."""

from __future__ import annotations

from sslcheck.numeric.backends import Backend, Device, describe_backends

__all__ = ["Backend", "Device", "describe_backends"]
