"""Articles about layers: written out at one depth, or with one letter for layers that are alike."""
