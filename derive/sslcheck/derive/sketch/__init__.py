"""From a paper's source to the draft of an article: equations, symbols, shapes, misprints."""
