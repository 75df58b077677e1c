"""An article and what is derived from it: its flows, and the settings of its claims."""
