"""The work of each command, one module a command: callable from code, prints nothing, tested without a shell.

`cli/` holds their arguments, prints what they return and turns it into exit codes.
"""
