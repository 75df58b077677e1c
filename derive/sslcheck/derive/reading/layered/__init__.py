"""Articles about layers: read at one depth, each claim at all layouts that it is decided at."""

from sslcheck.derive.reading.layered.article import read_layered

__all__ = ["read_layered"]
