"""Certificates of verdicts, for a program that shares nothing with this one: see README.md."""
