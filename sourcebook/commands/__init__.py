"""What each command of the command line does, one module a command: callable from code, silent, tested without a shell.

`cli/` holds their arguments, prints what they return and turns it into exit codes.
"""
