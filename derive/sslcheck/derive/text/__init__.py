"""What people read: expressions as LaTeX and as plain text, sentences as data, text made safe."""
