# Calls sys.exit when it is imported, as a script would.
# loses: 20
# told: q1_dropout.py cannot be imported: it raised SystemExit
import sys

sys.exit(0)
