"""What is measured along a run, and how it is held against what is proved."""
