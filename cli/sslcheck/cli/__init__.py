"""The command line. Modules here import the heavy packages inside the commands, never on top."""
