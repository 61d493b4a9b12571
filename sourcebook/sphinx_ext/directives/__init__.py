"""The directives and roles that authors write, a module a subject."""
