"""What people read: expressions as LaTeX and as plain text, and text made safe."""
